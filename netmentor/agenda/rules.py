"""What a private feed can hold, how much it tells of each thing, and when it rings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from netmentor.calendars.dated import Kind

MOST_FEEDS = 20  # of one user, that are not revoked
LONGEST_NAME = 100
SILENT_AFTER = timedelta(days=9)  # a phone that asked, and has stopped
PAST = timedelta(days=60)  # what is over longer than that leaves the feeds


class Detail(StrEnum):
    """How much a feed tells of each thing."""

    BUSY = "busy"  # that the time is taken, and nothing else
    TITLES = "titles"  # what, when and where
    FULL = "full"  # and everything that belongs to it, but for what never leaves


# Of what a busy-only feed can hold; what falls due takes no time.
TAKES_TIME = frozenset({Kind.GOING, Kind.INTERESTED, Kind.SERIES})


class Tasks(StrEnum):
    """What a follow-up is in a feed; few calendar programs show a to-do."""

    EVENT = "event"
    TODO = "todo"


class Lead(StrEnum):
    """How long before something a calendar rings; of whole days, before 9:00 on the first one."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants of a feed; a kind that has no alarm does not ring."""

    name: str
    kinds: frozenset[Kind]
    detail: Detail = Detail.FULL
    tasks: Tasks = Tasks.EVENT
    alarms: Mapping[Kind, Lead] = field(default_factory=dict)


def trigger(lead: Lead, *, whole_days: bool) -> timedelta:
    """When an alarm rings, counted from the start: what lies before it is negative.

    >>> trigger(Lead.HOUR, whole_days=False), trigger(Lead.DAY, whole_days=True)
    (datetime.timedelta(days=-1, seconds=82800), datetime.timedelta(days=-1, seconds=32400))
    """
    return (WHOLE_DAYS_FROM if whole_days else timedelta()) - LEADS[lead]
