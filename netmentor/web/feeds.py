"""Private feeds: what is mine, in the calendar I have already, at an address shown once."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netmentor import clock, keeping
from netmentor.accounts.models import SignIn
from netmentor.agenda import actions
from netmentor.agenda.choices import wanted_of
from netmentor.agenda.models import PrivateFeed
from netmentor.agenda.queries import (
    feed_of,
    read_feeds_of,
    readable_feed_of,
    revoked_feeds_of,
)
from netmentor.agenda.rules import MOST_FEEDS, SILENT_AFTER
from netmentor.agenda.telling import feed_told
from netmentor.agenda.words import KIND_WORDS, LEAD_WORDS, holds_words
from netmentor.errors import Conflict, NotFound
from netmentor.web import personal, sessions
from netmentor.web.calendars import Subscription, fits_a_code, subscription
from netmentor.web.creating import FIELD, drawn_key, settled
from netmentor.web.forms import feeds as forms
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.forms.values import number
from netmentor.web.page import is_program, settings_of
from netmentor.web.qr import drawn

FIRST_NAME = "NetMentor"  # of the first calendar, until they call it otherwise
_NOT_KEPT = {"Cache-Control": "no-store"}
_ADDRESS_IS_SECRET = {"Referrer-Policy": "no-referrer"}


async def index(request: Request) -> Response:
    """The calendars one has, who reads them, and the form of another one."""
    found = await sessions.needed(request)
    if is_program(request):
        feeds = await read_feeds_of(found.user, now=clock.now())
        return JSONResponse(
            {"feeds": [feed_told(one.feed, [*one.readings, *one.silent]) for one in feeds]},
            headers=_NOT_KEPT,
        )
    return await _list(request, found)


async def make(request: Request) -> Response:
    """Make one, and show its address in the answer to this post and nowhere else."""
    found = await sessions.needed(request)
    told = await forms.told_in(request)
    wanted = forms.wanted_in(told)
    if isinstance(wanted, Draft):
        return _refused(wanted) if is_program(request) else await _list(request, found, wanted)
    secrets: list[str] = []

    async def put() -> str:
        feed, token = await actions.make_feed(found.user, wanted, now=clock.now())
        secrets.append(token)
        return f"/feeds/{feed.id}"

    place, is_new = await settled(request, found.user, told, put)
    feed = await readable_feed_of(found.user, number(place.rpartition("/")[2]))
    return _shown_once(request, found, feed, secrets[-1] if is_new else "", 201)


async def show(request: Request) -> Response:
    """The form that changes one."""
    found, feed = await _asked(request)
    return _form(request, found, feed, forms.shown(feed))


async def change(request: Request) -> Response:
    """Make it hold what the form says; the address stays."""
    found, feed = await _asked(request)
    told = await forms.told_in(request, "version")
    if told["version"] and number(told["version"]) != feed.version:
        raise Conflict("This calendar was changed in another window. Look at it as it is now.")
    wanted = forms.wanted_in(told | forms.left_as_it_is(told, feed))
    if isinstance(wanted, Draft):
        return _refused(wanted) if is_program(request) else _form(request, found, feed, wanted, 422)
    await actions.change_feed(feed, wanted)
    if is_program(request):
        return JSONResponse({"id": feed.id, "name": wanted.name}, headers=_NOT_KEPT)
    words = f"“{wanted.name}” is saved. Its address stays, and what it holds comes along."
    return personal.lead(request, words, "feeds:index")


async def replace(request: Request) -> Response:
    """Give it another address, and show that in the answer to this post and nowhere else."""
    found, feed = await _asked(request)
    told = {"feed": str(feed.id), **await fields(request, (FIELD,))}
    data = settings_of(request).data
    secrets: list[str] = []

    async def put() -> str:
        secrets.append(await keeping.replace_address(feed, data, now=clock.now()))
        return f"/feeds/{feed.id}"

    _, is_new = await settled(request, found.user, told, put)
    return _shown_once(request, found, feed, secrets[-1] if is_new else "", 200)


async def revoke(request: Request) -> Response:
    """Let nobody read it any more; that it is revoked already is as well."""
    wanted = _number(request, "feed")
    found = await sessions.needed(request)
    feed = await feed_of(found.user, wanted)
    await fields(request, ())
    if feed.revoked_at is None:
        await keeping.revoke_feed(feed, settings_of(request).data, now=clock.now())
    if is_program(request):
        return JSONResponse({"id": feed.id, "name": feed.name}, headers=_NOT_KEPT)
    words = f"“{feed.name}” is revoked: nobody reads it any more. Delete it in the calendar, too."
    return personal.lead(request, words, "feeds:index")


async def forget(request: Request) -> Response:
    """Forget that a program read it."""
    _, feed = await _asked(request)
    await fields(request, ())
    client = await actions.forget_client(feed, _number(request, "reading"))
    words = f"{client} is forgotten. Should it ask again, it stands here again."
    return personal.lead(request, words, "feeds:index")


async def _asked(request: Request) -> tuple[SignIn, PrivateFeed]:
    wanted = _number(request, "feed")
    found = await sessions.needed(request)
    return found, await readable_feed_of(found.user, wanted)


def _number(request: Request, name: str) -> int:
    """A number in the address. Anything else may be half a secret, which no page repeats."""
    if found := number(request.path_params[name]):
        return found
    raise NotFound("There is no such calendar among yours.")


async def _list(request: Request, found: SignIn, draft: Draft | None = None) -> Response:
    now = clock.now()
    feeds = await read_feeds_of(found.user, now=now)
    return personal.render(
        request,
        "feeds/index.html",
        found,
        422 if draft else 200,
        feeds=[(one, holds_words(wanted_of(one.feed)), drawn_key()) for one in feeds],
        revoked=await revoked_feeds_of(found.user, now=now),
        draft=draft or forms.blank("" if feeds else FIRST_NAME),
        is_draft=draft is not None,
        is_full=len(feeds) >= MOST_FEEDS,
        most=MOST_FEEDS,
        silent_days=SILENT_AFTER.days,
        key=drawn_key(),
        **_choices(),
    )


def _form(
    request: Request, found: SignIn, feed: PrivateFeed, draft: Draft, status: int = 200
) -> Response:
    return personal.render(
        request, "feeds/edit.html", found, status, feed=feed, draft=draft, **_choices()
    )


def _choices() -> dict[str, Any]:
    return {"kinds": KIND_WORDS, "leads": LEAD_WORDS}


def _shown_once(
    request: Request, found: SignIn, feed: PrivateFeed, token: str, status: int
) -> Response:
    """The address, where this post drew it; else that it was shown before."""
    if not token:
        return _shown_before(request, found, feed)
    ways = subscription(settings_of(request).base_url, f"/feeds/{token}.ics", "", feed.name)
    headers = _NOT_KEPT | _ADDRESS_IS_SECRET
    if is_program(request):
        told = {"id": feed.id, "name": feed.name, "address": ways.address, "webcal": ways.apple}
        return JSONResponse(told, status, headers | {"Location": f"/feeds/{feed.id}"})
    page = personal.render(
        request,
        "feeds/address.html",
        found,
        status,
        feed=feed,
        is_first=status == 201,
        holds=holds_words(wanted_of(feed)),
        rings=bool(wanted_of(feed).alarms),
        ways=ways,
        code=_code(ways),
    )
    page.headers.update(headers)
    return page


def _code(ways: Subscription) -> str:
    return drawn(ways.apple) if fits_a_code(ways.apple) else ""


def _shown_before(request: Request, found: SignIn, feed: PrivateFeed) -> Response:
    if is_program(request):
        message = "This was sent before; the address was shown once. Replace it to have another."
        told = {"id": feed.id, "name": feed.name, "message": message}
        return JSONResponse(told, 200, _NOT_KEPT | {"Location": f"/feeds/{feed.id}"})
    return personal.render(request, "feeds/shown.html", found, feed=feed, key=drawn_key())


def _refused(draft: Draft) -> Response:
    told = {"message": " ".join(draft.complaints.values()), "fields": dict(draft.complaints)}
    return JSONResponse(told, 422, _NOT_KEPT)


routes = [
    Route("/feeds", index, name="feeds:index"),
    Route("/feeds", make, methods=["POST"]),
    Route("/feeds/{feed}", show, name="feeds:show"),
    Route("/feeds/{feed}", change, methods=["POST"]),
    Route("/feeds/{feed}/replace", replace, methods=["POST"], name="feeds:replace"),
    Route("/feeds/{feed}/revoke", revoke, methods=["POST"], name="feeds:revoke"),
    Route(
        "/feeds/{feed}/readings/{reading}/forget",
        forget,
        methods=["POST"],
        name="feeds:forget",
    ),
]
