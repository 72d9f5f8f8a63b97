"""What an application takes: things to be done, by whom, and perhaps by a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from netmentor.accounts.actions import bump
from netmentor.accounts.models import User
from netmentor.contacts.models import Contact
from netmentor.errors import NotFound
from netmentor.internships.applying.lines import put_on
from netmentor.internships.applying.models import Application, Requirement
from netmentor.internships.applying.rules import Owner
from netmentor.internships.applying.turns import check_room, turn_of
from netmentor.text import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What is told of one requirement; with a contact it is theirs, whatever `owner` says."""

    name: str
    owner: Owner = Owner.ME
    contact: Contact | None = None
    due_on: date | None = None


async def add_requirement(user: User, key: str, told: Thing, *, now: datetime) -> Requirement:
    """Add one thing to what an application takes; raises Invalid, Conflict at too many."""
    async with turn_of(user, key, now=now) as application:
        check_room(await Requirement.filter(application=application).count(), told.name)
        row = Requirement(application=application)
        await _put(user, row, told, now=now)
        return row


async def change_requirement(user: User, key: str, id_: int, told: Thing, *, now: datetime) -> None:
    """Call it otherwise, or have somebody else do it, or by another day; raises Invalid."""
    async with turn_of(user, key, now=now) as application:
        row = await requirement_of(application, id_)
        check_room(0, told.name)
        await _put(user, row, told, now=now)


async def settle_requirement(user: User, key: str, id_: int, *, done: bool, now: datetime) -> None:
    """Tick off one thing, or take that back."""
    async with turn_of(user, key, now=now) as application:
        row = await requirement_of(application, id_)
        row.done_at = (row.done_at or now) if done else None
        if row.due_on:
            row.changed_at = now
            await bump([user.id])
        await row.save()


async def remove_requirement(user: User, key: str, id_: int, *, now: datetime) -> None:
    """Take one thing off the list."""
    async with turn_of(user, key, now=now) as application:
        row = await requirement_of(application, id_)
        await row.delete()
        if row.due_on:
            await bump([user.id])


async def requirement_of(application: Application, id_: int) -> Requirement:
    """One thing that an application takes, with whose it is; raises NotFound."""
    found = Requirement.filter(application=application, id=id_).select_related("contact")
    row = await found.first()
    if row is None:
        raise NotFound("There is no such requirement.")
    return row


async def _put(user: User, row: Requirement, told: Thing, *, now: datetime) -> None:
    was = row.name, row.due_on
    row.name, row.contact = one_line(told.name), told.contact
    row.owner = (Owner.CONTACT if told.contact else told.owner).value
    put_on(row, told.due_on, now=now)
    if was != (row.name, row.due_on) and (row.due_on or was[1]):
        row.changed_at = now
        await bump([user.id])
    await row.save()
