"""Pages of a curator about fields set by hand, which no source changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.errors import Invalid
from netmentor.events.curating import actions, queries
from netmentor.events.curating.models import Lock
from netmentor.events.curating.rules import BY_HAND
from netmentor.events.curating.words import facet_name, said
from netmentor.events.models import Event
from netmentor.events.queries import event_by_slug
from netmentor.events.rows import draft_of
from netmentor.events.written import written
from netmentor.organizations.queries import names_by_slug
from netmentor.web import curating
from netmentor.web.forms import curating as forms
from netmentor.web.forms.reading import Draft, fields


@dataclass(frozen=True, slots=True)
class Held:
    """One facet that is set by hand, in words."""

    facet: str
    name: str
    says: str
    since: datetime


async def show(request: Request) -> Response:
    """What is set by hand; with ?event= the fields of one event, to set more."""
    found = await curating.needed(request)
    wanted = request.query_params.get("event", "")
    if not wanted:
        return await _list(request, found)
    event = await _event(wanted)
    return await _form(request, found, event, Draft(_typed(event)))


async def change(request: Request) -> Response:
    """Set fields of an event, or leave them to its sources again."""
    found = await curating.needed(request)
    told = await fields(request, forms.LOCKING)
    event = await _event(told["event"])
    now = clock.now()
    if told["deed"] == "release":
        facets = [told["facet"]] if told["facet"] else []
        await actions.release(event.slug, facets, now=now, by=found.user_id)
        return _on(request, event)
    if told["deed"] != "set":
        raise Invalid("Say whether to set fields or to release them.")
    typed = forms.by_hand(told)
    complaint = ""
    new = _new(event, typed)
    if told["seen"] != _seen(event):
        complaint = "The event changed while you wrote. Look at its fields, then set them again."
    elif not new:
        complaint = "Nothing is another than before; change at least one field."
    else:
        try:
            await actions.lock(event.slug, new, now=now, by=found.user_id)
            return _on(request, event)
        except Invalid as exc:
            complaint = exc.message
    draft = Draft(typed | {"topics": ", ".join(typed["topics"])}, {"all": complaint})
    return await _form(request, found, event, draft, 422)


async def _list(request: Request, found: SignIn) -> Response:
    names = await names_by_slug()
    groups = [
        (event, [_held(one, names) for one in some])
        for event, some in groupby(await queries.locks(), key=lambda one: one.event)
    ]
    sheet = curating.sheet(request, groups)
    return await curating.render(request, "locks.html", found, sheet=sheet)


async def _form(
    request: Request, found: SignIn, event: Event, draft: Draft, status: int = 200
) -> Response:
    names = await names_by_slug()
    return await curating.render(
        request,
        "lock.html",
        found,
        status,
        event=event,
        seen=_seen(event),
        held=[_held(one, names) for one in await queries.locks_of(event)],
        draft=draft,
    )


async def _event(wanted: str) -> Event:
    """The event that a word, or the address of its page, names, or the one that it turned out."""
    event = await event_by_slug(curating.slug_in(wanted))
    return await event_by_slug(event.merged_into.slug) if event.merged_into else event


def _typed(event: Event) -> dict[str, str]:
    """The fields of an event as the form shows them."""
    plain = written(draft_of(event))
    typed = {name: plain[name] or "" for name in BY_HAND}
    return typed | {"topics": ", ".join(sorted(plain["topics"]))}


def _new(event: Event, typed: Mapping[str, object]) -> dict[str, object]:
    """The fields that are not as they were."""
    before = forms.by_hand(_typed(event))
    return {name: one for name, one in typed.items() if one != before[name]}


def _seen(event: Event) -> str:
    seen: str = event.changed_at.isoformat()
    return seen


def _held(lock: Lock, names: Mapping[str, str]) -> Held:
    says = said(lock.facet, json.loads(lock.value), names)
    return Held(lock.facet, facet_name(lock.facet), says, lock.locked_at)


def _on(request: Request, event: Event) -> Response:
    query = urlencode({"event": event.slug})
    return RedirectResponse(f"{request.app.url_path_for('curating:locks')}?{query}#held", 303)


routes = [
    Route("/curate/locks", show, name="curating:locks"),
    Route("/curate/locks", change, methods=["POST"]),
]
