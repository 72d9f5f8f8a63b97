"""Feeds that anybody may subscribe to: any filtered list, a series, an organization; one event.

The address of a list with `.ics` is its subscription, with the same filters.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.calendars.publish import RENDERER, Head, calendar
from netmentor.calendars.zones import zone_data_version
from netmentor.errors import NotFound
from netmentor.events import queries
from netmentor.events.filters import EventFilter, UnknownFilter
from netmentor.events.models import Published
from netmentor.events.rules import day_began, listing_day
from netmentor.feeds.conditional import Version, accepts_gzip
from netmentor.feeds.copies import Copies, compressed
from netmentor.organizations.queries import catalogue_revision, organization_by_slug


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed as asked for: its own address, what it holds, and the file name it suggests."""

    address: str
    wanted: EventFilter
    file_name: str


async def events(request: Request) -> Response:
    wanted = EventFilter.read(request.query_params.multi_items())
    feed = Feed(_address(request, wanted), wanted, "netmentor-events.ics")
    return await _answer(request, feed)


async def organization(request: Request) -> Response:
    slug = (await organization_by_slug(request.path_params["slug"])).slug
    wanted = _within(request, "organization")
    of_it = replace(wanted, organizations=(slug,))
    feed = Feed(_address(request, wanted), of_it, f"{slug}.ics")
    return await _answer(request, feed)


async def series(request: Request) -> Response:
    slug = (await queries.series_by_slug(request.path_params["slug"])).slug
    wanted = _within(request, "series")
    feed = Feed(_address(request, wanted), replace(wanted, series=(slug,)), f"{slug}.ics")
    return await _answer(request, feed)


async def event(request: Request) -> Response:
    """One event and its deadlines, as a file to keep."""
    found = await queries.event_by_slug(request.path_params["slug"])
    wanted = EventFilter.read(request.query_params.multi_items())
    if wanted.narrows:
        raise UnknownFilter("One event cannot be filtered; only “deadlines” may be set.")
    today = listing_day(clock.now())
    rows = await queries.published_of(found, wanted.deadlines, today=today)
    if not rows:
        raise NotFound("This event has no date that a calendar could hold.")
    file_name = f"{found.slug}.ics"
    head = Head(name=found.title, source_url=_address(request, wanted))
    return Response(
        _body(head, rows),
        media_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'} | _OPEN,
    )


_OPEN = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}


def _within(request: Request, fixed: str) -> EventFilter:
    """The filters of a feed whose address settles `fixed` already."""
    if fixed in request.query_params:
        raise UnknownFilter(f"This feed is of one {fixed} already; “{fixed}” cannot be set again.")
    return EventFilter.read(request.query_params.multi_items())


def _address(request: Request, wanted: EventFilter) -> str:
    """The feed's own address under the configured base URL; the Host header could be forged."""
    asked = wanted.address(page=1)
    base_url: str = request.app.state.settings.base_url
    return f"{base_url}{quote(request.url.path)}{'?' if asked else ''}{asked}"


async def _answer(request: Request, feed: Feed) -> Response:
    today = listing_day(clock.now())
    version = await _version(feed, today)
    coding = "gzip" if accepts_gzip(request.headers) else ""
    headers = version.headers(coding) | _OPEN | {"Vary": "Accept-Encoding"}
    if version.is_known_to(request.headers):
        return Response(status_code=304, headers=headers)
    body = _copies(request).get(version.coded(coding))
    if body is None:
        body = await _build(request, feed, version, today)
        if coding:
            body = await run_in_threadpool(compressed, body)
            _copies(request).keep(version.coded(coding), body)
    headers["Content-Disposition"] = f'inline; filename="{feed.file_name}"'
    if coding:
        headers["Content-Encoding"] = coding
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


async def _version(feed: Feed, today: date) -> Version:
    """Read the revision before any entry: at worst the next asking fetches once more."""
    revision = await catalogue_revision()
    # The time too: after a restore from a backup the numbers come again, for other content.
    changed = (revision.number, revision.changed_at) if revision else ()
    made_of = (feed.address, changed, today, RENDERER, zone_data_version())
    tag = hashlib.sha256(repr(made_of).encode()).hexdigest()[:24]
    began = day_began(today)
    return Version(tag, max(revision.changed_at, began) if revision else began)


async def _build(request: Request, feed: Feed, version: Version, today: date) -> bytes:
    if (body := _copies(request).get(version.tag)) is not None:
        return body
    rows = await queries.published(feed.wanted, today=today)
    head = Head(name=await queries.name_of(feed.wanted), source_url=feed.address)
    body = _body(head, rows)
    _copies(request).keep(version.tag, body)
    return body


def _copies(request: Request) -> Copies:
    copies: Copies = request.app.state.copies
    return copies


def _body(head: Head, rows: list[Published]) -> bytes:
    zones = sorted({row.timezone for row in rows if row.timezone})
    return calendar(head, [row.text for row in rows], zones)


routes = [
    Route("/events.ics", events, name="feeds:events"),
    Route("/events/{slug}.ics", event, name="feeds:event"),
    Route("/organizations/{slug}.ics", organization, name="feeds:organization"),
    Route("/series/{slug}.ics", series, name="feeds:series"),
]
