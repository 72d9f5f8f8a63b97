"""Pages with events of schema.org, for tests: made, and read in this process."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from netmentor.events.importing import jsonld
from netmentor.events.importing.items import Item, Skipped

PAGE = "https://example.org/events/"
SAMPLE: dict[str, Any] = {
    "@type": "Event",
    "name": "Sample breakfast",
    "startDate": "2027-03-09T08:00",
    "endDate": "2027-03-09T09:30",
    "url": "https://example.org/sample",
}
ITEM = Item(
    key="https://example.org/sample",
    line=1,
    title="Sample breakfast",
    kind="networking",
    status="confirmed",
    modality="in_person",
    starts_on=date(2027, 3, 9),
    ends_on=date(2027, 3, 9),
    starts_time="08:00",
    ends_time="09:30",
    timezone="America/New_York",
    url="https://example.org/sample",
)


def told(body: str | bytes, *, address: str = "") -> list[Item | Skipped]:
    """All that a page or a file of JSON tells."""
    sent = body.encode() if isinstance(body, str) else body
    return list(jsonld.read(sent, charset="", address=address, zone="America/New_York"))


def page(*blocks: str) -> str:
    return "\n".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)


def sample(**fields: Any) -> str:
    """The sample event as JSON, in one line; a field that is None is left out."""
    return json.dumps({name: one for name, one in (SAMPLE | fields).items() if one is not None})


def item(**fields: Any) -> Item:
    """The one item that the sample event becomes with these fields."""
    [found] = told(sample(**fields))
    assert isinstance(found, Item)
    return found
