"""Entries into iCalendar: one finished VEVENT each, joined into a calendar later.

icalendar renders every VEVENT, and spends its time per property; so a text is rendered
once, when what it says changes, and stored. A calendar is then a header, the zones its
texts use, and the texts, joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Event, vText, vUri
from icalendar.parser import Contentline

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a calendar says of itself. `source_url` is its own address."""

    name: str
    description: str = ""
    source_url: str = ""


def vevent(entry: Entry) -> str:
    """Return `entry` as one VEVENT: CRLF, folded at 75 octets, the same bytes each time."""
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", _stamp(entry.changed_at))  # without METHOD, when it last changed
    event.add("CREATED", _stamp(entry.created_at))
    event.add("LAST-MODIFIED", _stamp(entry.changed_at))
    event.add("SEQUENCE", entry.sequence)
    event.add("STATUS", "CANCELLED" if entry.status == Status.CANCELED else "CONFIRMED")
    event.add("TRANSP", "OPAQUE" if entry.busy else "TRANSPARENT")
    event.add("COLOR", _COLORS.get(entry.kind, _COLOR))
    event.add(KIND, entry.kind)
    event.add("SUMMARY", one_line(entry.title))
    _add_when(event, entry.when)
    _add_if(event, "DESCRIPTION", clean(entry.description))
    _add_if(event, "LOCATION", one_line(entry.place))
    _add_if(event, "URL", vUri(entry.url) if entry.url else "")
    if entry.conference_url:
        event.add("CONFERENCE", vUri(entry.conference_url), parameters={"VALUE": "URI"})
    if entry.categories:
        event.add("CATEGORIES", [one_line(category) for category in entry.categories])
    rendered: bytes = event.to_ical(sorted=True)
    return rendered.decode()


def calendar(head: Head, texts: Iterable[str], zones: Iterable[str]) -> bytes:
    """Join stored VEVENT texts into one calendar; `zones` are the names its times use."""
    named = sorted(set(zones))
    body = "".join(texts)
    if not body and not named:
        named = [_ZONE_OF_AN_EMPTY_CALENDAR]
    parts = ["".join(_header(head)), *(vtimezone(name) for name in named), body]
    return f"{''.join(parts)}END:VCALENDAR\r\n".encode()


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
    folded: bytes = Contentline(f"{name}:{written}").to_ical()  # type: ignore[no-untyped-call]
    return f"{folded.decode()}\r\n"


def _add_when(event: Event, when: Span | Days) -> None:
    if isinstance(when, Days):
        event.add("DTSTART", when.first)
        event.add("DTEND", when.last + timedelta(days=1))  # on the wire the end is exclusive
        return
    event.add("DTSTART", when.starts)
    if when.ends != when.starts:
        event.add("DTEND", when.ends)


def _add_if(event: Event, name: str, value: Any) -> None:
    if value:
        event.add(name, value)


def _stamp(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
