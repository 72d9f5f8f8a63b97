"""The outbox as the administrator sees it: whether letters go out, never what stands in them."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.errors import Invalid
from netmentor.mail import outbox, queries
from netmentor.web import personal, sessions
from netmentor.web.forms.reading import fields
from netmentor.web.page import redirect, settings_of


async def show(request: Request) -> Response:
    found = await sessions.needed_as(request)
    return personal.render(
        request,
        "outbox/index.html",
        found,
        letters=await queries.letters_in_sight(now=clock.now()),
        counts=await queries.counts_by_state(),
        goes_out=bool(settings_of(request).smtp_url),
    )


async def try_again(request: Request) -> Response:
    """Queue a letter once more that was given up."""
    await sessions.needed_as(request)
    wanted = (await fields(request, ("letter",)))["letter"]
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 10):
        raise Invalid("Say which letter to try again.")
    await outbox.try_again(int(wanted), now=clock.now())
    return redirect(request, "outbox:show")


routes = [
    Route("/outbox", show, name="outbox:show"),
    Route("/outbox", try_again, methods=["POST"]),
]
