"""Availability into iCalendar: VAVAILABILITY (RFC 7953) and VFREEBUSY (RFC 5545, 3.6.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from netmentor.calendars.lines import line, stamp_line, time_line

_OPEN, _SHUT = 5, 1  # priorities, of which the smaller wins (RFC 7953 section 3.2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Hours that are open once, or each week until the day `until`, less the days `but`.

    Both ends are in one named zone, or in UTC.
    """

    uid: str
    starts: datetime
    ends: datetime
    until: date | None = None
    but: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shut:
    """A time in which no window is open, whatever the windows say."""

    uid: str
    starts: datetime
    ends: datetime


def vavailability(
    uid: str, starts: datetime, ends: datetime, windows: Iterable[Window], told_at: datetime
) -> str:
    """Say what is open from `starts` to `ends`; all else in it is not."""
    inside = "".join(_available(one, told_at) for one in windows)
    return _block(uid, starts, ends, _OPEN, told_at, inside)


def vshut(shut: Shut, told_at: datetime) -> str:
    """Say that nothing is open for a time: an availability of higher priority, without windows."""
    return _block(shut.uid, shut.starts, shut.ends, _SHUT, told_at, "")


def vfreebusy(
    uid: str,
    starts: datetime,
    ends: datetime,
    busy: Iterable[tuple[datetime, datetime]],
    told_at: datetime,
) -> str:
    """Say when somebody is busy from `starts` to `ends`: periods in UTC, without a word."""
    periods = "".join(
        f"FREEBUSY;FBTYPE=BUSY:{one.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        f"/{other.astimezone(UTC):%Y%m%dT%H%M%SZ}\r\n"
        for one, other in busy
    )
    lines = (
        line("UID", uid),
        stamp_line("DTSTAMP", told_at),
        stamp_line("DTSTART", starts),
        stamp_line("DTEND", ends),
        periods,
    )
    return f"BEGIN:VFREEBUSY\r\n{''.join(lines)}END:VFREEBUSY\r\n"


def _block(
    uid: str, starts: datetime, ends: datetime, priority: int, told_at: datetime, inside: str
) -> str:
    lines = (
        line("UID", uid),
        stamp_line("DTSTAMP", told_at),
        time_line("DTSTART", starts),
        time_line("DTEND", ends),
        line("BUSYTYPE", "BUSY-UNAVAILABLE"),
        line("PRIORITY", str(priority)),
        inside,
    )
    return f"BEGIN:VAVAILABILITY\r\n{''.join(lines)}END:VAVAILABILITY\r\n"


def _available(one: Window, told_at: datetime) -> str:
    """One AVAILABLE; UNTIL is told in UTC, as its DTSTART has a zone (RFC 5545, 3.3.10)."""
    rule, but = "", ""
    if one.until:
        last = datetime.combine(one.until, time.max, one.starts.tzinfo).astimezone(UTC)
        rule = line("RRULE", f"FREQ=WEEKLY;UNTIL={last:%Y%m%dT%H%M%SZ}", escape=False)
        but = "".join(
            time_line("EXDATE", datetime.combine(day, one.starts.time(), one.starts.tzinfo))
            for day in one.but
        )
    lines = (
        line("UID", one.uid),
        stamp_line("DTSTAMP", told_at),
        time_line("DTSTART", one.starts),
        time_line("DTEND", one.ends),
        rule,
        but,
    )
    return f"BEGIN:AVAILABLE\r\n{''.join(lines)}END:AVAILABLE\r\n"
