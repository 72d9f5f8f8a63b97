"""When a mentor can be met, handed out to them whole; all of it goes with their profile."""

from __future__ import annotations

from typing import Any

from tortoise.models import Model

from netmentor.db.columns import plain_columns
from netmentor.mentoring.availability.models import (
    BusyCalendar,
    Closing,
    Opening,
    SessionType,
    Terms,
    WeeklyHours,
)
from netmentor.mentoring.models import Mentor

_HOURS = "weekday starts ends from_on until_on".split()
_TYPE = (
    "slug name minutes medium place place_words is_instant is_open buffer_before buffer_after"
).split()
_OPENING = "day starts ends".split()
_CLOSING = "first_on last_on starts ends why".split()
_TERMS = (
    "notice_hours horizon_days step_minutes cap_day cap_week cap_month keeps_holidays blocks_going"
    " shows_availability shows_busy"
).split()


async def hand_out(mentor: Mentor) -> dict[str, Any]:
    """Hours, kinds of sessions with their addresses, what is added and closed, and the terms.

    What was read of their own calendar is only when they are busy, and stays in that calendar.
    """
    terms = await Terms.get_or_none(mentor=mentor)
    calendar = await BusyCalendar.get_or_none(mentor=mentor)
    return {
        "weekly_hours": await _all(WeeklyHours, mentor, _HOURS),
        "session_types": await _all(SessionType, mentor, _TYPE),
        "openings": await _all(Opening, mentor, _OPENING),
        "closings": await _all(Closing, mentor, _CLOSING),
        "terms": plain_columns(terms, _TERMS) if terms else None,
        "calendar": calendar.address if calendar else None,
    }


async def _all(table: type[Model], mentor: Mentor, names: list[str]) -> list[dict[str, Any]]:
    rows = await table.filter(mentor=mentor).order_by("id")
    return [plain_columns(row, names) for row in rows]
