"""Guests: whoever proves an address by a mailed code, and needs no account for what they want."""

from __future__ import annotations

from datetime import datetime

from tortoise.exceptions import IntegrityError

from netmentor.accounts.mailed import mail_code, use_up
from netmentor.accounts.models import MailedCode, User
from netmentor.accounts.rules import MOST_WAITING, Purpose, Role, normal_email
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict
from netmentor.settings import Settings


class TooManyCodes(Conflict):
    """As many codes wait at this address as anybody may have sent there."""


async def ask_to_visit(
    settings: Settings, address: str, *, name: str, timezone: str, kept: str, now: datetime
) -> str:
    """Mail a code for what `kept` says, in JSON; return the browser's secret.

    With an account or without, the letter is the same. Raises TooManyCodes.
    """
    email = normal_email(address)
    async with transaction():
        waiting = MailedCode.filter(email=email, purpose=Purpose.VISIT, ends_at__gt=now)
        if await waiting.count() >= MOST_WAITING:
            raise TooManyCodes("Enough codes are on their way to this address. Wait ten minutes.")
        told = {"name": name, "timezone": timezone, "kept": kept}
        return await mail_code(
            settings,
            Purpose.VISIT,
            "guest_code",
            to=email,
            whom="",  # nobody proved this address yet: no words of a stranger go there
            is_told=True,
            now=now,
            **told,
        )


async def visitor_of(code: MailedCode, *, now: datetime) -> User:
    """Spend a code and return whose address it proved, inside the caller's transaction.

    That is the account with this address, or a guest. Raises CodeOver.
    """
    await use_up(code)
    if known := await User.get_or_none(email=code.email):
        return known
    try:
        return await User.create(
            email=code.email,
            name=code.name,
            password_hash="",
            timezone=code.timezone,
            role=Role.MEMBER,
            is_guest=True,
            created_at=now,
        )
    except IntegrityError as exc:
        raise Conflict("This was sent twice at the same moment. Send it again.") from exc
