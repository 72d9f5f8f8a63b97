"""What hours, kinds of sessions and terms a mentor may set, and the limits of each."""

from __future__ import annotations

import re
from datetime import date, timedelta

MOST_HOURS = 50  # stretches of a week
MOST_TYPES = 8
MOST_DAYS = 100  # openings, and closings, that are not long over
MINUTES = (15, 20, 25, 30, 45, 50, 60, 90, 120)  # of a session
BUFFERS = (0, 5, 10, 15, 30, 45, 60)  # minutes
STEPS = (15, 20, 30, 60)  # minutes from one beginning to the next
NOTICES = (0, 2, 4, 12, 24, 48, 72, 168)  # hours
HORIZON = range(7, 85)  # days
LARGEST_CAP = 50
LONGEST_NAME, LONGEST_PLACE, LONGEST_PLACE_WORDS, LONGEST_WHY = 80, 500, 200, 100
REREAD = timedelta(minutes=30)  # the mentor's own calendar
LEASE = timedelta(minutes=5)  # of the worker that reads it
LONGEST_PAUSE = timedelta(hours=12)  # after failures
MOST_BUSY = 5_000  # times of one calendar

_WALL = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")


def why_not_hours(starts: str, ends: str) -> str | None:
    """Say why a stretch of a day cannot be from `starts` to `ends`, or None if it can.

    >>> why_not_hours("09:00", "24:00") is None, why_not_hours("12:00", "09:00")
    (True, 'It ends before it begins.')
    """
    if not (_WALL.fullmatch(starts) and _WALL.fullmatch(ends)) or starts == "24:00":
        return "Write times as 09:00 or 17:30; 24:00 ends a day."
    if starts >= ends:
        return "It ends before it begins."
    return None


def why_not_days(first_on: date, last_on: date) -> str | None:
    """Say why these cannot be the days of a closing or of weekly hours, or None."""
    return "The last day is before the first." if last_on < first_on else None


def pause_after(failures: int) -> timedelta:
    """How long to leave a calendar alone: as usual, and longer with each failure.

    >>> pause_after(0), pause_after(2)
    (datetime.timedelta(seconds=1800), datetime.timedelta(seconds=7200))
    """
    return min(REREAD * (1 << min(failures, 10)), LONGEST_PAUSE)
