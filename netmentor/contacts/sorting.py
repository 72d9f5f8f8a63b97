"""After an event: what each person met there is to be, by one of four answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.contacts.deeds import Journal, deed
from netmentor.contacts.follow_ups import plan_step, today_of
from netmentor.contacts.habits import Habit, habit_of
from netmentor.contacts.models import Contact, FollowUp, Tagging
from netmentor.contacts.rules import (
    OUR_WORDS,
    Answer,
    Origin,
    State,
    cadence_of,
    this_week,
    worded_here,
)
from netmentor.contacts.settling import settle
from netmentor.contacts.words import ANSWER_WORDS
from netmentor.db.columns import values_of
from netmentor.errors import Invalid


async def sort_out(user: User, contact: Contact, answer: Answer, *, now: datetime) -> bool:
    """Answer what somebody who was met is to be; it takes the place of what `overtaken` tells.

    False where that is the answer already: nothing is planned twice.
    """
    if answer is Answer.WAITING:
        raise Invalid("Say today, week, keep, or none.")
    words = f"{contact.name} moved to {ANSWER_WORDS[answer]}."
    async with deed(user, words, now=now) as journal:
        await journal.hold_kept(contact)
        if contact.answer == answer:
            journal.forget()
            return False
        habit = await habit_of(user)
        if answer is Answer.KEEP:
            await _keep_in_touch(contact, habit)
        elif contact.answer == Answer.KEEP and contact.cadence_weeks == habit.keep_weeks:
            contact.cadence_weeks = None  # it came with the earlier answer
        contact.answer, contact.sorted_at = answer.value, now
        await contact.save()
        await _replan(user, contact, answer, journal, now=now)
        await settle(user, [contact], journal, now=now)
        return True


async def overtaken(contact: Contact) -> list[FollowUp]:
    """The open follow-ups whose place an answer takes, the first due first.

    These are what an earlier answer planned, and the plain first message of the day they were met:
    without an hour, once, and in our words. What somebody worded, and a promise, stand beside it.
    """
    rows = await FollowUp.filter(contact=contact, state=State.OPEN.value).order_by("due_on", "id")
    return [row for row in rows if row.origin == Origin.SEQUENCE or _is_plain(row, contact)]


async def day_of_this_week(user: User, contact: Contact, *, now: datetime) -> date:
    """The day on which "this week" would be due: spread over the next five working days.

    What the answer takes the place of takes no room on its day.
    """
    today = today_of(user, now)
    near = FollowUp.filter(user=user, state=State.OPEN.value, due_on__gt=today)
    near = near.filter(due_on__lte=today + timedelta(days=9))
    gone = [row.id for row in await overtaken(contact)]
    days = await values_of(near.exclude(id__in=gone) if gone else near, "due_on")
    return this_week(today, Counter(days))


async def _replan(
    user: User, contact: Contact, answer: Answer, journal: Journal, *, now: datetime
) -> None:
    """Plan what the answer says; the first message planned before moves to that day."""
    rows = await overtaken(contact)
    if answer is Answer.TODAY:
        due_on = today_of(user, now)
    elif answer is Answer.WEEK:
        due_on = await day_of_this_week(user, contact, now=now)
    else:
        await _drop(rows, journal, now=now)
        return
    moved = next((row for row in rows if row.origin == Origin.HAND), None)
    await _drop([row for row in rows if row is not moved], journal, now=now)
    anchor = await _anchor(user, contact)
    await plan_step(user, contact, 0, due_on, anchor, journal, now=now, moved=moved)


def _is_plain(row: FollowUp, contact: Contact) -> bool:
    plain = row.origin == Origin.HAND and not row.every_days and not row.due_time
    return plain and row.what == worded_here(OUR_WORDS[0], contact.name)


async def _anchor(user: User, contact: Contact) -> date:
    """The day the sequence is counted from: the event's last, or the day they were met."""
    await contact.fetch_related("event")
    event = contact.event
    met_on: date = contact.met_at.astimezone(ZoneInfo(user.timezone)).date()
    return event.ends_on if event and event.ends_on else met_on


async def _keep_in_touch(contact: Contact, habit: Habit) -> None:
    tags = await values_of(Tagging.filter(contact=contact), "tag__cadence_weeks")
    if cadence_of(contact.cadence_weeks, tags) is None:
        contact.cadence_weeks = habit.keep_weeks


async def _drop(rows: Sequence[FollowUp], journal: Journal, *, now: datetime) -> None:
    journal.before(*rows)
    for row in rows:
        row.state, row.settled_at = State.DROPPED.value, now
        await row.save()
