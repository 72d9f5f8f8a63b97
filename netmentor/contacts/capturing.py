"""Somebody was met: kept in one breath with where, what was promised and when to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from tortoise.exceptions import IntegrityError

from netmentor.accounts.models import User
from netmentor.contacts.deeds import Journal, deed
from netmentor.contacts.models import Contact, FollowUp, Position, Promise, Tag, Tagging, Way
from netmentor.contacts.rules import (
    MOST_CONTACTS,
    OUR_WORDS,
    Origin,
    State,
    WayKind,
    worded_here,
)
from netmentor.contacts.settling import settle
from netmentor.db.bulk import insert
from netmentor.db.reading import rows
from netmentor.errors import Invalid
from netmentor.events.models import Event
from netmentor.text import folded

_POSITION = ("contact_id", "title", "organization")
_PROMISE = ("contact_id", "by_them", "what", "made_at", "state")
_FOLLOW_UP = (
    "user_id uid contact_id what due_on due_time timezone origin state created_at"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What was caught of somebody; only a name is needed.

    `key` is the device's UUID, or ""; `digest` is of what came under it, or "" where nobody asks.
    """

    name: str
    key: str = ""
    digest: str = ""
    role: str = ""
    organization: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""
    event: Event | None = None
    met_at: datetime | None = None
    met_where: str = ""
    promise: str = ""
    follow_up_on: date | None = None
    tags: Sequence[str] = ()


class KeyTaken(Invalid):
    """A key under which something else was caught before."""


async def capture(user: User, told: Capture, *, now: datetime) -> tuple[Contact, bool]:
    """Keep somebody who was met; return the contact, and whether this call made it.

    The same sent again answers with what it made first, even where that was changed since or
    lies in the bin. Raises KeyTaken for something else under that key.
    """
    key = told.key or str(uuid4())
    if known := await _known(user, key, told.digest):
        return known, False
    try:
        async with deed(user, f"{told.name} is saved.", now=now) as journal:
            await _check_room(user, 1)
            return await _keep(user, key, told, journal, now=now), True
    except IntegrityError:  # the same, sent twice at once
        if known := await _known(user, key, told.digest):
            return known, False
        raise


async def capture_all(user: User, told: Sequence[Capture], *, now: datetime) -> list[Contact]:
    """Keep several people who were met together, as one deed."""
    who = told[0].name if len(told) == 1 else f"{len(told)} people"
    verb = "is" if len(told) == 1 else "are"
    async with deed(user, f"{who} {verb} kept.", now=now) as journal:
        await _check_room(user, len(told))
        keys = [one.key or str(uuid4()) for one in told]
        both = zip(keys, told, strict=True)
        return [await _keep(user, key, one, journal, now=now) for key, one in both]


async def _known(user: User, key: str, digest: str) -> Contact | None:
    found = await rows("SELECT id FROM contact WHERE user_id = ? AND key = ?", user.id, key)
    if not found:
        return None
    known = await Contact.get(id=found[0][0])
    if digest and known.digest and known.digest != digest:
        raise KeyTaken("Something else was saved under this id before. Save this under a new one.")
    return known


async def _check_room(user: User, more: int) -> None:
    ((count,),) = await rows("SELECT count(*) FROM contact WHERE user_id = ?", user.id)
    if count + more > MOST_CONTACTS:
        raise Invalid(f"You keep {MOST_CONTACTS:,} people already; delete some first.")


async def _keep(user: User, key: str, told: Capture, journal: Journal, *, now: datetime) -> Contact:
    where = told.event.title if told.event and not told.met_where else told.met_where
    words = (told.name, where, told.note, told.role, told.organization, told.email, told.phone)
    contact = await Contact.create(
        user=user,
        key=key,
        digest=told.digest,
        name=told.name,
        folded_name=folded(told.name)[:200],
        note=told.note,
        event=told.event,
        met_where=where[:300],
        met_at=told.met_at or now,
        owes_since=(told.met_at or now) if told.promise else None,
        searched=folded("\n".join(filter(None, (*words, *told.tags, told.promise)))),
        created_at=now,
    )
    # In the bin with all of it: gone, it would come again from a device that still sends.
    journal.undone_as(contact, gone_at=now)
    await _write_parts(contact, told, now=now)
    settled = Journal()
    if told.tags:
        tags = await put_tags(user, contact, told.tags, Journal())
        if any(tag.cadence_weeks for tag in tags):
            await settle(user, [contact], settled, now=now)
    journal.planned |= bool(told.follow_up_on or settled.lines)
    return contact


async def _write_parts(contact: Contact, told: Capture, *, now: datetime) -> None:
    """Write what came with a contact, past the ORM: all of it is made while somebody waits."""
    id_ = contact.id
    if told.role or told.organization:
        await insert(Position, _POSITION, [(id_, told.role, told.organization)])
    ways = [(id_, WayKind.EMAIL.value, told.email), (id_, WayKind.PHONE.value, told.phone)]
    if ways := [way for way in ways if way[-1]]:
        await insert(Way, ("contact_id", "kind", "value"), ways)
    if told.promise:
        promise = (id_, False, told.promise, told.met_at or now, State.OPEN.value)
        await insert(Promise, _PROMISE, [promise])
    if told.follow_up_on:
        what = worded_here(OUR_WORDS[0], told.name)
        planned = (contact.user_id, str(uuid4()), id_, what, told.follow_up_on, "", "",
               Origin.HAND.value, State.OPEN.value, now)  # fmt: skip
        await insert(FollowUp, _FOLLOW_UP, [planned])


async def put_tags(
    user: User, contact: Contact, names: Sequence[str], journal: Journal
) -> list[Tag]:
    """Put tags on a contact that has none of them yet, inside the caller's deed; return them."""
    wanted = {folded(name): name for name in names}
    known = {tag.folded: tag for tag in await Tag.filter(user=user, folded__in=list(wanted))}
    for word, name in wanted.items():
        if word not in known:
            # Not noted: undoing this would take it off everybody who was tagged with it since.
            known[word] = await Tag.create(user=user, name=name, folded=word)
        journal.made(await Tagging.create(contact=contact, tag=known[word]))
    return list(known.values())
