"""Content lines as they go out: rendered by icalendar, folded at 75 octets, ended by CRLF."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from icalendar import Event, Parameters, vDDDTypes

from netmentor.calendars.entry import Days, Span

_OCTETS = 74  # of a line, so that the space before the next one fits


def line(name: str, value: str, *, escape: bool = True) -> str:
    """One property of text, or with `escape=False` one whose value stands as it is."""
    written = _escaped(value) if escape else value
    return f"{folded(f'{name}:{written}')}\r\n"


def _escaped(text: str) -> str:
    """Escape a value (RFC 5545 section 3.3.11) as icalendar does, without making a value of it."""
    text = text.replace("\\N", "\n").replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(text: str) -> str:
    """Fold a content line at 75 octets, between letters and never inside an escape.

    As icalendar folds, byte for byte, in a fifteenth of the time where a letter has an
    accent; half of an import was spent there.
    """
    if len(text) <= _OCTETS and (text.isascii() or len(text.encode()) <= _OCTETS):
        return text
    parts, start = [], 0
    while start < len(text):
        end = start + _OCTETS
        while (more := len(text[start:end].encode()) - _OCTETS) > 0:
            end -= -(-more // 4)  # no letter has more than four octets
        if end < len(text) and end - start > 1 and text[end - 1] in "\\^":
            end -= 1
        parts.append(text[start:end])
        start = end
    return "\r\n ".join(parts)


def rendered(name: str, value: Any, parameter: str = "") -> str:
    """One property as icalendar renders it."""
    event = Event()
    named = Parameters([parameter.split("=")] if parameter else [])
    event.add(name, list(value) if isinstance(value, tuple) else value, parameters=named)
    return f"{folded(event.content_line(name, event[name]))}\r\n"


shared = lru_cache(maxsize=4096)(rendered)


def time_line(name: str, value: date) -> str:
    """One property of a day, of a moment in a zone, or of one in UTC."""
    if not isinstance(value, datetime):
        return _day_line(name, value)
    parameter, suffix = _named(value.tzinfo)
    day = f"{value.year:04}{value.month:02}{value.day:02}"
    return f"{name}{parameter}:{day}T{value.hour:02}{value.minute:02}{value.second:02}{suffix}\r\n"


def stamp_line(name: str, moment: datetime) -> str:
    """One property of a moment as stamps have it: in UTC, of whole seconds."""
    return time_line(name, moment.astimezone(UTC))


@lru_cache(maxsize=1024)
def _named(zone: tzinfo | None) -> tuple[str, str]:
    """What stands before and after a moment's digits in this zone, as icalendar writes it."""
    told = vDDDTypes(datetime(2027, 1, 1, tzinfo=zone))
    parameter = "".join(f";{one}={each}" for one, each in told.params.items())
    return parameter, "Z" if told.to_ical().endswith(b"Z") else ""


@lru_cache(maxsize=4096)
def _day_line(name: str, value: date) -> str:
    return f"{name};VALUE=DATE:{vDDDTypes(value).to_ical().decode()}\r\n"


def line_if_any(name: str, value: str) -> str:
    """One property of text; nothing where there is no text."""
    return line(name, value) if value else ""


def start_of(when: Span | Days) -> date:
    """What DTSTART says: a moment, or a day."""
    return when.first if isinstance(when, Days) else when.starts


def end_of(when: Span | Days) -> date | None:
    """What DTEND says: on the wire the end of whole days is exclusive."""
    if isinstance(when, Days):
        return when.last + timedelta(days=1)
    return when.ends if when.ends != when.starts else None
