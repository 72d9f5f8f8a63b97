"""Everything that bears on when a mentor can be met, out of eight tables by one question."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.db.reading import day_of, in_json, moment_of, rows_by_key
from netmentor.mentoring.availability import going, held
from netmentor.mentoring.availability.models import Terms
from netmentor.mentoring.availability.slots import (
    Availability,
    Closed,
    Extra,
    Limits,
    Taken,
    Weekly,
)
from netmentor.mentoring.models import Mentor

_A_DAY = timedelta(days=1)
_TERMS = (
    "notice_hours",
    "horizon_days",
    "step_minutes",
    "cap_day",
    "cap_week",
    "cap_month",
    "keeps_holidays",
    "blocks_going",
)
# Arrays of JSON and no models: whoever books waits for this, and each statement is a way to go.
_TOLD = (
    f"SELECT {{one}}({', '.join(_TERMS)}) FROM mentor_terms WHERE mentor_id = ?",  # noqa: S608
    """SELECT {all}({one}(weekday, starts, ends, from_on, until_on))
    FROM mentor_hours WHERE mentor_id = ?""",
    """SELECT {all}({one}(day, starts, ends, event_id))
    FROM mentor_opening WHERE mentor_id = ? AND day >= ? AND day <= ?""",
    """SELECT {all}({one}(first_on, last_on, starts, ends, why))
    FROM mentor_closing WHERE mentor_id = ? AND first_on <= ? AND last_on >= ?""",
    """SELECT {all}({one}(t.starts_at, t.ends_at))
    FROM busy_time AS t JOIN busy_calendar AS c ON c.id = t.calendar_id
    WHERE c.mentor_id = ? AND t.ends_at > ? AND t.starts_at < ?""",
    held.HELD,
    going.GOING,
)
_EVERYTHING = f"SELECT {', '.join(f'CAST(({one}) AS text)' for one in _TOLD)}"
_PAUSED = "You are paused."


@dataclass(frozen=True, slots=True)
class _Found:
    """The rows of each table, as JSON has them."""

    terms: list[Any]
    hours: list[Any]
    openings: list[Any]
    closings: list[Any]
    busy: list[Any]
    held: list[Any]
    going: list[Any]
    beside: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is asked along: a question that finds one `{one}(…)`, and what it is asked with."""

    question: str
    values: Sequence[object]


async def availability_of(
    mentor: Mentor, first: date, last: date, *, now: datetime, but: int | None = None
) -> Availability:
    """Everything that bears on the days `first` to `last`, and on the caps of their months."""
    of, _ = await availability_beside(None, mentor, first, last, now=now, but=but)
    return of


async def availability_beside(
    beside: Beside | None,
    mentor: Mentor,
    first: date,
    last: date,
    *,
    now: datetime,
    but: int | None = None,
) -> tuple[Availability, list[Any]]:
    """The same, and what `beside` found at the same moment, for no way to go more."""
    zone = ZoneInfo(mentor.timezone)
    found = await _found(beside, mentor, first, last, now=now)
    terms = Terms(mentor_id=mentor.id, **dict(zip(_TERMS, found.terms, strict=False)))
    extras = [Extra(_day(day), *rest) for day, *rest in found.openings]
    busy = [Taken(moment_of(starts), moment_of(ends)) for starts, ends in found.busy]
    if terms.blocks_going:
        busy += await going.times_going(found.going, zone, extras)
    of = Availability(
        zone,
        hours=[
            Weekly(weekday, starts, ends, day_of(from_on) or date.min, day_of(until_on) or date.max)
            for weekday, starts, ends, from_on, until_on in found.hours
        ],
        extras=extras,
        closed=[
            *(Closed(_day(a), _day(b), *rest) for a, b, *rest in found.closings),
            *_pauses(mentor),
        ],
        busy=busy,
        held=held.sessions_of(mentor, found.held, but=but),
        limits=limits_of(terms),
    )
    return of, found.beside


def limits_of(terms: Terms) -> Limits:
    return Limits(
        notice=timedelta(hours=terms.notice_hours),
        horizon_days=terms.horizon_days,
        step=terms.step_minutes,
        cap_day=terms.cap_day,
        cap_week=terms.cap_week,
        cap_month=terms.cap_month,
        keeps_holidays=bool(terms.keeps_holidays),
    )


async def _found(
    beside: Beside | None, mentor: Mentor, first: date, last: date, *, now: datetime
) -> _Found:
    since, until = first - _A_DAY, last + 2 * _A_DAY
    zone = ZoneInfo(mentor.timezone)
    begins, ends = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (since, until))
    values = (
        (mentor.id,),
        (mentor.id,),
        (mentor.id, since, until),
        (mentor.id, until, since),
        (mentor.id, begins, ends),
        held.values_of(mentor, first, last, now=now),
        going.values_of(mentor.user_id, since, until),
        beside.values if beside else (),
    )
    asked = _EVERYTHING + (f", CAST(({beside.question}) AS text)" if beside else "")
    [told] = await rows_by_key(in_json(asked), *(value for some in values for value in some))
    return _Found(*(json.loads(one) if one else [] for one in tuple(told)))


def _day(told: str) -> date:
    return date.fromisoformat(told)


def _pauses(mentor: Mentor) -> list[Closed]:
    if mentor.paused_from is None:
        return []
    until = mentor.paused_until or date.max - _A_DAY
    return [Closed(mentor.paused_from, until, why=_PAUSED)]
