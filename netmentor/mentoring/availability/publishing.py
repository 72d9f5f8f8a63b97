"""A mentor's hours and busy times for calendar programs, by the mentor's wish."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from netmentor.calendars import availability as ical
from netmentor.calendars.availability import Shut, Window
from netmentor.calendars.publish import Head, calendar
from netmentor.errors import NotFound
from netmentor.mentoring.availability.gathering import availability_of
from netmentor.mentoring.availability.holidays import holiday_on
from netmentor.mentoring.availability.openings import terms_of
from netmentor.mentoring.availability.slots import (
    Availability,
    Extra,
    Length,
    Weekly,
    closed_spans,
    taken_spans,
)
from netmentor.mentoring.availability.walls import MIDNIGHT, Span, merged, seconds, span, utc
from netmentor.mentoring.models import Mentor

_A_DAY = timedelta(days=1)
_NOT_PUBLISHED = "This mentor publishes no such calendar."


async def availability_calendar(mentor: Mentor, host: str, *, now: datetime) -> bytes:
    """Return VAVAILABILITY of the days that can be booked; NotFound unless the mentor wishes it.

    It changes with what the mentor set and with the day, and with nothing else.
    """
    first, last, of = await _told(mentor, "shows_availability", now=now)
    zone, told_at = of.zone, datetime.combine(first, time(), UTC)
    bounds = (_midnight(first, zone), _midnight(last + _A_DAY, zone))
    name = f"{mentor.slug}@{host}"
    windows = [*_weekly(of, name, first, last), *_extras(of, name, first, last)]
    shut = merged(closed_spans(of, first, last)) if mentor.is_open else [_whole(of, first, last)]
    texts = [ical.vavailability(f"hours-{name}", *bounds, windows, told_at)]
    texts += (
        ical.vshut(
            Shut(uid=f"closed-{begins:.0f}-{name}", starts=utc(begins), ends=utc(ends)),
            told_at,
        )
        for begins, ends in shut
    )
    return calendar(Head(name=f"{mentor.name}: open hours"), texts, [zone.key])


async def busy_calendar(mentor: Mentor, host: str, *, now: datetime) -> bytes:
    """Return VFREEBUSY of the days that can be booked; NotFound unless the mentor wishes it."""
    first, last, of = await _told(mentor, "shows_busy", now=now)
    bounds = (_midnight(first, of.zone), _midnight(last + _A_DAY, of.zone))
    begins, ends = (one.timestamp() for one in bounds)
    busy = [
        (utc(max(one, begins)), utc(min(other, ends)))
        for one, other in merged(taken_spans(of.taken, Length(0)))
        if one < ends and other > begins
    ]
    told_at = datetime.combine(first, time(), UTC)
    text = ical.vfreebusy(f"busy-{mentor.slug}@{host}", *bounds, busy, told_at)
    return calendar(Head(name=f"{mentor.name}: busy"), [text], ())


async def _told(mentor: Mentor, wish: str, *, now: datetime) -> tuple[date, date, Availability]:
    terms = await terms_of(mentor)
    if not getattr(terms, wish):
        raise NotFound(_NOT_PUBLISHED)
    first = now.astimezone(ZoneInfo(mentor.timezone)).date()
    last = first + terms.horizon_days * _A_DAY
    return first, last, await availability_of(mentor, first, last, now=now)


def _weekly(of: Availability, name: str, first: date, last: date) -> Iterator[Window]:
    """Each stretch of the week as a rule; a day on which the clock changes it stands alone.

    A rule keeps the length of its first hours exactly (RFC 5545 section 3.8.5.3), where hours
    on the wall are an hour longer or shorter in two nights of a year.
    """
    for number, one in enumerate(of.hours):
        days = [day for day in _days(one, first, last) if not _is_off(of, day)]
        usual = [day for day in days if _is_usual(one, day, of.zone)]
        if usual:
            between = _days(one, usual[0], usual[-1])
            yield Window(
                uid=f"weekly-{number}-{name}",
                until=usual[-1],
                but=tuple(day for day in between if day not in usual),
                starts=_wall(usual[0], one.starts, of.zone),
                ends=_wall(usual[0], one.ends, of.zone),
            )
        for day in set(days) - set(usual):
            yield from _once(f"{day:%Y%m%d}-{number}-{name}", day, one, of.zone)


def _extras(of: Availability, name: str, first: date, last: date) -> Iterator[Window]:
    for number, one in enumerate(of.extras):
        if first <= one.day <= last:
            yield from _once(f"day-{number}-{name}", one.day, one, of.zone)


def _once(uid: str, day: date, one: Weekly | Extra, zone: ZoneInfo) -> Iterator[Window]:
    begins, ends = span(day, one.starts, one.ends, zone)
    if begins < ends:
        yield Window(uid=uid, starts=utc(begins), ends=utc(ends))


def _days(one: Weekly, first: date, last: date) -> list[date]:
    begins = max(first, one.from_on)
    begins += (one.weekday - begins.weekday()) % 7 * _A_DAY
    ends = min(last, one.until_on)
    return [begins + 7 * n * _A_DAY for n in range((ends - begins).days // 7 + 1)]


def _is_off(of: Availability, day: date) -> bool:
    return of.limits.keeps_holidays and bool(holiday_on(day))


def _is_usual(one: Weekly, day: date, zone: ZoneInfo) -> bool:
    """True where the clock changes neither the beginning nor the length of these hours."""
    begins, ends = span(day, one.starts, one.ends, zone)
    there = _wall(day, one.starts, zone), _wall(day, one.ends, zone)
    length = there[1].replace(tzinfo=None) - there[0].replace(tzinfo=None)
    is_told = all(_is_shown(moment) for moment in there)
    return is_told and ends - begins == length.total_seconds()


def _is_shown(wall: datetime) -> bool:
    """False inside a spring gap, which no clock shows."""
    there = wall.astimezone(UTC).astimezone(wall.tzinfo)
    return there.replace(tzinfo=None) == wall.replace(tzinfo=None)


def _wall(day: date, wall_time: str, zone: ZoneInfo) -> datetime:
    if wall_time == MIDNIGHT:
        return _midnight(day + _A_DAY, zone)
    return datetime.combine(day, time.fromisoformat(wall_time), zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _whole(of: Availability, first: date, last: date) -> Span:
    return seconds(first, "00:00", of.zone), seconds(last, MIDNIGHT, of.zone)
