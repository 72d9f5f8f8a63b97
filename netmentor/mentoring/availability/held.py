"""Sessions of a mentor, as either of the two, as times that are taken and that caps count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.calendars.sheets import WEEK, next_month
from netmentor.db.reading import moment_of
from netmentor.mentoring.availability.slots import Taken
from netmentor.mentoring.models import Mentor

_A_DAY = timedelta(days=1)
_WEEK = timedelta(days=WEEK)
# Columns and no models: whoever books waits for this, with a hundred sessions around.
HELD = """
    SELECT {all}({one}(
        s.id, s.mentor_id, s.starts_at, s.ends_at, t.buffer_before, t.buffer_after))
    FROM mentor_session AS s LEFT JOIN session_type AS t ON t.id = s.type_id
    WHERE (s.mentor_id = ? OR s.mentee_id = ?) AND s.starts_at < ? AND s.ends_at > ?
        AND (s.state IN ('confirmed', 'held') OR (s.state = 'asked' AND s.lapses_at > ?))
        AND ((s.starts_at < ? AND s.ends_at > ?) OR EXISTS (SELECT 1 FROM mentor_terms AS c
            WHERE c.mentor_id = ? AND c.cap_day + c.cap_week + c.cap_month > 0))"""


def values_of(mentor: Mentor, first: date, last: date, *, now: datetime) -> tuple[object, ...]:
    """What `HELD` is asked with: it finds what bears on these days, or on caps of their months.

    A request that has lapsed takes no time any more.
    """
    zone = ZoneInfo(mentor.timezone)

    def midnight(day: date) -> datetime:
        return datetime.combine(day, time(), zone).astimezone(UTC)

    months = (
        midnight(next_month(last.replace(day=1)) + _WEEK),
        midnight(first.replace(day=1) - _WEEK),
    )
    days = midnight(last + 2 * _A_DAY), midnight(first - _A_DAY)  # with margins of hours
    return mentor.id, mentor.user_id, *months, now.astimezone(UTC), *days, mentor.id


def sessions_of(
    mentor: Mentor, found: Iterable[Sequence[Any]], *, but: int | None = None
) -> list[Taken]:
    """The sessions that `HELD` found; `but` takes no time, for it moves."""
    return [_taken(row, mentor) for row in found if row[0] != but]


def _taken(row: Sequence[Any], mentor: Mentor) -> Taken:
    """The margins are those of the type as it is now; what the mentor attends has none."""
    _, mentor_id, starts_at, ends_at, before, after = row
    span = moment_of(starts_at), moment_of(ends_at)
    if mentor_id != mentor.id or before is None:
        return Taken(*span, counts=mentor_id == mentor.id)
    return Taken(*span, before, after)
