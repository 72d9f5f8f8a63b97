"""Codes to scan with a phone: each holds one of our own subscriptions, and nothing else.

The address of a code says which list it is of, never what stands in it: nobody can have us
draw a code that leads elsewhere.
"""

from __future__ import annotations

import io
from functools import lru_cache

import segno
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor.errors import NotFound
from netmentor.events.filters import EventFilter
from netmentor.events.indexing import catalogue
from netmentor.events.matching import refuse_unknown
from netmentor.events.queries import series_by_slug
from netmentor.organizations.queries import organization_by_slug
from netmentor.web.calendars import fits_a_code, subscription
from netmentor.web.page import settings_of

_KEPT = {"Cache-Control": "public, max-age=86400"}  # seconds; the same address, the same code
_QUIET_ZONE = 4  # modules of white around the code, as ISO/IEC 18004 asks
_MOST_KEPT = 256


async def events(request: Request) -> Response:
    return await _code(request, "/events.ics")


async def organization(request: Request) -> Response:
    slug = (await organization_by_slug(request.path_params["slug"])).slug
    return await _code(request, f"/organizations/{slug}.ics", "organization")


async def series(request: Request) -> Response:
    slug = (await series_by_slug(request.path_params["slug"])).slug
    return await _code(request, f"/series/{slug}.ics", "series")


async def _code(request: Request, feed: str, settled: str = "") -> Response:
    wanted = EventFilter.read(request.query_params.multi_items(), settled)
    refuse_unknown(wanted, await catalogue())
    query = wanted.lasting().query()
    address = subscription(settings_of(request).base_url, feed, query, name="").apple
    if not fits_a_code(address):
        raise NotFound("This address is too long for a code that a phone could read.")
    drawn = await run_in_threadpool(_drawn, address)
    return Response(drawn, media_type="image/svg+xml", headers=_KEPT)


@lru_cache(maxsize=_MOST_KEPT)
def _drawn(address: str) -> bytes:
    """Dark on white whatever the page around it looks like: cameras want it so."""
    picture = io.BytesIO()
    segno.make(address, micro=False).save(
        picture,
        kind="svg",
        xmldecl=False,
        omitsize=True,
        border=_QUIET_ZONE,
        dark="#000",
        light="#fff",
    )
    return picture.getvalue()


routes = [
    Route("/events/qr.svg", events, name="codes:events"),
    Route("/organizations/{slug}/qr.svg", organization, name="codes:organization"),
    Route("/series/{slug}/qr.svg", series, name="codes:series"),
]
