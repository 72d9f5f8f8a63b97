"""Federal holidays of the United States, on which mentors are off unless they wish otherwise."""

from __future__ import annotations

from calendar import MONDAY, SATURDAY, SUNDAY, THURSDAY
from datetime import date, timedelta
from functools import lru_cache

_A_DAY = timedelta(days=1)
_FIXED = {
    (1, 1): "New Year’s Day",
    (6, 19): "Juneteenth",
    (7, 4): "Independence Day",
    (11, 11): "Veterans Day",
    (12, 25): "Christmas Day",
}
_NTH = {  # month, weekday and which of them in the month; -1 is the last
    (1, MONDAY, 3): "Martin Luther King Jr. Day",
    (2, MONDAY, 3): "Presidents’ Day",
    (5, MONDAY, -1): "Memorial Day",
    (9, MONDAY, 1): "Labor Day",
    (10, MONDAY, 2): "Columbus Day",
    (11, THURSDAY, 4): "Thanksgiving Day",
}


def holiday_on(day: date) -> str:
    """Name the federal holiday on `day`, or return "" (5 U.S.C. 6103).

    What falls on a Saturday is kept on the Friday before it, and what falls on a Sunday on
    the Monday after (Executive Order 11582); both days count here.

    >>> holiday_on(date(2027, 11, 25)), holiday_on(date(2027, 7, 5)), holiday_on(date(2027, 7, 6))
    ('Thanksgiving Day', 'Independence Day', '')
    """
    return _of_year(day.year).get(day, "")


@lru_cache(maxsize=16)
def _of_year(year: int) -> dict[date, str]:
    found = {}
    for (month, weekday, nth), name in _NTH.items():
        found[_nth(year, month, weekday, nth)] = name
    for of in (year, year + 1):  # New Year's Day may be kept on the last day of the year before
        for (month, number), name in _FIXED.items():
            day = date(of, month, number)
            found[day] = name
            found[_kept_on(day)] = name
    return {day: name for day, name in found.items() if day.year == year}


def _nth(year: int, month: int, weekday: int, nth: int) -> date:
    if nth < 0:
        day = (date(year, month, 28) + 4 * _A_DAY).replace(day=1) - _A_DAY
        return day - (day.weekday() - weekday) % 7 * _A_DAY
    day = date(year, month, 1)
    return day + ((weekday - day.weekday()) % 7 + 7 * (nth - 1)) * _A_DAY


def _kept_on(day: date) -> date:
    match day.weekday():
        case weekday if weekday == SATURDAY:
            return day - _A_DAY
        case weekday if weekday == SUNDAY:
            return day + _A_DAY
    return day
