"""What is told by mail, how long before, and how humane hours are kept."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cache

HORIZON = timedelta(days=40)  # what is planned ahead
LATE_AFTER = timedelta(hours=2)  # a morning letter; then it says that it is late
URGENT_LATE_AFTER = timedelta(minutes=30)
WITHDRAWN_AFTER = timedelta(hours=3)  # a letter that no server took; its reminders come together
MOST_TRIES = 5  # to render; then a reminder is parked
KEPT_FOR = timedelta(days=400)  # what was told, and what was not; links in letters live as long
MOST_LEADS = 6  # of one subject
MOST_LINES = 12  # of a section; the rest is counted
MAIL = "mail"  # the one channel there is


class Subject(StrEnum):
    """What a reminder is about; each can be turned off by itself."""

    GOING = "going"
    INTERESTED = "interested"
    SERIES = "series"
    DEADLINES = "deadlines"
    FOLLOW_UPS = "follow_ups"
    SESSIONS = "sessions"
    APPLICATIONS = "applications"
    AFTER = "after"  # people wait to be sorted, the evening an event ends
    WEEK = "week"  # on Mondays
    OPEN = "open"  # on Fridays
    MORNING = "morning"  # all that is told in the morning of a day


class State(StrEnum):
    """What became of a reminder."""

    PLANNED = "planned"
    TOLD = "told"
    SILENT = "silent"  # `silence` says why
    SUPERSEDED = "superseded"  # what it was about moved before
    PARKED = "parked"  # its letter could not be written, five times


class Slot(StrEnum):
    """With what a reminder goes out: the one letter of a morning, one of its own, an evening's."""

    MORNING = "morning"
    URGENT = "urgent"
    EVENING = "evening"


LED = (
    Subject.GOING,
    Subject.INTERESTED,
    Subject.SERIES,
    Subject.DEADLINES,
    Subject.FOLLOW_UPS,
    Subject.SESSIONS,
    Subject.APPLICATIONS,
)
DIGESTS = (Subject.MORNING, Subject.WEEK, Subject.OPEN, Subject.AFTER)
MOVED, AFTER, DIGEST = "moved", "after", "digest"  # leads that nobody chooses
CHOICES: Mapping[Subject, tuple[str, ...]] = {
    Subject.GOING: ("14d", "7d", "3d", "1d", "0d", "3h", "2h", "1h"),
    Subject.INTERESTED: ("14d", "7d", "3d", "1d", "0d"),
    Subject.SERIES: ("14d", "7d", "3d", "1d", "0d"),
    Subject.DEADLINES: ("14d", "7d", "3d", "1d", "0d", "3h"),
    Subject.FOLLOW_UPS: ("1d", "0d", "1h", "0h"),
    Subject.SESSIONS: ("7d", "3d", "1d", "0d", "3h", "2h", "1h"),
    Subject.APPLICATIONS: ("14d", "7d", "3d", "1d", "0d", "3h"),
}
# What people lose most is a deadline; of what they only look at, one word is enough.
LEADS: Mapping[Subject, tuple[str, ...]] = {
    Subject.GOING: ("7d", "1d", "2h"),
    Subject.INTERESTED: ("7d",),
    Subject.SERIES: (),
    Subject.DEADLINES: ("7d", "1d", "0d"),
    Subject.FOLLOW_UPS: ("0d", "0h"),
    Subject.SESSIONS: ("1d", "2h"),
    Subject.APPLICATIONS: ("7d", "1d", "0d"),
}
QUIET_FROM, QUIET_UNTIL, MORNING = "21:00", "07:00", "08:00"
FRIDAY = 4  # days after Monday
EVENING = "18:00"
SKIPPED = "You took it off the list."  # a silence that planning leaves as it is

_LEAD = re.compile(r"(0|[1-9]\d{0,2})([dh])")
_WALL_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@cache
def days_of_lead(lead: str) -> int | None:
    """Return how many days before something a lead is; None for hours, and for what is no time.

    >>> days_of_lead("7d"), days_of_lead("0d"), days_of_lead("2h"), days_of_lead("moved")
    (7, 0, None, None)
    """
    found = _LEAD.fullmatch(lead)
    return int(found[1]) if found and found[2] == "d" else None


@cache
def hours_of_lead(lead: str) -> int | None:
    """Return how many hours before something a lead is; None for days, and for what is no time."""
    found = _LEAD.fullmatch(lead)
    return int(found[1]) if found and found[2] == "h" else None


def why_not_leads(subject: Subject, leads: Collection[str]) -> str | None:
    """Say why nobody can be told of something so long before, or None."""
    if strange := [lead for lead in leads if lead not in CHOICES[subject]]:
        return f"Nothing is told {strange[0]} before; choose one of those listed."
    if len(leads) > MOST_LEADS:
        return f"Choose at most {MOST_LEADS} times."
    return None


def why_not_wall_time(text: str) -> str | None:
    """Say why a clock cannot show this, or None.

    >>> why_not_wall_time("07:30"), why_not_wall_time("7:30")
    (None, 'Write a time as 07:30.')
    """
    return None if _WALL_TIME.fullmatch(text) else "Write a time as 07:30."


def is_quiet_at(clock: time, quiet_from: time, quiet_until: time) -> bool:
    """Return whether a wall time is in the quiet hours, which may go past midnight.

    >>> is_quiet_at(time(6), time(21), time(7)), is_quiet_at(time(7), time(21), time(7))
    (True, False)
    """
    if quiet_from <= quiet_until:
        return quiet_from <= clock < quiet_until
    return clock >= quiet_from or clock < quiet_until


def why_not_morning(morning: str, quiet_from: str, quiet_until: str) -> str | None:
    """Say why the letter of a morning cannot come at this wall time, or None.

    >>> why_not_morning("06:30", "21:00", "07:00")
    'The morning is in your quiet hours. Choose one outside them.'
    """
    if is_quiet_at(*map(time.fromisoformat, (morning, quiet_from, quiet_until))):
        return "The morning is in your quiet hours. Choose one outside them."
    return None


def monday_of(day: date) -> date:
    """Return the Monday of the week that `day` is in.

    >>> monday_of(date(2026, 11, 29))
    datetime.date(2026, 11, 23)
    """
    return day - timedelta(days=day.weekday())
