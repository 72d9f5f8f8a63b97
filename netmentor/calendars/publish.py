"""Entries into iCalendar: one finished VEVENT each, joined into a calendar later.

icalendar renders every VEVENT, and spends its time per property; so a text is rendered
once, when what it says changes, and stored. A calendar is then a header, the zones its
texts use, and the texts, joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from icalendar import Event, Parameters, vDDDTypes, vText, vUri

from netmentor import __version__
from netmentor.calendars.entry import Days, Entry, Span, Status
from netmentor.calendars.zones import vtimezone
from netmentor.text import clean, one_line

RENDERER = 1  # grows when an unchanged entry, or the head of a calendar, would have other bytes
REFRESH = timedelta(hours=6)
PRODID = f"-//NetMentor//NetMentor {__version__.split('.')[0]}//EN"
KIND = "X-NETMENTOR-KIND"

_ZONE_OF_AN_EMPTY_CALENDAR = "America/New_York"  # RFC 5545, 3.6: at least one component
_COLORS = {  # CSS3 names (RFC 7986, 5.9), after the colors of the pages
    "conference": "seagreen",
    "symposium": "seagreen",
    "webinar": "mediumpurple",
    "workshop": "chocolate",
    "course": "chocolate",
    "deadline": "firebrick",
}
_COLOR = "steelblue"
_OCTETS = 74  # of a line, so that the space before the next one fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a calendar says of itself. `source_url` is its own address."""

    name: str
    description: str = ""
    source_url: str = ""


def vevent(entry: Entry) -> str:
    """Return `entry` as one VEVENT: CRLF, folded at 75 octets, the same bytes each time.

    icalendar renders each value, and those that many events share are remembered.
    """
    ends = _end(entry.when)
    conference = ("CONFERENCE", vUri(entry.conference_url), "VALUE=URI")
    categories = tuple(one_line(category) for category in entry.categories)
    changed = _shared("DTSTAMP", _stamp(entry.changed_at))  # without METHOD, when it last changed
    lines = (
        _line("SUMMARY", one_line(entry.title)),
        _when("DTSTART", _start(entry.when)),
        _when("DTEND", ends) if ends else "",
        changed,
        _line("UID", entry.uid),
        _shared("SEQUENCE", entry.sequence),
        _shared("CATEGORIES", categories) if categories else "",
        _shared("COLOR", _COLORS.get(entry.kind, _COLOR)),
        _rendered(*conference) if entry.conference_url else "",
        _shared("CREATED", _stamp(entry.created_at)),
        _if_any("DESCRIPTION", clean(entry.description)),
        _shared("LAST-MODIFIED", _stamp(entry.changed_at)),
        _if_any("LOCATION", one_line(entry.place)),
        _shared("STATUS", "CANCELLED" if entry.status == Status.CANCELED else "CONFIRMED"),
        _shared("TRANSP", "OPAQUE" if entry.busy else "TRANSPARENT"),
        _line("URL", entry.url, escape=False) if entry.url else "",
        _shared(KIND, entry.kind),
    )
    return f"BEGIN:VEVENT\r\n{''.join(lines)}END:VEVENT\r\n"


def calendar(head: Head, texts: Iterable[str | bytes], zones: Iterable[str]) -> bytes:
    """Join stored VEVENT texts into one calendar; `zones` are the names its times use.

    Of many events each of `texts` may be several of them, as bytes.
    """
    named = sorted(set(zones))
    events = [text if isinstance(text, bytes) else text.encode() for text in texts]
    if not events and not named:
        named = [_ZONE_OF_AN_EMPTY_CALENDAR]
    before = "".join((*_header(head), *(vtimezone(name) for name in named)))
    return b"".join((before.encode(), *events, b"END:VCALENDAR\r\n"))


def _header(head: Head) -> Iterable[str]:
    name, description = one_line(head.name), clean(head.description)
    yield "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"  # some readers look for it in the second line
    yield _line("PRODID", PRODID)
    yield _line("CALSCALE", "GREGORIAN")
    if name:
        yield _line("NAME", name)
        yield _line("X-WR-CALNAME", name)
    if description:
        yield _line("DESCRIPTION", description)
        yield _line("X-WR-CALDESC", description)
    if head.source_url:
        yield _line("SOURCE;VALUE=URI", head.source_url, escape=False)
    refresh = f"PT{REFRESH // timedelta(hours=1)}H"
    yield _line("REFRESH-INTERVAL;VALUE=DURATION", refresh)  # icalendar leaves VALUE out
    yield _line("X-PUBLISHED-TTL", refresh)


def _line(name: str, value: str, *, escape: bool = True) -> str:
    written = vText(value).to_ical().decode() if escape else value
    return f"{_folded(f'{name}:{written}')}\r\n"


def _folded(line: str) -> str:
    """Fold a content line at 75 octets, between letters and never inside an escape.

    As icalendar folds, byte for byte, in a fifteenth of the time where a letter has an
    accent; half of an import was spent there.
    """
    if len(line) <= _OCTETS and (line.isascii() or len(line.encode()) <= _OCTETS):
        return line
    parts, start = [], 0
    while start < len(line):
        end = start + _OCTETS
        while (more := len(line[start:end].encode()) - _OCTETS) > 0:
            end -= -(-more // 4)  # no letter has more than four octets
        if end < len(line) and end - start > 1 and line[end - 1] in "\\^":
            end -= 1
        parts.append(line[start:end])
        start = end
    return "\r\n ".join(parts)


def _rendered(name: str, value: Any, parameter: str = "") -> str:
    """One property as icalendar renders it."""
    event = Event()
    named = Parameters([parameter.split("=")] if parameter else [])
    event.add(name, list(value) if isinstance(value, tuple) else value, parameters=named)
    return f"{_folded(event.content_line(name, event[name]))}\r\n"


_shared = lru_cache(maxsize=4096)(_rendered)


def _when(name: str, value: date) -> str:
    told = vDDDTypes(value)
    parameters = "".join(f";{one}={each}" for one, each in told.params.items())
    return f"{name}{parameters}:{told.to_ical().decode()}\r\n"


def _if_any(name: str, value: str) -> str:
    return _line(name, value) if value else ""


def _start(when: Span | Days) -> date:
    return when.first if isinstance(when, Days) else when.starts


def _end(when: Span | Days) -> date | None:
    """What DTEND says: on the wire the end of whole days is exclusive."""
    if isinstance(when, Days):
        return when.last + timedelta(days=1)
    return when.ends if when.ends != when.starts else None


def _stamp(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
