"""Lists that organizers hand in, row by row before anything is kept, and calendars of theirs."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.errors import Conflict, Invalid
from netmentor.events.importing.tables import TEMPLATE
from netmentor.events.organizing import lists, queries
from netmentor.text import one_line
from netmentor.web import personal
from netmentor.web.forms.organizing import LARGEST_BODY, handed_in
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.organizing import Desk, desk_of, page_of
from netmentor.web.page import not_kept, redirect


async def show_list(request: Request) -> Response:
    """Where a list is pasted or uploaded, and the lists and calendars there are."""
    return await _list_page(request, await desk_of(request), Draft())


async def hand_in(request: Request) -> Response:
    """Say what each row of a list would become; by another button, keep it."""
    desk = await desk_of(request)
    try:
        deed, text = await handed_in(request)
    except Invalid as exc:
        return await _list_page(request, desk, Draft({}, {"list": exc.message}), 422)
    now = clock.now()
    draft = Draft({"list": text})
    if not text:
        empty = Draft({}, {"list": "Paste a list, or choose a file."})
        return await _list_page(request, desk, empty, 422)
    try:
        found = await lists.verdicts(desk.organization, text, zone=desk.zone, now=now)
    except Invalid as exc:
        said = Draft(draft.typed, {"list": exc.message})
        return await _list_page(request, desk, said, 422)
    good = sum(one.draft is not None for one in found)
    if deed != "save" or not good:
        return page_of(
            request, "organizing/verdicts.html", desk, draft=draft, verdicts=found, good=good
        )
    source = await lists.save(desk.organization, text, zone=desk.zone, now=now)
    mine = {"organization": desk.organization.slug, "source": source.key}
    return redirect(request, "lists:source", 303, **mine)


async def template(request: Request) -> Response:
    """A table to fill in."""
    await desk_of(request)
    headers = {"Content-Disposition": 'attachment; filename="events.csv"'}
    return not_kept(Response(TEMPLATE, media_type="text/csv", headers=headers))


async def show_calendar(request: Request) -> Response:
    """Where an organization's own calendar is connected."""
    desk = await desk_of(request)
    return page_of(request, "organizing/calendar.html", desk, draft=Draft())


async def connect(request: Request) -> Response:
    """Have a calendar read by the worker from now on; nothing is fetched here."""
    desk = await desk_of(request)
    address = one_line((await fields(request, ("address",)))["address"])
    typed = {"address": address}
    try:
        source = await lists.connect(desk.organization, address, now=clock.now())
    except (Invalid, Conflict) as exc:
        status = 409 if isinstance(exc, Conflict) else 422
        draft = Draft(typed, {"address": exc.message})
        return page_of(request, "organizing/calendar.html", desk, status, draft=draft)
    mine = {"organization": desk.organization.slug, "source": source.key}
    return redirect(request, "lists:source", 303, **mine)


async def show_source(request: Request) -> Response:
    """What came of a list, or how the reading of a calendar goes."""
    desk = await desk_of(request)
    source = await queries.own_source(desk.organization, request.path_params["source"])
    outcome = json.loads(source.outcome or "null")
    return page_of(request, "organizing/source.html", desk, source=source, outcome=outcome)


async def part_with(request: Request) -> Response:
    """Take back all that a list or a calendar told, or read the calendar no more."""
    desk = await desk_of(request)
    source = await queries.own_source(desk.organization, request.path_params["source"])
    deed = (await fields(request, ("deed",)))["deed"]
    if deed == "stop" and source.address:
        await lists.stop_reading(source, now=clock.now())
        words = "It is not read any more; what it told stays."
    elif deed == "undo":
        count = await lists.take_back(source, now=clock.now())
        words = f"Taken back, with {count} events that it alone told of."
    else:
        raise Invalid("Say what to do with it.")
    return personal.lead(request, words, "lists:list", organization=desk.organization.slug)


async def _list_page(request: Request, desk: Desk, draft: Draft, status: int = 200) -> Response:
    known = await queries.sources_of(desk.organization)
    return page_of(request, "organizing/list.html", desk, status, draft=draft, sources=known)


_LIST = "/organize/{organization}/list"
routes = [
    Route(_LIST, show_list, name="lists:list"),
    Route(_LIST, hand_in, methods=["POST"], max_body_size=LARGEST_BODY),
    Route(f"{_LIST}/events.csv", template, name="lists:template"),
    Route("/organize/{organization}/calendar", show_calendar, name="lists:calendar"),
    Route("/organize/{organization}/calendar", connect, methods=["POST"]),
    Route("/organize/{organization}/sources/{source}", show_source, name="lists:source"),
    Route("/organize/{organization}/sources/{source}", part_with, methods=["POST"]),
]
