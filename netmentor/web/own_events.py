"""Events that somebody keeps for themselves: added, changed, put away and taken back."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.calendars.zones import zones_to_live_in
from netmentor.errors import Invalid
from netmentor.events import own
from netmentor.events.drafts import Draft as EventDraft
from netmentor.events.rows import draft_of
from netmentor.events.rules import EventKind, EventStatus, listing_day
from netmentor.organizations.queries import credential_acronyms
from netmentor.web import personal, sessions
from netmentor.web.creating import FIELD, created
from netmentor.web.forms.events import FIELDS, MEMBERS_NEED, EventForm, blank, read_event, typed_of
from netmentor.web.forms.reading import Draft, fields


async def new(request: Request) -> Response:
    """The form, empty."""
    found = await sessions.needed(request)
    empty = blank(zone=found.user.timezone) | {"kind": "", "modality": ""}
    return await _page(request, found, Draft(empty), "/events/new")


async def add(request: Request) -> Response:
    """Keep one more event; whoever adds it goes to it."""
    found = await sessions.needed(request)
    told = await fields(request, (*FIELDS, FIELD))
    form = await read(told)
    if form.complaints:
        return await _page(request, found, form, "/events/new", 422)
    now = clock.now()

    async def make() -> str:
        event = await own.keep(found.user, drafted(form, listing_day(now)), now=now)
        return f"/events/{event.slug}"

    return await created(request, found.user, told, make)


async def edit(request: Request) -> Response:
    """The form of an event that is the person's own."""
    found = await sessions.needed(request)
    event = await own.own_event(found.user, request.path_params["slug"])
    shown = Draft(typed_of(draft_of(event), zone=found.user.timezone))
    return await _page(request, found, shown, f"/events/{event.slug}/edit")


async def change(request: Request) -> Response:
    """Make the event what the form says."""
    found = await sessions.needed(request)
    event = await own.own_event(found.user, request.path_params["slug"])
    form = await read(await fields(request, FIELDS))
    if form.complaints:
        return await _page(request, found, form, f"/events/{event.slug}/edit", 422)
    await own.change(event, form.edit(draft_of(event)), now=clock.now())
    return personal.lead(request, "Saved.", "events:show", slug=event.slug)


async def put_away(request: Request) -> Response:
    """Put the event into the bin, or take it out again."""
    found = await sessions.needed(request)
    event = await own.own_event(found.user, request.path_params["slug"])
    away = (await fields(request, ("away",)))["away"]
    if away not in ("yes", "no"):
        raise Invalid("Say yes to put it away, or no to take it back.")
    await (own.put_away(event, now=clock.now()) if away == "yes" else own.take_back(event))
    words = "Put away." if away == "yes" else "Taken back."
    return personal.lead(request, words, "events:show", slug=event.slug)


async def read(told: dict[str, str]) -> EventForm:
    """Read a form of which a member need fill in no more than title and day."""
    return read_event(told, needs=MEMBERS_NEED, credentials=await credential_acronyms())


def drafted(form: EventForm, today: date) -> EventDraft:
    """The draft that a form without complaints makes; nobody organizes it."""
    told = dict(form.fields)
    if not form.typed["kind"]:
        told["kind"] = EventKind.NETWORKING.value
    return EventDraft(
        **told,
        external_id="form",
        status=EventStatus.CONFIRMED.value,
        organizers=(),
        verified_on=today,
    )


async def _page(
    request: Request, found: SignIn, form: Draft | EventForm, action: str, status: int = 200
) -> Response:
    return personal.render(
        request,
        "my_events/form.html",
        found,
        status,
        draft=form,
        action=action,
        key=uuid4().hex,
        needed=MEMBERS_NEED,
        credentials=await credential_acronyms(),
        zones=zones_to_live_in(),
    )


routes = [
    Route("/events/new", new, name="own_events:new"),
    Route("/events/new", add, methods=["POST"]),
    Route("/events/{slug}/edit", edit, name="own_events:edit"),
    Route("/events/{slug}/edit", change, methods=["POST"]),
    Route("/events/{slug}/put-away", put_away, methods=["POST"], name="own_events:put_away"),
]
