"""A mentor’s own page of hours, exceptions and terms, and why each time of a week is as it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.calendars.sheets import WEEK, sunday_of
from netmentor.errors import Conflict, Invalid
from netmentor.mentoring.availability import actions, queries
from netmentor.mentoring.availability.gathering import limits_of
from netmentor.mentoring.availability.models import WeeklyHours
from netmentor.mentoring.availability.openings import stretches_of, terms_of
from netmentor.mentoring.availability.slots import Limits
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.queries import mentor_of
from netmentor.web import hours_words, personal, sessions
from netmentor.web.forms import hours as forms
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.forms.values import day_or_none, number
from netmentor.web.page import redirect

_EMPTY = Draft()
Remove = Callable[[Mentor, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Asking:
    """Whoever asks for their own hours."""

    request: Request
    found: SignIn
    mentor: Mentor


async def show(request: Request) -> Response:
    """All of it on one page, with a week of what is open, and why."""
    found = await sessions.needed(request)
    mentor = await mentor_of(found.user)
    if mentor is None:
        return redirect(request, "mentoring:show")
    return await _page(_Asking(request, found, mentor))


async def add_hours(request: Request) -> Response:
    asking = await asked(request)
    told = forms.hours_in(await forms.weekly_told_in(request))
    if isinstance(told, Draft):
        return await _page(asking, weekly=told)
    await actions.add_hours(asking.mentor, told, now=clock.now())
    return _lead(request, "These hours stand every week from now on.")


async def show_hours(request: Request) -> Response:
    """The form of one stretch of the week."""
    asking = await asked(request)
    row = await queries.hours_by_id(asking.mentor, number(request.path_params["number"]))
    return _hours_page(asking, row, forms.hours_shown(row))


async def change_hours(request: Request) -> Response:
    asking = await asked(request)
    row = await queries.hours_by_id(asking.mentor, number(request.path_params["number"]))
    told = forms.hours_in(await forms.weekly_told_in(request))
    if isinstance(told, Draft):
        return _hours_page(asking, row, told, 422)
    await actions.change_hours(asking.mentor, row.id, told, now=clock.now())
    return _lead(request, "Saved. Sessions that are booked already stay as they were.")


async def add_opening(request: Request) -> Response:
    asking = await asked(request)
    told = forms.opening_in(await fields(request, forms.OPENING))
    if isinstance(told, Draft):
        return await _page(asking, opening=told)
    now = clock.now()
    events = {one.id for one in await queries.events_to_meet_at(asking.mentor, now=now)}
    event_id = told.event_id if told.event_id in events else None
    hours = told.day, told.starts, told.ends
    await actions.add_opening(asking.mentor, *hours, event_id, now=now)
    return _lead(request, "These hours are open on that day.")


async def close(request: Request) -> Response:
    asking = await asked(request)
    told = forms.closing_in(await fields(request, forms.CLOSING))
    if isinstance(told, Draft):
        return await _page(asking, closing=told)
    days = told.first_on, told.last_on
    await actions.close(asking.mentor, *days, told.hours, told.why, now=clock.now())
    return _lead(request, "Closed. Sessions that are booked already stay booked.")


async def set_terms(request: Request) -> Response:
    asking = await asked(request)
    told = forms.terms_in(await fields(request, (*forms.NUMBERS, *forms.SWITCHES)))
    if isinstance(told, Draft):
        return await _page(asking, terms=told)
    await actions.set_terms(asking.mentor, **told)
    return _lead(request, "Your terms are saved.")


async def set_calendar(request: Request) -> Response:
    """Connect their own calendar, have it read again, or let it go."""
    asking = await asked(request)
    told = await fields(request, ("address", "act"))
    match told["act"]:
        case "end":
            await actions.disconnect_calendar(asking.mentor)
            return _lead(request, "Your calendar is read no longer; its busy times are forgotten.")
        case "read":
            await actions.read_calendar_soon(asking.mentor, now=clock.now())
            return _lead(request, "Your calendar is read again in a moment.")
        case "" | "save":
            address = forms.address_in(told)
            if isinstance(address, Draft):
                return await _page(asking, calendar=address)
            await actions.connect_calendar(asking.mentor, address, now=clock.now())
            return _lead(request, "Your calendar is read in a moment, and every half hour then.")
    raise Invalid("Connect a calendar, have it read again, or let it go.")


def removing(remove: Remove, words: str) -> Callable[[Request], Awaitable[Response]]:
    """The handler that takes one of their things away, whichever `remove` does."""

    async def handle(request: Request) -> Response:
        asking = await asked(request)
        await fields(request, ())
        await remove(asking.mentor, number(request.path_params["number"]))
        return _lead(request, words)

    return handle


async def asked(request: Request) -> _Asking:
    """Whoever is signed in, as the mentor they are; raises Conflict where they are none yet."""
    found = await sessions.needed(request)
    mentor = await mentor_of(found.user)
    if mentor is None:
        raise Conflict("Write your profile first: a name, what you can help with, and your zone.")
    return _Asking(request, found, mentor)


def _hours_page(asking: _Asking, row: WeeklyHours, draft: Draft, status: int = 200) -> Response:
    return personal.render(
        asking.request,
        "mentoring/weekly.html",
        asking.found,
        status,
        mentor=asking.mentor,
        row=row,
        draft=draft,
        words=hours_words,
    )


async def _page(asking: _Asking, **refused: Draft) -> Response:
    mentor, now = asking.mentor, clock.now()
    here = now.astimezone(ZoneInfo(mentor.timezone)).date()
    terms = await terms_of(mentor)
    drafts = dict.fromkeys(("weekly", "opening", "closing", "calendar"), _EMPTY)
    drafts["terms"] = forms.terms_shown(terms)
    return personal.render(
        asking.request,
        "mentoring/hours.html",
        asking.found,
        422 if refused else 200,
        mentor=mentor,
        own=await queries.own_hours(mentor, today=here),
        events=await queries.events_to_meet_at(mentor, now=now),
        drafts=drafts | refused,
        here=here,
        words=hours_words,
        **await _week(asking, here, limits_of(terms)),
    )


async def _week(asking: _Asking, here: date, limits: Limits) -> dict[str, Any]:
    """One week of one kind of session, each day with its parts and why each is so."""
    mentor, query = asking.mentor, asking.request.query_params
    wanted = day_or_none(query.get("week", "")) or here
    day = min(max(wanted, here), here + timedelta(days=hours_words.FURTHEST))
    sunday = sunday_of(day)
    types = await queries.types_of(mentor)
    chosen = next((one for one in types if one.slug == query.get("type")), None)
    chosen = chosen or next(iter(types), None)
    days: list[Any] = []
    if chosen is not None:
        told = await stretches_of(mentor, chosen, sunday, WEEK, now=clock.now())
        zone = ZoneInfo(mentor.timezone)
        days = [
            (sunday + timedelta(days=n), hours_words.parts_of(some, limits, chosen.minutes, zone))
            for n, some in enumerate(told)
        ]
    week = timedelta(days=WEEK)
    before, after = sunday - week, sunday + week
    return {
        "types": types,
        "chosen": chosen,
        "days": days,
        "previous": before if before + week > here else None,
        "next": after if after <= here + timedelta(days=hours_words.FURTHEST) else None,
    }


def _lead(request: Request, words: str) -> Response:
    return personal.lead(request, words, "hours:show")


_GONE = "It is taken out. Sessions that are booked already stay booked."


def _post(path: str, handle: Callable[[Request], Awaitable[Response]], name: str) -> Route:
    return Route(f"/mentoring/hours/{path}", handle, methods=["POST"], name=f"hours:{name}")


routes = [
    Route("/mentoring/hours", show, name="hours:show"),
    _post("weekly", add_hours, "add"),
    Route("/mentoring/hours/weekly/{number}", show_hours, name="hours:weekly"),
    _post("weekly/{number}", change_hours, "change"),
    _post("weekly/{number}/remove", removing(actions.remove_hours, _GONE), "remove"),
    _post("openings", add_opening, "open"),
    _post("openings/{number}/remove", removing(actions.remove_opening, _GONE), "unopen"),
    _post("closings", close, "close"),
    _post("closings/{number}/remove", removing(actions.remove_closing, "Open again."), "unclose"),
    _post("terms", set_terms, "terms"),
    _post("calendar", set_calendar, "calendar"),
]
