"""The forms of booking a mentor's time, read into values or into sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from netmentor.accounts.rules import why_not_email, why_not_name
from netmentor.errors import Invalid
from netmentor.events.rules import YEARS
from netmentor.mentoring.booking.actions import Wish
from netmentor.mentoring.booking.guests import Guest
from netmentor.mentoring.booking.rules import (
    LONGEST_QUESTIONS,
    LONGEST_REASON,
    LONGEST_TOPIC,
    MOST_TIMES,
)
from netmentor.text import clean, one_line
from netmentor.web.forms.reading import Draft
from netmentor.web.forms.values import day_or_none

WISH = ("type", "starts_at", "topic", "questions", "before_after", "zone")
GUEST = ("guest_name", "guest_email")
_NUMBERS = range(1, MOST_TIMES + 1)
LISTED = tuple(f"starts_{number}" for number in _NUMBERS)  # chosen of what is open
FREE = tuple((f"day_{number}", f"time_{number}") for number in _NUMBERS)  # of a mentor's own
PROPOSALS = (*LISTED, *(name for both in FREE for name in both))

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:00(\.0+)?)?(Z|\+00:00)")
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}(:00)?")
_CHOOSE = "Choose a time."


def moment_or_none(told: str) -> datetime | None:
    """Return a moment as forms and addresses tell it, in UTC; None for anything else.

    >>> moment_or_none("2026-12-10T21:30Z")
    datetime.datetime(2026, 12, 10, 21, 30, tzinfo=datetime.timezone.utc)
    >>> moment_or_none("2026-12-10T21:30"), moment_or_none("9999-12-31T23:59Z")
    (None, None)
    """
    try:
        found = datetime.fromisoformat(told) if _MOMENT.fullmatch(told) else None
    except ValueError:
        return None
    return found.astimezone(UTC) if found and found.year in YEARS else None


def moment(told: str) -> datetime:
    """Return a moment that must be told; raise Invalid where it is none."""
    if found := moment_or_none(told):
        return found
    raise Invalid(_CHOOSE)


def wish(told: Mapping[str, str]) -> Wish | Draft:
    """Return what is asked of a mentor, or the form with what is amiss."""
    starts_at = moment_or_none(told["starts_at"])
    topic = one_line(told["topic"])
    questions, before_after = clean(told["questions"]), clean(told["before_after"])
    complaints = {
        "starts_at": "" if starts_at else _CHOOSE,
        "topic": _too_long(topic, LONGEST_TOPIC) if topic else "Say what it is about.",
        "questions": _too_long(questions, LONGEST_QUESTIONS),
        "before_after": _too_long(before_after, LONGEST_QUESTIONS),
    }
    complaints = {name: said for name, said in complaints.items() if said}
    if complaints or starts_at is None:
        typed = {"topic": topic, "questions": questions, "before_after": before_after}
        return Draft(typed, complaints)
    return Wish(starts_at=starts_at, topic=topic, questions=questions, before_after=before_after)


def guest(told: Mapping[str, str], zone: str) -> Guest | Draft:
    """Return who asks without an account, or the form with what is amiss."""
    name, address = one_line(told["guest_name"]), one_line(told["guest_email"])
    found = {"guest_name": why_not_name(name), "guest_email": why_not_email(address)}
    complaints = {field: said for field, said in found.items() if said}
    if complaints:
        return Draft({"guest_name": name, "guest_email": address}, complaints)
    return Guest(name=name, address=address, timezone=zone)


def proposals(told: Mapping[str, str], zone: str) -> Sequence[datetime]:
    """Return the times that are proposed, each once; raise Invalid where there is none.

    A day and a time that are typed are by the clock of `zone`: in an autumn fold the first, in a
    spring gap as much after it (RFC 5545 section 3.3.5).
    """
    found = {moment(told[name]) for name in LISTED if told[name]}
    typed = [(told[day], told[clock]) for day, clock in FREE]
    found |= {_typed(day, clock, ZoneInfo(zone)) for day, clock in typed if day or clock}
    if not found:
        raise Invalid("Choose at least one time.")
    return sorted(found)


def reason(told: str) -> str:
    """Return why, in one line, or nothing; raise Invalid for a longer one."""
    why = one_line(told)
    if complaint := _too_long(why, LONGEST_REASON):
        raise Invalid(complaint)
    return why


def _typed(told_day: str, told_time: str, zone: ZoneInfo) -> datetime:
    on = day_or_none(told_day)
    if on is None or not _CLOCK.fullmatch(told_time):
        raise Invalid("Say a day and a time.")
    try:
        at = time.fromisoformat(told_time)
    except ValueError as exc:
        raise Invalid("Say a day and a time.") from exc
    return datetime.combine(on, at, zone).astimezone(UTC)


def _too_long(text: str, longest: int) -> str:
    return f"Use at most {longest:,} characters here." if len(text) > longest else ""
