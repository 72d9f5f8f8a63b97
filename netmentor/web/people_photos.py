"""Photos of people and of their cards, on their way in and out; only their owner sees them."""

from __future__ import annotations

from uuid import uuid4

from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.contacts import pictures
from netmentor.contacts.models import Contact
from netmentor.contacts.pictures import Darkroom
from netmentor.contacts.queries import contact_of
from netmentor.contacts.rules import LARGEST_PICTURE, is_key
from netmentor.errors import Invalid
from netmentor.web import personal, sessions
from netmentor.web.forms.reading import fields
from netmentor.web.forms.uploads import AROUND, sent
from netmentor.web.forms.values import number
from netmentor.web.page import is_program


async def add(request: Request) -> Response:
    """Keep a photo, sent by a form or, by a script of ours, as it is.

    A body that is a picture needs no token: no page of another site may send one.
    A `key`, in the form or the address, makes of the same photo sent again one photo.
    """
    found, contact = await _asked(request)
    body, key = await _sent(request)
    key = key or str(uuid4())
    if not is_key(key):
        raise Invalid("The key of a photo is a UUID.")
    known = await pictures.picture_by_key(contact, key)
    if known is None:
        await pictures.check_room(found.user, contact)
        darkroom: Darkroom = request.app.state.darkroom
        try:
            jpeg = await darkroom.develop(body)
        except pictures.Busy as exc:
            raise HTTPException(503, exc.message, {"Retry-After": "10"}) from exc
        row, is_new = await pictures.add_picture(found.user, contact, key, jpeg, now=clock.now())
    else:
        row, is_new = known, False
    if is_program(request):
        place = f"/contacts/{contact.key}/photo/{row.id}"
        headers = {"Location": place, "Cache-Control": "no-store"}
        return JSONResponse({"url": place}, 201 if is_new else 200, headers)
    return await personal.lead_undoable(request, found.user, "contacts:show", key=contact.key)


async def show(request: Request) -> Response:
    """One photo, for its owner alone."""
    _, contact = await _asked(request)
    row = await pictures.picture_of(contact, number(request.path_params["photo"]))
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Disposition": "inline",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
    }
    return Response(bytes(row.jpeg), 200, headers, "image/jpeg")


async def take_out(request: Request) -> Response:
    """Take a photo away."""
    found, contact = await _asked(request)
    row = await pictures.picture_of(contact, number(request.path_params["photo"]))
    await fields(request, ())
    await pictures.put_away_picture(found.user, row, now=clock.now())
    return await personal.lead_undoable(request, found.user, "contacts:show", key=contact.key)


async def _sent(request: Request) -> tuple[bytes, str]:
    """The picture that was sent, and the key it was sent under."""
    if request.headers.get("content-type", "").startswith("image/"):
        body, key = await request.body(), request.query_params.get("key", "")
    else:
        found = await sent(request, "photo", ("key",))
        body, key = found.body, found.told["key"]
    if not body:
        raise Invalid("Choose a photo first.")
    if len(body) > LARGEST_PICTURE:
        raise Invalid(f"A photo may have {LARGEST_PICTURE // 1024 // 1024} MB.")
    return body, key


async def _asked(request: Request) -> tuple[SignIn, Contact]:
    found = await sessions.needed(request)
    return found, await contact_of(found.user, request.path_params["key"])


routes = [
    Route(
        "/contacts/{key}/photo",
        add,
        methods=["POST"],
        name="people:photo",
        middleware=[Middleware(RequestBodyLimitMiddleware, max_body_size=LARGEST_PICTURE + AROUND)],
    ),
    Route("/contacts/{key}/photo/{photo}", show, name="people:show_photo"),
    Route(
        "/contacts/{key}/photo/{photo}/take-out",
        take_out,
        methods=["POST"],
        name="people:take_photo_out",
    ),
]
