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
from netmentor.contacts.rules import MOST_CONTACTS, Origin, WayKind
from netmentor.contacts.settling import settle
from netmentor.errors import Invalid
from netmentor.events.models import Event
from netmentor.text import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What was caught of somebody; only a name is needed. `key` is the device's UUID, or ""."""

    name: str
    key: str = ""
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


async def capture(user: User, told: Capture, *, now: datetime) -> tuple[Contact, bool]:
    """Keep somebody who was met; return the contact, and whether this call made it.

    The same key sent again answers with what it made first, even where that lies in the bin.
    """
    key = told.key or str(uuid4())
    if known := await _known(user, key):
        return known, False
    try:
        async with deed(user, f"{told.name} is kept.", now=now) as journal:
            if await Contact.filter(user=user).count() >= MOST_CONTACTS:
                raise Invalid(f"You keep {MOST_CONTACTS:,} people already; delete some first.")
            contact = await _keep(user, key, told, now=now)
            # In the bin with all of it: gone, it would come again from a device that still sends.
            journal.undone_as(contact, gone_at=now)
            return contact, True
    except IntegrityError:  # the same, sent twice at once
        if known := await _known(user, key):
            return known, False
        raise


async def capture_all(user: User, told: Sequence[Capture], *, now: datetime) -> list[Contact]:
    """Keep several people who were met together, as one deed."""
    who = told[0].name if len(told) == 1 else f"{len(told)} people"
    verb = "is" if len(told) == 1 else "are"
    async with deed(user, f"{who} {verb} kept.", now=now) as journal:
        if await Contact.filter(user=user).count() + len(told) > MOST_CONTACTS:
            raise Invalid(f"You keep {MOST_CONTACTS:,} people already; delete some first.")
        people = [await _keep(user, one.key or str(uuid4()), one, now=now) for one in told]
        for contact in people:
            journal.undone_as(contact, gone_at=now)
    return people


async def _known(user: User, key: str) -> Contact | None:
    return await Contact.get_or_none(user=user, key=key)


async def _keep(user: User, key: str, told: Capture, *, now: datetime) -> Contact:
    ways = [(WayKind.EMAIL, told.email), (WayKind.PHONE, told.phone)]
    where = told.event.title if told.event and not told.met_where else told.met_where
    words = (told.name, where, told.note, told.role, told.organization, told.email, told.phone)
    contact = await Contact.create(
        user=user,
        key=key,
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
    if told.role or told.organization:
        await Position.create(contact=contact, title=told.role, organization=told.organization)
    for kind, value in ways:
        if value:
            await Way.create(contact=contact, kind=kind.value, value=value)
    if told.promise:
        await Promise.create(contact=contact, what=told.promise, made_at=told.met_at or now)
    if told.follow_up_on:
        await FollowUp.create(
            user=user,
            uid=str(uuid4()),
            contact=contact,
            what=f"Write to {told.name}"[:300],
            due_on=told.follow_up_on,
            origin=Origin.HAND.value,
            created_at=now,
        )
    if told.tags:
        await put_tags(user, contact, told.tags, Journal())
        await settle(user, [contact], Journal(), now=now)
    return contact


async def put_tags(user: User, contact: Contact, names: Sequence[str], journal: Journal) -> None:
    """Put tags on a contact that has none of them yet, inside the caller's deed."""
    for name in names:
        tag = await Tag.get_or_none(user=user, folded=folded(name))
        if tag is None:
            tag = await Tag.create(user=user, name=name, folded=folded(name))
            journal.made(tag)
        row, is_new = await Tagging.get_or_create(contact=contact, tag=tag)
        if is_new:
            journal.made(row)
