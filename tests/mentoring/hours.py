"""Hours of mentors with ordinary defaults, and a model of slots that asks minute by minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.calendars.sheets import sunday_of
from netmentor.events.rules import moment
from netmentor.mentoring.availability import actions
from netmentor.mentoring.availability.actions import Hours
from netmentor.mentoring.availability.holidays import holiday_on
from netmentor.mentoring.availability.slots import (
    Availability,
    Length,
    Slot,
    Taken,
    Weekly,
)
from netmentor.mentoring.models import Mentor
from tests.factories import NOON
from tests.mentoring.mentors import make_mentor

NEW_YORK = ZoneInfo("America/New_York")
HALF_AN_HOUR = Length(30)
_A_MINUTE = timedelta(minutes=1)
_A_DAY = timedelta(days=1)


def weekly(
    starts: str = "09:00", ends: str = "12:00", weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
) -> list[Weekly]:
    """The same hours on several weekdays."""
    return [Weekly(weekday, starts, ends) for weekday in weekdays]


def taken(starts_at: datetime, minutes: int = 30, before: int = 0, after: int = 0) -> Taken:
    return Taken(starts_at, starts_at + timedelta(minutes=minutes), before, after)


def at(day: date, wall_time: str, zone: ZoneInfo) -> datetime:
    """A moment, "24:00" included."""
    if wall_time == "24:00":
        return moment(day + _A_DAY, "00:00", zone.key)
    return moment(day, wall_time, zone.key)


def slots_by_minutes(
    of: Availability, length: Length, first: date, last: date, now: datetime
) -> list[Slot]:
    """What `slots` is to find, by trying each beginning on each day against each minute."""
    zone, limits = of.zone, of.limits
    today = now.astimezone(zone).date()
    found = set()
    open_ones = _open_minutes(of, first - _A_DAY, last + _A_DAY)
    for n in range((last - first).days + 1):
        day = first + n * _A_DAY
        if not today <= day <= today + limits.horizon_days * _A_DAY or _is_full(of, day):
            continue
        for begins, ends in _grids(of, day):
            starts = begins
            while starts < ends:
                ending = starts + timedelta(minutes=length.minutes)
                if (
                    starts >= now + limits.notice
                    and open_ones.issuperset(_minutes(starts, ending))
                    and _is_free(of, length, starts, ending)
                ):
                    found.add(Slot(starts, ending))
                starts += timedelta(minutes=limits.step)
    return sorted(found)


def _is_free(of: Availability, length: Length, starts: datetime, ends: datetime) -> bool:
    return not any(
        starts - timedelta(minutes=max(length.before, one.after)) < one.ends_at
        and one.starts_at < ends + timedelta(minutes=max(length.after, one.before))
        and one.starts_at < one.ends_at
        for one in (*of.busy, *of.held)
    )


def _minutes(starts: datetime, ends: datetime) -> Iterator[datetime]:
    while starts < ends:
        yield starts
        starts += _A_MINUTE


def _open_minutes(of: Availability, first: date, last: date) -> set[datetime]:
    days = [first + n * _A_DAY for n in range((last - first).days + 1)]
    found = {one for day in days for span in _hours(of, day) for one in _minutes(*span)}
    for day in days:
        for one in of.closed:
            if one.first_on <= day <= one.last_on:
                hours = (
                    at(day, one.starts or "00:00", of.zone),
                    at(day, one.ends or "24:00", of.zone),
                )
                found.difference_update(_minutes(*hours))
    return found


def _hours(of: Availability, day: date) -> list[tuple[datetime, datetime]]:
    wall = [(one.starts, one.ends) for one in of.extras if one.day == day]
    if not (of.limits.keeps_holidays and holiday_on(day)):
        for one in of.hours:
            if one.weekday == day.weekday() and one.from_on <= day <= one.until_on:
                wall.append((one.starts, one.ends))
    return [(at(day, starts, of.zone), at(day, ends, of.zone)) for starts, ends in wall]


def _grids(of: Availability, day: date) -> list[tuple[datetime, datetime]]:
    """Hours of a day, those that touch put together: beginnings count from where each begins."""
    spans = [one for one in _hours(of, day) if one[0] < one[1]]
    grown = True
    while grown:
        grown = False
        for one in spans:
            for other in spans:
                if one != other and one[0] <= other[0] <= one[1]:
                    spans.remove(one)
                    spans.remove(other)
                    spans.append((one[0], max(one[1], other[1])))
                    grown = True
                    break
            if grown:
                break
        spans = list(set(spans))
    return spans


def _is_full(of: Availability, day: date) -> bool:
    days = [one.starts_at.astimezone(of.zone).date() for one in of.held]
    caps = (
        (of.limits.cap_day, sum(one == day for one in days)),
        (of.limits.cap_week, sum(sunday_of(one) == sunday_of(day) for one in days)),
        (of.limits.cap_month, sum((one.year, one.month) == (day.year, day.month) for one in days)),
    )
    return any(cap and count >= cap for cap, count in caps)


def utc(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=UTC)  # type: ignore[arg-type, misc]


async def open_mornings(mentor: Mentor | None = None, **terms: int | bool) -> Mentor:
    """A mentor who is free from 9 to 12 on weekdays, at no notice, unless `terms` say otherwise."""
    mentor = mentor or await make_mentor()
    mornings = Hours(weekdays=range(5), starts="09:00", ends="12:00")
    await actions.add_hours(mentor, mornings, now=NOON)
    await actions.set_terms(mentor, **{"notice_hours": 0} | terms)
    return mentor
