"""When somebody is to hear of you again: days, weekends, sequences and cadences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

LONGEST_NAME = 200  # characters
LONGEST_NOTE = 10_000
LONGEST_WHAT = 300  # of a follow-up or a promise
LONGEST_TAG = 60
MOST_TAGS = 20  # of one contact
MOST_WAYS = 10
LONGEST_WAY = 300
LARGEST_PICTURE = 8 * 1024 * 1024  # bytes, as it is sent
MOST_TAGS_OF_ALL = 1_000  # of one user, of which an import makes no more
MOST_CONTACTS = 20_000  # of one user
MOST_OPEN = 20_000  # follow-ups of one user
MOST_WEEKS = 260
MOST_DAYS = 1_500
MOST_STEPS = 8
IN_THE_BIN = timedelta(days=30)
UNDOABLE_FOR = timedelta(days=30)
DONE_STAYS = timedelta(days=30)  # among what is dated, so that a to-do list sees it done

# Practitioners' advice, no science: a blend of what guides to networking say.
STEPS = (2, 7, 30, 90)  # days after the event
KEEP_WEEKS = 13  # three months, in whole weeks
OUR_WORDS = ("Write to", "Check in with", "Keep in touch with")  # and a name: what is planned here
A_DAY_CAN_TAKE = 5  # first messages; the next ones go to the day after


class State(StrEnum):
    """What became of a follow-up or a promise."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Origin(StrEnum):
    """Who wrote a follow-up."""

    HAND = "hand"
    SEQUENCE = "sequence"
    CADENCE = "cadence"


class Answer(StrEnum):
    """What somebody decides of a person after an event; WAITING is not decided."""

    WAITING = ""
    TODAY = "today"
    WEEK = "week"
    KEEP = "keep"
    NONE = "none"


class WayKind(StrEnum):
    """How somebody can be reached."""

    EMAIL = "email"
    PHONE = "phone"
    LINKEDIN = "linkedin"
    WEBSITE = "website"
    OTHER = "other"


class TouchKind(StrEnum):
    """How two people were in touch."""

    SPOKE = "spoke"
    MESSAGE = "message"
    CALL = "call"
    COFFEE = "coffee"
    LINKEDIN = "linkedin"
    SESSION = "session"
    INTRODUCTION = "introduction"
    INTERVIEW = "interview"


def worded_here(words: str, name: str) -> str:
    """Return what is planned about somebody where nobody words it: `words` are of OUR_WORDS.

    >>> worded_here(OUR_WORDS[0], "Priya")
    'Write to Priya'
    """
    return f"{words} {name}"[:LONGEST_WHAT]


def is_key(text: str) -> bool:
    """True for a UUID as devices make them, in lower case with its hyphens.

    >>> is_key("0b6f2f0e-9a53-4c1e-8f3e-5f1d1f0b7a11"), is_key("7"), is_key("0B6F")
    (True, False, False)
    """
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def working_day(day: date) -> date:
    """Return `day`, or the Monday after it where it lies in a weekend.

    >>> working_day(date(2026, 11, 28))
    datetime.date(2026, 11, 30)
    """
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def days_after(day: date, days: int) -> date:
    """The working day that lies `days` after `day`, or the first one after that."""
    return working_day(day + timedelta(days=days))


def this_week(today: date, taken: Mapping[date, int]) -> date:
    """The day of the next five working days that has the fewest follow-ups, the earliest of them.

    A day that has less than it can take counts as free: a first message is best sent soon.

    >>> friday = date(2026, 11, 27)
    >>> this_week(friday, {}), this_week(friday, {date(2026, 11, 30): 5})
    (datetime.date(2026, 11, 30), datetime.date(2026, 12, 1))
    """
    days = [working_day(today + timedelta(days=1))]
    while len(days) < 5:
        days.append(working_day(days[-1] + timedelta(days=1)))
    return min(days, key=lambda day: (max(taken.get(day, 0) - A_DAY_CAN_TAKE + 1, 0), day))


def step_day(anchor: date, step: int, steps: tuple[int, ...], *, after: date) -> date | None:
    """The day of a step of the sequence that began at `anchor`; None when it is over.

    A step whose day has passed by then comes the working day after `after`.
    """
    if step >= len(steps):
        return None
    return max(days_after(anchor, steps[step]), days_after(after, 1))


def cadence_of(own: int | None, of_tags: Iterable[int | None]) -> int | None:
    """In how many weeks somebody is to hear again: their own number, else the least of the tags'.

    >>> cadence_of(None, [13, 4, None]), cadence_of(26, [4]), cadence_of(0, [4])
    (4, 26, None)
    """
    if own is not None:
        return own or None
    return min((weeks for weeks in of_tags if weeks), default=None)


def steps_of(text: str) -> tuple[int, ...]:
    """Read the days of a sequence as they are kept; raise ValueError for what is none.

    >>> steps_of("2, 7,30")
    (2, 7, 30)
    """
    days = tuple(int(one) for one in re.split(r"[\s,]+", text.strip()) if one)
    if not days or len(days) > MOST_STEPS or list(days) != sorted(set(days)):
        raise ValueError("a sequence is one to eight growing numbers of days")
    if days[0] < 1 or days[-1] > MOST_DAYS:
        raise ValueError("each day is between 1 and 1,500")
    return days
