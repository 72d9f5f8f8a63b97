"""How every feed answers: "nothing new" from one row, else bytes that are kept by their ETag."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from netmentor import clock
from netmentor.calendars.zones import zone_data_version
from netmentor.events.filters import EventFilter, UnknownFilter
from netmentor.events.rules import day_began, listing_day
from netmentor.feeds.conditional import Version, accepts_gzip
from netmentor.feeds.copies import Copies, compressed
from netmentor.organizations.queries import catalogue_revision

OPEN = {"Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed as asked for: its own address, what it is, and how it is built on a day.

    `renderer` grows when the same content comes out as other bytes.
    """

    address: str
    file_name: str
    media_type: str
    renderer: int
    build: Callable[[date], Awaitable[bytes]]


def within(request: Request, fixed: str) -> EventFilter:
    """The filters of a feed whose address settles `fixed` already."""
    if fixed in request.query_params:
        raise UnknownFilter(f"This feed is of one {fixed} already; “{fixed}” cannot be set again.")
    return EventFilter.read(request.query_params.multi_items())


def address_of(request: Request, wanted: EventFilter) -> str:
    """The feed's own address under the configured base URL; the Host header could be forged."""
    asked = wanted.address(page=1)
    base_url: str = request.app.state.settings.base_url
    return f"{base_url}{quote(request.url.path)}{'?' if asked else ''}{asked}"


async def answer(request: Request, feed: Feed) -> Response:
    """Answer with the feed, or with 304 where the asker has it already."""
    today = listing_day(clock.now())
    version = await _version(feed, today)
    coding = "gzip" if accepts_gzip(request.headers) else ""
    headers = version.headers(coding) | OPEN | {"Vary": "Accept-Encoding"}
    if version.is_known_to(request.headers):
        return Response(status_code=304, headers=headers)
    copies: Copies = request.app.state.copies
    body = copies.get(version.coded(coding))
    if body is None:
        body = await _plain(copies, feed, version, today)
        if coding:
            body = await run_in_threadpool(compressed, body)
            copies.keep(version.coded(coding), body)
    headers["Content-Disposition"] = f'inline; filename="{feed.file_name}"'
    if coding:
        headers["Content-Encoding"] = coding
    return Response(body, media_type=f"{feed.media_type}; charset=utf-8", headers=headers)


async def _version(feed: Feed, today: date) -> Version:
    """Read the revision before any entry: at worst the next asking fetches once more."""
    revision = await catalogue_revision()
    # The time too: after a restore from a backup the numbers come again, for other content.
    changed = (revision.number, revision.changed_at) if revision else ()
    made_of = (feed.address, changed, today, feed.renderer, zone_data_version())
    tag = hashlib.sha256(repr(made_of).encode()).hexdigest()[:24]
    began = day_began(today)
    return Version(tag, max(revision.changed_at, began) if revision else began)


async def _plain(copies: Copies, feed: Feed, version: Version, today: date) -> bytes:
    if (body := copies.get(version.tag)) is None:
        body = await feed.build(today)
        copies.keep(version.tag, body)
    return body
