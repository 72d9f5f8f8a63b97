"""What an application takes: things to be done, by whom, and perhaps by a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact
from netmentor.errors import NotFound
from netmentor.internships.applying.lines import put_on
from netmentor.internships.applying.models import Application, Requirement
from netmentor.internships.applying.nudging import begin_silence
from netmentor.internships.applying.rules import Owner
from netmentor.internships.applying.turns import check_room, check_there, turn_of
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
    async with turn_of(user, key) as application:
        check_room(await Requirement.filter(application=application).count(), told.name)
        await check_there(told.contact)
        row = Requirement(application=application)
        dated = _take(row, told, now=now)
        await row.save()
        await begin_silence(user, application, dated=dated, now=now)
        return row


async def change_requirement(user: User, key: str, id_: int, told: Thing, *, now: datetime) -> None:
    """Call it otherwise, or have somebody else do it, or by another day; raises Invalid."""
    async with turn_of(user, key) as application:
        row = await requirement_of(application, id_)
        check_room(0, told.name)
        await check_there(told.contact)
        was = _said(row)
        dated = _take(row, told, now=now)
        if was != _said(row):
            await row.save()
            await begin_silence(user, application, dated=dated, now=now)


async def settle_requirement(user: User, key: str, id_: int, *, done: bool, now: datetime) -> None:
    """Tick off one thing, or take that back."""
    async with turn_of(user, key) as application:
        row = await requirement_of(application, id_)
        done_at = (row.done_at or now) if done else None
        if done_at == row.done_at:
            return
        row.done_at, row.changed_at = done_at, now if row.due_on else row.changed_at
        await row.save()
        await begin_silence(user, application, dated=bool(row.due_on), now=now)


async def remove_requirement(user: User, key: str, id_: int, *, now: datetime) -> None:
    """Take one thing off the list."""
    async with turn_of(user, key) as application:
        row = await requirement_of(application, id_)
        await row.delete()
        await begin_silence(user, application, dated=bool(row.due_on), now=now)


async def requirement_of(application: Application, id_: int) -> Requirement:
    """One thing that an application takes, with whose it is; raises NotFound."""
    found = Requirement.filter(application=application, id=id_).select_related("contact")
    row = await found.first()
    if row is None:
        raise NotFound("There is no such requirement.")
    return row


def _take(row: Requirement, told: Thing, *, now: datetime) -> bool:
    """Have a requirement be what is told; return whether calendars show it otherwise."""
    was = row.name, row.due_on
    row.name, row.contact = one_line(told.name), told.contact
    row.owner = (Owner.CONTACT if told.contact else told.owner).value
    put_on(row, told.due_on, now=now)
    dated = was != (row.name, row.due_on) and bool(row.due_on or was[1])
    if dated:
        row.changed_at = now
    return dated


def _said(row: Requirement) -> tuple[object, ...]:
    return row.name, row.owner, row.contact_id, row.due_on
