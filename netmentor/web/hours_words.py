"""A mentor's hours in words: what can be chosen, and the parts of a day with why each is so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from netmentor.events.words import clock_words
from netmentor.mentoring.availability.reasons import Reason, Stretch
from netmentor.mentoring.availability.rules import BUFFERS, HORIZON, MINUTES, NOTICES, STEPS
from netmentor.mentoring.availability.slots import Limits
from netmentor.mentoring.availability.words import (
    REASON_WORDS,
    WEEKDAYS,
    notice_words,
    why_words,
)
from netmentor.mentoring.words import MEDIUM_WORDS

FURTHEST = HORIZON[-1]  # days ahead that the page shows
WEEK = tuple(enumerate(WEEKDAYS))
MEDIUMS = tuple((one.value, words) for one, words in MEDIUM_WORDS.items())
MINUTE_CHOICES = tuple((str(one), f"{one} minutes") for one in MINUTES)
BUFFER_CHOICES = tuple((str(one), f"{one} minutes" if one else "None") for one in BUFFERS)
STEP_CHOICES = tuple((str(one), f"Every {one} minutes") for one in STEPS)
NOTICE_CHOICES = tuple((str(one), notice_words(one)) for one in NOTICES)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a day: from when to when, what it is in a word, and why in a sentence."""

    hours: str
    reason: Reason
    word: str
    why: str


def parts_of(some: Iterable[Stretch], limits: Limits, minutes: int, zone: ZoneInfo) -> list[Part]:
    """The parts of one day in its mentor's words."""
    return [
        Part(
            f"{_clock(one.starts_at, zone)} to {_clock(one.ends_at, zone)}",
            one.reason,
            REASON_WORDS[one.reason],
            why_words(one.reason, one.detail, limits, minutes),
        )
        for one in some
    ]


def hours(starts: str, ends: str) -> str:
    """Hours of a day as people read them.

    >>> hours("09:00", "24:00")
    '9:00 am to midnight'
    """
    return f"{_words(starts)} to {_words(ends)}"


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    return _words(f"{moment.astimezone(zone):%H:%M}")


def _words(wall_time: str) -> str:
    return "midnight" if wall_time in ("24:00", "00:00") else clock_words(wall_time)
