"""When a source is read again, and what its file may be."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from enum import StrEnum

FIRST_PAUSE = timedelta(minutes=30)  # after a failure; doubled by each further one
LONGEST_PAUSE = timedelta(days=7)
HOURS = range(1, 24 * 31)  # between two readings of a source
LEASE = timedelta(minutes=15)  # longer than any reading, and than clocks of two machines differ
LOOKS_BACK = timedelta(days=60)  # at occurrences of what recurs
LOOKS_AHEAD = timedelta(days=731)
MOST_FETCHED = 5_000  # entries of a file that was fetched
MOST_GIVEN = 20_000  # of one that an operator hands in
LARGEST_GIVEN = 50 * 1024 * 1024  # bytes
LONGEST_KEY = 60  # characters, of what a source is called for good
SUGGESTIONS = "suggestions"  # the key of the source that members' suggestions are proposals of
BY_FORM = "form"  # the format of a source that holds what organizers tell by the forms here
LISTS = "list-"  # how the key of a source begins that organizers pasted or uploaded
ZONE = "America/New_York"  # of times that name none, where nobody said better


class Format(StrEnum):
    ICS = "ics"
    JSONLD = "jsonld"
    CSV = "csv"


def why_not_every(hours: int) -> str | None:
    """Say why a source cannot be read every so many hours, or None if it can."""
    if hours in HOURS:
        return None
    return f"Between two readings lie {HOURS[0]} to {HOURS[-1]} hours."


def format_of(beginning: bytes, media_type: str = "") -> Format:
    """Return what a file is by its first bytes, whatever its name says.

    >>> format_of(b"BEGIN:VCALENDAR").value, format_of(b"<!doctype html>").value
    ('ics', 'jsonld')
    >>> format_of(b"Title,Date").value
    'csv'
    """
    if beginning[:2] in (b"\xff\xfe", b"\xfe\xff"):
        beginning = beginning.decode("utf-16", "replace").encode()
    start = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()[:100].upper()
    if start.startswith(b"BEGIN:VCALENDAR") or media_type == "text/calendar":
        return Format.ICS
    web = media_type in ("text/html", "application/xhtml+xml", "application/ld+json")
    if start[:1] in (b"<", b"{", b"[") or web:
        return Format.JSONLD
    return Format.CSV


def pause(
    every: timedelta, failures: int, retry_after: timedelta | None, key: str, day: date
) -> timedelta:
    """Return how long to leave a source alone after a reading, or after so many failures.

    Spread by up to a tenth, differently for each source and day, so that five hundred
    sources added in one minute are not read in one minute for ever; never sooner than a
    host asked for.
    """
    wanted = every
    if failures:
        wanted = min(FIRST_PAUSE * 2 ** min(failures - 1, 20), LONGEST_PAUSE)
    asked = min(retry_after or timedelta(), LONGEST_PAUSE)
    number = int.from_bytes(hashlib.sha256(f"{key} {day} {failures}".encode()).digest()[:4])
    share = number / 2**32
    return max(wanted * (0.9 + share / 5), asked * (1 + share / 10))


def window(now: datetime) -> tuple[date, date]:
    """Return the first and the last day for which a recurring entry is told."""
    return (now - LOOKS_BACK).date(), (now + LOOKS_AHEAD).date()
