"""When an interview is, what becomes of it, and what cannot be said of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

LONGEST_NAME, LONGEST_PLACE, LONGEST_TEXT = 100, 300, 5_000
MINUTES = range(5, 601)
MOST_INTERVIEWS = 30  # of one application
MOST_INTERVIEWERS = 12  # of one interview
OLDEST = timedelta(days=366)  # that is noted after the day
USUAL_NAME, USUAL_MINUTES = "Interview", 45


class Medium(StrEnum):
    """How the two sides meet."""

    VIDEO = "video"
    PHONE = "phone"
    IN_PERSON = "in_person"


class State(StrEnum):
    """What became of an interview."""

    PLANNED = "planned"
    HELD = "held"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An interview as its form tells it: a wall time, "HH:MM", in a zone."""

    name: str
    starts_on: date
    starts_time: str
    timezone: str
    minutes: int
    medium: Medium
    place: str = ""
    questions: str = ""
    notes: str = ""


def why_not_told(told: Told) -> str | None:
    """Say why nobody could be asked then and so, or None."""
    if not told.name or len(told.name) > LONGEST_NAME:
        return f"Say what it is called in 1 to {LONGEST_NAME} characters."
    if told.minutes not in MINUTES:
        return f"An interview lasts {MINUTES[0]} to {MINUTES[-1]} minutes."
    if len(told.place) > LONGEST_PLACE:
        return f"Say where in at most {LONGEST_PLACE} characters."
    if max(len(told.questions), len(told.notes)) > LONGEST_TEXT:
        return f"Notes and questions have at most {LONGEST_TEXT:,} characters each."
    return None


def why_not_on(day: date, today: date) -> str | None:
    """Say why nobody notes an interview of that day any more, or None.

    >>> why_not_on(date(2020, 3, 2), date(2026, 11, 24))
    'That is more than a year ago. Look at the year.'
    >>> why_not_on(date(2026, 3, 2), date(2026, 11, 24))
    """
    return "That is more than a year ago. Look at the year." if today - day > OLDEST else None


def why_not_becoming(state: str, to: State, starts_at: datetime, now: datetime) -> str | None:
    """Say why an interview in this state cannot come to another, or None.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> why_not_becoming("planned", State.HELD, noon, noon - timedelta(hours=1))
    'It has not begun yet.'
    >>> why_not_becoming("planned", State.HELD, noon, noon)
    """
    if to is State.HELD and state == State.CANCELED:
        return "It was called off. Put it on again first."
    if to is State.HELD and starts_at > now:
        return "It has not begun yet."
    if to is State.CANCELED and state == State.HELD:
        return "It took place, so that it cannot be called off."
    return None


def thanks_due_on(held_on: date, today: date) -> date:
    """The day by which to thank for an interview: the one after it, or today once that is past.

    >>> thanks_due_on(date(2026, 11, 24), date(2026, 11, 24))
    datetime.date(2026, 11, 25)
    >>> thanks_due_on(date(2026, 11, 20), date(2026, 11, 24))
    datetime.date(2026, 11, 24)
    """
    return max(held_on + timedelta(days=1), today)
