"""A calendar program of its own making: it does what mailed messages say, and knows nothing else.

It was written after RFC 5546 alone, on what icalendar reads, so that it errs in other places than
the service does.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple, cast

from icalendar import Calendar
from icalendar.cal import Component

from tests.mentoring.booking.sessions import letters_to


class Message(NamedTuple):
    """What one letter tells a calendar."""

    method: str
    uid: str
    sequence: int
    status: str
    starts_at: datetime
    ends_at: datetime


class Kept(NamedTuple):
    """One entry of a calendar."""

    starts_at: datetime
    ends_at: datetime
    sequence: int


async def messages_to(address: str) -> list[Message]:
    """What the letters to an address tell its calendar, in their order."""
    found = []
    for letter in await letters_to(address):
        for part in letter.walk():
            if part.get_content_type() == "text/calendar":
                read = Calendar.from_ical(cast(bytes, part.get_payload(decode=True)))
                assert part.get_param("method") == read["METHOD"]
                [event] = read.walk("VEVENT")
                assert str(event["ATTENDEE"]).lower() == f"mailto:{address}"
                found.append(_message(str(read["METHOD"]), event))
    return found


async def calendar_of(address: str) -> dict[str, Kept]:
    """What the calendar of whoever reads these letters holds in the end, by UID.

    RFC 5546 section 2.1.5: what has a lower SEQUENCE than what is known came late.
    """
    kept: dict[str, Kept] = {}
    newest: dict[str, int] = {}
    for one in await messages_to(address):
        assert one.sequence > newest.get(one.uid, -1), "a change that no calendar would take up"
        newest[one.uid] = one.sequence
        if one.method == "CANCEL":
            assert kept.pop(one.uid, None), "what is taken out was never put in"
        else:
            assert one.method == "REQUEST"
            kept[one.uid] = Kept(one.starts_at, one.ends_at, one.sequence)
    return kept


def _message(method: str, event: Component) -> Message:
    return Message(
        method=method,
        uid=str(event["UID"]),
        sequence=int(event.decoded("SEQUENCE")),
        status=str(event["STATUS"]),
        starts_at=cast(datetime, event.decoded("DTSTART")),
        ends_at=cast(datetime, event.decoded("DTEND")),
    )
