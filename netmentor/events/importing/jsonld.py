"""Events of schema.org on the pages of others: JSON-LD in HTML, or a file of it.

https://schema.org/Event
"""

from __future__ import annotations

from collections.abc import Iterator

from netmentor.events.importing.items import Item, Skipped
from netmentor.events.importing.jsonld_blocks import Sought, told_in
from netmentor.events.importing.jsonld_items import item_of
from netmentor.events.importing.jsonld_values import Page, is_event
from netmentor.events.importing.keys import told_apart

_OF_ALL = ("location", "organizer", "eventAttendanceMode")
_EVENTS = Sought(
    is_one=is_event,
    one="event",
    several="events",
    holders=(
        "@graph itemListElement item mainEntity event events subEvent subEvents hasCourseInstance"
    ).split(),
    named=("location", "organizer"),
    inherited={  # what parts of a whole leave unsaid
        "subEvent": _OF_ALL,
        "subEvents": _OF_ALL,
        "hasCourseInstance": ("name", "description", "url", "provider"),
    },
    in_calendars=True,
)


def read(body: bytes, *, charset: str, address: str, zone: str) -> Iterator[Item | Skipped]:
    """Yield the events of an HTML page, or of a file of JSON, in their order.

    `address` is that of the page, "" for a file; times with an offset become the wall clock
    of their place, else of `zone`. Raises UnreadableFile where there is no event at all.
    """
    told = told_in(body, _EVENTS, charset=charset, address=address)
    page = Page(address=address, zone=zone, named=told.named)
    found = (one if isinstance(one, Skipped) else item_of(one, page) for one in told.found)
    yield from told_apart(found)
