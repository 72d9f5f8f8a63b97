"""Tables of events, for tests: read in this process."""

from __future__ import annotations

from collections.abc import Mapping

from netmentor.events.importing import tables
from netmentor.events.importing.items import Item, Skipped

CHICAGO = "America/Chicago"


def told(
    body: bytes | str, mapping: Mapping[str, str] | None = None, zone: str = CHICAGO
) -> list[Item | Skipped]:
    """All that a table tells; a text is sent as UTF-8."""
    sent = body.encode() if isinstance(body, str) else body
    return list(tables.read(sent, mapping=mapping or {}, zone=zone))


def row(header: str, cells: str) -> Item:
    """The one item of a table with a title, a date and these columns."""
    [found] = told(f"Title,Date,{header}\nSample talk,2027-06-15,{cells}\n")
    assert isinstance(found, Item)
    return found
