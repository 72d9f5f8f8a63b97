"""Entries into iCalendar: one finished VEVENT each, joined into a calendar later.

icalendar renders every VEVENT, and spends its time per property; so a text is rendered
once, when what it says changes, and stored. A calendar is then a header, the zones its
texts use, and the texts, joined.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from icalendar import vUri

from netmentor import __version__
from netmentor.calendars.entry import Entry, Status
from netmentor.calendars.lines import (
    end_of,
    line,
    line_if_any,
    rendered,
    shared,
    stamp_line,
    start_of,
    time_line,
)
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
    "follow_up": "goldenrod",
    "session": "teal",
}
_COLOR = "steelblue"


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
    ends = end_of(entry.when)
    conference = ("CONFERENCE", vUri(entry.conference_url), "VALUE=URI")
    categories = tuple(one_line(category) for category in entry.categories)
    changed = stamp_line("DTSTAMP", entry.changed_at)  # without METHOD, when it last changed
    lines = (
        line("SUMMARY", one_line(entry.title)),
        time_line("DTSTART", start_of(entry.when)),
        time_line("DTEND", ends) if ends else "",
        changed,
        line("UID", entry.uid),
        shared("SEQUENCE", entry.sequence),
        shared("CATEGORIES", categories) if categories else "",
        shared("COLOR", _COLORS.get(entry.kind, _COLOR)),
        rendered(*conference) if entry.conference_url else "",
        stamp_line("CREATED", entry.created_at),
        line_if_any("DESCRIPTION", clean(entry.description)),
        stamp_line("LAST-MODIFIED", entry.changed_at),
        line_if_any("LOCATION", one_line(entry.place)),
        shared("STATUS", "CANCELLED" if entry.status == Status.CANCELED else "CONFIRMED"),
        shared("TRANSP", "OPAQUE" if entry.busy else "TRANSPARENT"),
        line("URL", entry.url, escape=False) if entry.url else "",
        shared(KIND, entry.kind),
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
    yield line("PRODID", PRODID)
    yield line("CALSCALE", "GREGORIAN")
    if name:
        yield line("NAME", name)
        yield line("X-WR-CALNAME", name)
    if description:
        yield line("DESCRIPTION", description)
        yield line("X-WR-CALDESC", description)
    if head.source_url:
        yield line("SOURCE;VALUE=URI", head.source_url, escape=False)
    refresh = f"PT{REFRESH // timedelta(hours=1)}H"
    yield line("REFRESH-INTERVAL;VALUE=DURATION", refresh)  # icalendar leaves VALUE out
    yield line("X-PUBLISHED-TTL", refresh)
