"""That two people were in touch: written down, changed and taken out of the timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from netmentor.accounts.models import User
from netmentor.contacts.deeds import Journal, deed
from netmentor.contacts.models import Contact, Touch
from netmentor.contacts.rules import TouchKind
from netmentor.contacts.searching import reindex
from netmentor.contacts.settling import settle


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of one touch."""

    kind: TouchKind
    at: datetime
    note: str = ""
    by_them: bool = False


async def log_touch(user: User, contact: Contact, told: Told, *, now: datetime) -> Touch:
    """Write a touch into the timeline; the cadence of `contact` begins anew."""
    async with deed(user, f"Noted for {contact.name}.", now=now) as journal:
        return await touch(user, contact, told, journal, now=now)


async def take_out_touch(user: User, row: Touch, *, now: datetime) -> None:
    """Take a touch out of the timeline; cadences are reckoned as if it had not been."""
    contact = await Contact.get(id=row.contact_id)
    async with deed(user, f"Taken out of the timeline of {contact.name}.", now=now) as journal:
        await journal.hold(row)
        contact = await Contact.get(id=row.contact_id)  # who may be merged by now
        await row.delete()
        await after_touches(user, contact, journal, now=now)


async def touch(
    user: User, contact: Contact, told: Told, journal: Journal, *, now: datetime
) -> Touch:
    """As `log_touch`, inside the deed of somebody else."""
    await journal.hold_kept(contact)
    row = await Touch.create(
        contact=contact,
        kind=told.kind.value,
        by_them=told.by_them,
        note=told.note,
        at=told.at,
        created_at=now,
    )
    journal.made(row)
    await after_touches(user, contact, journal, now=now)
    return row


async def after_touches(user: User, contact: Contact, journal: Journal, *, now: datetime) -> None:
    """Bring what is kept of a contact's touches in line with them, inside the caller's deed."""
    await journal.hold(contact)
    latest = await Touch.filter(contact=contact).order_by("-at", "-id").first()
    contact.touched_at = latest.at if latest else None
    await reindex(contact)
    await settle(user, [contact], journal, now=now)
