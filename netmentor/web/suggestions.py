"""Suggesting an event to everyone: from a page on the web, from one's own, or by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.calendars.zones import zones_to_live_in
from netmentor.errors import Invalid
from netmentor.events.own import own_event
from netmentor.events.rules import listing_day
from netmentor.events.suggesting import actions, arriving, queries
from netmentor.events.suggesting.models import Suggestion
from netmentor.events.suggesting.queries import found_of
from netmentor.events.suggesting.sharing import shown
from netmentor.organizations.queries import credential_acronyms, organizations
from netmentor.text import one_line
from netmentor.web import own_events, personal, sessions
from netmentor.web.creating import created
from netmentor.web.forms.events import FIELDS, MEMBERS_NEED, EventForm, blank, typed_of
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.page import redirect

_ORGANIZER = "organization"


@dataclass(frozen=True, slots=True)
class Kind:
    """What of the pages differs by what is suggested: where they are, and a few words."""

    home: str
    a: str
    crumb: tuple[str, str]
    asked: str  # of a page that is read: what it says

    @property
    def place(self) -> str:
        return f"{self.home}/suggest"


KIND = Kind("/events", "an event", ("/my/events", "My events"), "what is on")


async def index(request: Request) -> Response:
    """What the person suggested, and the ways to suggest more."""
    found = await sessions.needed(request)
    own = request.query_params.get("event", "")
    event = await own_event(found.user, own) if own else None
    return await _index_page(request, found, Draft(), event=event)


async def begin(request: Request) -> Response:
    """Begin a suggestion: of a page, of an event of one's own, or of nothing yet."""
    found = await sessions.needed(request)
    told = await fields(request, ("address", "event"))
    now = clock.now()
    request.app.state.limits.suggest.take(request, now=now)

    async def make() -> str:
        if told["event"]:
            event = await own_event(found.user, told["event"])
            suggestion = await actions.suggest_own(found.user, event, now=now)
        elif one_line(told["address"]):
            suggestion = await actions.suggest_page(found.user, told["address"], now=now)
        else:
            suggestion = await actions.suggest_by_hand(found.user, now=now)
        return f"/events/suggest/{suggestion.id}"

    try:
        return await created(request, found.user, told, make)
    except Invalid as exc:
        draft = Draft({"address": one_line(told["address"])}, {"address": exc.message})
        return await _index_page(request, found, draft, 422)


async def show(request: Request) -> Response:
    """The suggestion as it arrived, to look over; or that it is still on its way."""
    found = await sessions.needed(request)
    suggestion = await queries.suggestion_of(found.user, request.path_params["number"])
    if suggestion.telling_id:
        return redirect(request, "suggestions:index")
    zone = found.user.timezone
    draft = found_of(suggestion)
    typed = typed_of(draft, zone=zone) if draft else blank(zone=zone) | {"kind": ""}
    typed["url"] = shown(typed["url"] or suggestion.address)
    typed["registration_url"] = shown(typed["registration_url"])
    typed[_ORGANIZER] = draft.organizers[0] if draft and draft.organizers else ""
    return await _page(request, found, suggestion, Draft(typed))


async def send(request: Request) -> Response:
    """Let the curators see it."""
    found = await sessions.needed(request)
    suggestion = await queries.suggestion_of(found.user, request.path_params["number"])
    told = await fields(request, (*FIELDS, _ORGANIZER))
    form = await own_events.read(told)
    known = {one.slug: one for one in await organizations()}
    organizer = known.get(told[_ORGANIZER])
    if organizer is None or form.complaints:
        missing = {} if organizer else {_ORGANIZER: "Choose who organizes it."}
        typed = {**form.typed, _ORGANIZER: told[_ORGANIZER] if organizer else ""}
        draft = Draft(typed, {**form.complaints, **missing})
        return await _page(request, found, suggestion, draft, 422)
    now, page = clock.now(), organizer.url or organizer.source_url
    mine = own_events.drafted(form, listing_day(now))
    mine = replace(mine, organizers=(organizer.slug,), source_url=page)
    try:
        await actions.send(suggestion, mine, now=now)
    except arriving.TooManySuggestions as exc:
        return await _page(request, found, suggestion, Draft(told, {"all": exc.message}), 409)
    return personal.lead(
        request, f"Sent: {mine.title}. A curator looks at it.", "suggestions:index"
    )


async def drop(request: Request) -> Response:
    """Forget a suggestion that was not sent."""
    found = await sessions.needed(request)
    suggestion = await queries.suggestion_of(found.user, request.path_params["number"])
    await fields(request, ())
    await arriving.drop(suggestion)
    return personal.lead(request, "Dropped.", "suggestions:index")


async def _index_page(
    request: Request, found: SignIn, draft: Draft, status: int = 200, **more: object
) -> Response:
    mine = await queries.suggestions_of(found.user)
    told = {"event": None, "kind": KIND, "draft": draft, "suggestions": mine} | more
    return personal.render(request, "suggestions/index.html", found, status, **told)


async def _page(
    request: Request,
    found: SignIn,
    suggestion: Suggestion,
    form: Draft | EventForm,
    status: int = 200,
) -> Response:
    return personal.render(
        request,
        "suggestions/event.html",
        found,
        status,
        kind=KIND,
        suggestion=suggestion,
        draft=form,
        needed=MEMBERS_NEED,
        credentials=await credential_acronyms(),
        organizers=[(one.slug, one.name) for one in await organizations()],
        zones=zones_to_live_in(),
    )


routes = [
    Route("/events/suggest", index, name="suggestions:index"),
    Route("/events/suggest", begin, methods=["POST"]),
    Route("/events/suggest/{number}", show, name="suggestions:show"),
    Route("/events/suggest/{number}", send, methods=["POST"]),
    Route("/events/suggest/{number}/drop", drop, methods=["POST"], name="suggestions:drop"),
]
