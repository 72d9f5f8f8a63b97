"""Pages of who organizes: the list, one organization, and the four associations."""

from __future__ import annotations

from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.events import queries as event_queries
from netmentor.events.rules import listing_day
from netmentor.organizations import queries
from netmentor.organizations.words import KINDS_IN_ORDER
from netmentor.web import calendars
from netmentor.web.page import render, settings_of
from netmentor.web.sharing import snippets


async def index(request: Request) -> Response:
    rows = await queries.organizations()
    in_order = sorted(rows, key=lambda row: (KINDS_IN_ORDER.index(row.kind), row.name))
    groups = [(kind, list(some)) for kind, some in groupby(in_order, key=lambda row: row.kind)]
    return render(request, "organizations/index.html", groups=groups, total=len(rows))


async def show(request: Request) -> Response:
    found = await queries.organization_by_slug(request.path_params["slug"])
    today = listing_day(clock.now())
    base_url, path = settings_of(request).base_url, f"/organizations/{found.slug}"
    name = f"NetMentor: {found.acronym or found.name}"
    return render(
        request,
        "organizations/show.html",
        organization=found,
        affiliates=await queries.affiliates_of(found),
        series=await event_queries.series_of(found),
        program=await event_queries.program_of(found, today=today),
        subscription=calendars.subscription(base_url, f"{path}.ics", "", name),
        snippets=snippets(base_url, path, "", name),
    )


async def associations(request: Request) -> Response:
    today = listing_day(clock.now())
    found = await queries.associations()
    offered = []
    for organization in found:
        program = await event_queries.program_of(organization, today=today)
        offered.append((organization, program, await queries.affiliates_of(organization)))
    return render(request, "associations/index.html", offered=offered)


routes = [
    Route("/organizations", index, name="organizations:index"),
    Route("/organizations/{slug}", show, name="organizations:show"),
    Route("/associations", associations, name="associations:index"),
]
