"""Why a time is open or is not, and what a mentor chooses from, as people read it."""

from __future__ import annotations

from datetime import timedelta

from netmentor.mentoring.availability.reasons import Reason
from netmentor.mentoring.availability.slots import Limits

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
REASON_WORDS = {  # as headings of a table; the sentences are below
    Reason.OPEN: "Open",
    Reason.OUTSIDE: "Outside your hours",
    Reason.HOLIDAY: "Holiday",
    Reason.CLOSED: "Closed",
    Reason.BUSY: "Busy",
    Reason.SESSION: "Session",
    Reason.BUFFER: "Kept free",
    Reason.NOTICE: "Too soon",
    Reason.HORIZON: "Too far ahead",
    Reason.FULL: "Full",
    Reason.SHORT: "Too short",
}


def why_words(reason: Reason, detail: str, limits: Limits, minutes: int) -> str:
    """Return the sentence that tells a mentor why a time is as it is.

    >>> why_words(Reason.FULL, "week", Limits(cap_week=3), 30)
    'You have as many sessions that week as you take.'
    """
    hours = limits.notice // timedelta(hours=1)
    return {
        Reason.OPEN: "It can be booked.",
        Reason.OUTSIDE: "No hours of yours.",
        Reason.HOLIDAY: f"{detail}: you keep federal holidays free.",
        Reason.CLOSED: f"You closed it: {detail}" if detail else "You closed it.",
        Reason.BUSY: "Your own calendar has something, or you are at an event.",
        Reason.SESSION: "A session of yours.",
        Reason.BUFFER: "Kept free around something, as your kind of session wants it.",
        Reason.NOTICE: f"Over, or sooner than the {hours} hours you want to know before.",
        Reason.HORIZON: f"Further ahead than the {limits.horizon_days} days you can be booked.",
        Reason.FULL: f"You have as many sessions that {detail} as you take.",
        Reason.SHORT: f"Less than {minutes} minutes are left, or none begins there.",
    }[reason]


def notice_words(hours: int) -> str:
    """Return how long before somebody must book.

    >>> notice_words(0), notice_words(1), notice_words(48)
    ('No notice', '1 hour', '2 days')
    """
    if hours == 0:
        return "No notice"
    number, unit = (hours // 24, "day") if hours % 24 == 0 else (hours, "hour")
    return f"{number} {unit}{'s' * (number != 1)}"
