"""What somebody knows of a person, changed as a whole, so that no tab overwrites another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from netmentor.accounts.models import User
from netmentor.contacts.capturing import put_tags
from netmentor.contacts.deeds import Journal, deed
from netmentor.contacts.models import Contact, FollowUp, Position, Way
from netmentor.contacts.rules import OUR_WORDS, State, worded_here
from netmentor.contacts.searching import reindex
from netmentor.contacts.settling import settle
from netmentor.contacts.tagging import tag_names, take_tags
from netmentor.errors import Conflict
from netmentor.events.models import Event
from netmentor.text import folded

MOST_POSITIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One position as it is told: what, where, from when and until when."""

    title: str = ""
    organization: str = ""
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """All that the form of a contact tells; `ways` are pairs of a WayKind and a value."""

    name: str
    credentials: str = ""
    note: str = ""
    private_note: str = ""
    event: Event | None = None
    met_where: str = ""
    met_at: datetime
    introduced_by: Contact | None = None
    positions: Sequence[Held] = ()
    ways: Sequence[tuple[str, str]] = ()
    tags: Sequence[str] = ()


class Stale(Conflict):
    """The contact was changed after the form was shown."""


async def told_of(contact: Contact) -> Told:
    """A contact as its form tells of it; its event and who introduced it must be fetched."""
    event = contact.event
    positions = await Position.filter(contact_id=contact.id).order_by("id")
    ways = await Way.filter(contact_id=contact.id).order_by("id")
    return Told(
        **{name: getattr(contact, name) for name in _COLUMNS},
        event=(event.merged_into or event) if event else None,
        introduced_by=contact.introduced_by,
        positions=[_held(row) for row in positions],
        ways=[(row.kind, row.value) for row in ways],
        tags=await tag_names(contact),
    )


_COLUMNS = ("name", "credentials", "note", "private_note", "met_where", "met_at")


async def change(user: User, contact: Contact, told: Told, *, version: int, now: datetime) -> None:
    """Make a contact what `told` says; raise Stale unless it is still that `version`."""
    async with deed(user, f"{told.name} is saved.", now=now) as journal:
        await journal.hold_kept(contact)
        if contact.version != version:
            raise Stale("Somebody, perhaps you in another tab, changed this person since.")
        if told.name != contact.name:
            await _rename_follow_ups(contact, told.name, journal)
        for name in _COLUMNS:
            setattr(contact, name, getattr(told, name))
        contact.event_id = told.event.id if told.event else None
        contact.introduced_by_id = told.introduced_by.id if told.introduced_by else None
        contact.version += 1
        await _put_positions(contact, told.positions, journal)
        await _put_ways(contact, told.ways, journal)
        await _put_tags(user, contact, told.tags, journal)
        await reindex(contact)
        await settle(user, [contact], journal, now=now)


async def add_notes(user: User, notes: Mapping[Contact, str], *, now: datetime) -> None:
    """Write notes beneath what is noted of several contacts already: nothing is overwritten."""
    async with deed(user, "The notes are saved.", now=now) as journal:
        for contact, note in notes.items():
            await journal.hold_kept(contact)
            contact.note = "\n\n".join(filter(None, (contact.note, note)))
            contact.version += 1
            await reindex(contact)


async def _rename_follow_ups(contact: Contact, name: str, journal: Journal) -> None:
    """Call somebody by their new name in what is planned and was worded here."""
    for said in OUR_WORDS:
        mine = FollowUp.filter(contact=contact, state=State.OPEN.value)
        for row in await mine.filter(what=worded_here(said, contact.name)):
            journal.before(row)
            row.what = worded_here(said, name)
            await row.save()


async def _put_positions(contact: Contact, told: Sequence[Held], journal: Journal) -> None:
    rows = await Position.filter(contact=contact).order_by("id")
    if [_held(row) for row in rows] == list(told):
        return
    journal.before(*rows)
    for row in rows:
        await row.delete()
    for held in told:
        journal.made(
            await Position.create(
                contact=contact,
                title=held.title,
                organization=held.organization,
                from_on=held.from_on,
                to_on=held.to_on,
            )
        )


async def _put_ways(contact: Contact, told: Sequence[tuple[str, str]], journal: Journal) -> None:
    rows = await Way.filter(contact=contact).order_by("id")
    if [(row.kind, row.value) for row in rows] == list(told):
        return
    journal.before(*rows)
    for row in rows:
        await row.delete()
    for kind, value in told:
        journal.made(await Way.create(contact=contact, kind=kind, value=value))


async def _put_tags(user: User, contact: Contact, told: Sequence[str], journal: Journal) -> None:
    wanted = {folded(name) for name in told}
    standing = {folded(name) for name in await tag_names(contact)}
    await take_tags([contact], standing - wanted, journal)
    await put_tags(user, contact, [name for name in told if folded(name) not in standing], journal)


def _held(row: Position) -> Held:
    return Held(
        title=row.title, organization=row.organization, from_on=row.from_on, to_on=row.to_on
    )
