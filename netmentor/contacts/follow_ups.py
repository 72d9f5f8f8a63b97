"""What is to be done about people and events: promised, done, put off and let go."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from tortoise.exceptions import DoesNotExist

from netmentor.accounts.models import User
from netmentor.contacts.deeds import Journal, deed
from netmentor.contacts.habits import habit_of
from netmentor.contacts.models import Contact, FollowUp, Tag
from netmentor.contacts.rules import (
    LONGEST_WHAT,
    MOST_DAYS,
    MOST_OPEN,
    MOST_WEEKS,
    OUR_WORDS,
    Answer,
    Origin,
    State,
    TouchKind,
    days_after,
    step_day,
    worded_here,
)
from netmentor.contacts.settling import settle
from netmentor.contacts.touching import Told, touch
from netmentor.contacts.words import near_day, weeks_words
from netmentor.errors import Invalid, NotFound
from netmentor.events.models import Event
from netmentor.events.rules import YEARS, moment


def today_of(user: User, now: datetime) -> date:
    """The day it is for `user`."""
    return now.astimezone(ZoneInfo(user.timezone)).date()


async def promise_follow_up(
    user: User,
    *,
    contact: Contact | None = None,
    event: Event | None = None,
    what: str,
    due_on: date,
    due_time: str = "",
    every_days: int | None = None,
    now: datetime,
) -> FollowUp:
    """Plan something about a person or an event, on a day, or at a time of it.

    With `every_days`, doing it plans it again that many days later. Raises Invalid.
    """
    if reason := why_not_planned(what, due_on, every_days) or _about_nothing(contact, event):
        raise Invalid(reason)
    day = near_day(due_on, today_of(user, now))
    async with deed(user, f"{what}: planned for {day}.", now=now) as journal:
        if await FollowUp.filter(user=user, state=State.OPEN.value).count() >= MOST_OPEN:
            raise Invalid(f"You have {MOST_OPEN:,} open follow-ups already; settle some first.")
        if contact:
            await journal.hold_kept(contact)
        row = FollowUp(user=user, contact=contact, event=event, what=what, origin=Origin.HAND.value)
        row.every_days = every_days
        return await _plan(row, due_on, due_time, user.timezone, journal, now=now)


def why_not_planned(what: str, due_on: date, every_days: int | None = None) -> str | None:
    """Return why nobody could plan this, or None."""
    if not what:
        return "Say what is to be done."
    if len(what) > LONGEST_WHAT:
        return f"Say what is to be done in at most {LONGEST_WHAT} letters."
    if due_on.year not in YEARS:
        return "Choose a day between 1970 and 2100."
    if every_days is not None and not 1 <= every_days <= MOST_DAYS:
        return f"It can come again after 1 to {MOST_DAYS:,} days."
    return None


async def do(user: User, row: FollowUp, kind: TouchKind, *, now: datetime) -> bool:
    """Have done it; of a person, a touch of this kind is noted. What repeats is planned again.

    False where it was settled before: nothing is noted twice.
    """
    async with deed(user, f"Done: {row.what}.", now=now) as journal:
        if not await _is_open(row, journal):
            return False
        contact = await _contact_of(row, journal)
        await _close(row, State.DONE, now)
        await _plan_the_next(user, row, journal, now=now)
        if contact:
            await touch(user, contact, Told(kind=kind, at=now, note=row.what), journal, now=now)
        return True


async def put_off(
    user: User, row: FollowUp, due_on: date, *, still: date | None = None, now: datetime
) -> bool:
    """Move it to another day, and nothing else of it; False where it is settled already.

    With `still`, False also where it is not due on that day any more.
    """
    today = today_of(user, now)
    if due_on < today or due_on.year not in YEARS:
        raise Invalid("Choose today or a later day, before 2101.")
    words = f"{row.what}: moved to {near_day(due_on, today)}."
    async with deed(user, words, now=now) as journal:
        if not await _is_open(row, journal):
            return False
        if still and row.due_on != still:
            journal.forget()
            return False
        await _contact_of(row, journal)
        row.due_on = due_on
        _derive(row)
        await row.save()
        return True


async def let_go(user: User, row: FollowUp, *, now: datetime) -> bool:
    """Drop it: a sequence or a repetition ends; of a cadence, this round alone is left out.

    False where it is settled already.
    """
    async with deed(user, f"Dropped: {row.what}.", now=now) as journal:
        if not await _is_open(row, journal):
            return False
        contact = await _contact_of(row, journal)
        await _close(row, State.DROPPED, now)
        if contact and row.origin == Origin.CADENCE:
            contact.cadence_since = today_of(user, now)
            await contact.save()
            await settle(user, [contact], journal, now=now)
        return True


async def set_cadence(user: User, contact: Contact, weeks: int | None, *, now: datetime) -> None:
    """Keep in touch every so many weeks; 0 is never, and None is as the tags say.

    Somebody who was to have no follow-up is kept in touch with from now on.
    """
    _check_weeks(weeks)
    words = {0: f"{contact.name}: no cadence.", None: f"{contact.name}: as often as the tags say."}
    said = words.get(weeks) or f"Keep in touch with {contact.name} {weeks_words(weeks or 0)}."
    async with deed(user, said, now=now) as journal:
        await journal.hold_kept(contact)
        if contact.cadence_weeks == weeks and contact.answer != Answer.NONE:
            journal.forget()
            return
        contact.cadence_weeks = weeks
        if weeks and contact.answer == Answer.NONE:
            contact.answer = Answer.KEEP.value
        await contact.save()
        await settle(user, [contact], journal, now=now)


async def set_tag_cadence(user: User, tag: Tag, weeks: int | None, *, now: datetime) -> None:
    """Keep in touch every so many weeks with all who have the tag and no number of their own."""
    _check_weeks(weeks)
    often = weeks_words(weeks) if weeks else "no cadence"
    async with deed(user, f"{tag.name}: {often}.", now=now) as journal:
        await journal.hold(tag)
        tag.cadence_weeks = weeks or None
        await tag.save()
        people = await Contact.filter(user=user, taggings__tag=tag, gone_at=None)
        await settle(user, people, journal, now=now)


async def plan_step(
    user: User, contact: Contact, step: int, due_on: date, anchor: date, journal: Journal,
    *, now: datetime, moved: FollowUp | None = None,
) -> FollowUp:  # fmt: skip
    """Plan a step of the sequence counted from `anchor`, inside the caller's deed.

    Where it was planned before, outside of a sequence, that row is `moved` into it.
    """
    row = moved or FollowUp(user=user, contact=contact)
    if moved:
        journal.before(moved)
    row.origin, row.step = Origin.SEQUENCE.value, step
    row.event_id, row.counted_from = contact.event_id, anchor
    row.what = worded_here(OUR_WORDS[min(step, 1)], contact.name)
    if moved is None:
        return await _plan(row, due_on, "", "", journal, now=now)
    row.due_on = due_on
    await row.save()
    return row


async def _plan_the_next(user: User, row: FollowUp, journal: Journal, *, now: datetime) -> None:
    """Plan what follows a row that was done; a cadence is reckoned by `settle`."""
    today = today_of(user, now)
    if row.origin == Origin.SEQUENCE and row.contact_id:
        contact, step = await Contact.get(id=row.contact_id), (row.step or 0) + 1
        anchor, steps = row.counted_from or today, (await habit_of(user)).steps
        if day := step_day(anchor, step, steps, after=today):
            await plan_step(user, contact, step, day, anchor, journal, now=now)
    elif row.origin == Origin.HAND and row.every_days:
        told = {
            "user": user,
            "contact_id": row.contact_id,
            "event_id": row.event_id,
            "what": row.what,
            "origin": row.origin,
            "every_days": row.every_days,
        }
        day = days_after(today, row.every_days)
        await _plan(FollowUp(**told), day, row.due_time, row.timezone, journal, now=now)


async def _plan(
    row: FollowUp, due_on: date, due_time: str, zone: str, journal: Journal, *, now: datetime
) -> FollowUp:
    row.uid, row.created_at = str(uuid4()), now
    row.due_on, row.due_time, row.timezone = due_on, due_time, zone if due_time else ""
    _derive(row)
    await row.save()
    journal.made(row)
    return row


def _derive(row: FollowUp) -> None:
    timed = bool(row.due_time)
    row.due_at = moment(row.due_on, row.due_time, row.timezone) if timed else None


async def _is_open(row: FollowUp, journal: Journal) -> bool:
    """Read the row anew, and note it if it is open; a settled one is not worth a deed."""
    try:
        await row.refresh_from_db()
    except DoesNotExist as exc:
        raise NotFound("There is no such follow-up any more.") from exc
    if row.state != State.OPEN:
        return False
    journal.before(row)
    return True


async def _contact_of(row: FollowUp, journal: Journal) -> Contact | None:
    if row.contact_id is None:
        return None
    contact = await Contact.get(id=row.contact_id)
    await journal.hold_kept(contact)
    return contact


async def _close(row: FollowUp, state: State, now: datetime) -> None:
    row.state, row.settled_at = state.value, now
    await row.save()


def _about_nothing(contact: Contact | None, event: Event | None) -> str | None:
    return None if contact or event else "Say which person or event it is about."


def _check_weeks(weeks: int | None) -> None:
    if weeks is not None and not 0 <= weeks <= MOST_WEEKS:
        raise Invalid(f"Choose a number of weeks from 1 to {MOST_WEEKS}.")
