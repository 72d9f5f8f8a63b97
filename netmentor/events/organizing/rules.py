"""How long an invitation is good, on which days an event repeats, and what all following take over.

Facets and their fields are plain JSON values here, days as 2027-03-09.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

INVITED_FOR = timedelta(days=14)
MOST_TIMES = 60
YEARS_AHEAD = 2

Facets = Mapping[str, Mapping[str, Any]]  # facet → its fields

_DAYS = frozenset("starts_on ends_on due_on until_on".split())
_ORDINALS = ("first", "second", "third", "fourth", "fifth")


class Repeats(StrEnum):
    """How an event comes again; a month has its weekday as the first one stands in its own."""

    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    MONTHLY = "monthly"
    MONTHLY_LAST = "monthly_last"


def days_of(first: date, repeats: Repeats, *, until: date | None, times: int | None) -> list[date]:
    """Return the days on which it is, `first` among them: until a day, or so many times.

    At most 60, none later than two years after `first`. A month without a fifth
    Tuesday is left out.

    >>> days = days_of(date(2027, 3, 9), Repeats.MONTHLY, until=None, times=3)
    >>> [day.isoformat() for day in days]
    ['2027-03-09', '2027-04-13', '2027-05-11']
    """
    last = min(until or date.max, two_years_after(first))
    most = min(times or MOST_TIMES, MOST_TIMES)
    days: list[date] = []
    step = 0
    while len(days) < most:
        day = _nth(first, repeats, step)
        step += 1
        if day is None:
            continue
        if day > last:
            break
        days.append(day)
    return days


def two_years_after(day: date) -> date:
    """Return the last day that a series which begins on `day` may reach.

    >>> two_years_after(date(2028, 2, 29)).isoformat()
    '2030-02-28'
    """
    return date(day.year + YEARS_AHEAD, day.month, min(day.day, 28) if day.month == 2 else day.day)


def why_not_repeating(first: date, repeats: str, until: date | None, times: str) -> str | None:
    """Say why an event cannot come again like this, or None if it can."""
    if repeats not in list(Repeats):
        return "Choose how often it comes again."
    if repeats == Repeats.MONTHLY_LAST and (first + timedelta(weeks=1)).month == first.month:
        return "The first day is not the last such weekday of its month."
    if times and not (times.isascii() and times.isdigit() and 2 <= int(times[:9]) <= MOST_TIMES):
        return f"Say how many times as a number from 2 to {MOST_TIMES}."
    if bool(until) == bool(times):
        return "Say until when it repeats, or how many times: one of both."
    if until and until <= first:
        return "It ends before it comes a second time."
    if until and until > two_years_after(first):
        return "It can be told at most two years ahead."
    return None


def repeats_words(first: date, repeats: Repeats) -> str:
    """Return how it comes again as people say it.

    >>> repeats_words(date(2027, 3, 9), Repeats.MONTHLY)
    'second Tuesday of each month'
    >>> repeats_words(date(2027, 3, 9), Repeats.BIWEEKLY)
    'every second Tuesday'
    """
    day = f"{first:%A}"
    return {
        Repeats.WEEKLY: f"every {day}",
        Repeats.BIWEEKLY: f"every second {day}",
        Repeats.MONTHLY: f"{_ORDINALS[(first.day - 1) // 7]} {day} of each month",
        Repeats.MONTHLY_LAST: f"last {day} of each month",
    }[repeats]


def name_of(group: str, original: date) -> str:
    """Return the name of one occurrence in its source; it stays when the occurrence moves."""
    return f"{group}/{original.isoformat()}"


def original_day(name: str) -> date | None:
    """Return the day an occurrence was first told for, None for an event that stands alone.

    >>> original_day("4f1c/2027-03-09").isoformat(), original_day("4f1c")
    ('2027-03-09', None)
    """
    _, slash, day = name.rpartition("/")
    return date.fromisoformat(day) if slash else None


def taken_over(
    original: date, before: Facets, after: Facets, *, other_original: date, other: Facets
) -> dict[str, dict[str, Any]]:
    """Return the facets that another occurrence takes over when one is edited, as they become.

    `after` holds the facets that were edited. Another one takes a facet over only where it
    agreed with the edited one before: so a single one that was moved or renamed keeps what
    was done to it. Days count by how far they are from the day each was first told for.
    """
    changed: dict[str, dict[str, Any]] = {}
    for facet, fields in after.items():
        if _apart(other[facet], other_original) != _apart(before[facet], original):
            continue
        taken = _together(_apart(fields, original), other_original)
        if taken != other[facet]:
            changed[facet] = taken
    return changed


def moved(told: Mapping[str, Any], first: date, other: date) -> dict[str, Any]:
    """Return fields told for the occurrence of `first` as they are for that of `other`."""
    fields: dict[str, Any] = _together(_apart(told, first), other)
    return fields


def _apart(told: Any, original: date) -> Any:
    """What was told, its days as their distance from `original`."""
    if isinstance(told, Mapping):
        return {
            name: (date.fromisoformat(one) - original).days
            if name in _DAYS and one
            else _apart(one, original)
            for name, one in told.items()
        }
    return [_apart(one, original) for one in told] if isinstance(told, list) else told


def _together(apart: Any, original: date) -> Any:
    """What `_apart` made of something told for the day `original`, as it was told."""
    if isinstance(apart, Mapping):
        return {
            name: (original + timedelta(days=one)).isoformat()
            if name in _DAYS and isinstance(one, int)
            else _together(one, original)
            for name, one in apart.items()
        }
    return [_together(one, original) for one in apart] if isinstance(apart, list) else apart


def _nth(first: date, repeats: Repeats, step: int) -> date | None:
    """The day `step` turns after the first; None where its month has no such weekday."""
    if repeats in (Repeats.WEEKLY, Repeats.BIWEEKLY):
        return first + timedelta(weeks=step * (1 if repeats == Repeats.WEEKLY else 2))
    years, month = divmod(first.month - 1 + step, 12)
    begins = date(first.year + years, month + 1, 1)
    earliest = begins + timedelta(days=(first.weekday() - begins.weekday()) % 7)
    if repeats == Repeats.MONTHLY:
        day = earliest + timedelta(weeks=(first.day - 1) // 7)
        return day if day.month == begins.month else None
    day = earliest + timedelta(weeks=4)
    return day if day.month == begins.month else day - timedelta(weeks=1)
