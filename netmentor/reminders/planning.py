"""What is to be told of an agenda, and when: a function of the agenda and the wishes alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from netmentor.reminders.hours import Hours
from netmentor.reminders.rules import (
    AFTER,
    DIGEST,
    FRIDAY,
    HORIZON,
    MOVED,
    Slot,
    Subject,
    days_of_lead,
    hours_of_lead,
    monday_of,
)
from netmentor.reminders.things import Thing, evening_of_last_day
from netmentor.reminders.wishes import Wishes

WEEK_UID, OPEN_UID = "week", "open"
WEEK_TITLE, OPEN_TITLE = "Your week", "What is open"
MOVABLE = frozenset({Subject.GOING, Subject.INTERESTED, Subject.SERIES, Subject.DEADLINES})
# Of a session that moves a letter of its own tells at once.
DATES = MOVABLE | {Subject.SESSIONS, Subject.APPLICATIONS}

_A_DAY = timedelta(days=1)
_SOONEST = timedelta(hours=1)  # that a plan is made again though nothing changed
_LONGEST_LEAD = timedelta(days=17)  # a fortnight, and what days differ by around the world
_MET_AT = frozenset({Subject.GOING, Subject.INTERESTED})


class Key(NamedTuple):
    """What makes two reminders of a user the same; there is one channel."""

    uid: str
    occurrence: str
    lead: str
    version: int


class Planned(NamedTuple):
    """One reminder as it is to be: when it is due, and with which letter it goes.

    `early` is told in the evening, because it would come in the quiet hours or too late.
    """

    subject: Subject
    slot: Slot
    due_at: datetime
    title: str
    path: str
    moved_from: str = ""
    early: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be told up to the horizon, and when there will be more though nothing changes.

    Of what is past it holds all that would have been told of what there still is.
    """

    reminders: Mapping[Key, Planned]
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is planned by: all things up to `last_day_of(now)`, and the first day of others.

    `told` is, by uid, the occurrence a user was told last; `owes` whether they have promised
    something that they have not done.
    """

    things: Sequence[Thing]
    later: date | None = None
    wishes: Wishes
    zone: ZoneInfo
    told: Mapping[str, str]
    owes: bool
    now: datetime


def plan(facts: Facts) -> Plan:
    """Plan everything up to `HORIZON` ahead of `facts.now`."""
    if facts.wishes.paused_at:
        return Plan({}, None)
    limit = facts.now + HORIZON
    planned: dict[Key, Planned] = {}
    later = [_before_any_lead(facts.later, facts.zone)] if facts.later else []
    for key, one in _all(facts):
        if one.due_at <= limit:
            planned[key] = one
        else:
            later.append(one.due_at)
    until = max(min(later) - HORIZON, facts.now + _SOONEST) if later else None
    return Plan(planned, until)


def last_day_of(now: datetime) -> date:
    """The last day of which anything is told within the horizon, wherever somebody is."""
    return (now + HORIZON + _LONGEST_LEAD).date()


def _all(facts: Facts) -> Iterator[tuple[Key, Planned]]:
    """Everything that is ever told of these things, in no order."""
    wishes, digests = facts.wishes, facts.wishes.digests
    hours = Hours(wishes, facts.zone, facts.things)
    mornings = Subject.MORNING in digests
    things = [one for one in facts.things if not (one.off or one.done)]
    for thing in things:
        yield from _led(thing, wishes, hours, mornings=mornings)
        if thing.subject in MOVABLE:
            yield from _moved(thing, facts, hours)
    if Subject.AFTER in digests:
        yield from _after(things, hours, facts.zone, mornings=mornings)
    if mornings and Subject.WEEK in digests:
        yield from _weeks(things, hours)
    if mornings and Subject.OPEN in digests:
        yield from _fridays(things, facts, hours)


def _before_any_lead(day: date, zone: ZoneInfo) -> datetime:
    """A moment before anything is told of what begins on a day."""
    early = day - _LONGEST_LEAD
    return datetime(early.year, early.month, early.day, tzinfo=zone)


def _led(
    thing: Thing, wishes: Wishes, hours: Hours, *, mornings: bool
) -> Iterator[tuple[Key, Planned]]:
    """One reminder for each lead; where two fall to the same evening, the earlier lead's alone."""
    leads = wishes.leads_of(thing.subject)
    known: set[datetime] = set()
    day = _day_of(thing, hours) if leads else thing.first
    for lead in leads:
        days = days_of_lead(lead)
        if days is None and thing.starts is None:
            if "0d" in leads or hours_of_lead(lead) == 0:
                continue  # it is told in the morning anyway; and what has no hour has none to ring
            days = 0
        if days is None:
            slot, due, early = _by_hours(thing, hours_of_lead(lead) or 0, hours)
        else:
            slot, due, early = _by_days(thing, day - timedelta(days=days), hours)
        if due not in known and (mornings or slot is not Slot.MORNING):
            known.add(due)
            key = Key(thing.uid, thing.occurrence, lead, thing.version)
            yield key, Planned(thing.subject, slot, due, thing.title, thing.path, early=early)


def _day_of(thing: Thing, hours: Hours) -> date:
    """The day something is on for its reader, who is there, or looks on from elsewhere."""
    if thing.starts is None or (thing.subject is Subject.GOING and thing.in_person):
        return thing.first
    return hours.local(thing.starts).date()


def _by_days(thing: Thing, day: date, hours: Hours) -> tuple[Slot, datetime, bool]:
    """In the morning of a day; what begins before that, the evening before."""
    due = hours.morning_of(day)
    if thing.starts and due >= thing.starts:
        return Slot.URGENT, hours.evening_before(thing.starts), True
    return Slot.MORNING, due, False


def _by_hours(thing: Thing, before: int, hours: Hours) -> tuple[Slot, datetime, bool]:
    due = (thing.starts or hours.morning_of(thing.first)) - timedelta(hours=before)
    early = hours.is_quiet(due)
    return Slot.URGENT, hours.evening_before(due) if early else due, early


def _moved(thing: Thing, facts: Facts, hours: Hours) -> Iterator[tuple[Key, Planned]]:
    """That something moved of which they were told; what is over by then is no news."""
    told = facts.told.get(thing.uid, thing.occurrence)
    if told == thing.occurrence or not facts.wishes.wants(thing.subject):
        return
    due = hours.quiet_ends(facts.now) if hours.is_quiet(facts.now) else facts.now
    if thing.starts and thing.starts <= due:
        due = facts.now  # it begins before the night is over: better woken than gone there
    if thing.ends is None or thing.ends > due:
        key = Key(thing.uid, thing.occurrence, MOVED, thing.version)
        yield key, Planned(thing.subject, Slot.URGENT, due, thing.title, thing.path, told)


def _after(
    things: Iterable[Thing], hours: Hours, zone: ZoneInfo, *, mornings: bool
) -> Iterator[tuple[Key, Planned]]:
    """The evening of the day on which events end: of all of a day at once, when the last is over.

    What ends in the quiet hours is told the morning after.
    """
    by_day: dict[date, list[tuple[datetime, Thing]]] = {}
    for thing in things:
        if thing.subject in _MET_AT:
            ended = evening_of_last_day(thing, zone)
            by_day.setdefault(hours.local(ended).date(), []).append((ended, thing))
    for some in by_day.values():
        due, slot = max(ended for ended, _ in some), Slot.EVENING
        if hours.is_quiet(due):
            due = hours.quiet_ends(due)
            if mornings:
                due, slot = hours.morning_of(hours.local(due).date()), Slot.MORNING
        for _, thing in some:
            key = Key(thing.uid, thing.occurrence, AFTER, thing.version)
            yield key, Planned(Subject.AFTER, slot, due, thing.title, thing.path)


def _weeks(things: Iterable[Thing], hours: Hours) -> Iterator[tuple[Key, Planned]]:
    """On Mondays of weeks in which something begins or falls due."""
    for day in {monday_of(one.first) for one in things if one.subject in DATES}:
        yield _digest(WEEK_UID, day, Subject.WEEK, WEEK_TITLE, hours)


def _fridays(things: Iterable[Thing], facts: Facts, hours: Hours) -> Iterator[tuple[Key, Planned]]:
    """On Fridays by which something is still to be done, if nothing is till then."""
    open_ = (one.first for one in things if one.subject is Subject.FOLLOW_UPS)
    first = date.min if facts.owes else min(open_, default=date.max)
    friday = monday_of(hours.local(facts.now).date()) + FRIDAY * _A_DAY
    # One beyond the last day that is known: what is to be done by that day waits for a Friday, too.
    last = last_day_of(facts.now) + 6 * _A_DAY
    while friday <= last:
        if first <= friday:
            yield _digest(OPEN_UID, friday, Subject.OPEN, OPEN_TITLE, hours)
        friday += 7 * _A_DAY


def _digest(uid: str, day: date, subject: Subject, title: str, hours: Hours) -> tuple[Key, Planned]:
    key = Key(uid, f"{day}", DIGEST, 0)
    return key, Planned(subject, Slot.MORNING, hours.morning_of(day), title, "/today")
