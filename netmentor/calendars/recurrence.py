"""Recurrence rules from outside: admitted first, and only then expanded.

Expanding is where a calendar of a hundred bytes takes for ever or all of the memory. All
times here are wall time, without a zone: a weekly lunch at noon stays at noon in March.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import vRecur

MOST_INSTANCES = 1_000  # of one rule, in the months ahead that are read
MOST_DATES = 1_000  # listed by hand (RDATE, EXDATE)
LARGEST_INTERVAL = 1_000
LARGEST_COUNT = 5_000
LAST_WEEK = 53  # of a year (RFC 5545 section 3.3.10, BYWEEKNO)
LONGEST_LIST = 64  # values of one BY part
YEARS = range(1970, 2101)

_COARSE = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
_TOO_FINE = ("BYHOUR", "BYMINUTE", "BYSECOND")
_KNOWN = frozenset(
    "FREQ INTERVAL COUNT UNTIL WKST BYDAY BYMONTH BYMONTHDAY BYYEARDAY BYWEEKNO BYSETPOS".split()
)
_UNTIL = re.compile(r";?UNTIL=(\d{8})(?:T(\d{6}))?(Z)?", re.IGNORECASE)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MUST_MATCH_WITHIN = timedelta(days=8 * 366)


def why_not_expandable(rule: str, first: datetime) -> str | None:
    """Say why a rule (RFC 5545 section 3.3.10) is not to be expanded, or None if it is.

    >>> why_not_expandable("FREQ=SECONDLY", datetime(2026, 11, 24))
    'It recurs more often than once a day.'
    >>> why_not_expandable("FREQ=MONTHLY;BYDAY=2TU", datetime(2026, 11, 24)) is None
    True
    """
    try:
        parts: dict[str, list[Any]] = {
            name.upper(): values if isinstance(values, list) else [values]
            for name, values in vRecur.from_ical(rule).items()
        }
    except (ValueError, TypeError):
        return "Its recurrence rule cannot be read."
    frequency = str(parts.get("FREQ", [""])[0]).upper()
    if frequency in _TOO_OFTEN or any(name in parts for name in _TOO_FINE):
        return "It recurs more often than once a day."
    if frequency not in _COARSE:
        return "Its recurrence rule cannot be read."
    interval, number = parts.get("INTERVAL", [1])[0], parts.get("COUNT", [1])[0]
    if not 1 <= interval <= LARGEST_INTERVAL or not 1 <= number <= LARGEST_COUNT:
        return "Its recurrence rule counts outside what can be."
    if any(len(values) > LONGEST_LIST for values in parts.values()):
        return f"Its recurrence rule lists more than {LONGEST_LIST} values."
    weeks = [abs(int(week)) for week in parts.get("BYWEEKNO", [])]
    if weeks and (frequency != "YEARLY" or min(weeks) < 1 or max(weeks) > LAST_WEEK):
        return "Its recurrence rule counts weeks as no year does."
    if not parts.keys() <= _KNOWN or ("BYSETPOS" in parts and frequency in _COARSE[:2]):
        return "Its recurrence rule has a part that is not understood."
    if first.year not in YEARS:
        return "It lies outside the years 1970 to 2100."
    if not _ever_matches(parts, first):
        return "Its recurrence rule asks for a day that never comes."
    return None


def occurrences(
    rule: str, first: datetime, zone: ZoneInfo, *, since: datetime, until: datetime
) -> Iterator[datetime]:
    """Yield the wall times in `zone` of an admitted rule, `since` to `until`, at most 1,000.

    An UNTIL in UTC is turned into wall time: calendars end a rule at the last second of
    a day, and in UTC that is the day after. Raises ValueError for a rule that cannot be
    carried out.
    """
    end = min(until, _wall_until(rule, zone) or until)
    begins = _shifted(_near(since, first, rule), 1)
    told = 0
    try:
        for moment in rrulestr(f"RRULE:{_UNTIL.sub('', rule).strip(';')}", dtstart=begins):
            wall = _shifted(moment, -1)
            if wall > end or told >= MOST_INSTANCES:
                return
            if wall >= since:
                told += 1
                yield wall
    except (IndexError, TypeError, OverflowError) as exc:
        raise ValueError("the rule cannot be carried out") from exc


def _near(since: datetime, first: datetime, rule: str) -> datetime:
    """A later day from which a rule of days or weeks that does not count them goes on alike."""
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    days = {"DAILY": 1, "WEEKLY": 7}.get(parts.get("FREQ", ""))
    if days is None or "COUNT" in parts or since <= first:
        return first
    step = timedelta(days=days * int(parts.get("INTERVAL", 1)))
    return first + max((since - first) // step - 1, 0) * step


def _shifted(moment: datetime, eras: int) -> datetime:
    """The same day of the calendar, which repeats itself every 400 years, at the far end of it.

    A rule that never comes to a day again is tried until the year 9999.
    """
    return moment.replace(year=moment.year + 7_600 * eras)


def _wall_until(rule: str, zone: ZoneInfo) -> datetime | None:
    found = _UNTIL.search(rule)
    if found is None:
        return None
    end = datetime.strptime(found[1] + (found[2] or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007
    return end.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if found[3] else end


def _ever_matches(parts: dict[str, list[Any]], first: datetime) -> bool:
    """True when a day within eight years fits every part that names days or months."""
    months = {abs(int(month)) for month in parts.get("BYMONTH", [])}
    month_days = set(parts.get("BYMONTHDAY", []))
    year_days = set(parts.get("BYYEARDAY", []))
    weekdays = {str(day)[-2:].upper() for day in parts.get("BYDAY", [])}
    if not (months or month_days or year_days):
        return True
    return any(
        (not months or day.month in months)
        and (not month_days or _counted(day.day, _days_of_month(day)) & month_days)
        and (not year_days or _counted(day.timetuple().tm_yday, _days_of_year(day)) & year_days)
        and (not weekdays or _WEEKDAYS[day.weekday()] in weekdays)
        for day in _days_from(first)
    )


def _days_from(first: datetime) -> Iterable[datetime]:
    return (first + timedelta(days=n) for n in range(_MUST_MATCH_WITHIN.days))


def _counted(number: int, of: int) -> set[int]:
    """A day counted from the start and from the end: the 31st of 31 is also the -1st."""
    return {number, number - of - 1}


def _days_of_month(day: datetime) -> int:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - timedelta(days=1)).day


def _days_of_year(day: datetime) -> int:
    return datetime(day.year, 12, 31).timetuple().tm_yday  # noqa: DTZ001 - wall time
