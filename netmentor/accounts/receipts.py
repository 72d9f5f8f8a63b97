"""Posts that make something, each carried out once however often it is sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from tortoise.exceptions import IntegrityError

from netmentor.accounts.models import Receipt, User
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, Invalid

KEPT_FOR = timedelta(days=7)
LONGEST_KEY = 100  # characters

Make = Callable[[], Awaitable[str]]


class KeyReused(Invalid):
    """A key under which something else was posted before."""


async def once(user: User, key: str, digest: str, make: Make, *, now: datetime) -> tuple[str, bool]:
    """Return the place of what `make` makes, and whether this call made it.

    A post of `user` with a `key` that was used before makes nothing; raises KeyReused where
    `digest`, which is of what was posted, is another one. What is made and its receipt are
    saved together or not at all.
    """
    if known := await _known(user, key, digest):
        return known, False
    try:
        async with transaction():
            # First, so that the same post at the same moment waits here, and then fails here.
            receipt = await Receipt.create(user=user, key=key, digest=digest, place="", made_at=now)
            receipt.place = await make()
            await receipt.save(update_fields=["place"])
    except IntegrityError as exc:
        if known := await _known(user, key, digest):
            return known, False
        raise Conflict("This was sent twice at the same moment. Send it again.") from exc
    return receipt.place, True


async def forget_old(*, now: datetime) -> None:
    """Delete the receipts of a week ago and before."""
    await Receipt.filter(made_at__lte=now - KEPT_FOR).delete()


async def _known(user: User, key: str, digest: str) -> str | None:
    receipt = await Receipt.get_or_none(user=user, key=key)
    if receipt is None:
        return None
    if receipt.digest != digest:
        raise KeyReused("Something else was sent under this Idempotency-Key.")
    return receipt.place
