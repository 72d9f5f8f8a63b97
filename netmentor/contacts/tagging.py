"""Words put on contacts, one by one or on many at once, and follow-ups for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import uuid4

from netmentor.accounts.models import User
from netmentor.contacts.deeds import Journal, deed
from netmentor.contacts.models import Contact, FollowUp, Tag, Tagging
from netmentor.contacts.rules import (
    LONGEST_TAG,
    LONGEST_WHAT,
    MOST_OPEN,
    MOST_TAGS,
    OUR_WORDS,
    Origin,
    State,
    worded_here,
)
from netmentor.contacts.searching import reindex_all
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
    """Put tags on all of `contacts`; who has all of them stays as they are."""
    words = f"{', '.join(names)} is on {_people(contacts)}."
    async with deed(user, words, now=now) as journal:
        await journal.hold_kept(*contacts)
        tags = await _tags_called(user, names)
        standing = await _tags_of(contacts)
        new = {one: [tag for tag in tags if tag.id not in standing[one.id]] for one in contacts}
        for contact, more in new.items():
            if len(standing[contact.id]) + len(more) > MOST_TAGS:
                raise Invalid(f"{contact.name} would have more than {MOST_TAGS} tags.")
        rows = [Tagging(contact=one, tag=tag) for one, more in new.items() for tag in more]
        await Tagging.bulk_create(rows)
        those = Tagging.filter(contact_id__in=list(standing), tag_id__in=[tag.id for tag in tags])
        journal.made(*[row for row in await those if row.tag_id not in standing[row.contact_id]])
        await _changed(user, [one for one, more in new.items() if more], journal, now=now)


async def untag(
    user: User, contacts: Sequence[Contact], names: Sequence[str], *, now: datetime
) -> None:
    """Take tags off all of `contacts`; who has none of them stays as they are."""
    words = f"{', '.join(names)} is off {_people(contacts)}."
    async with deed(user, words, now=now) as journal:
        await journal.hold_kept(*contacts)
        taken = await take_tags(contacts, map(folded, names), journal)
        changed = {row.contact_id for row in taken}
        await _changed(user, [one for one in contacts if one.id in changed], journal, now=now)


async def take_tags(
    contacts: Sequence[Contact], names: Iterable[str], journal: Journal
) -> list[Tagging]:
    """Take tags, by their folded names, off contacts inside the caller's deed; return the rows."""
    ids = [contact.id for contact in contacts]
    rows = await Tagging.filter(contact_id__in=ids, tag__folded__in=list(names))
    journal.before(*rows)
    await Tagging.filter(id__in=[row.id for row in rows]).delete()
    return rows


async def follow_up_all(
    user: User, contacts: Sequence[Contact], what: str, due_on: date, *, now: datetime
) -> None:
    """Write one follow-up for each of `contacts`; `what` is "" for writing to them."""
    async with deed(
        user, f"To follow up on {due_on:%A, %B} {due_on.day}: {_people(contacts)}.", now=now
    ) as journal:
        await journal.hold_kept(*contacts)
        standing = await FollowUp.filter(user=user, state=State.OPEN.value).count()
        if standing + len(contacts) > MOST_OPEN:
            raise Invalid(f"There are {MOST_OPEN:,} open follow-ups; do or drop some first.")
        rows = [
            FollowUp(
                user=user,
                uid=str(uuid4()),
                contact=contact,
                what=what[:LONGEST_WHAT] or worded_here(OUR_WORDS[0], contact.name),
                due_on=due_on,
                origin=Origin.HAND.value,
                created_at=now,
            )
            for contact in contacts
        ]
        await FollowUp.bulk_create(rows)
        journal.made(*await FollowUp.filter(uid__in=[row.uid for row in rows]))


async def tag_names(contact: Contact) -> list[str]:
    """The tags of one contact, by name."""
    return await values_of(Tagging.filter(contact=contact).order_by("tag__folded"), "tag__name")


async def _tags_called(user: User, names: Sequence[str]) -> list[Tag]:
    """The tags of these names; those that there were none of yet are made, and not noted.

    Undoing that would take them off everybody who was tagged with them since.
    """
    wanted = {folded(name): name for name in names}
    known = {tag.folded for tag in await Tag.filter(user=user, folded__in=list(wanted))}
    for word in wanted.keys() - known:
        await Tag.create(user=user, name=wanted[word], folded=word)
    return await Tag.filter(user=user, folded__in=list(wanted))


async def _tags_of(contacts: Sequence[Contact]) -> dict[int, set[int]]:
    """The ids of the tags of each contact, by its id."""
    standing: dict[int, set[int]] = {one.id: set() for one in contacts}
    rows = Tagging.filter(contact_id__in=list(standing))
    for contact_id, tag_id in await rows.values_list("contact_id", "tag_id"):
        standing[contact_id].add(tag_id)
    return standing


async def _changed(
    user: User, contacts: Sequence[Contact], journal: Journal, *, now: datetime
) -> None:
    """Save what follows for those whose tags are others now; where that is nobody, no deed is."""
    if not contacts:
        journal.forget()
        return
    for contact in contacts:
        contact.version += 1
    await reindex_all(contacts, "version")
    await settle(user, contacts, journal, now=now)


def _people(contacts: Sequence[Contact]) -> str:
    return contacts[0].name if len(contacts) == 1 else f"{len(contacts)} people"
