"""Links of letters about sessions: a page with one button, which works without signing in.

As with reminders, the address is all it takes; opening it changes nothing, and a repeat is told
what is the case already.
"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.errors import Conflict, Invalid
from netmentor.mentoring.booking.answering import Answering, LinkOver, opened
from netmentor.mentoring.entries import path_of
from netmentor.web.errors import status_of
from netmentor.web.forms import booking as forms
from netmentor.web.forms.reading import Draft, fields_of_a_link
from netmentor.web.page import not_kept, render, settings_of
from netmentor.web.slot_sheet import by_days, zone_words

_NOTHING = dict.fromkeys(("heading", "words", "done", "button", "action", "place"), "")


async def show(request: Request) -> Response:
    """What the link is for, with the one button that does it."""
    try:
        link = await _opened(request)
    except LinkOver as exc:
        return _over(request, exc)
    return await _ask(request, link, Draft())


async def act(request: Request) -> Response:
    """Do what the link is for."""
    told = await fields_of_a_link(request, forms.PROPOSALS)
    try:
        link = await _opened(request)
        zone = link.session.mentor.timezone
        starts = forms.proposals(told, zone) if link.proposes else ()
        answered = await link.answer(starts)
    except LinkOver as exc:
        return _over(request, exc)
    except (Conflict, Invalid) as exc:
        return await _ask(request, link, Draft(told, {"starts_1": exc.message}), status_of(exc))
    place = path_of(link.session.key)
    return _page(request, {"done": answered.words, "place": place})


async def _opened(request: Request) -> Answering:
    signed = request.path_params["signed"]
    return await opened(settings_of(request), signed, now=clock.now())


async def _ask(request: Request, link: Answering, draft: Draft, status: int = 200) -> Response:
    asked = await link.ask()
    shown = {"heading": asked.heading, "words": asked.words}
    if asked.button:
        shown |= {"button": asked.button, "action": request.url.path}
    zone = link.session.mentor.timezone
    days = by_days(asked.times, ZoneInfo(zone))
    clock_of = zone_words(zone, link.session.starts_at) if link.proposes else ""
    more = {"days": days, "draft": draft, "about": asked.about, "clock_of": clock_of}
    return _page(request, shown, status, **more)


def _over(request: Request, over: LinkOver) -> Response:
    told = {"heading": "This link is over", "words": over.message, "place": over.place}
    return _page(request, told, 410)


def _page(request: Request, shown: dict[str, str], status: int = 200, **more: Any) -> Response:
    names = {"listed": forms.LISTED, "free": forms.FREE}
    told = {"days": {}, "about": (), "draft": Draft(), "clock_of": ""} | names | more
    page = render(request, "sessions/link.html", status, shown=_NOTHING | shown, **told)
    page = not_kept(page)
    page.headers["Referrer-Policy"] = "no-referrer"  # the address is a key
    return page


routes = [
    Route("/m/{signed}", show, name="session_links:show"),
    Route("/m/{signed}", act, methods=["POST"]),
]
