"""What is under way in numbers: its days, hours against what is required, and their pace."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

A_DAY = 24 * 60  # minutes
MOST_HOURS = 10_000  # that are required in all
MOST_DAYS = 1_500  # with hours, of one application
LONGEST_NOTE = 300
LONGEST = timedelta(days=5 * 366)


class Part(StrEnum):
    """The days that what is under way has, in their usual order."""

    STARTS = "starts"
    MIDPOINT = "midpoint"
    FINAL = "final"
    ENDS = "ends"


EVALUATIONS = (Part.MIDPOINT, Part.FINAL)  # what is done; the others come by themselves


@dataclass(frozen=True, slots=True)
class Pace:
    """Minutes that were logged, against those that are required, and how many a week.

    `left` and `a_week_from_now` are None where nobody says how many it takes, the latter also
    where the last day is over or unknown; `a_week_so_far` where nothing has begun.
    """

    logged: int
    required: int
    left: int | None
    a_week_so_far: int | None
    a_week_from_now: int | None


def pace(
    logged: int, required: int, starts_on: date | None, ends_on: date | None, today: date
) -> Pace:
    """Reckon both paces by days, those of today and of the first and last day included.

    >>> pace(6000, 24000, date(2027, 1, 4), date(2027, 4, 25), date(2027, 1, 31))
    Pace(logged=6000, required=24000, left=18000, a_week_so_far=1500, a_week_from_now=1482)
    """
    left = max(0, required - logged) if required else None
    last = min(today, ends_on) if ends_on else today
    days_so_far = (last - starts_on).days + 1 if starts_on else 0
    days_left = (ends_on - max(today, starts_on or today)).days + 1 if ends_on else 0
    return Pace(
        logged,
        required,
        left,
        round(logged * 7 / days_so_far) if days_so_far > 0 and logged else None,
        round(left * 7 / days_left) if left is not None and days_left > 0 else None,
    )


def minutes_in(told: str) -> int | None:
    """Return how long "7.5", "7,5" or "7:30" is; None for what is none of a day.

    >>> [minutes_in(told) for told in ("7.5", "7:30", "24", "24:01", "-1")]
    [450, 450, 1440, None, None]
    """
    if found := re.fullmatch(r"([0-9]{1,2}):([0-5][0-9])", told):
        minutes = int(found[1]) * 60 + int(found[2])
    elif re.fullmatch(r"[0-9]{1,2}([.,][0-9]{1,2})?", told):
        minutes = round(float(told.replace(",", ".")) * 60)
    else:
        return None
    return minutes if 0 < minutes <= A_DAY else None


def why_not_logged(
    day: date, starts_on: date | None, ends_on: date | None, today: date
) -> str | None:
    """Say why no hours can be of that day, or None if they can.

    >>> why_not_logged(date(1970, 1, 1), None, None, date(2026, 11, 24))
    'That is more than five years ago. Look at the year.'
    """
    if day > today:
        return "Hours are logged once they are over."
    if today - day > LONGEST:
        return "That is more than five years ago. Look at the year."
    if starts_on and day < starts_on:
        return "That is before the first day. Change that if you began earlier."
    if ends_on and day > ends_on:
        return "That is after the last day. Change that if you were there for longer."
    return None


def why_not_in_order(days: Mapping[Part, date | None]) -> str | None:
    """Say why these days do not go together, or None if they do.

    A final evaluation may come after the last day.
    """
    for before, after, said in _ORDER:
        first, second = days.get(before), days.get(after)
        if first and second and second < first:
            return said
    first, last = days.get(Part.STARTS), days.get(Part.ENDS)
    return "That is more than five years." if first and last and last - first > LONGEST else None


_ORDER = (
    (Part.STARTS, Part.ENDS, "The last day is before the first."),
    (Part.STARTS, Part.MIDPOINT, "The mid-point evaluation is before the first day."),
    (Part.STARTS, Part.FINAL, "The final evaluation is before the first day."),
    (Part.MIDPOINT, Part.FINAL, "The final evaluation is before the one at mid-point."),
    (Part.MIDPOINT, Part.ENDS, "The last day is before the mid-point evaluation."),
)
