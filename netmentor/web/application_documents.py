"""What went out with an application: which version of which document, and when."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.contacts.follow_ups import today_of
from netmentor.internships.applying.documents import actions
from netmentor.web.applications import back, owner_of
from netmentor.web.forms.reading import fields
from netmentor.web.forms.values import day, number


async def note_sent(request: Request) -> Response:
    """Note what went out: `document` is its key and the number of a version, as "key/3"."""
    found = await owner_of(request)
    told = await fields(request, ("document", "sent_on"))
    key, _, version = told["document"].partition("/")
    now = clock.now()
    sent_on = day(told["sent_on"]) if told["sent_on"] else today_of(found.user, now)
    here = request.path_params["key"]
    row = await actions.note_sent(found.user, here, key, number(version), sent_on, now=now)
    return back(request, f"{row.name}, version {row.number}: noted as sent.")


async def forget_sent(request: Request) -> Response:
    found = await owner_of(request)
    await fields(request, ())
    here, id_ = request.path_params["key"], number(request.path_params["number"])
    await actions.forget_sent(found.user, here, id_, now=clock.now())
    return back(request, "Taken back.")


routes = [
    Route("/applications/{key}/sent", note_sent, methods=["POST"], name="applications:note-sent"),
    Route(
        "/applications/{key}/sent/{number}/take-back",
        forget_sent,
        methods=["POST"],
        name="applications:forget-sent",
    ),
]
