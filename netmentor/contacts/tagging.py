"""Words put on contacts, one by one or on many at once, and follow-ups for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import uuid4

from netmentor.accounts.models import User
from netmentor.contacts.capturing import put_tags
from netmentor.contacts.deeds import Journal, deed
from netmentor.contacts.models import Contact, FollowUp, Tagging
from netmentor.contacts.rules import LONGEST_TAG, LONGEST_WHAT, MOST_OPEN, MOST_TAGS, Origin, State
from netmentor.contacts.searching import reindex
from netmentor.contacts.settling import settle
from netmentor.db.columns import values_of
from netmentor.errors import Invalid
from netmentor.text import folded, one_line


def tags_in(text: str) -> tuple[str, ...]:
    """Read tags with commas between; raise Invalid for too many, or too long ones.

    >>> tags_in("Ohio,  mentor, OHIO,")
    ('Ohio', 'mentor')
    """
    told: dict[str, str] = {}
    for word in filter(folded, text.split(",")):
        told.setdefault(folded(word), one_line(word))
    if any(len(word) > LONGEST_TAG or len(name) > LONGEST_TAG for word, name in told.items()):
        raise Invalid(f"Use at most {LONGEST_TAG} characters for a tag.")
    if len(told) > MOST_TAGS:
        raise Invalid(f"Use at most {MOST_TAGS} tags.")
    return tuple(told.values())


async def tag(
    user: User, contacts: Sequence[Contact], names: Sequence[str], *, now: datetime
) -> None:
    """Put tags on all of `contacts`."""
    words = f"{', '.join(names)} is on {_people(contacts)}."
    async with deed(user, words, now=now) as journal:
        await journal.hold_kept(*contacts)
        for contact in contacts:
            contact.version += 1
            standing = {folded(name) for name in await tag_names(contact)}
            new = [name for name in names if folded(name) not in standing]
            await put_tags(user, contact, new, journal)
            if await Tagging.filter(contact=contact).count() > MOST_TAGS:
                raise Invalid(f"{contact.name} would have more than {MOST_TAGS} tags.")
            await reindex(contact)
        await settle(user, contacts, journal, now=now)


async def untag(
    user: User, contacts: Sequence[Contact], names: Sequence[str], *, now: datetime
) -> None:
    """Take tags off all of `contacts`; who has none of them stays as they are."""
    words = f"{', '.join(names)} is off {_people(contacts)}."
    async with deed(user, words, now=now) as journal:
        await journal.hold_kept(*contacts)
        for contact in contacts:
            contact.version += 1
            await take_tags(contact, map(folded, names), journal)
            await reindex(contact)
        await settle(user, contacts, journal, now=now)


async def take_tags(contact: Contact, names: Iterable[str], journal: Journal) -> None:
    """Take tags, by their folded names, off a contact inside the caller's deed."""
    rows = await Tagging.filter(contact=contact, tag__folded__in=list(names))
    journal.before(*rows)
    for row in rows:
        await row.delete()


async def follow_up_all(
    user: User, contacts: Sequence[Contact], what: str, due_on: date, *, now: datetime
) -> None:
    """Write one follow-up for each of `contacts`; `what` is "" for writing to them."""
    async with deed(
        user, f"To follow up on {due_on:%A, %B} {due_on.day}: {_people(contacts)}.", now=now
    ) as journal:
        await journal.hold(*contacts)
        standing = await FollowUp.filter(user=user, state=State.OPEN.value).count()
        if standing + len(contacts) > MOST_OPEN:
            raise Invalid(f"There are {MOST_OPEN:,} open follow-ups; do or drop some first.")
        for contact in contacts:
            row = await FollowUp.create(
                user=user,
                uid=str(uuid4()),
                contact=contact,
                what=(what or f"Write to {contact.name}")[:LONGEST_WHAT],
                due_on=due_on,
                origin=Origin.HAND.value,
                created_at=now,
            )
            journal.made(row)


async def tag_names(contact: Contact) -> list[str]:
    """The tags of one contact, by name."""
    return await values_of(Tagging.filter(contact=contact).order_by("tag__folded"), "tag__name")


def _people(contacts: Sequence[Contact]) -> str:
    return contacts[0].name if len(contacts) == 1 else f"{len(contacts)} people"
