"""Feeds that anybody may subscribe to: any filtered list, a series, an organization; one event.

The address of a list with `.ics` is its subscription, with the same filters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.calendars.publish import RENDERER, Head, calendar
from netmentor.errors import NotFound
from netmentor.events import queries
from netmentor.events.filter_values import UnknownFilter
from netmentor.events.filters import EventFilter
from netmentor.events.queries import PublishedText
from netmentor.events.rules import listing_day
from netmentor.feeds.answering import Feed, address_of, answer
from netmentor.feeds.editions import OPEN
from netmentor.organizations.queries import organization_by_slug

CALENDAR = "text/calendar"


async def events(request: Request) -> Response:
    wanted = EventFilter.read(request.query_params.multi_items())
    return await answer(request, _feed(request, wanted, wanted, "netmentor-events.ics"))


async def organization(request: Request) -> Response:
    slug = (await organization_by_slug(request.path_params["slug"])).slug
    wanted = EventFilter.read(request.query_params.multi_items(), "organization")
    of_it = replace(wanted, organizations=(slug,))
    return await answer(request, _feed(request, wanted, of_it, f"{slug}.ics"))


async def series(request: Request) -> Response:
    slug = (await queries.series_by_slug(request.path_params["slug"])).slug
    wanted = EventFilter.read(request.query_params.multi_items(), "series")
    of_it = replace(wanted, series=(slug,))
    return await answer(request, _feed(request, wanted, of_it, f"{slug}.ics"))


async def event(request: Request) -> Response:
    """One event and its deadlines, as a file to keep."""
    found = await queries.event_by_slug(request.path_params["slug"])
    wanted = EventFilter.read(request.query_params.multi_items())
    if wanted.narrows:
        raise UnknownFilter("One event cannot be filtered; only “deadlines” may be set.")
    if found.merged_into:
        asked = wanted.lasting().address()
        path = request.app.url_path_for("feeds:event", slug=found.merged_into.slug)
        return RedirectResponse(f"{path}{'?' if asked else ''}{asked}", status_code=301)
    today = listing_day(clock.now())
    rows = await queries.published_of(found, wanted.deadlines, today=today)
    if not rows:
        raise NotFound("This event has no date that a calendar could hold.")
    file_name = f"{found.slug}.ics"
    head = Head(name=found.title, source_url=address_of(request, wanted))
    return Response(
        calendar(head, [row.text for row in rows], _zones(rows)),
        media_type=f"{CALENDAR}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'} | OPEN,
    )


def _feed(request: Request, asked: EventFilter, wanted: EventFilter, file_name: str) -> Feed:
    """The feed of the events `wanted`, at the address that names `asked`."""
    address = address_of(request, asked)

    async def build(today: date) -> bytes:
        head = Head(name=await queries.name_of(wanted), source_url=address)
        zones: set[str] = set()
        bodies: list[bytes] = []
        async for rows in queries.published(wanted, today=today):
            zones |= _zones(rows)
            bodies.append("".join(row.text for row in rows).encode())
        return calendar(head, bodies, zones)

    return Feed(
        address=address,
        wanted=wanted,
        file_name=file_name,
        media_type=CALENDAR,
        renderer=RENDERER,
        build=build,
    )


def _zones(rows: Sequence[PublishedText]) -> set[str]:
    return {row.timezone for row in rows if row.timezone}


routes = [
    Route("/events.ics", events, name="feeds:events"),
    Route("/events/{slug}.ics", event, name="feeds:event"),
    Route("/organizations/{slug}.ics", organization, name="feeds:organization"),
    Route("/series/{slug}.ics", series, name="feeds:series"),
]
