"""When a mentor is open and when they are busy, for whoever may see their profile."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.feeds.conditional import Version
from netmentor.feeds.editions import Edition
from netmentor.mentoring.availability import publishing
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.queries import mentor_by_slug

CALENDAR = "text/calendar"

_CLOSED = {  # the address may hold the secret of a private link
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


async def availability(request: Request) -> Response:
    mentor = await _asked_for(request)
    body = await publishing.availability_calendar(mentor, _host(request), now=clock.now())
    return _answer(request, body, f"{mentor.slug}.ics")


async def busy(request: Request) -> Response:
    mentor = await _asked_for(request)
    body = await publishing.busy_calendar(mentor, _host(request), now=clock.now())
    return _answer(request, body, f"{mentor.slug}.ifb")


async def _asked_for(request: Request) -> Mentor:
    """Calendar programs sign in nowhere: a public profile, or one whose private link is known."""
    key = request.query_params.get("key", "")
    return await mentor_by_slug(request.path_params["slug"], None, key)


def _answer(request: Request, body: bytes, file_name: str) -> Response:
    """The bytes, or 304: they are made anew each time, and differ only where they say more."""
    edition = Edition(Version(hashlib.sha256(body).hexdigest()[:24]), file_name, CALENDAR, _CLOSED)
    if edition.version.is_known_to(request.headers):
        return edition.nothing_new("")
    return edition.whole("", body)


def _host(request: Request) -> str:
    base_url: str = request.app.state.settings.base_url
    return urlsplit(base_url).hostname or "localhost"


routes = [
    Route("/mentors/{slug}/availability.ics", availability, name="feeds:availability"),
    Route("/mentors/{slug}/freebusy.ifb", busy, name="feeds:busy"),
]
