"""Pages of what is on: the list, an event, a series."""

from __future__ import annotations

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.events import queries
from netmentor.events.changes import told
from netmentor.events.choices import choices
from netmentor.events.curating.queries import locks_of
from netmentor.events.filters import EventFilter
from netmentor.events.importing.queries import witnesses_of
from netmentor.events.rules import Deadlines, EventStatus, listing_day
from netmentor.web import calendars, cards
from netmentor.web.page import redirect, render, settings_of


async def home(request: Request) -> Response:
    return redirect(request, "events:index")


async def index(request: Request) -> Response:
    """The list by day, and by month what is expected; the filters are the address."""
    wanted = EventFilter.read(request.query_params.multi_items())
    found = await queries.listing(wanted, today=listing_day(clock.now()))
    expected = [event for month in found.months for event in month.events]
    return render(
        request,
        "events/index.html",
        wanted=wanted,
        found=found,
        choices=await choices(),
        earlier=await queries.earlier_editions({event.series_id or 0 for event in expected}),
        zone=cards.shared_zone(found),
        next_deadline=cards.next_deadline,
        credits_of=cards.credits_by_credential,
        changes=f"/events.atom{_query(replace(wanted, deadlines=Deadlines.INCLUDE))}",
        subscription=calendars.subscription(
            settings_of(request).base_url,
            "/events.ics",
            wanted.address(page=1),
            await queries.name_of(wanted),
        ),
    )


async def show(request: Request) -> Response:
    event = await queries.event_by_slug(request.path_params["slug"])
    if event.merged_into:
        return redirect(request, "events:show", 301, slug=event.merged_into.slug)
    today = listing_day(clock.now())
    dated = event.starts_on is not None and event.status != EventStatus.EXPECTED
    earlier = await queries.earlier_editions([event.series_id] if event.series_id else [])
    return render(
        request,
        "events/show.html",
        event=event,
        registration=cards.registration(event, today),
        prices=cards.price_table(list(event.prices)),
        keepsake=calendars.keepsake(event) if dated else None,
        history=told(await queries.history_of(event)),
        witnesses=await witnesses_of(event),
        locked=[lock.facet.replace("_", " ") for lock in await locks_of(event)],
        earlier=[one for one in earlier.get(event.series_id or 0, []) if one.id != event.id],
    )


async def series(request: Request) -> Response:
    found = await queries.series_by_slug(request.path_params["slug"])
    path = f"/series/{found.slug}.ics"
    return render(
        request,
        "series/show.html",
        series=found,
        editions=await queries.editions(found),
        changes=f"/series/{found.slug}.atom",
        subscription=calendars.subscription(
            settings_of(request).base_url, path, "", f"NetMentor: {found.name}"
        ),
    )


def _query(wanted: EventFilter) -> str:
    asked = wanted.address(page=1)
    return f"?{asked}" if asked else ""


routes = [
    Route("/", home, name="home"),
    Route("/events", index, name="events:index"),
    Route("/events/{slug}", show, name="events:show"),
    Route("/series/{slug}", series, name="series:show"),
]
