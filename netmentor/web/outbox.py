"""The outbox as the administrator sees it: whether letters go out, never what stands in them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.errors import Invalid, NotFound
from netmentor.mail import outbox, pulse, queries
from netmentor.mail.words import letter_words, moment_words
from netmentor.web import personal, sessions
from netmentor.web.forms.reading import fields
from netmentor.web.page import settings_of

ALL_FAILED = "failed"  # in place of a number
DROPPED = "An administrator dropped it."


async def show(request: Request) -> Response:
    found = await sessions.needed_as(request)
    now = clock.now()
    return personal.render(
        request,
        "outbox/index.html",
        found,
        letters=await queries.letters_in_sight(now=now),
        counts=await queries.counts_by_state(),
        lag=(await pulse.feel()).lag(now=now),
        held_up=await queries.held_up(now=now),
        dead=await queries.dead_addresses(),
        letter_words=letter_words,
        moment_words=moment_words,
        goes_out=bool(settings_of(request).smtp_url),
    )


async def try_again(request: Request) -> Response:
    """Make a letter due now that was given up, or waits; or all that were given up."""
    return await _with_each(request, "due now", outbox.try_again)


async def drop(request: Request) -> Response:
    """Never send a letter that waits or was given up, or all that were."""
    return await _with_each(request, "dropped", partial(outbox.drop, why=DROPPED))


async def _with_each(request: Request, done: str, do: Callable[..., Awaitable[None]]) -> Response:
    """Do it to the letter that is asked for; to all that failed, as far as it can be done."""
    await sessions.needed_as(request)
    wanted = (await fields(request, ("letter",)))["letter"]
    now = clock.now()
    if wanted != ALL_FAILED:
        await do(_number(wanted), now=now)
        return personal.lead(request, f"The letter is {done}.", "outbox:show")
    for number in await queries.failed():
        with suppress(NotFound):  # a code that is over, or somebody was quicker
            await do(number, now=now)
    return personal.lead(request, f"What failed is {done}.", "outbox:show")


def _number(told: str) -> int:
    if not (told.isascii() and told.isdigit() and len(told) < 10):
        raise Invalid("Say which letter it is.")
    return int(told)


routes = [
    Route("/outbox", show, name="outbox:show"),
    Route("/outbox", try_again, methods=["POST"]),
    Route("/outbox/dropped", drop, methods=["POST"], name="outbox:drop"),
]
