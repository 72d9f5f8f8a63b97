"""Who works on which import now: one process each, for as long as a lease."""

from __future__ import annotations

from datetime import datetime

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from netmentor.contacts.books.models import (
    ContactImport,
    ContactImportFile,
    ContactImportPhoto,
    ContactImportRow,
)
from netmentor.contacts.books.rules import LEASE, LONGEST_REASON, WORKED_ON, State
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict


class NotOurs(Conflict):
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


async def renew(row: ContactImport, *, now: datetime) -> None:
    """Hold an import for longer, before each of its steps; raise NotOurs."""
    async with transaction():
        if not await _mine(row).update(held_until=now + LEASE):
            raise NotOurs("Somebody else goes on with this import.")
    row.held_until = now + LEASE


async def hold(row: ContactImport, *, now: datetime, **told: int) -> None:
    """Write down what is `told` of an import that is still ours; raise NotOurs.

    In a transaction first: nobody turns the import before that ends.
    """
    if not await _mine(row).update(changed_at=now, **told):
        raise NotOurs("Somebody else goes on with this import.")


async def give_back(row: ContactImport) -> None:
    await ContactImport.filter(id=row.id, held_until=row.held_until).update(held_until=None)


async def end(row: ContactImport, state: State, reason: str = "", *, now: datetime) -> None:
    """Come to the next state of an import, unless it is another's or was turned meanwhile.

    Once nothing more can come of it, what of it waited is gone.
    """
    told = {"state": state.value, "reason": reason[:LONGEST_REASON], "changed_at": now}
    async with transaction():
        if not await _mine(row).update(**told):
            return
        if state in (State.READY, State.FAILED, State.UNDONE):
            await ContactImportFile.filter(of=row).delete()
        if state is State.UNDONE:
            await ContactImportPhoto.filter(row__of=row).delete()
            await ContactImportRow.filter(of=row).update(told="")
            await ContactImport.filter(id=row.id).update(done=0)
    row.state = state.value


def _mine(row: ContactImport) -> QuerySet[ContactImport]:
    return ContactImport.filter(id=row.id, held_until=row.held_until, state=row.state)
