"""The words people read for what the events room knows by short names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from netmentor.events.rules import EventKind, EventStatus, Modality

_ABBREVIATIONS = frozenset("ai cme cpt dei ehr hipaa hr icd it macra mips osha rcm".split())
KIND_WORDS: dict[str, str] = {
    EventKind.CONFERENCE: "Conference",
    EventKind.SYMPOSIUM: "Symposium",
    EventKind.CHAPTER_EVENT: "Chapter event",
    EventKind.WEBINAR: "Webinar",
    EventKind.WORKSHOP: "Workshop",
    EventKind.COURSE: "Course",
    EventKind.NETWORKING: "Networking",
    EventKind.EXAM_REVIEW: "Exam review",
    EventKind.INFO_SESSION: "Information session",
    EventKind.COMPETITION: "Competition",
}
MODALITY_WORDS: dict[str, str] = {
    Modality.IN_PERSON: "In person",
    Modality.ONLINE: "Online",
    Modality.HYBRID: "In person and online",
}
STATUS_WORDS: dict[str, str] = {
    EventStatus.CONFIRMED: "Confirmed",
    EventStatus.EXPECTED: "Expected",
    EventStatus.CANCELED: "Canceled",
    EventStatus.POSTPONED: "Postponed",
    EventStatus.SOLD_OUT: "Sold out",
}
DEADLINE_WORDS: dict[str, str] = {
    "abstract_close": "Abstracts close",
    "abstract_notice": "Abstract decisions",
    "abstract_open": "Abstracts open",
    "accommodation_request": "Accommodation requests due",
    "application_close": "Applications close",
    "application_open": "Applications open",
    "cancel_for_refund": "Last day to cancel for a refund",
    "case_release": "Case released",
    "early_rate": "Early rate ends",
    "hotel_block": "Hotel rate ends",
    "proposal_close": "Proposals close",
    "registration_close": "Registration closes",
    "registration_open": "Registration opens",
    "sponsorship_close": "Sponsorship closes",
    "submission_close": "Submissions close",
}


def deadline_words(kind: str) -> str:
    """Return what falls due, in words.

    >>> deadline_words("hotel_block"), deadline_words("poster_upload")
    ('Hotel rate ends', 'Poster upload')
    """
    return DEADLINE_WORDS.get(kind) or kind.replace("_", " ").capitalize()


def topic_words(slug: str) -> str:
    """Return a topic as people write it.

    >>> topic_words("practice-management"), topic_words("health-it")
    ('Practice management', 'Health IT')
    """
    words = [word.upper() if word in _ABBREVIATIONS else word for word in slug.split("-")]
    return f"{words[0][:1].upper()}{words[0][1:]} {' '.join(words[1:])}".strip()


@lru_cache(maxsize=1024)
def day_words(day: date) -> str:
    """Return a day with its weekday and year.

    >>> day_words(date(2026, 3, 2))
    'Mon, Mar 2, 2026'
    """
    return f"{day:%a, %b} {day.day}, {day.year}"


def days_words(first: date, last: date) -> str:
    """Return whole days with their weekdays, each fact once.

    >>> days_words(date(2026, 3, 2), date(2026, 3, 2))
    'Mon, Mar 2, 2026'
    >>> days_words(date(2026, 3, 2), date(2026, 3, 4))
    'Mon–Wed, Mar 2–4, 2026'
    >>> days_words(date(2026, 9, 30), date(2026, 10, 2))
    'Wed, Sep 30 – Fri, Oct 2, 2026'
    >>> days_words(date(2026, 12, 31), date(2027, 1, 1))
    'Thu, Dec 31, 2026 – Fri, Jan 1, 2027'
    """
    if first == last:
        return day_words(first)
    if first.year != last.year:
        return f"{day_words(first)} – {day_words(last)}"
    if first.month != last.month or (last - first).days > 6:
        return f"{first:%a, %b} {first.day} – {day_words(last)}"
    return f"{first:%a}–{last:%a}, {first:%b} {first.day}–{last.day}, {first.year}"


def months_words(first: date, last: date) -> str:
    """Return a window of months.

    >>> months_words(date(2027, 3, 1), date(2027, 3, 31))
    'March 2027'
    >>> months_words(date(2027, 9, 1), date(2027, 10, 31))
    'September–October 2027'
    >>> months_words(date(2027, 12, 1), date(2028, 1, 31))
    'December 2027 – January 2028'
    """
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    if first.year == last.year:
        return f"{first:%B}–{last:%B %Y}"
    return f"{first:%B %Y} – {last:%B %Y}"


def clock_words(wall_time: str) -> str:
    """Return a wall time ("17:05") as Americans write it.

    >>> clock_words("00:30"), clock_words("12:00"), clock_words("17:05")
    ('12:30 am', '12:00 pm', '5:05 pm')
    """
    hour, minute = wall_time.split(":")
    return f"{int(hour) % 12 or 12}:{minute} {'am' if int(hour) < 12 else 'pm'}"


def money_words(amount: Decimal, currency: str) -> str:
    """Return an amount as a price tag.

    >>> money_words(Decimal("1250.00"), "USD"), money_words(Decimal("0"), "USD")
    ('$1,250', 'Free')
    >>> money_words(Decimal("49.50"), "CAD")
    '49.50 CAD'
    """
    if amount == 0:
        return "Free"
    figure = f"{amount:,.2f}".removesuffix(".00")
    return f"${figure}" if currency == "USD" else f"{figure} {currency}"
