"""The kinds of sessions that a mentor offers: one more, another look at one, one less."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor.accounts.models import SignIn
from netmentor.mentoring.availability import actions, queries
from netmentor.mentoring.availability.models import SessionType
from netmentor.web import hours_words, personal
from netmentor.web.forms import hours as forms
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.forms.values import number
from netmentor.web.hours import asked, removing


async def new(request: Request) -> Response:
    """The form of one more."""
    asking = await asked(request)
    return _form(request, asking.found, None, forms.kind_shown(None))


async def add(request: Request) -> Response:
    asking = await asked(request)
    told = forms.kind_in(await fields(request, forms.KIND))
    if isinstance(told, Draft):
        return _form(request, asking.found, None, told, 422)
    type_ = await actions.add_type(asking.mentor, told)
    return personal.lead(request, f"“{type_.name}” can be booked.", "hours:show")


async def show(request: Request) -> Response:
    """The form of one, its secret place included: it is its mentor's own."""
    asking = await asked(request)
    type_ = await queries.type_of(asking.mentor, number(request.path_params["number"]))
    return _form(request, asking.found, type_, forms.kind_shown(type_))


async def change(request: Request) -> Response:
    asking = await asked(request)
    type_ = await queries.type_of(asking.mentor, number(request.path_params["number"]))
    told = forms.kind_in(await fields(request, forms.KIND))
    if isinstance(told, Draft):
        return _form(request, asking.found, type_, told, 422)
    await actions.change_type(asking.mentor, type_.id, told)
    words = f"“{told.name}” is saved. Sessions that are booked already stay as they were."
    return personal.lead(request, words, "hours:show")


def _form(
    request: Request, found: SignIn, type_: SessionType | None, draft: Draft, status: int = 200
) -> Response:
    return personal.render(
        request,
        "mentoring/session_type.html",
        found,
        status,
        type_=type_,
        draft=draft,
        words=hours_words,
    )


_GONE = "It is offered no longer. Sessions that are booked already stay booked."

routes = [
    Route("/mentoring/hours/types", new, name="session_types:new"),
    Route("/mentoring/hours/types", add, methods=["POST"]),
    Route("/mentoring/hours/types/{number}", show, name="session_types:show"),
    Route("/mentoring/hours/types/{number}", change, methods=["POST"]),
    Route(
        "/mentoring/hours/types/{number}/remove",
        removing(actions.remove_type, _GONE),
        methods=["POST"],
        name="session_types:remove",
    ),
]
