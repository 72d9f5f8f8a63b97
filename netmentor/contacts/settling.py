"""Keeps the one open follow-up of each cadence where the last touch puts it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.contacts.deeds import Journal
from netmentor.contacts.models import Contact, FollowUp, Tagging
from netmentor.contacts.rules import (
    OUR_WORDS,
    Answer,
    Origin,
    State,
    cadence_of,
    days_after,
    worded_here,
)
from netmentor.db.bulk import batches


async def settle(
    user: User, contacts: Iterable[Contact], journal: Journal, *, now: datetime
) -> None:
    """Give each contact the cadence follow-up that its touches, tags and answer ask for.

    Inside the caller's transaction, after whatever changed one of these. A follow-up that was
    put off stays so, until the cadence or the day it is reckoned from changes.
    """
    people = {one.id: one for one in contacts}
    wanted = await _cadences(people.values())
    standing = await _standing(people)
    zone = ZoneInfo(user.timezone)
    new, changed, ended = [], [], []
    for id_, contact in people.items():
        weeks, row = wanted[id_], standing.get(id_)
        if weeks is None:
            ended += [row] if row else []
            continue
        from_on, days = reckoned_from(contact, zone), weeks * 7
        if row and (row.every_days, row.counted_from) == (days, from_on):
            continue
        if row:
            journal.before(row)
            changed.append(row)
        else:
            row = FollowUp(user=user, uid=str(uuid4()), contact=contact, created_at=now)
            row.origin = Origin.CADENCE.value
            new.append(row)
        row.what = worded_here(OUR_WORDS[2], contact.name)
        row.every_days, row.counted_from, row.due_on = days, from_on, days_after(from_on, days)
    journal.before(*ended)
    for some in batches([row.id for row in ended]):
        await FollowUp.filter(id__in=some).delete()
    await _save(new, changed, journal)


async def _save(new: list[FollowUp], changed: list[FollowUp], journal: Journal) -> None:
    """Write rows in few statements: a tag can be on thousands of people."""
    if changed:
        await FollowUp.bulk_update(changed, ("what", "every_days", "counted_from", "due_on"), 100)
    if new:
        await FollowUp.bulk_create(new, 100)
    for uids in batches([row.uid for row in new]):
        journal.made(*await FollowUp.filter(uid__in=uids))


def reckoned_from(contact: Contact, zone: ZoneInfo) -> date:
    """The day a cadence is counted from: the last touch or meeting, or a round let go since."""
    last = contact.touched_at or contact.met_at
    day: date = last.astimezone(zone).date()
    return max(day, contact.cadence_since or day)


async def _cadences(contacts: Collection[Contact]) -> dict[int, int | None]:
    """In how many weeks each contact is to hear again; None where nobody asks for it."""
    by_tags: dict[int, list[int | None]] = {one.id: [] for one in contacts}
    for some in batches(list(by_tags)):
        rows = Tagging.filter(contact_id__in=some, tag__cadence_weeks__not_isnull=True)
        for id_, weeks in await rows.values_list("contact_id", "tag__cadence_weeks"):
            by_tags[id_].append(weeks)
    return {
        one.id: None
        if one.gone_at or one.answer == Answer.NONE
        else cadence_of(one.cadence_weeks, by_tags[one.id])
        for one in contacts
    }


async def _standing(contact_ids: Collection[int]) -> dict[int, FollowUp]:
    found = {}
    for some in batches(list(contact_ids)):
        rows = FollowUp.filter(contact_id__in=some, state=State.OPEN.value)
        for row in await rows.filter(origin=Origin.CADENCE.value):
            found[row.contact_id or 0] = row
    return found
