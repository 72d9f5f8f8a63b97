"""How a suggestion arrives, of whatever is suggested: begun, read by a worker, sent or dropped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from tortoise.expressions import Q

from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of, take_turns_of_id
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.events.suggesting.models import Arriving
from netmentor.events.suggesting.rules import LEASE, MOST_OPEN, MOST_WAITING, State
from netmentor.fetching.addresses import normalized, why_not_fetchable, why_not_outside
from netmentor.text import one_line

_LARGEST_NUMBER = 2**31 - 1
_LONGEST_TROUBLE = 500

Kind = TypeVar("Kind", bound=Arriving)


@dataclass(frozen=True, slots=True)
class Standing:
    """One suggestion, what it is called, where it stands, and the address of what it became.

    `answer` is what a curator said who did not list it.
    """

    suggestion: Arriving
    title: str
    state: State
    slug: str = ""
    answer: str = ""


class TooManySuggestions(Conflict):
    """Somebody has as many suggestions waiting as one person may."""


async def begin(kind: type[Kind], user: User, *, now: datetime, **told: object) -> Kind:
    """Begin a suggestion of this kind; raises TooManySuggestions."""
    async with transaction():
        await take_turns_of(user)
        if await kind.filter(user=user, telling_id=None).count() >= MOST_OPEN:
            raise TooManySuggestions(
                f"{MOST_OPEN} of your suggestions are not sent yet; send or drop some first."
            )
        row: Any = await kind.create(user=user, asked_at=now, **told)  # type: ignore[arg-type]
        return row  # type: ignore[no-any-return]


async def begin_with_page(kind: type[Kind], user: User, address: str, *, now: datetime) -> Kind:
    """Suggest what stands at `address`, which a worker reads first; raises Invalid."""
    address = normalized(one_line(address))
    if reason := why_not_fetchable(address) or why_not_outside(address):
        raise Invalid(reason)
    return await begin(kind, user, now=now, address=address)


async def take_room(row: Arriving, **waiting: object) -> None:
    """Take the turn of whose suggestion `row` is, to send it; raises TooManySuggestions.

    Inside the transaction that writes what it tells, whose turn comes first. `waiting` tells by
    which columns those of its kind are known that a curator has to decide on.
    """
    await take_turns_of_id(row.user_id)
    mine = type(row).filter(user_id=row.user_id, telling_id__not_isnull=True, **waiting)
    if await mine.count() >= MOST_WAITING:
        raise TooManySuggestions(
            f"{MOST_WAITING} of your suggestions wait for a curator; send more once some are"
            " decided on."
        )


async def mark_sent(row: Arriving, telling_id: int, found: str) -> None:
    """Tie a suggestion to what curators see of it; raises Conflict where that was done."""
    mine = type(row).filter(id=row.id, telling_id=None)
    if not await mine.update(telling_id=telling_id, found=found):
        raise Conflict("This suggestion was sent already.")


async def drop(row: Arriving) -> None:
    """Forget a suggestion that was not sent."""
    async with transaction():
        if not await type(row).filter(id=row.id, telling_id=None).delete():
            raise Conflict("This suggestion was sent already; a curator decides on it.")


async def take_one_to_read(kind: type[Kind], *, now: datetime) -> Kind | None:
    """Take the page that has waited longest to be read, for as long as a lease; None for none."""
    free = Q(held_until=None) | Q(held_until__lte=now)
    waiting = kind.filter(free, read_at=None).order_by("id").select_related("user")
    while row := await waiting.first():
        mine = kind.filter(free, id=row.id, read_at=None)
        if await mine.update(held_until=now + LEASE):
            row.held_until = now + LEASE
            return row
    return None


async def note_found(row: Arriving, found: str, trouble: str, *, now: datetime) -> None:
    """Write down what a page told, as JSON, or why it told nothing."""
    told = {"found": found, "trouble": one_line(trouble)[:_LONGEST_TROUBLE], "read_at": now}
    mine = type(row).filter(id=row.id, held_until=row.held_until)
    await mine.update(**told, held_until=None)


async def one_of(kind: type[Kind], user: User, number: str) -> Kind:
    """One suggestion of `user`; anybody else's is as unknown as none."""
    known = number.isascii() and number.isdigit() and len(number) < 11
    found = None
    if known and int(number) <= _LARGEST_NUMBER:
        found = await kind.get_or_none(user=user, id=int(number))
    if found is None:
        raise NotFound("There is no such suggestion.")
    return found


def state_of(row: Arriving, *, is_listed: bool, is_declined: bool) -> State:
    """Where a suggestion stands."""
    if row.telling_id is None:
        return State.OPEN if row.read_at else State.ARRIVING
    if is_listed:
        return State.LISTED
    return State.DECLINED if is_declined else State.WAITING
