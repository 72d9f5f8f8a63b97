"""A calendar program of its own making: it does what mailed messages say, and knows nothing else.

It was written after RFC 5546 alone, on what icalendar reads, so that it errs in other places than
the service does.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from icalendar import Calendar, Event

from tests.mentoring.booking.sessions import letters_to


class Kept(NamedTuple):
    """One entry of a calendar."""

    starts_at: datetime
    ends_at: datetime
    sequence: int


async def calendar_of(address: str) -> dict[str, Kept]:
    """What the calendar of whoever reads these letters holds in the end, by UID."""
    kept: dict[str, Kept] = {}
    newest: dict[str, int] = {}
    for letter in await letters_to(address):
        for part in letter.walk():
            if part.get_content_type() == "text/calendar":
                read = Calendar.from_ical(part.get_payload(decode=True))
                assert part.get_param("method") == read["METHOD"]
                [event] = read.walk("VEVENT")
                assert str(event["ATTENDEE"]).lower() == f"mailto:{address}"
                _apply(str(read["METHOD"]), event, kept, newest)
    return kept


def _apply(method: str, event: Event, kept: dict[str, Kept], newest: dict[str, int]) -> None:
    """RFC 5546 section 2.1.5: what has a lower SEQUENCE than what is known came late."""
    uid, sequence = str(event["UID"]), int(event["SEQUENCE"])
    assert sequence > newest.get(uid, -1), "a change that no calendar would take up"
    newest[uid] = sequence
    if method == "CANCEL":
        assert kept.pop(uid, None), "what is taken out was never put in"
        return
    assert method == "REQUEST"
    kept[uid] = Kept(event["DTSTART"].dt, event["DTEND"].dt, sequence)
