"""What changed, as Atom (RFC 4287): what is new, moved, called off, on again or no longer listed.

The address of a list with `.atom`, and the same filters.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor.errors import Invalid
from netmentor.events import queries
from netmentor.events.changes import sentences
from netmentor.events.entries import place_of
from netmentor.events.filters import EventFilter
from netmentor.events.models import Change, Event
from netmentor.events.rules import Deadlines, EventStatus
from netmentor.events.words import KIND_WORDS, STATUS_WORDS, days_words, months_words
from netmentor.feeds.answering import Feed, address_of, answer
from netmentor.organizations.queries import catalogue_revision

ATOM = "application/atom+xml"
RENDERER = 1  # grows when the same changes would come out as other bytes
_IDS = UUID("0d1f2f0e-7d2b-5c53-8f0a-6f1d3f9be2a7")  # drawn once; an entry's id is made under it
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2


async def events(request: Request) -> Response:
    wanted = EventFilter.read(request.query_params.multi_items())
    return await answer(request, _feed(request, wanted, wanted, "/events"))


async def series(request: Request) -> Response:
    slug = (await queries.series_by_slug(request.path_params["slug"])).slug
    wanted = EventFilter.read(request.query_params.multi_items(), "series")
    of_it = replace(wanted, series=(slug,))
    return await answer(request, _feed(request, wanted, of_it, f"/series/{slug}"))


def _feed(request: Request, asked: EventFilter, wanted: EventFilter, page: str) -> Feed:
    """The feed of changes of the events `wanted`, at the address that names `asked`."""
    if asked.deadlines != Deadlines.INCLUDE:
        raise Invalid("A feed of changes tells of deadlines with their events.")
    base_url: str = request.app.state.settings.base_url
    address = address_of(request, asked)
    beside = f"{base_url}{page}{asked.lasting().query()}"

    async def build(today: date) -> bytes:
        changes = await queries.latest_changes(wanted, today=today)
        name = f"{await queries.name_of(wanted)}: what changed"
        revision = await catalogue_revision()
        last = changes[0].seen_at if changes else revision.changed_at if revision else None
        feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en-US"})
        _put(feed, "title", name)
        _put(feed, "id", address)
        _put(feed, "updated", last.isoformat() if last else f"{today}T00:00:00Z")
        SubElement(feed, "link", rel="self", type=ATOM, href=address)
        SubElement(feed, "link", rel="alternate", type="text/html", href=beside)
        _put(SubElement(feed, "author"), "name", "NetMentor")
        _tell(feed, changes, base_url)
        told: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
        return told

    return Feed(
        address=address,
        wanted=wanted,
        file_name="netmentor-changes.atom",
        media_type=ATOM,
        renderer=RENDERER,
        build=build,
    )


def _tell(feed: Element, changes: Sequence[Change], base_url: str) -> None:
    for change in changes:
        event = change.event
        told = list(sentences(json.loads(change.told)))
        organizers = ", ".join(row.organization.name for row in event.organizers)
        entry = SubElement(feed, "entry")
        _put(entry, "title", f"{event.title}: {told[0] if told else 'Changed.'}")
        _put(entry, "id", f"urn:uuid:{uuid5(_IDS, f'{event.uid} {change.id}')}")
        _put(entry, "updated", change.seen_at.isoformat())
        page = f"{base_url}/events/{event.slug}"
        SubElement(entry, "link", rel="alternate", type="text/html", href=page)
        SubElement(entry, "category", term=event.kind, label=KIND_WORDS[event.kind])
        paragraphs = (*told, f"Now: {_state(event)}.", f"By {organizers}.")
        _put(entry, "content", "\n".join(paragraphs), type="text")


def _state(event: Event) -> str:
    """What the event is as things stand: its status where that matters, when, and where."""
    if event.starts_on and event.ends_on:
        when = days_words(event.starts_on, event.ends_on)
    elif event.window_from_on and event.window_to_on:
        when = f"expected in {months_words(event.window_from_on, event.window_to_on)}"
    else:
        when = "no date"
    off = "" if event.status in (EventStatus.CONFIRMED, EventStatus.EXPECTED) else event.status
    parts = (STATUS_WORDS.get(off, "").lower(), when, place_of(event))
    return ", ".join(part for part in parts if part)


def _put(parent: Element, name: str, text: str, **attributes: str) -> None:
    SubElement(parent, name, attributes).text = _NO_XML.sub("", text)


routes = [
    Route("/events.atom", events, name="feeds:changes"),
    Route("/series/{slug}.atom", series, name="feeds:series-changes"),
]
