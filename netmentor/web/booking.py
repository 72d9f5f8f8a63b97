"""The openings of a mentor, and asking for one of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn, User
from netmentor.errors import Conflict, Invalid
from netmentor.mentoring.availability.queries import types_of
from netmentor.mentoring.booking import actions
from netmentor.mentoring.booking.actions import Wish
from netmentor.mentoring.entries import path_of
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.queries import mentor_by_slug
from netmentor.web import personal, sessions
from netmentor.web.creating import FIELD, created
from netmentor.web.errors import status_of
from netmentor.web.forms import booking as forms
from netmentor.web.forms import values
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.page import is_program, not_kept, render, settings_of
from netmentor.web.slot_picker import (
    Picker,
    choice_of,
    chosen_type,
    openings_between,
    picked,
    why_closed,
    zone_of,
)
from netmentor.web.slot_sheet import Choice, moment_value

_A_WEEK = timedelta(days=6)


async def slots(request: Request) -> Response:
    """The openings of a mentor: a week to choose from, or for a program all of some days."""
    found = await sessions.sign_in_of(request)
    viewer = found.user if found else None
    mentor = await mentor_asked(request, viewer)
    choice = choice_of(request.query_params, f"/mentors/{mentor.slug}/slots")
    if is_program(request):
        return await _told(request, mentor, viewer, choice)
    return page_of(request, found, await picked(mentor, viewer, choice, now=clock.now()))


async def book(request: Request) -> Response:
    """Ask for an opening; where the mentor gives that kind of session at once, it is booked."""
    found = await sessions.needed(request)
    mentor = await mentor_asked(request, found.user)
    told = await fields(request, (*forms.WISH, FIELD))
    wish = forms.wish(told)
    if isinstance(wish, Draft):
        return await _again(request, found, mentor, told, wish, 422)

    async def make() -> str:
        return await _ask(request, mentor, found.user, told["type"], wish)

    try:
        return await created(request, found.user, told, make)
    except (Conflict, Invalid) as exc:
        if is_program(request):
            raise
        draft = Draft(told, {"starts_at": exc.message})
        return await _again(request, found, mentor, told, draft, status_of(exc))


async def _ask(request: Request, mentor: Mentor, user: User, kind: str, wish: Wish) -> str:
    now = clock.now()
    if closed := await why_closed(mentor, user, now=now):
        raise Conflict(closed)
    type_ = chosen_type(await types_of(mentor), kind)
    if type_ is None:
        raise Conflict("There are no open times at present.")
    session = await actions.ask(settings_of(request), mentor, user, type_, wish, now=now)
    return path_of(session.key)


async def mentor_asked(request: Request, viewer: User | None) -> Mentor:
    """The mentor of this address, where the visitor may see them; raises NotFound."""
    key = request.query_params.get("key", "")
    return await mentor_by_slug(request.path_params["slug"], viewer, key)


async def _again(
    request: Request,
    found: SignIn,
    mentor: Mentor,
    told: dict[str, str],
    draft: Draft,
    status: int,
) -> Response:
    """The picker as it was left: what was chosen and written stays, and what is amiss stands by."""
    asked = told | {"key": request.query_params.get("key", "")}
    choice = choice_of(asked, f"/mentors/{mentor.slug}/slots")
    picker = await picked(mentor, found.user, choice, now=clock.now(), draft=draft)
    return page_of(request, found, picker, status)


def page_of(request: Request, found: SignIn | None, picker: Picker, status: int = 200) -> Response:
    """The page of a picker, for whoever is signed in, or nobody."""
    shown = {"picker": picker, "draft": picker.draft}
    if found:
        page = personal.render(request, "mentors/slots.html", found, status, **shown)
    else:
        page = not_kept(render(request, "mentors/slots.html", status, sign_in=None, **shown))
    if picker.choice.key:
        page.headers["Referrer-Policy"] = "no-referrer"  # the address opens the mentor's page
    return page


async def _told(request: Request, mentor: Mentor, viewer: User | None, choice: Choice) -> Response:
    now = clock.now()
    zone = zone_of(choice, mentor, viewer)
    days = _days(request, now.astimezone(ZoneInfo(zone)).date())
    types = [] if await why_closed(mentor, viewer, now=now) else await types_of(mentor)
    type_ = chosen_type(types, choice.kind)
    found = await openings_between(mentor, type_, days, zone, now=now)
    told = [{"starts_at": _moment(one.starts_at), "ends_at": _moment(one.ends_at)} for one in found]
    return JSONResponse(told, headers={"Cache-Control": "no-store", "Vary": "Accept, Cookie"})


def _days(request: Request, today: date) -> tuple[date, date]:
    """The days that are asked for, both included: a week from today on where none is told."""
    asked = request.query_params
    first = values.day(asked["from"]) if asked.get("from") else today
    last = values.day(asked["to"]) if asked.get("to") else first + _A_WEEK
    if last < first:
        raise Invalid("The last day is before the first.")
    return first, last


def _moment(moment: datetime) -> str:
    return moment_value(moment).replace("Z", ":00Z")


routes = [
    Route("/mentors/{slug}/slots", slots, name="booking:slots"),
    Route("/mentors/{slug}/bookings", book, methods=["POST"], name="booking:book"),
]
