"""When a mentor can be met: weekly hours and openings, less all that stands against them.

Wall times are the mentor's own, in their zone. Spans are put together in seconds since 1970,
so that no comparison asks what the clocks did that night.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.calendars.sheets import sunday_of
from netmentor.mentoring.availability.holidays import holiday_on
from netmentor.mentoring.availability.walls import (
    MIDNIGHT,
    Span,
    lies_in,
    merged,
    seconds,
    span,
    touches,
    utc,
)

_A_DAY = timedelta(days=1)
_A_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Weekly:
    """Hours of every week: `weekday` counts from Monday, 0; the end may be "24:00"."""

    weekday: int
    starts: str
    ends: str
    from_on: date = date.min
    until_on: date = date.max


@dataclass(frozen=True, slots=True)
class Extra:
    """Hours of one day, beside the weekly ones; those at an event have its number."""

    day: date
    starts: str
    ends: str
    event_id: int | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """Days on which nothing is open, or of which some hours are not (`starts`, `ends`)."""

    first_on: date
    last_on: date
    starts: str = ""
    ends: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """Something that is on at a time, with the minutes that must stay free around it.

    Caps leave out what does not `count`: a session in which the mentor is the mentee.
    """

    starts_at: datetime
    ends_at: datetime
    before: int = 0
    after: int = 0
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Length:
    """How long a session is, and what must stay free before and after it, in minutes."""

    minutes: int
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """How soon and how far ahead one can book, and how many sessions there may be; 0 is no cap."""

    notice: timedelta = timedelta()
    horizon_days: int = 56
    step: int = 30  # minutes from one beginning to the next
    cap_day: int = 0
    cap_week: int = 0
    cap_month: int = 0
    keeps_holidays: bool = False


@dataclass(frozen=True, slots=True)
class Availability:
    """Everything that says when one mentor can be met.

    `held` are their sessions, which caps count; `busy` is whatever else they have on.
    """

    zone: ZoneInfo
    hours: Sequence[Weekly] = ()
    extras: Sequence[Extra] = ()
    closed: Sequence[Closed] = ()
    busy: Sequence[Taken] = ()
    held: Sequence[Taken] = ()
    limits: Limits = field(default_factory=Limits)

    @property
    def taken(self) -> Sequence[Taken]:
        """Everything that is on already, whatever it is."""
        return (*self.busy, *self.held)


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A time at which a session can be booked, in UTC."""

    starts_at: datetime
    ends_at: datetime


def slots(of: Availability, length: Length, first: date, last: date, now: datetime) -> list[Slot]:
    """The times that begin on the days `first` to `last` of the mentor's calendar, in order.

    Beginnings are `limits.step` apart, counted from where the hours of a day begin; whatever
    closes or takes a part of these moves none of them. What `first` and `last` are changes
    no slot, only which are told.
    """
    first, last = within_reach(of, first, last, now)
    if first > last:
        return []
    by_day = [hours_on(of, first + n * _A_DAY) for n in range((last - first).days + 2)]
    hours = merged(one for some in by_day for one in some)
    against = merged([*closed_spans(of, first, last + _A_DAY), *taken_spans(of.taken, length)])
    sessions = counted(of)
    soonest = (now + of.limits.notice).timestamp()
    lasts = length.minutes * _A_MINUTE
    found = set()
    for n, some in enumerate(by_day[:-1]):
        if full_because(of.limits, sessions, first + n * _A_DAY):
            continue
        for starts in _beginnings(some, of.limits.step * _A_MINUTE):
            if starts >= soonest and lies_in(hours, starts, starts + lasts):
                found.add(starts)
    free = (starts for starts in sorted(found) if not touches(against, starts, starts + lasts))
    return [Slot(utc(starts), utc(starts + lasts)) for starts in free]


def within_reach(of: Availability, first: date, last: date, now: datetime) -> tuple[date, date]:
    """The days of `first` to `last` that lie between today and the horizon."""
    today = now.astimezone(of.zone).date()
    return max(first, today), min(last, today + of.limits.horizon_days * _A_DAY)


def hours_on(of: Availability, day: date) -> list[Span]:
    """The hours of a day before anything is taken off them; holidays have only extra ones."""
    spans = [span(day, one.starts, one.ends, of.zone) for one in of.extras if one.day == day]
    if not (of.limits.keeps_holidays and holiday_on(day)):
        spans += (
            span(day, one.starts, one.ends, of.zone)
            for one in of.hours
            if one.weekday == day.weekday() and one.from_on <= day <= one.until_on
        )
    return merged(spans)


def closed_spans(of: Availability, first: date, last: date) -> Iterator[Span]:
    """What is closed of the days `first` to `last`."""
    for one in of.closed:
        begins, ends = max(one.first_on, first), min(one.last_on, last)
        if not one.starts:
            yield seconds(begins, "00:00", of.zone), seconds(ends, MIDNIGHT, of.zone)
            continue
        for n in range((ends - begins).days + 1):
            yield span(begins + n * _A_DAY, one.starts, one.ends, of.zone)


def taken_spans(taken: Iterable[Taken], length: Length) -> Iterator[Span]:
    """What a session of this length may not touch: each thing, and the wider of both's margins."""
    for one in taken:
        if one.starts_at >= one.ends_at:
            continue
        before, after = max(length.after, one.before), max(length.before, one.after)
        yield (
            one.starts_at.timestamp() - before * _A_MINUTE,
            one.ends_at.timestamp() + after * _A_MINUTE,
        )


def full_because(limits: Limits, sessions: Counter[tuple[str, date]], day: date) -> str:
    """What of `day` has as many sessions as its cap: "day", "week" or "month"; "" if none."""
    caps = {"day": limits.cap_day, "week": limits.cap_week, "month": limits.cap_month}
    for period, begins in _periods(day):
        if caps[period] and sessions[period, begins] >= caps[period]:
            return period
    return ""


def counted(of: Availability) -> Counter[tuple[str, date]]:
    """How many sessions there are in each day, week from Sunday on, and month; of no cap, none."""
    if not (of.limits.cap_day or of.limits.cap_week or of.limits.cap_month):
        return Counter()
    days = (one.starts_at.astimezone(of.zone).date() for one in of.held if one.counts)
    return Counter(period for day in days for period in _periods(day))


def _beginnings(spans: Sequence[Span], step: float) -> Iterator[float]:
    for begins, ends in spans:
        while begins < ends:
            yield begins
            begins += step


def _periods(day: date) -> Iterable[tuple[str, date]]:
    return ("day", day), ("week", sunday_of(day)), ("month", day.replace(day=1))
