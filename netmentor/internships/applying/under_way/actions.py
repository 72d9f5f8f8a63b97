"""What becomes of something that was accepted: begun, dated, evaluated, and its hours logged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from netmentor.accounts.models import User
from netmentor.contacts.follow_ups import today_of
from netmentor.contacts.models import Contact
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.internships.applying.actions import ChangedElsewhere
from netmentor.internships.applying.nudging import begin_silence
from netmentor.internships.applying.rules import Stage
from netmentor.internships.applying.turns import check_there, turn_of
from netmentor.internships.applying.under_way.models import Hours, Milestone, UnderWay
from netmentor.internships.applying.under_way.queries import milestones_of, under_way_of
from netmentor.internships.applying.under_way.rules import (
    A_DAY,
    EVALUATIONS,
    LONGEST_NOTE,
    MOST_DAYS,
    MOST_HOURS,
    Part,
    why_not_in_order,
    why_not_logged,
)
from netmentor.internships.applying.under_way.thanking import plan_thanks, thank_nobody
from netmentor.internships.models import Opportunity
from netmentor.internships.queries import draft_of
from netmentor.text import one_line


async def begin(user: User, key: str, *, now: datetime) -> UnderWay:
    """Have something that was accepted be under way, with what its listing says; once.

    Raises NotFound, and Conflict for what is not accepted.
    """
    async with turn_of(user, key) as row:
        if known := await UnderWay.get_or_none(application=row):
            return known
        if row.stage != Stage.ACCEPTED:
            raise Conflict("What is not accepted cannot be under way.")
        listed = await Opportunity.get_or_none(id=row.opportunity_id)
        draft = await draft_of(listed) if listed else None
        hours = min(draft.hours_total or 0, MOST_HOURS) if draft else 0
        starts_on = draft.starts_on if draft else None
        made = await UnderWay.create(application=row, minutes_required=hours * 60, created_at=now)
        for part in Part:
            await Milestone.create(
                under_way=made,
                kind=part.value,
                due_on=starts_on if part == Part.STARTS else None,
                created_at=now,
                changed_at=now,
            )
        await begin_silence(user, row, dated=bool(starts_on), now=now)
    return made


class Logged(NamedTuple):
    """The hours of a day as they are noted, and how many minutes were noted before, 0 for none."""

    hours: Hours
    was: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the form of something under way tells; `version` is the one it was shown with."""

    days: Mapping[Part, date | None]
    hours_required: int
    supervisor: Contact | None
    version: int


async def set_terms(user: User, key: str, told: Terms, *, now: datetime) -> UnderWay:
    """Keep what the form says; thanks are planned for the last day, with whom it is about.

    Raises Invalid, NotFound, and ChangedElsewhere for a form that is not of the latest version.
    """
    if reason := why_not_in_order(told.days):
        raise Invalid(reason)
    if not 0 <= told.hours_required <= MOST_HOURS:
        raise Invalid(f"At most {MOST_HOURS:,} hours can be required.")
    async with turn_of(user, key) as application:
        row = await under_way_of(application)
        if row.version != told.version:
            raise ChangedElsewhere("It was changed in another window. Nothing was overwritten.")
        await check_there(told.supervisor)
        moved = await _move(row, told.days, now=now)
        who = told.supervisor.id if told.supervisor else None
        is_another, minutes = who != row.supervisor_id, told.hours_required * 60
        if not (moved or is_another) and minutes == row.minutes_required:
            return row
        row.supervisor, row.minutes_required = told.supervisor, minutes
        row.version += 1
        if is_another or Part.ENDS in moved:
            title, last = application.title, told.days.get(Part.ENDS)
            await plan_thanks(user, row, title, last, now=now)
        await row.save()
        dated = bool(moved) and application.stage == Stage.ACCEPTED
        await begin_silence(user, application, dated=dated, now=now)
    return row


async def forget(user: User, key: str, *, now: datetime) -> None:
    """Have it not be under way, with its days and hours; thanks that were planned are dropped."""
    async with turn_of(user, key) as application:
        row = await under_way_of(application)
        await thank_nobody(user, application, now=now)
        await row.delete()
        await begin_silence(user, application, dated=True, now=now)


async def settle_evaluation(
    user: User, key: str, part: Part, *, done: bool, now: datetime
) -> Milestone:
    """Note that an evaluation was done, or take that back; raises NotFound."""
    async with turn_of(user, key) as application:
        found = (await milestones_of(await under_way_of(application)))[part]
        if part not in EVALUATIONS:
            raise NotFound("There is no such evaluation.")
        done_at = (found.done_at or now) if done else None
        if done_at == found.done_at:
            return found
        found.done_at, found.changed_at = done_at, now
        await found.save()
        await begin_silence(user, application, dated=True, now=now)
    return found


async def log_hours(
    user: User, key: str, day: date, minutes: int, note: str, *, now: datetime
) -> Logged:
    """Note how long one was there on a day; told again, it takes the place of what was noted.

    Raises Invalid for a day on which nobody can have been there by now, for no time or more than
    a day has, and NotFound.
    """
    if not 0 < minutes <= A_DAY:
        raise Invalid("Say how long it was, as 7.5 or 7:30.")
    if len(one_line(note)) > LONGEST_NOTE:
        raise Invalid(f"Use at most {LONGEST_NOTE} characters.")
    async with turn_of(user, key) as application:
        row = await under_way_of(application)
        days = await milestones_of(row)
        first, last = days[Part.STARTS].due_on, days[Part.ENDS].due_on
        if reason := why_not_logged(day, first, last, today_of(user, now)):
            raise Invalid(reason)
        found = await Hours.get_or_none(under_way=row, day=day) or Hours(under_way=row, day=day)
        if found.pk is None and await Hours.filter(under_way=row).count() >= MOST_DAYS:
            raise Conflict(f"There are hours of {MOST_DAYS:,} days already.")
        if (found.minutes, found.note) == (minutes, one_line(note)):
            return Logged(found, minutes)
        was = found.minutes if found.pk else 0
        found.minutes, found.note = minutes, one_line(note)
        await found.save()
        await begin_silence(user, application, dated=False, now=now)
    return Logged(found, was)


async def forget_hours(user: User, key: str, id_: int, *, now: datetime) -> None:
    """Take the hours of a day away; raises NotFound."""
    async with turn_of(user, key) as application:
        if not await Hours.filter(under_way__application=application, id=id_).delete():
            raise NotFound("There are no such hours.")
        await begin_silence(user, application, dated=False, now=now)


async def _move(
    row: UnderWay, days: Mapping[Part, date | None], *, now: datetime
) -> dict[Part, Milestone]:
    """Put its days where they are now; those that moved, or were not there."""
    found = await milestones_of(row)
    moved = {part: one for part, one in found.items() if one.due_on != days.get(part)}
    for part, one in moved.items():
        one.due_on, one.changed_at = days.get(part), now
        one.sequence += 1
        await one.save()
    return moved
