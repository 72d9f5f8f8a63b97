"""The words people read for what the contacts room knows by short names."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from netmentor.contacts.rules import Answer, TouchKind, WayKind

ANSWER_WORDS: dict[str, str] = {
    Answer.TODAY: "Write today",
    Answer.WEEK: "This week",
    Answer.KEEP: "Keep in touch",
    Answer.NONE: "No follow-up",
}
TOUCH_WORDS: dict[str, str] = {
    TouchKind.MESSAGE: "Message",
    TouchKind.CALL: "Call",
    TouchKind.COFFEE: "Coffee",
    TouchKind.LINKEDIN: "LinkedIn",
    TouchKind.SPOKE: "Spoke",
    TouchKind.SESSION: "Session",
    TouchKind.INTRODUCTION: "Introduction",
    TouchKind.INTERVIEW: "Interview",
}
WAY_WORDS: dict[str, str] = {
    WayKind.EMAIL: "Email",
    WayKind.PHONE: "Phone",
    WayKind.LINKEDIN: "LinkedIn",
    WayKind.WEBSITE: "Website",
    WayKind.OTHER: "Other",
}
TITLES = frozenset("dr dr. prof prof. mr mr. mrs mrs. ms ms.".split())  # before a name
_QUARTER = 13  # weeks
_SMALL = "No One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split()


def weeks_words(weeks: int) -> str:
    """Return how often, as people say it.

    >>> [weeks_words(weeks) for weeks in (1, 4, 13, 26, 52)]
    ['every week', 'every 4 weeks', 'every 3 months', 'every 6 months', 'every year']
    """
    years, odd = divmod(weeks, 4 * _QUARTER)
    if years and not odd:
        return "every year" if years == 1 else f"every {years} years"
    if weeks % _QUARTER == 0:
        return f"every {weeks // _QUARTER * 3} months"
    return "every week" if weeks == 1 else f"every {weeks} weeks"


@lru_cache(maxsize=1024)
def near_day(day: date, today: date) -> str:
    """Return a day as it is called from `today`, with its weekday; the year where it is another.

    >>> today = date(2026, 11, 24)
    >>> near_day(today, today), near_day(date(2026, 11, 25), today)
    ('today', 'tomorrow')
    >>> near_day(date(2026, 12, 1), today), near_day(date(2027, 2, 1), today)
    ('Tuesday, Dec 1', 'Monday, Feb 1, 2027')
    """
    if day == today:
        return "today"
    if day == today + timedelta(days=1):
        return "tomorrow"
    return f"{day:%A, %b} {day.day}" + (f", {day.year}" if day.year != today.year else "")


def called(name: str) -> str:
    """Return how to greet somebody: by the first name, or by the title and all of the name.

    >>> called("Priya Venkataraman"), called("Dr. Smith"), called(" ")
    ('Priya', 'Dr. Smith', '')
    """
    words = name.split()
    if not words or words[0].casefold() in TITLES:
        return " ".join(words)
    return words[0]


def count_words(number: int) -> str:
    """Return a number at the beginning of a sentence: in letters up to twelve.

    >>> count_words(5), count_words(1200)
    ('Five', '1,200')
    """
    return _SMALL[number] if number < len(_SMALL) else f"{number:,}"
