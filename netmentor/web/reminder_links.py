"""Links of letters: a page with one button, which works without signing in.

The address is all it takes, so no cookie and no form's token is looked at. Programs that look
through mail open every link: opening one changes nothing, and the button can be undone for a day.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.reminders.answering import ANSWERS, Answering, LinkOver, opened
from netmentor.reminders.links import Purpose
from netmentor.web.page import not_kept, render, settings_of

_UNSUBSCRIBES = frozenset({Purpose.UNSUBSCRIBE})
_NOTHING = dict.fromkeys(("heading", "words", "done", "button", "action", "place"), "")


async def show(request: Request) -> Response:
    """What the link is for, with the one button that does it."""
    try:
        asked = await (await _opened(request)).ask()
    except LinkOver as exc:
        return _over(request, exc)
    button = {"button": asked.button, "action": request.url.path} if asked.button else {}
    return _page(request, {"heading": asked.heading, "words": asked.words, **button})


async def act(request: Request) -> Response:
    """Do what the link is for; what mail programs post by themselves (RFC 8058) is the same."""
    try:
        answered = await (await _opened(request)).answer()
    except LinkOver as exc:
        return _over(request, exc)
    undo = {"button": "Undo", "action": answered.undo} if answered.undo else {}
    return _page(request, {"done": answered.words, **undo})


async def _opened(request: Request) -> Answering:
    told = request.path_params
    signed, among = (told["token"], _UNSUBSCRIBES) if "token" in told else (told["signed"], ANSWERS)
    return await opened(settings_of(request), signed, among, now=clock.now())


def _over(request: Request, over: LinkOver) -> Response:
    shown = {"heading": "This link is over", "words": over.message, "place": over.place}
    return _page(request, shown, 410)


def _page(request: Request, shown: dict[str, str], status: int = 200) -> Response:
    page = not_kept(render(request, "reminders/link.html", status, shown=_NOTHING | shown))
    page.headers["Referrer-Policy"] = "no-referrer"  # the address is a key
    return page


routes = [
    Route("/r/{signed}", show, name="reminder_links:show"),
    Route("/r/{signed}", act, methods=["POST"]),
    Route("/unsubscribe/{token}", show, name="reminder_links:unsubscribe"),
    Route("/unsubscribe/{token}", act, methods=["POST"]),
]
