"""What somebody does to the card they hand out: write it, turn it on or off, draw another link."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from netmentor.accounts.models import User
from netmentor.contacts.cards.models import Card
from netmentor.contacts.cards.rules import new_token
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict


class NoCardYet(Conflict):
    """There is nothing to turn on: the card was not written yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnACard:
    """What stands on a card; only a name is needed."""

    name: str
    title: str = ""
    organization: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    introduction: str = ""


async def write_card(user: User, told: OnACard) -> Card:
    """Make the card say what is told; a new one is off until it is turned on."""
    async with transaction():
        fresh = asdict(told) | {"token": new_token()}
        card, is_new = await Card.get_or_create(fresh, user=user)
        if not is_new:
            await card.update_from_dict(asdict(told)).save()
        return card


async def turn_on(user: User) -> None:
    """Let whoever has the link see the card."""
    await _change(user, is_on=True)


async def turn_off(user: User) -> None:
    """Let nobody see the card; its link works again when it is turned on."""
    await _change(user, is_on=False)


async def draw_new_link(user: User) -> None:
    """Give the card another link; the one before leads nowhere any more."""
    await _change(user, token=new_token())


async def _change(user: User, **columns: object) -> None:
    async with transaction():
        if not await Card.filter(user=user).update(**columns):
            raise NoCardYet("Write your card first, and save it.")
