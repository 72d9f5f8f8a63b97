"""Suggesting an internship or a fellowship to everyone: from a page on the web, or by hand."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.calendars.zones import zones_to_live_in
from netmentor.errors import Invalid
from netmentor.events.rules import listing_day
from netmentor.events.suggesting.arriving import TooManySuggestions
from netmentor.events.suggesting.arriving import drop as drop_suggestion
from netmentor.events.suggesting.sharing import shown
from netmentor.internships import words
from netmentor.internships.suggesting import actions, queries
from netmentor.internships.suggesting.models import OpportunitySuggestion
from netmentor.text import one_line
from netmentor.web import personal, sessions
from netmentor.web.creating import created
from netmentor.web.forms.opportunities import (
    OpportunityForm,
    read_opportunity,
    read_posted,
    typed_of,
)
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.page import redirect
from netmentor.web.suggestions import Kind

KIND = Kind(
    "/internships",
    "an internship or fellowship",
    ("/internships", "Internships and fellowships"),
    "what it offers",
)


async def index(request: Request) -> Response:
    """What the person suggested, and the ways to suggest more."""
    found = await sessions.needed(request)
    return await _index_page(request, found, Draft())


async def begin(request: Request) -> Response:
    """Begin a suggestion: of a page, or of nothing yet."""
    found = await sessions.needed(request)
    told = await fields(request, ("address",))
    now = clock.now()
    request.app.state.limits.suggest.take(request, now=now)
    address = one_line(told["address"])

    async def make() -> str:
        if address:
            suggestion = await actions.suggest_page(found.user, address, now=now)
        else:
            suggestion = await actions.suggest_by_hand(found.user, now=now)
        return f"{KIND.place}/{suggestion.id}"

    try:
        return await created(request, found.user, told, make)
    except Invalid as exc:
        draft = Draft({"address": address}, {"address": exc.message})
        return await _index_page(request, found, draft, 422)


async def show(request: Request) -> Response:
    """The suggestion as it arrived, to look over; or that it is still on its way."""
    found = await sessions.needed(request)
    suggestion = await queries.suggestion_of(found.user, request.path_params["number"])
    if suggestion.telling_id:
        return redirect(request, "opportunity_suggestions:index")
    draft = queries.found_of(suggestion)
    typed = typed_of(draft) if draft else {}
    typed["url"] = shown(typed.get("url") or suggestion.address)
    typed["apply_url"] = shown(typed.get("apply_url", ""))
    return _page(request, found, suggestion, Draft(typed))


async def send(request: Request) -> Response:
    """Let the curators see it."""
    found = await sessions.needed(request)
    suggestion = await queries.suggestion_of(found.user, request.path_params["number"])
    now = clock.now()
    today = listing_day(now)
    form = read_opportunity(await read_posted(request), today=today)
    if form.complaints:
        return _page(request, found, suggestion, form, 422)
    draft = form.draft(today)
    try:
        await actions.send(suggestion, draft, now=now)
    except TooManySuggestions as exc:
        return _page(request, found, suggestion, Draft(form.typed, {"all": exc.message}), 409)
    said = f"Sent: {draft.title}. A curator looks at it."
    return personal.lead(request, said, "opportunity_suggestions:index")


async def drop(request: Request) -> Response:
    """Forget a suggestion that was not sent."""
    found = await sessions.needed(request)
    suggestion = await queries.suggestion_of(found.user, request.path_params["number"])
    await fields(request, ())
    await drop_suggestion(suggestion)
    return personal.lead(request, "Dropped.", "opportunity_suggestions:index")


async def _index_page(request: Request, found: SignIn, draft: Draft, status: int = 200) -> Response:
    mine = await queries.suggestions_of(found.user)
    told = {"kind": KIND, "draft": draft, "suggestions": mine}
    return personal.render(request, "suggestions/index.html", found, status, **told)


def _page(
    request: Request,
    found: SignIn,
    suggestion: OpportunitySuggestion,
    form: Draft | OpportunityForm,
    status: int = 200,
) -> Response:
    return personal.render(
        request,
        "suggestions/opportunity.html",
        found,
        status,
        kind=KIND,
        suggestion=suggestion,
        draft=form,
        words=words,
        zones=zones_to_live_in(),
    )


routes = [
    Route("/internships/suggest", index, name="opportunity_suggestions:index"),
    Route("/internships/suggest", begin, methods=["POST"]),
    Route("/internships/suggest/{number}", show, name="opportunity_suggestions:show"),
    Route("/internships/suggest/{number}", send, methods=["POST"]),
    Route(
        "/internships/suggest/{number}/drop",
        drop,
        methods=["POST"],
        name="opportunity_suggestions:drop",
    ),
]
