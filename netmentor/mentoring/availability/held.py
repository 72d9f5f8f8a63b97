"""Sessions of a mentor, as either of the two, as times that are taken and that caps count."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tortoise.expressions import Q

from netmentor.calendars.sheets import WEEK, next_month
from netmentor.mentoring.availability.slots import Taken
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import COUNTED, State
from netmentor.mentoring.models import Mentor

_WEEK = timedelta(days=WEEK)


async def sessions_of(
    mentor: Mentor, first: date, last: date, *, now: datetime, but: int | None = None
) -> list[Taken]:
    """Every session that bears on the days `first` to `last`, or on caps of their months.

    A request that has lapsed takes no time any more, nor does `but`, which moves.
    """
    zone = ZoneInfo(mentor.timezone)
    since = datetime.combine(first.replace(day=1) - _WEEK, time(), zone)
    until = datetime.combine(next_month(last.replace(day=1)) + _WEEK, time(), zone)
    rows = await MentorSession.filter(
        Q(mentor_id=mentor.id) | Q(mentee_id=mentor.user_id),
        state__in=[state.value for state in COUNTED],
        starts_at__lt=until,
        ends_at__gt=since,
    ).select_related("type")
    return [
        _taken(row, mentor)
        for row in rows
        if row.id != but and not (row.state == State.ASKED and _has_lapsed(row, now))
    ]


def _has_lapsed(row: MentorSession, now: datetime) -> bool:
    return row.lapses_at is not None and row.lapses_at <= now


def _taken(row: MentorSession, mentor: Mentor) -> Taken:
    """The margins are those of the type as it is now; what the mentor attends has none."""
    if row.mentor_id != mentor.id or row.type is None:
        return Taken(row.starts_at, row.ends_at, counts=row.mentor_id == mentor.id)
    type_ = row.type
    return Taken(row.starts_at, row.ends_at, type_.buffer_before, type_.buffer_after)
