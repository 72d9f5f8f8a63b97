"""People as a table that spreadsheets open, and that can be read back in (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator

from netmentor.contacts.rules import WayKind
from netmentor.contacts.vcards import Person
from netmentor.events.importing.table_cells import safe

HEADERS = (
    "Name", "Credentials", "Title", "Organization", "Email", "Phone", "LinkedIn", "Website",
    "Other", "Tags", "Note", "Met at", "Met on", "Key",
)  # fmt: skip


async def table(people: AsyncIterator[Person]) -> AsyncIterator[str]:
    """Yield the lines of the table. Of several values in a cell each stands on its own line."""
    yield "\ufeff" + _line(HEADERS)  # without the mark Excel takes the letters for others
    async for person in people:
        yield _line(_cells(person))


def _cells(person: Person) -> tuple[str, ...]:
    told = {
        kind: "\n".join(value for each, value in person.ways if each == kind) for kind in WayKind
    }
    return (
        person.name, person.credentials, person.title, person.organization,
        told[WayKind.EMAIL], told[WayKind.PHONE], told[WayKind.LINKEDIN],
        told[WayKind.WEBSITE], told[WayKind.OTHER], "\n".join(person.tags), person.note,
        person.met_where, person.met_on.isoformat() if person.met_on else "", person.uid,
    )  # fmt: skip


def _line(cells: tuple[str, ...]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(map(safe, cells))
    return written.getvalue()
