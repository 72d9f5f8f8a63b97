"""What a private feed can hold, how much it tells of each thing, and when it rings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from netmentor.errors import Conflict

MOST_FEEDS = 20  # of one user, that are not revoked
LONGEST_NAME = 100
A_BROWSER = ", a browser"  # somebody looked once, and nobody expects it to come again
SILENT_AFTER = timedelta(days=9)  # a phone that asked, and has stopped
LISTED_FOR = timedelta(days=30)  # a feed that was revoked
PAST = timedelta(days=60)  # what is over longer than that leaves the feeds


class Revoked(Conflict):
    """A feed that nobody can read any more."""


class Detail(StrEnum):
    """How much a feed tells of each thing."""

    BUSY = "busy"  # that the time is taken, and nothing else
    TITLES = "titles"  # what, when and where
    FULL = "full"  # and everything that belongs to it, but for what never leaves


class Tasks(StrEnum):
    """What a follow-up is in a feed; few calendar programs show a to-do."""

    EVENT = "event"
    TODO = "todo"


class Lead(StrEnum):
    """How long before something a calendar rings; of whole days, before 9:00 on the first one,
    or the hour by which it is due where that is earlier.
    """

    START = "0"
    HOUR = "1h"
    DAY = "1d"
    THREE_DAYS = "3d"
    WEEK = "1w"


LEADS: Mapping[Lead, timedelta] = {
    Lead.START: timedelta(),
    Lead.HOUR: timedelta(hours=1),
    Lead.DAY: timedelta(days=1),
    Lead.THREE_DAYS: timedelta(days=3),
    Lead.WEEK: timedelta(weeks=1),
}
WHOLE_DAYS_FROM = timedelta(hours=9)  # after midnight


def is_silent(client: str, last_at: datetime, *, now: datetime) -> bool:
    """True for a program that has stopped asking, be it after the first time.

    >>> day = [datetime(2026, 11, day) for day in (15, 16, 24)]
    >>> is_silent("Phone", day[0], now=day[2]), is_silent("Phone", day[1], now=day[2])
    (True, False)
    >>> is_silent("Chrome, a browser", day[0], now=day[2])
    False
    """
    return now - last_at >= SILENT_AFTER and not client.endswith(A_BROWSER)


def trigger(lead: Lead, *, whole_days: bool, by: str = "") -> timedelta:
    """When an alarm rings, counted from the start: what lies before it is negative.

    `by` is "HH:MM", by when something is due on its day, or "": nothing rings after that.

    >>> trigger(Lead.HOUR, whole_days=False), trigger(Lead.DAY, whole_days=True)
    (datetime.timedelta(days=-1, seconds=82800), datetime.timedelta(days=-1, seconds=32400))
    >>> trigger(Lead.START, whole_days=True, by="07:00")
    datetime.timedelta(seconds=25200)
    """
    if not whole_days:
        return -LEADS[lead]
    due = timedelta(hours=int(by[:2]), minutes=int(by[3:])) if by else WHOLE_DAYS_FROM
    return min(due, WHOLE_DAYS_FROM) - LEADS[lead]
