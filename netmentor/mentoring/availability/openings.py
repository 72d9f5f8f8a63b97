"""When one mentor can be met, out of the tables: for who shows openings or books one."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tortoise.expressions import Q

from netmentor.db.reading import moment_of, rows
from netmentor.mentoring.availability import reasons
from netmentor.mentoring.availability.going import times_going
from netmentor.mentoring.availability.held import sessions_of
from netmentor.mentoring.availability.models import (
    Closing,
    Opening,
    SessionType,
    Terms,
    WeeklyHours,
)
from netmentor.mentoring.availability.reasons import Stretch, WhyNot
from netmentor.mentoring.availability.slots import (
    Availability,
    Closed,
    Extra,
    Length,
    Limits,
    Slot,
    Taken,
    Weekly,
    slots,
)
from netmentor.mentoring.models import Mentor

_A_DAY = timedelta(days=1)
_BUSY = """
    SELECT t.starts_at, t.ends_at
    FROM busy_time AS t JOIN busy_calendar AS c ON c.id = t.calendar_id
    WHERE c.mentor_id = ? AND t.ends_at > ? AND t.starts_at < ?"""
_PAUSED = "You are paused."


async def openings_of(
    mentor: Mentor, type_: SessionType, first: date, last: date, *, now: datetime
) -> list[Slot]:
    """The slots of one kind of session that begin on these days of the mentor's calendar."""
    if not (mentor.is_open and type_.is_open):
        return []
    of = await availability_of(mentor, first, last, now=now)
    return slots(of, length_of(type_), first, last, now)


async def why_not(
    mentor: Mentor,
    type_: SessionType,
    starts_at: datetime,
    *,
    now: datetime,
    but: int | None = None,
) -> WhyNot | None:
    """Say why `starts_at` cannot be booked, or None if it can; `but` is a session that moves.

    Runs inside the caller's transaction, which holds the mentor's row.
    """
    day = starts_at.astimezone(ZoneInfo(mentor.timezone)).date()
    of = await availability_of(mentor, day, day, now=now, but=but)
    reason = reasons.why_not(of, length_of(type_), starts_at, now)
    if reason is None and not (mentor.is_open and type_.is_open):
        return WhyNot("This mentor takes no requests for it at the moment.")
    return reason


async def stretches_of(
    mentor: Mentor, type_: SessionType, first: date, days: int, *, now: datetime
) -> list[list[Stretch]]:
    """Day by day, why each time is open or is not, for the mentor's own eyes."""
    of = await availability_of(mentor, first, first + days * _A_DAY, now=now)
    length = length_of(type_)
    return [reasons.stretches(of, length, first + n * _A_DAY, now) for n in range(days)]


def length_of(type_: SessionType) -> Length:
    return Length(type_.minutes, type_.buffer_before, type_.buffer_after)


async def terms_of(mentor: Mentor) -> Terms:
    """The mentor's terms; the usual ones, not yet saved, where they set none."""
    return await Terms.get_or_none(mentor_id=mentor.id) or Terms(mentor_id=mentor.id)


async def availability_of(
    mentor: Mentor, first: date, last: date, *, now: datetime, but: int | None = None
) -> Availability:
    """Everything that bears on the days `first` to `last`, and on the caps of their months."""
    zone = ZoneInfo(mentor.timezone)
    since, until = first - _A_DAY, last + 2 * _A_DAY
    terms = await terms_of(mentor)
    extras = await Opening.filter(mentor_id=mentor.id, day__gte=since, day__lte=until)
    busy = await _busy(mentor, since, until)
    if terms.blocks_going:
        busy += await times_going(mentor.user_id, zone, since, until, extras)
    return Availability(
        zone,
        hours=[
            Weekly(
                row.weekday, row.starts, row.ends, row.from_on or date.min, row.until_on or date.max
            )
            for row in await WeeklyHours.filter(mentor_id=mentor.id)
        ],
        extras=[Extra(row.day, row.starts, row.ends) for row in extras],
        closed=[*await _closed(mentor, since, until), *_pauses(mentor)],
        busy=busy,
        held=await sessions_of(mentor, first, last, now=now, but=but),
        limits=limits_of(terms),
    )


def limits_of(terms: Terms) -> Limits:
    return Limits(
        notice=timedelta(hours=terms.notice_hours),
        horizon_days=terms.horizon_days,
        step=terms.step_minutes,
        cap_day=terms.cap_day,
        cap_week=terms.cap_week,
        cap_month=terms.cap_month,
        keeps_holidays=terms.keeps_holidays,
    )


async def _busy(mentor: Mentor, since: date, until: date) -> list[Taken]:
    zone = ZoneInfo(mentor.timezone)
    ends, starts = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (since, until))
    found = await rows(_BUSY, mentor.id, ends, starts)
    return [Taken(moment_of(one[0]), moment_of(one[1])) for one in found]


async def _closed(mentor: Mentor, since: date, until: date) -> list[Closed]:
    closings = await Closing.filter(
        Q(mentor_id=mentor.id) & Q(first_on__lte=until) & Q(last_on__gte=since)
    )
    return [Closed(row.first_on, row.last_on, row.starts, row.ends, row.why) for row in closings]


def _pauses(mentor: Mentor) -> list[Closed]:
    if mentor.paused_from is None:
        return []
    until = mentor.paused_until or date.max - _A_DAY
    return [Closed(mentor.paused_from, until, why=_PAUSED)]
