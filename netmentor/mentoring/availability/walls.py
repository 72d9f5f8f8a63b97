"""From a clock on the wall to seconds since 1970, in which spans are put together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from math import inf
from zoneinfo import ZoneInfo

Span = tuple[float, float]  # seconds since 1970; what ends at a moment is over at it

MIDNIGHT = "24:00"  # at which a day ends
_A_DAY = timedelta(days=1)


def seconds(day: date, wall_time: str, zone: ZoneInfo) -> float:
    """Seconds since 1970 when clocks in `zone` show `wall_time` ("09:30", or "24:00") on `day`.

    In an autumn fold it is the first of the two. A time inside a spring gap is read with
    the offset before it, which lands as much after the gap (RFC 5545 section 3.3.5).

    >>> seconds(date(2027, 3, 14), "02:30", ZoneInfo("America/New_York"))
    1805009400.0
    >>> seconds(date(2027, 3, 14), "03:30", ZoneInfo("America/New_York"))
    1805009400.0
    """
    if wall_time == MIDNIGHT:
        return seconds(day + _A_DAY, "00:00", zone)
    wall = time(int(wall_time[:2]), int(wall_time[3:]))
    return datetime.combine(day, wall, tzinfo=zone).timestamp()


def utc(stamp: float) -> datetime:
    """The moment in UTC of seconds since 1970."""
    return datetime.fromtimestamp(stamp, UTC)


def span(day: date, starts: str, ends: str, zone: ZoneInfo) -> Span:
    """The seconds of one stretch of a day; where the clock goes forward it may have none."""
    return seconds(day, starts, zone), seconds(day, ends, zone)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few spans as can be, in order; what touches becomes one.

    >>> merged([(5, 7), (1, 3), (3, 4), (6, 9), (2, 2)])
    [(1, 4), (5, 9)]
    """
    found: list[Span] = []
    for starts, ends in sorted(spans):
        if starts >= ends:
            continue
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((starts, ends))
    return found


def touches(spans: Sequence[Span], starts: float, ends: float) -> bool:
    """True when a part of `starts` to `ends` lies in one of these merged spans.

    >>> touches([(1, 4), (6, 9)], 4, 6), touches([(1, 4), (6, 9)], 4, 7)
    (False, True)
    """
    place = bisect_left(spans, (ends,)) - 1
    return place >= 0 and spans[place][1] > starts


def lies_in(spans: Sequence[Span], starts: float, ends: float) -> bool:
    """True when all of `starts` to `ends` lies in one of these merged spans."""
    place = bisect_right(spans, (starts, inf)) - 1
    return place >= 0 and spans[place][1] >= ends
