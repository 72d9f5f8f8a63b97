"""Who works on which import now: one process each, for as long as a lease."""

from __future__ import annotations

from datetime import datetime

from tortoise.expressions import Q

from netmentor.contacts.books.models import ContactImport
from netmentor.contacts.books.rules import LEASE, LONGEST_REASON, WORKED_ON, State
from netmentor.errors import Conflict


class Overtaken(Conflict):
    """An import is another process's by now, or its user wants something else of it."""


async def take_one(*, now: datetime) -> ContactImport | None:
    """Take the import that has waited longest for the worker, for as long as a lease."""
    free = Q(held_until=None) | Q(held_until__lte=now)
    waiting = ContactImport.filter(free, state__in=list(WORKED_ON)).order_by("changed_at", "id")
    while row := await waiting.first():
        if await ContactImport.filter(free, id=row.id).update(held_until=now + LEASE):
            row.held_until = now + LEASE
            return row
    return None


async def hold(row: ContactImport, *, now: datetime, **told: int) -> None:
    """Hold an import for longer, and write down what is `told`; raise Overtaken.

    In a transaction first: nobody turns the import before that ends.
    """
    mine = ContactImport.filter(id=row.id, held_until=row.held_until, state=row.state)
    if not await mine.update(held_until=now + LEASE, changed_at=now, **told):
        raise Overtaken("Somebody else goes on with this import.")
    row.held_until = now + LEASE


async def give_back(row: ContactImport) -> None:
    await ContactImport.filter(id=row.id, held_until=row.held_until).update(held_until=None)


async def settle(row: ContactImport, state: State, reason: str = "", *, now: datetime) -> None:
    """End a step of an import, unless it was turned meanwhile."""
    told = {"state": state.value, "reason": reason[:LONGEST_REASON], "changed_at": now}
    await ContactImport.filter(id=row.id, state=row.state).update(**told)
    row.state = state.value
