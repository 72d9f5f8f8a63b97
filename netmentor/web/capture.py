"""Met someone? The page that keeps a person in ten seconds, and the door devices send theirs to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn, User
from netmentor.contacts.capturing import Capture, KeyTaken, capture
from netmentor.contacts.meeting import places_to_meet
from netmentor.contacts.models import Contact
from netmentor.errors import Conflict, NetMentorError, NotFound
from netmentor.events.attending.queries import event_at
from netmentor.events.queries import event_meant
from netmentor.web import personal, saying, sessions
from netmentor.web.errors import status_of
from netmentor.web.forms.capture import FIELDS, caught, told_by_a_device
from netmentor.web.forms.reading import MOST_FIELDS, Draft, fields
from netmentor.web.page import redirect

JSON = "application/json"
NEXT = "next"  # what the form's first button says in `then`: stay here for the next one

_NOT_KEPT = {"Cache-Control": "no-store"}


class OfSomebodyElse(Conflict):
    """What a device sends was saved by another account than the one that is signed in."""


async def show(request: Request) -> Response:
    """The form, empty, at the event the person is at or at the one that was asked for."""
    found = await sessions.needed(request)
    return await _page(request, found, Draft(), asked=request.query_params.get("event", ""))


async def keep(request: Request) -> Response:
    """Keep somebody who was met; the same id sent again is the same person."""
    by_device = request.headers.get("content-type", "").partition(";")[0].strip().lower() == JSON
    if not by_device and JSON not in request.headers.get("accept", ""):
        return await _keep(request, by_device=False, by_json=False)
    try:
        return await _keep(request, by_device=by_device, by_json=True)
    except NetMentorError as exc:
        return _refused(status_of(exc), exc.message, {})


async def _keep(request: Request, *, by_device: bool, by_json: bool) -> Response:
    found = await sessions.needed(request)
    told = await (_from_a_device(request, found.user) if by_device else _from_a_form(request))
    read = await _read(found.user, told, now=clock.now())
    if isinstance(read, Draft):
        if by_json:
            return _refused(422, " ".join(read.complaints.values()), read.complaints)
        return await _page(request, found, read, 422)
    try:
        contact, is_new = await capture(found.user, read, now=clock.now())
    except KeyTaken as exc:
        if by_json:
            return _refused(422, exc.message, {"id": exc.message})
        # They went back and filled in the same form anew: another person, once however often sent.
        read = replace(read, key=str(uuid5(UUID(read.key), read.digest)))
        contact, is_new = await capture(found.user, read, now=clock.now())
    if by_json:
        return _made(contact, is_new=is_new)
    if told["then"] != NEXT:
        return RedirectResponse(f"/contacts/{contact.key}", 303)
    answer = redirect(request, "capture:show")
    if not is_new:
        return saying.say(request, answer, f"{contact.name} was kept before. Next one?")
    return await personal.say_what_was_done(request, found.user, answer, "Next one?")


async def _from_a_form(request: Request) -> dict[str, str]:
    """The texts of a form; "event" only where it is told, for none told is the one I am at."""
    form = await request.form(max_files=0, max_fields=MOST_FIELDS)
    names = [name for name in FIELDS if name != "event" or name in form]
    return await fields(request, names)


async def _from_a_device(request: Request, user: User) -> dict[str, str]:
    """The texts that the queue of a device sends; it knows no form's token when it comes back.

    It needs none. A page of another site cannot send this content type without a preflight
    (Fetch standard, 3.3), which nothing here answers, and web.guard refuses it before that.
    """
    owner = request.headers.get(personal.OWNER, "")
    if owner and owner != sessions.owner_of(user):
        raise OfSomebodyElse("Another account saved this. Sign in to that one to send it.")
    return told_by_a_device(await request.body())


async def _read(user: User, told: Mapping[str, str], *, now: datetime) -> Capture | Draft:
    read = caught(told, user, now=now)
    if isinstance(read, Draft):
        return read
    if "event" not in told:
        at = read.met_at or now
        return read if read.met_where else replace(read, event=await event_at(user, now=at))
    if not told["event"]:
        return read
    try:
        return replace(read, event=await event_meant(told["event"], user.id))
    except NotFound:
        return Draft(dict(told), {"event": "There is no such event any more; choose another."})


def _made(contact: Contact, *, is_new: bool) -> Response:
    place = f"/contacts/{contact.key}"
    told = {"url": place, "id": contact.key}
    return JSONResponse(told, 201 if is_new else 200, _NOT_KEPT | {"Location": place})


def _refused(status: int, message: str, complaints: Mapping[str, str]) -> Response:
    return JSONResponse({"message": message, "fields": dict(complaints)}, status, _NOT_KEPT)


async def _page(
    request: Request, found: SignIn, draft: Draft, status: int = 200, *, asked: str = ""
) -> Response:
    places = await places_to_meet(found.user, now=clock.now())
    slugs = [event.slug for event in places.near]
    here = places.now.slug if places.now else ""
    return personal.render(
        request,
        "capture/show.html",
        found,
        status,
        draft=draft,
        places=places.near,
        at=draft.typed.get("event", asked if asked in slugs else here),
        key=str(uuid4()),
    )


routes = [
    Route("/capture", show, name="capture:show"),
    Route("/contacts", keep, methods=["POST"], name="capture:keep"),
]
