"""iCalendar text on its way in, for tests: as it is sent, and read here or by the real process."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from netmentor.events.importing import ics, ics_items
from netmentor.events.importing.items import Asked, Entry, Item, Skipped
from netmentor.events.importing.reading import SECONDS, contents_of, items_of

FILES = Path(__file__).parent / "files"
ASKED = Asked(
    format="ics",
    zone="America/Chicago",
    since=date(2026, 9, 25),
    until=date(2028, 11, 24),
    most=5_000,
)
SOUND = """\
BEGIN:VEVENT
UID:sound-{number}@example.org
SUMMARY:Sample breakfast {number}
DTSTART:20261209T133000Z
DTEND:20261209T150000Z
END:VEVENT
"""


def as_sent(name: str) -> bytes:
    """A file of the folder `files` with the line ends that calendars have."""
    return wire((FILES / name).read_text(encoding="utf-8"))


def wire(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode()


def calendar(*events: str, head: str = "") -> bytes:
    """A calendar of events, each given as its lines."""
    body = "".join(events)
    return wire(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Sample//EN\n{head}{body}END:VCALENDAR\n")


def event(*lines: str, **properties: str) -> str:
    """One event with a UID, a title and a beginning, unless `properties` say otherwise."""
    boring = {"uid": "sample@example.org", "summary": "Sample event", "dtstart": "20261209T120000"}
    told = [f"{name.upper()}:{value}" for name, value in (boring | properties).items() if value]
    return "\n".join(["BEGIN:VEVENT", *told, *lines, "END:VEVENT", ""])


def between(*broken: str) -> bytes:
    """A calendar in which something broken stands between two sound events."""
    return calendar(SOUND.format(number=1), *broken, SOUND.format(number=2))


def read(body: bytes, **changes: Any) -> list[Item | Skipped]:
    """All that a calendar tells, read in this process, in the order of its entries."""
    asked = replace(ASKED, **changes)
    calendar_read = ics.calendar_of(body, asked)
    told: list[Item | Skipped] = []
    for found in ics.outline(body, asked):
        if isinstance(found, Entry):
            blocks = [body[one.offset : one.offset + one.length] for one in found.places]
            told += ics_items.items(found, blocks, calendar_read, asked)
        elif isinstance(found, Skipped):
            told.append(found)
    return told


async def read_apart(
    body: bytes, *, seconds: float = SECONDS, **changes: Any
) -> tuple[list[Item], list[Skipped]]:
    """The items of a file, and what was skipped, as the process apart tells them."""
    asked = replace(ASKED, **changes)
    with tempfile.TemporaryFile() as file:
        file.write(body)
        file.flush()
        async with contents_of(file, asked, seconds=seconds) as contents:
            skipped = list(contents.skipped)
            keys = list(contents.entries)
            async with items_of(file, asked, contents, keys, seconds=seconds) as told:
                found = list(told)
    items = [one for one in found if isinstance(one, Item)]
    return items, skipped + [one for one in found if isinstance(one, Skipped)]


def items_in(body: bytes, **changes: Any) -> list[Item]:
    """The items of a calendar of which nothing was skipped."""
    told = read(body, **changes)
    skipped = [one for one in told if isinstance(one, Skipped)]
    assert skipped == []
    return [one for one in told if isinstance(one, Item)]
