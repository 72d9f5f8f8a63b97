"""Cards: one's own, and the one behind a link."""

from __future__ import annotations

from netmentor.accounts.models import User
from netmentor.contacts.cards.models import Card
from netmentor.contacts.cards.rules import is_token
from netmentor.errors import NotFound


async def card_of(user: User) -> Card | None:
    """The card of `user`, on or off; None where they made none yet."""
    return await Card.get_or_none(user=user)


async def card_behind(token: str) -> Card:
    """The card with this link; raise NotFound for one that is off as for one that never was."""
    found = await Card.get_or_none(token=token, is_on=True) if is_token(token) else None
    if found is None:
        raise NotFound("There is no card at this address.")
    return found
