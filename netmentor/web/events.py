"""Pages of what is on: the list, an event, a series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import User
from netmentor.contacts.due import day_after, open_about
from netmentor.contacts.follow_ups import today_of
from netmentor.contacts.rules import days_after
from netmentor.events import queries
from netmentor.events.attending import queries as attending
from netmentor.events.changes import told
from netmentor.events.curating.queries import locks_of
from netmentor.events.filters import EventFilter
from netmentor.events.importing.queries import witnesses_of
from netmentor.events.listing import listing
from netmentor.events.models import Event
from netmentor.events.months import sheet
from netmentor.events.rules import Deadlines, EventStatus, View, listing_day
from netmentor.web import calendars, cards, personal, sessions
from netmentor.web.creating import drawn_key
from netmentor.web.forms.my_events import noted
from netmentor.web.page import not_kept, redirect, render, settings_of
from netmentor.web.sharing import snippets
from netmentor.web.structured import event_data


async def home(request: Request) -> Response:
    """The list of events, with the filters of whoever is signed in."""
    found = await sessions.sign_in_of(request)
    if found is None or not found.user.aims:
        return personal.for_strangers(redirect(request, "events:index"))
    return not_kept(RedirectResponse(f"/events?{found.user.aims}", 303))


async def index(request: Request) -> Response:
    """What is on, as a list or as a month's sheet; the filters are the address."""
    wanted = EventFilter.read(request.query_params.multi_items())
    today = listing_day(clock.now())
    context = await (_sheet if wanted.view == View.MONTH else _list)(wanted, today)
    base_url = settings_of(request).base_url
    read_as = context["found"].choosing.read_as  # a subscription does not guess: it gets the words
    told = replace(wanted, q=read_as) if read_as else wanted
    lasting, name = told.lasting().query(), await queries.name_of(told)
    return render(
        request,
        f"events/{'month' if wanted.view == View.MONTH else 'index'}.html",
        wanted=wanted,
        changes=f"/events.atom{told.lasting().query(deadlines=Deadlines.INCLUDE)}",
        told=told,
        subscription=calendars.subscription(base_url, "/events.ics", lasting, name),
        snippets=snippets(base_url, "/events", lasting, name),
        canonical=f"{base_url}/events{wanted.query()}",
        **context,
    )


async def _list(wanted: EventFilter, today: date) -> dict[str, Any]:
    found = await listing(wanted, today=today)
    series = {event.series for event in found.all_expected if event.series}
    return {
        "found": found,
        "choices": found.choosing.choices,
        "earlier": await queries.earlier_editions(series, most=3),
        "zone": cards.shared_zone(found),
        "card": cards.card,
        "day_head": cards.day_head,
        "expected_item": cards.expected_item,
    }


async def _sheet(wanted: EventFilter, today: date) -> dict[str, Any]:
    found = await sheet(wanted, today=today)
    return {
        "found": found,
        "choices": found.choosing.choices,
        "bar_item": cards.bar_item,
        "agenda_line": cards.agenda_line,
    }


async def show(request: Request) -> Response:
    found = await sessions.sign_in_of(request)
    event = await queries.event_by_slug(
        request.path_params["slug"], found.user.id if found else None
    )
    if event.merged_into:
        return redirect(request, "events:show", 301, slug=event.merged_into.slug)
    today = listing_day(clock.now())
    dated = event.starts_on is not None and event.status != EventStatus.EXPECTED
    context: dict[str, Any] = {
        "event": event,
        "registration": cards.registration(event, today),
        "prices": cards.price_table(list(event.prices)),
        "data": None if event.owner_id else event_data(event, settings_of(request).base_url),
        "keepsake": calendars.keepsake(event) if dated else None,
        "history": told(await queries.history_of(event)),
        "witnesses": await witnesses_of(event),
        "locked": [lock.facet.replace("_", " ") for lock in await locks_of(event)],
        "others": await queries.editions_beside(event, most=8),
    }
    if found is None:
        return personal.for_strangers(render(request, "events/show.html", **context))
    mine = await _mine(found.user, event)
    return personal.render(request, "events/show.html", found, mine=mine, **context)


async def _mine(user: User, event: Event) -> dict[str, Any]:
    """What the event is to one user."""
    attendance, now = await attending.attendance_of(user, event), clock.now()
    there = today_of(user, now)
    return {
        "attendance": attendance,
        "clashes": await attending.clashing_with(user, event),
        "notes": noted(attendance),
        "noted": any((attendance.note, attendance.goals, attendance.people)),
        "to_do": await open_about(user, event, there),
        "key": drawn_key(),
        "soon": days_after(there, 1),
        "there": there,
        "tomorrow": there + timedelta(days=1),
        "has_event": await day_after(user, event, now=now) is not None,
    }


async def show_series(request: Request) -> Response:
    series = await queries.series_by_slug(request.path_params["slug"])
    path = f"/series/{series.slug}.ics"
    context: dict[str, Any] = {
        "series": series,
        "editions": await queries.editions(series),
        "changes": f"/series/{series.slug}.atom",
        "subscription": calendars.subscription(
            settings_of(request).base_url, path, "", f"NetMentor: {series.name}"
        ),
    }
    found = await sessions.sign_in_of(request)
    if found is None:
        return personal.for_strangers(render(request, "series/show.html", **context))
    follows = await attending.follows(found.user, series)
    return personal.render(request, "series/show.html", found, follows=follows, **context)


routes = [
    Route("/", home, name="home"),
    Route("/events", index, name="events:index"),
    Route("/events/{slug}", show, name="events:show"),
    Route("/series/{slug}", show_series, name="series:show"),
]
