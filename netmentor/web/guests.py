"""Guests: a time with a mentor by a mailed code, and what a link of their letters opens.

As with a mentor's buttons, the address is all it takes; opening it changes nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import User
from netmentor.errors import Conflict, Invalid
from netmentor.mentoring.availability.queries import types_of
from netmentor.mentoring.booking import actions, guests
from netmentor.mentoring.booking.guests import GuestLinkOver
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import session_of
from netmentor.web import confirming, sessions
from netmentor.web.booking import mentor_asked, page_of
from netmentor.web.errors import status_of
from netmentor.web.forms import booking as forms
from netmentor.web.forms.reading import Draft, fields, fields_of_a_link
from netmentor.web.page import not_kept, render, settings_of
from netmentor.web.session_words import shown
from netmentor.web.slot_picker import choice_of, chosen_type, picked, picked_again, zone_of

_DONE = {
    "cancel": "Canceled. Both of you are told.",
    "accept": "That time is taken. Both of you are told.",
    "move": "Moved, or asked for anew. Both of you are told.",
}


async def ask(request: Request) -> Response:
    """Mail a code to whoever has no account, and lead to where it is entered."""
    found = await sessions.sign_in_of(request)
    mentor = await mentor_asked(request, found.user if found else None)
    told = await fields(request, (*forms.WISH, *forms.GUEST))
    now = clock.now()
    key = request.query_params.get("key", "")
    choice = choice_of(told | {"key": key}, f"/mentors/{mentor.slug}/slots")
    wish, guest = forms.wish(told), forms.guest(told, zone_of(choice, mentor, None))
    if not (isinstance(wish, Draft) or isinstance(guest, Draft)):
        type_ = chosen_type(await types_of(mentor), told["type"])
        if type_ is None:
            raise Conflict("There are no open times at present.")
        request.app.state.limits.reset.take(request, now=now)
        asked = guests.ask_by_code(settings_of(request), mentor, guest, type_, wish, now=now)
        return confirming.lead_on(request, await asked)
    amiss = [one.complaints for one in (wish, guest) if isinstance(one, Draft)]
    draft = Draft(told, {name: said for each in amiss for name, said in each.items()})
    picker = await picked(mentor, None, choice, now=now, draft=draft)
    return page_of(request, None, picker, 422)


async def show(request: Request) -> Response:
    """One session of a guest, with what can be done about it."""
    try:
        guest, session = await _opened(request)
    except GuestLinkOver as exc:
        return _over(request, exc)
    return _page(request, guest, session)


async def act(request: Request) -> Response:
    """Cancel a session, take a time that was proposed, or move to another one."""
    told = await fields_of_a_link(request, ("deed", "starts_at", "reason", "zone"))
    try:
        guest, session = await _opened(request)
    except GuestLinkOver as exc:
        return _over(request, exc)
    try:
        await _deed(request, guest, session, told)
    except (Conflict, Invalid) as exc:
        again = await session_of(guest, session.key)
        return _page(request, guest, again, amiss=exc.message, status=status_of(exc))
    again = await session_of(guest, session.key)
    return _page(request, guest, again, done=_DONE[told["deed"]])


async def ask_to_move(request: Request) -> Response:
    """The openings that a guest's session could move to."""
    try:
        guest, session = await _opened(request)
    except GuestLinkOver as exc:
        return _over(request, exc)
    now = clock.now()
    home = request.url.path.removesuffix("/move")
    choice = choice_of(request.query_params, f"{home}/move")
    picker = await picked_again(session, guest, choice, now=now)
    one = shown(session, guest, now=now)
    page: dict[str, Any] = {"one": one, "picker": picker, "home": home}
    return _quiet(render(request, "sessions/guest_move.html", **page))


def _deed(
    request: Request, guest: User, session: MentorSession, told: dict[str, str]
) -> Awaitable[Any]:
    settings, now = settings_of(request), clock.now()
    match told["deed"]:
        case "cancel":
            why = forms.reason(told["reason"])
            return actions.cancel(settings, session, guest, why, now=now)
        case "accept":
            at = forms.moment(told["starts_at"])
            return actions.accept_proposal(settings, session, guest, at, now=now)
        case "move":
            at = forms.moment(told["starts_at"])
            return actions.move(settings, session, guest, at, now=now)
    raise Invalid("Cancel it, take a time, or move it.")


async def _opened(request: Request) -> tuple[User, MentorSession]:
    return await guests.opened(settings_of(request), request.path_params["signed"], now=clock.now())


def _page(
    request: Request,
    guest: User,
    session: MentorSession,
    *,
    done: str = "",
    amiss: str = "",
    status: int = 200,
) -> Response:
    one = shown(session, guest, now=clock.now())
    page = {"one": one, "home": request.url.path, "became": done, "amiss": amiss}
    return _quiet(render(request, "sessions/guest.html", status, **page))


def _over(request: Request, over: GuestLinkOver) -> Response:
    names = ("heading", "words", "done", "button", "action", "place")
    told = dict.fromkeys(names, "") | {"heading": "This link is over", "words": over.message}
    nothing: dict[str, Any] = {"days": {}, "about": (), "draft": Draft(), "clock_of": ""}
    return _quiet(render(request, "sessions/link.html", 410, shown=told, **nothing))


def _quiet(page: Response) -> Response:
    page.headers["Referrer-Policy"] = "no-referrer"  # the address is a key
    return not_kept(page)


routes = [
    Route("/mentors/{slug}/guests", ask, methods=["POST"], name="guests:ask"),
    Route("/m/guest/{signed}", show, name="guests:show"),
    Route("/m/guest/{signed}", act, methods=["POST"]),
    Route("/m/guest/{signed}/move", ask_to_move, name="guests:ask_to_move"),
]
