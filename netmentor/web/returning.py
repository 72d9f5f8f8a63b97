"""The link that shows a mentor again whom silence paused: a page with one button, no sign-in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.mentoring.relating import links, returning
from netmentor.mentoring.relating.links import ReturnOver
from netmentor.web.page import not_kept, render, settings_of

_HEADING = "Take requests again"


async def show(request: Request) -> Response:
    """What the link does, with the button that does it."""
    try:
        link = await links.opened(settings_of(request), _letters(request), now=clock.now())
    except ReturnOver as exc:
        return _page(request, exc.message, status=410)
    silence = await returning.silence_of(link.user, link.silence_id)
    if silence.ended_at is not None:
        return _page(request, "Your profile takes requests already.")
    return _page(request, "Then your openings are shown again, as before.", button=_HEADING)


async def act(request: Request) -> Response:
    """Take requests again; once more, and nothing happens."""
    try:
        link = await links.opened(settings_of(request), _letters(request), now=clock.now())
    except ReturnOver as exc:
        return _page(request, exc.message, status=410)
    await returning.come_back(link.user, link.silence_id, now=clock.now())
    return _page(request, done="Welcome back. Your openings are shown again.")


def _letters(request: Request) -> str:
    told: str = request.path_params["signed"]
    return told


def _page(
    request: Request, words: str = "", *, button: str = "", done: str = "", status: int = 200
) -> Response:
    shown = {"heading": _HEADING, "words": words, "button": button, "done": done}
    page = not_kept(render(request, "mentorships/again.html", status, shown=shown))
    page.headers["Referrer-Policy"] = "no-referrer"  # the address is a key
    return page


routes = [
    Route("/m/again/{signed}", show, name="returning:show"),
    Route("/m/again/{signed}", act, methods=["POST"]),
]
