"""Refusals, turned into pages. The only place that knows the numbers."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import unquote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Match
from tortoise.exceptions import DBConnectionError, ValidationError

from netmentor.db.fullness import MAY_SAY_SO, is_full
from netmentor.errors import Conflict, Denied, Invalid, NetMentorError, NotFound
from netmentor.web import embeds, sessions
from netmentor.web.forms.accounts import place_of_ours
from netmentor.web.guard import OPENED_BY_ADDRESS, SAFE_METHODS, security_headers
from netmentor.web.page import is_program, render, settings_of

log = logging.getLogger(__name__)

STATUS: dict[type[NetMentorError], int] = {NotFound: 404, Invalid: 422, Conflict: 409, Denied: 403}
_TITLES = {
    403: "Not for you",
    404: "Not found",
    405: "Not possible here",
    409: "Not as it stands now",
    413: "Too large",
    422: "Not understood",
    429: "Too many tries",
    500: "Our fault",
    503: "Not available just now",
    507: "No room left",
}
_MENDED_THERE = frozenset({409, 422})  # by whoever goes back to where they were
_OPEN_SOMETHING = ("/c/", "/feeds/", *OPENED_BY_ADDRESS)  # addresses that are all it takes
_SENTENCES = {
    404: "There is no page at this address.",
    405: "This page cannot be used that way.",
    413: "What was sent is larger than any page here needs.",
    503: "Too much is asked at this moment. Please try again soon.",
    429: "That was tried too often from your network. Wait a few minutes, then try again.",
}


def status_of(error: NetMentorError) -> int:
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)


async def refuse(request: Request, error: Exception) -> Response:
    """What a room refuses, with its own sentence."""
    message = error.message if isinstance(error, NetMentorError) else ""
    code = status_of(error) if isinstance(error, NetMentorError) else 500
    return _page(request, code, message, see=error.see if isinstance(error, Conflict) else "")


async def ask_to_sign_in(request: Request, error: Exception) -> Response:
    """Lead a stranger to the sign-in page and back; a program is told by the number."""
    if is_program(request):
        return JSONResponse({"message": "Sign in first."}, 401, {"Cache-Control": "no-store"})
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = f"?{urlencode({'next': asked})}" if request.method in SAFE_METHODS else ""
    path = request.app.url_path_for("accounts:sign_in")
    return RedirectResponse(f"{path}{back}", 303, {"Cache-Control": "no-store"})


async def lost(request: Request, error: Exception) -> Response:
    """What the router itself refuses: unknown addresses, methods, and bodies too large."""
    code = error.status_code if isinstance(error, HTTPException) else 500
    page = _page(request, code, _SENTENCES.get(code, "That did not work."))
    if isinstance(error, HTTPException) and error.headers:
        page.headers.update(error.headers)
    return page


async def too_long(request: Request, error: Exception) -> Response:
    """Something longer than any column holds, which a form did not look at; it is in no log."""
    return _page(request, 422, "Something in this request is longer than anything kept here.")


async def unreachable(request: Request, error: Exception) -> Response:
    """The database does not answer: try again soon, nothing is lost."""
    log.error("the database does not answer: %s", error)
    page = _page(request, 503, "The database does not answer. Please try again in a minute.")
    page.headers["Retry-After"] = "60"
    return page


async def hung_up(request: Request, error: Exception) -> Response:
    """Whoever sent something went away in the middle of it: nobody reads this answer."""
    return Response(status_code=400)


async def full(request: Request, error: Exception) -> Response:
    """Nothing more can be written, and nothing half is kept; any other fault is one of ours."""
    if not is_full(error):
        raise error
    log.error("there is no room left: %s", error)
    said = "There is no room left here, so this was not kept. Whoever runs the service has to help."
    return _page(request, 507, said)


async def broken(request: Request, error: Exception) -> Response:
    """A fault of ours. What happened goes to the log and not to the page.

    Starlette answers it outside of all middleware, so the headers are put on here.
    """
    page = _page(request, 500, "Something went wrong on our side. Nothing you did caused it.")
    for name, value in security_headers(settings_of(request).base_url).items():
        page.headers.setdefault(name, value)
    return page


def _page(request: Request, code: int, message: str, *, see: str = "") -> Response:
    title = _TITLES.get(code, "That did not work")
    if is_program(request):
        return JSONResponse({"message": message}, code, {"Cache-Control": "no-store"})
    if embeds.is_embed(request):
        return embeds.refusal(request, code, title, message)
    back = _came_from(request) if code in _MENDED_THERE else ""
    told = {"title": title, "message": message, "back": back, "see": see}
    page = render(request, "error.html", code, **told)
    if request.url.path.startswith(_OPEN_SOMETHING):
        page.headers["Referrer-Policy"] = "no-referrer"
    return page


def _came_from(request: Request) -> str:
    """The page that what is refused was sent from, "" where it is none of ours, or nobody says.

    Its path alone: what somebody typed into an address is not said again.
    """
    told, ours = request.headers.get("referer", ""), settings_of(request).base_url
    path = told.removeprefix(ours).partition("?")[0].partition("#")[0]
    if not told.startswith(f"{ours}/") or place_of_ours(path) != path:
        return ""
    asked = {**request.scope, "method": "GET", "path": unquote(path)}
    known = any(one.matches(asked)[0] is Match.FULL for one in request.app.routes)
    return path if known else ""


handlers: dict[Any, Callable[[Request, Exception], Awaitable[Response]]] = {
    NetMentorError: refuse,
    sessions.SignInNeeded: ask_to_sign_in,
    HTTPException: lost,
    ValidationError: too_long,
    ClientDisconnect: hung_up,
    DBConnectionError: unreachable,
    ConnectionError: unreachable,
    **dict.fromkeys(MAY_SAY_SO, full),
    500: broken,
}
