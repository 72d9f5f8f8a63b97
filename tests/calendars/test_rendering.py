"""Our lines, put together and folded by ourselves, are those that icalendar would write."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from icalendar import Event, vUri

from netmentor.calendars.entry import Days, Entry, Status
from netmentor.calendars.publish import KIND, vevent
from netmentor.text import clean, one_line
from tests.calendars.entries import entries


@given(entries)
@settings(max_examples=300, derandomize=True, deadline=None)
def test_an_event_is_byte_for_byte_what_icalendar_writes(entry: Entry) -> None:
    # The color is a choice of ours, not of the entry.
    [color] = [line for line in vevent(entry).split("\r\n") if line.startswith("COLOR:")]

    assert vevent(entry) == by_icalendar(entry, color.removeprefix("COLOR:"))


def by_icalendar(entry: Entry, color: str) -> str:
    """The entry as one component, rendered whole by the library."""
    event = Event()
    event.add("UID", entry.uid)
    event.add("DTSTAMP", entry.changed_at)
    event.add("CREATED", entry.created_at)
    event.add("LAST-MODIFIED", entry.changed_at)
    event.add("SEQUENCE", entry.sequence)
    event.add("STATUS", "CANCELLED" if entry.status == Status.CANCELED else "CONFIRMED")
    event.add("TRANSP", "OPAQUE" if entry.busy else "TRANSPARENT")
    event.add("COLOR", color)
    event.add(KIND, entry.kind)
    event.add("SUMMARY", one_line(entry.title))
    event.add("DTSTART", entry.when.first if isinstance(entry.when, Days) else entry.when.starts)
    ends = _end(entry)
    optional: dict[str, Any] = {
        "DTEND": ends,
        "DESCRIPTION": clean(entry.description),
        "LOCATION": one_line(entry.place),
        "URL": vUri(entry.url) if entry.url else "",
        "CATEGORIES": [one_line(category) for category in entry.categories],
    }
    for name, value in optional.items():
        if value:
            event.add(name, value)
    if entry.conference_url:
        event.add("CONFERENCE", vUri(entry.conference_url), parameters={"VALUE": "URI"})
    rendered: bytes = event.to_ical(sorted=True)
    return rendered.decode()


def _end(entry: Entry) -> date | None:
    if isinstance(entry.when, Days):
        return entry.when.last + timedelta(days=1)
    return entry.when.ends if entry.when.ends != entry.when.starts else None
