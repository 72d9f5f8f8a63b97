"""Keeps the one open follow-up of each cadence where the last touch puts it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.contacts.deeds import Journal
from netmentor.contacts.models import Contact, FollowUp, Tagging
from netmentor.contacts.rules import Answer, Origin, State, cadence_of, days_after


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
    for id_, contact in people.items():
        weeks, open_one = wanted[id_], standing.get(id_)
        if weeks is None:
            if open_one:
                journal.before(open_one)
                await open_one.delete()
            continue
        from_on = reckoned_from(contact, zone)
        days = weeks * 7
        if open_one and (open_one.every_days, open_one.counted_from) == (days, from_on):
            continue
        if open_one:
            journal.before(open_one)
        row = open_one or FollowUp(
            user=user,
            uid=str(uuid4()),
            contact=contact,
            origin=Origin.CADENCE.value,
            created_at=now,
        )
        row.what = f"Keep in touch with {contact.name}"
        row.every_days, row.counted_from, row.due_on = days, from_on, days_after(from_on, days)
        await row.save()
        if not open_one:
            journal.made(row)


def reckoned_from(contact: Contact, zone: ZoneInfo) -> date:
    """The day a cadence is counted from: the last touch or meeting, or a round let go since."""
    last = contact.touched_at or contact.met_at
    day: date = last.astimezone(zone).date()
    return max(day, contact.cadence_since or day)


async def _cadences(contacts: Collection[Contact]) -> dict[int, int | None]:
    """In how many weeks each contact is to hear again; None where nobody asks for it."""
    by_tags: dict[int, list[int | None]] = {one.id: [] for one in contacts}
    if by_tags:
        rows = Tagging.filter(contact_id__in=list(by_tags), tag__cadence_weeks__not_isnull=True)
        for row in await rows.select_related("tag"):
            by_tags[row.contact_id].append(row.tag.cadence_weeks)
    return {
        one.id: None
        if one.gone_at or one.answer == Answer.NONE
        else cadence_of(one.cadence_weeks, by_tags[one.id])
        for one in contacts
    }


async def _standing(contact_ids: Collection[int]) -> dict[int, FollowUp]:
    rows = FollowUp.filter(
        contact_id__in=list(contact_ids), origin=Origin.CADENCE.value, state=State.OPEN.value
    )
    return {row.contact_id or 0: row for row in await rows}
