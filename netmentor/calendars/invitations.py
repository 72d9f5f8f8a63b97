"""Messages by which calendars of people put something in, change it and take it out (iTIP)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from netmentor.calendars.entry import Days, Entry
from netmentor.calendars.lines import line
from netmentor.calendars.publish import PRODID, vevent
from netmentor.calendars.zones import vtimezone
from netmentor.text import one_line

_END = "END:VEVENT\r\n"


class Method(StrEnum):
    """What a calendar is to do with the entry: RFC 5546 sections 3.2.2 and 3.2.5."""

    REQUEST = "REQUEST"  # put it in, or change it where the UID is known and SEQUENCE is higher
    CANCEL = "CANCEL"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody a message names; `address` is one of mail."""

    name: str
    address: str


def invitation(method: Method, entry: Entry, *, organizer: Party, attendee: Party) -> bytes:
    """Return the message for one attendee, who has said yes already and need not answer.

    It names no other attendee: two people who are to meet learn no addresses of each other.
    """
    named = (
        line(f'ORGANIZER;CN="{_name(organizer)}"', f"mailto:{organizer.address}", escape=False),
        line(
            f'ATTENDEE;CN="{_name(attendee)}";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;'
            "PARTSTAT=ACCEPTED;RSVP=FALSE",
            f"mailto:{attendee.address}",
            escape=False,
        ),
    )
    zone = "" if isinstance(entry.when, Days) else entry.when.zone.key
    head = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{line('PRODID', PRODID)}CALSCALE:GREGORIAN\r\n"
    event = f"{vevent(entry).removesuffix(_END)}{''.join(named)}{_END}"
    rules = vtimezone(zone) if zone not in ("", "UTC") else ""
    return f"{head}METHOD:{method}\r\n{rules}{event}END:VCALENDAR\r\n".encode()


def _name(party: Party) -> str:
    """A name as a quoted parameter holds it: RFC 5545 section 3.2, RFC 6868 section 3.1."""
    return one_line(party.name).replace("^", "^^").replace('"', "^'")
