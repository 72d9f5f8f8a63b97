"""Pages of organizers: the events of their organization, made, edited, repeated and called off."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.calendars.zones import zones_to_live_in
from netmentor.errors import Invalid
from netmentor.events.changes import sentences
from netmentor.events.facets import FACETS, facet_of
from netmentor.events.models import Event
from netmentor.events.organizing import actions, queries
from netmentor.events.organizing.actions import EditedMeanwhile, SetByCurator, Unfit
from netmentor.events.organizing.queries import Step, facets_of
from netmentor.events.rows import draft_of
from netmentor.events.rules import OFF, EventStatus, listing_day
from netmentor.events.written import Plain, written
from netmentor.organizations.models import Organization
from netmentor.organizations.queries import credential_acronyms
from netmentor.web import personal, sessions
from netmentor.web.forms.events import (
    FIELDS,
    ORGANIZERS_NEED,
    EventForm,
    blank,
    read_event,
    typed_of,
)
from netmentor.web.forms.organizing import CHOSEN, REPEATING, Series, key_of, series_of
from netmentor.web.forms.reading import Draft, fields


@dataclass(frozen=True, slots=True)
class Desk:
    """Who is at work, and for which organization."""

    found: SignIn
    organization: Organization

    @property
    def zone(self) -> str:
        return self.found.user.timezone


async def mine(request: Request) -> Response:
    """The organizations whose events one edits."""
    found = await sessions.needed(request)
    organizations = await queries.organized_by(found.user)
    return personal.render(request, "organizing/mine.html", found, organizations=organizations)


async def show(request: Request) -> Response:
    """The events of one organization, with what can be done to each."""
    desk = await desk_of(request)
    work = await queries.work_of(desk.organization, today=listing_day(clock.now()))
    return page_of(request, "organizing/show.html", desk, work=work)


async def begin(request: Request) -> Response:
    """The form of a new event: empty, or like one that there is, without its day."""
    desk = await desk_of(request)
    typed = blank(zone=desk.zone)
    if like := request.query_params.get("like", ""):
        event = await queries.own_event(desk.organization, like)
        typed = typed_of(draft_of(event), zone=desk.zone)
        typed |= {"starts_on": "", "ends_on": "", "deadline_on": ""}
    more = dict.fromkeys(REPEATING, "") | {"key": uuid4().hex}
    return await _new_page(request, desk, Draft(typed | more))


async def publish(request: Request) -> Response:
    """Publish an event at once, or show first on which days it comes again."""
    desk = await desk_of(request)
    told = await fields(request, (*FIELDS, *REPEATING, *CHOSEN, "key", "step"))
    key = key_of(told["key"])
    form = await _read(told)
    typed = {**form.typed, **{name: told[name] for name in (*REPEATING, "key")}}
    complaints = dict(form.complaints)
    series = series_of(told, form.fields.get("starts_on"))
    if isinstance(series, str):
        complaints["repeats"] = series
    if complaints or told["step"] == "back":
        draft = Draft(typed, complaints)
        return await _new_page(request, desk, draft, 422 if complaints else 200)
    days = series.chosen if isinstance(series, Series) and told["step"] == "days" else ()
    if isinstance(series, Series) and not days:
        return _days_page(request, desk, Draft(typed), series, asked=told["step"] == "days")
    try:
        await actions.publish(desk.organization, form.fields, name=key, days=days, now=clock.now())
    except Unfit as exc:
        return await _new_page(request, desk, Draft(typed, {"title": exc.message}), 422)
    title = form.fields["title"]
    return _back(request, desk, f"Published{f' on {len(days)} days' if days else ''}: {title}.")


async def show_event(request: Request) -> Response:
    """The form of an event as it stands."""
    desk = await desk_of(request)
    event = await _event(request, desk)
    typed = typed_of(draft_of(event), zone=desk.zone) | _seen(event) | {"scope": "one"}
    return await _edit_page(request, desk, event, Draft(typed))


async def save_event(request: Request) -> Response:
    """Edit one event, or all following that agree with it, which are shown first."""
    desk = await desk_of(request)
    event = await _event(request, desk)
    told = await fields(request, (*FIELDS, "scope", "seen", "step"))
    before = draft_of(event)
    form = await _read(told, needs=ORGANIZERS_NEED if before.starts_on else {"title"})
    typed = {**form.typed, "seen": told["seen"], "scope": told["scope"]}
    if form.complaints or told["step"] == "back":
        status = 422 if form.complaints else 200
        return await _edit_page(request, desk, event, Draft(typed, form.complaints), status)
    facets = form.edited(before)
    after = {facet: facet_of(written(form.edit(before)), facet) for facet in facets}
    following = told["scope"] == "following"
    if following and told["step"] != "sure":
        steps = await queries.steps_of(event, desk.organization, after, following=True)
        return _steps_page(request, desk, event, Draft(typed), steps)
    return await _save(request, desk, event, Draft(typed), after, following=following)


async def show_calling_off(request: Request) -> Response:
    """Whether to call an event off, or to hold it after all; nothing is done by looking."""
    desk = await desk_of(request)
    event = await _event(request, desk)
    off = event.status in OFF
    status = EventStatus.CONFIRMED if off else EventStatus.CANCELED
    after: dict[str, Plain] = {"status": {"status": status.value}}
    steps = await queries.steps_of(event, desk.organization, after, following=True)
    page = "organizing/call_off.html"
    return page_of(request, page, desk, event=event, is_canceled=off, following=steps[1:])


async def call_off(request: Request) -> Response:
    """Call an event off, or hold it after all; this one, or all following that agree with it."""
    desk = await desk_of(request)
    event = await _event(request, desk)
    told = await fields(request, ("deed", "scope"))
    do = {"hold": actions.hold_after_all, "cancel": actions.call_off}.get(told["deed"])
    if do is None:
        raise Invalid("Say whether it is on or off.")
    following = told["scope"] == "following"
    count = await do(desk.organization, event.slug, following=following, now=clock.now())
    words = "Called off" if told["deed"] == "cancel" else "On again"
    more = f" and {count - 1} after it" if count > 1 else ""
    return _back(request, desk, f"{words}: {event.title}{more}.")


async def desk_of(request: Request) -> Desk:
    """Who asks, at work for the organization of the address; for others there is none."""
    found = await sessions.needed(request)
    slug = request.path_params["organization"]
    return Desk(found, await queries.own_organization(found.user, slug))


def _back(request: Request, desk: Desk, words: str) -> Response:
    """To the organization's events, with a word about what was done."""
    return personal.lead(request, words, "organizing:show", organization=desk.organization.slug)


def page_of(
    request: Request, name: str, desk: Desk, status: int = 200, **context: object
) -> Response:
    """A page of an organization's organizers."""
    mine = {"organization": desk.organization}
    return personal.render(request, name, desk.found, status, **mine, **context)


async def _event(request: Request, desk: Desk) -> Event:
    return await queries.own_event(desk.organization, request.path_params["event"])


async def _read(told: Mapping[str, str], needs: Collection[str] = ORGANIZERS_NEED) -> EventForm:
    return read_event(told, needs=needs, credentials=await credential_acronyms())


async def _save(
    request: Request,
    desk: Desk,
    event: Event,
    draft: Draft,
    after: Mapping[str, Plain],
    *,
    following: bool,
) -> Response:
    try:
        count = await actions.edit(
            desk.organization,
            event.slug,
            after,
            following=following,
            seen=draft.typed["seen"],
            now=clock.now(),
        )
    except (EditedMeanwhile, SetByCurator) as exc:
        event = await _event(request, desk)
        draft = replace(draft, typed={**draft.typed, **_seen(event)})
        return await _edit_page(request, desk, event, draft, 409, warning=exc.message)
    except Unfit as exc:
        draft = replace(draft, complaints={"title": exc.message})
        return await _edit_page(request, desk, event, draft, 422)
    more = f" and {count - 1} after it" if count > 1 else ""
    return _back(request, desk, f"Saved: {event.title}{more}." if count else "Nothing was changed.")


def _seen(event: Event) -> dict[str, str]:
    return {"seen": event.changed_at.isoformat()}


async def _new_page(request: Request, desk: Desk, draft: Draft, status: int = 200) -> Response:
    return page_of(
        request,
        "organizing/new.html",
        desk,
        status,
        draft=draft,
        zones=zones_to_live_in(),
        needed=ORGANIZERS_NEED,
        credentials=await credential_acronyms(),
    )


def _days_page(
    request: Request, desk: Desk, draft: Draft, series: Series, *, asked: bool
) -> Response:
    """The days on which an event comes again, each of which can be left out."""
    said = {"days": "Choose at least one day."} if asked else {}
    draft = replace(draft, complaints=said)
    status = 422 if asked else 200
    return page_of(
        request, "organizing/days.html", desk, status, draft=draft, series=series, names=CHOSEN
    )


async def _edit_page(
    request: Request, desk: Desk, event: Event, draft: Draft, status: int = 200, warning: str = ""
) -> Response:
    series = await queries.series_of(event, desk.organization)
    own = next((day for day, one in series if one.id == event.id), None)
    return page_of(
        request,
        "organizing/edit.html",
        desk,
        status,
        event=event,
        draft=draft,
        warning=warning,
        following=sum(own is not None and day > own for day, _ in series),
        zones=zones_to_live_in(),
        needed=ORGANIZERS_NEED,
        credentials=await credential_acronyms(),
    )


def _steps_page(
    request: Request, desk: Desk, event: Event, draft: Draft, steps: Collection[Step]
) -> Response:
    """What an edit of all following changes, event by event."""
    told = [(step.event, list(sentences(_both(step)))) for step in steps]
    return page_of(request, "organizing/following.html", desk, event=event, draft=draft, steps=told)


def _both(step: Step) -> dict[str, list[Plain]]:
    """Facet → [before, after], of what a step changes."""
    before = facets_of(step.event)
    return {
        facet: [before[facet], dict(step.changes[facet])]
        for facet in FACETS
        if facet in step.changes
    }


routes = [
    Route("/organize", mine, name="organizing:mine"),
    Route("/organize/{organization}", show, name="organizing:show"),
    Route("/organize/{organization}/new", begin, name="organizing:new"),
    Route("/organize/{organization}/new", publish, methods=["POST"]),
    Route("/organize/{organization}/events/{event}", show_event, name="organizing:event"),
    Route("/organize/{organization}/events/{event}", save_event, methods=["POST"]),
    Route("/organize/{organization}/events/{event}/off", show_calling_off, name="organizing:off"),
    Route("/organize/{organization}/events/{event}/off", call_off, methods=["POST"]),
]
