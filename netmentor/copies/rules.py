"""When copies of an account are sent, what they are called, and when trying ends."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LEASE = timedelta(minutes=5)
MOST_FAILURES = 5  # in a row, then copies stop
MOST_BY_HAND = 6  # within an hour
AN_HOUR = timedelta(hours=1)
LARGEST = 1024**3  # bytes of a copy
LARGEST_ATTACHED = 7_000_000  # bytes; many mailboxes take no letter of more than 10 MB in base64
MOST_POSTED = 3  # letters with copies that wait in the outbox at once: they lie in memory
MOST_KEPT = 50  # older copies that stay in a folder
MOST_TOLD = 100  # copies of a plan that are remembered
LAST_DAY = 31  # of a month; of a shorter one its last
LONGEST_NAME = 200  # letters of a user's name elsewhere
LONGEST_PASSWORD = 500
LONGEST_REASON = 300

_PAUSES = tuple(timedelta(hours=hours) for hours in (1, 6, 24, 48))
_WALL_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class Place(StrEnum):
    """Where copies go."""

    WEBDAV = "webdav"
    MAIL = "mail"


class Rhythm(StrEnum):
    """How often."""

    WEEKLY = "weekly"  # `day` is the weekday, 0 for Monday
    MONTHLY = "monthly"  # `day` is that of the month


class State(StrEnum):
    """What became of one copy."""

    SENT = "sent"
    POSTED = "posted"  # its letter is in the outbox
    FAILED = "failed"


def next_due(rhythm: Rhythm, day: int, at: str, zone: ZoneInfo, *, after: datetime) -> datetime:
    """Return the first moment later than `after` at which the clock of `zone` says so.

    A month that has no such day has its last; an hour that a night in spring leaves out is read
    as by the clock before (RFC 5545 section 3.3.5).

    >>> noon = datetime(2027, 2, 3, 12, tzinfo=UTC)
    >>> next_due(Rhythm.MONTHLY, 31, "07:00", ZoneInfo("America/New_York"), after=noon).isoformat()
    '2027-02-28T12:00:00+00:00'
    >>> next_due(Rhythm.WEEKLY, 2, "12:00", ZoneInfo("UTC"), after=noon).isoformat()
    '2027-02-10T12:00:00+00:00'
    """
    clock, on = time.fromisoformat(at), after.astimezone(zone).date()
    while True:
        moment = datetime.combine(on, clock, zone).astimezone(UTC)
        if moment > after and _is_day(rhythm, day, on):
            return moment
        on += timedelta(days=1)


def why_not_when(rhythm: str, day: int | None, at: str) -> str | None:
    """Say why copies cannot be sent then, or None.

    >>> why_not_when("monthly", 32, "07:00")
    'Choose a day of the month from 1 to 31.'
    """
    if rhythm not in list(Rhythm):
        return "Choose every week or every month."
    if rhythm == Rhythm.WEEKLY and (day is None or not 0 <= day <= 6):
        return "Choose a day of the week."
    if rhythm == Rhythm.MONTHLY and (day is None or not 1 <= day <= LAST_DAY):
        return f"Choose a day of the month from 1 to {LAST_DAY}."
    if not _WALL_TIME.fullmatch(at):
        return "Write the time as 07:00."
    return None


def file_name(key: str, wanted_at: datetime, ending: str) -> str:
    """Return what a copy is called: the same at each try, and like no other plan's.

    >>> file_name("3f2a9c1b-0000", datetime(2026, 12, 1, 7, tzinfo=UTC), "zip.age")
    'netmentor-2026-12-01-070000-3f2a9c1b.zip.age'
    """
    return f"netmentor-{wanted_at:%Y-%m-%d-%H%M%S}-{key[:8]}.{ending}"


def letter_key(key: str, wanted_at: datetime) -> str:
    """The key of the letter that carries a copy: at each try the same, so that one goes out."""
    return f"copy-{key}-{wanted_at:%Y%m%d%H%M%S}"


def pause_after(failures: int) -> timedelta:
    """How long to wait after so many tries in vain, one at least.

    >>> [str(pause_after(count)) for count in (1, 4)]
    ['1:00:00', '2 days, 0:00:00']
    """
    return _PAUSES[min(failures, len(_PAUSES)) - 1]


def _is_day(rhythm: Rhythm, day: int, on: date) -> bool:
    if rhythm is Rhythm.WEEKLY:
        return on.weekday() == day
    return on.day == min(day, monthrange(on.year, on.month)[1])
