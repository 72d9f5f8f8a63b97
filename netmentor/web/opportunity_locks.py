"""Pages of a curator about fields of opportunities set by hand, which no source changes."""

from __future__ import annotations

import json
from itertools import groupby
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.calendars.zones import zones_to_live_in
from netmentor.errors import Invalid
from netmentor.events.rules import listing_day
from netmentor.internships import words
from netmentor.internships.curating import actions, queries
from netmentor.internships.curating.words import facet_name, said
from netmentor.internships.models import Opportunity, OpportunityLock
from netmentor.internships.queries import draft_of, opportunity_by_slug
from netmentor.internships.suggesting.actions import organization_called
from netmentor.web import curating
from netmentor.web.forms.opportunities import (
    OpportunityForm,
    read_opportunity,
    read_posted,
    typed_of,
)
from netmentor.web.forms.reading import Draft
from netmentor.web.locks import Held

_MORE = ("deed", "opportunity", "seen", "facet")


async def show(request: Request) -> Response:
    """What is set by hand; with ?opportunity= the fields of one, to set more."""
    found = await curating.needed(request)
    wanted = request.query_params.get("opportunity", "")
    if not wanted:
        return await _list(request, found)
    row = await opportunity_by_slug(curating.slug_in(wanted))
    return await _form(request, found, row, Draft(typed_of(await draft_of(row))))


async def change(request: Request) -> Response:
    """Set fields of an opportunity, or leave them to its sources again."""
    found = await curating.needed(request)
    told = await read_posted(request, _MORE)
    row = await opportunity_by_slug(curating.slug_in(told["opportunity"]))
    now = clock.now()
    if told["deed"] == "release":
        facets = [told["facet"]] if told["facet"] else []
        await actions.release(row.slug, facets, now=now, by=found.user_id)
        return _on(request, row)
    if told["deed"] != "set":
        raise Invalid("Say whether to set fields or to release them.")
    form = read_opportunity(told, today=listing_day(now))
    complaints = dict(form.complaints) or await _set(row, form, told["seen"], found)
    if complaints:
        return await _form(request, found, row, Draft(form.typed, complaints), 422)
    return _on(request, row)


async def _set(row: Opportunity, form: OpportunityForm, seen: str, found: SignIn) -> dict[str, str]:
    """Set by hand what the form has otherwise; return what is amiss instead, if something is."""
    now = clock.now()
    if seen != _seen(row):
        return {"all": "It changed while you wrote. Look at its fields, then set them again."}
    new = form.changed(await draft_of(row), listing_day(now))
    if not new:
        return {"all": "Nothing is another than before; change at least one field."}
    if "organization_name" in new:
        new["organization"] = await organization_called(new["organization_name"])
    try:
        await actions.lock(row.slug, new, now=now, by=found.user_id)
    except Invalid as exc:
        return {"all": exc.message}
    return {}


async def _list(request: Request, found: SignIn) -> Response:
    groups = [
        (row, [_held(one) for one in some])
        for row, some in groupby(await queries.locks(), key=lambda one: one.opportunity)
    ]
    sheet = curating.sheet(request, groups)
    return await curating.render(request, "opportunity_locks.html", found, sheet=sheet)


async def _form(
    request: Request, found: SignIn, row: Opportunity, draft: Draft, status: int = 200
) -> Response:
    return await curating.render(
        request,
        "opportunity_lock.html",
        found,
        status,
        row=row,
        seen=_seen(row),
        held=[_held(one) for one in await queries.locks_of(row)],
        draft=draft,
        words=words,
        zones=zones_to_live_in(),
    )


def _seen(row: Opportunity) -> str:
    seen: str = row.changed_at.isoformat()
    return seen


def _held(lock: OpportunityLock) -> Held:
    return Held(lock.facet, facet_name(lock.facet), said(json.loads(lock.value)), lock.set_at)


def _on(request: Request, row: Opportunity) -> Response:
    query = urlencode({"opportunity": row.slug})
    path = request.app.url_path_for("curating:opportunity_locks")
    return RedirectResponse(f"{path}?{query}#held", 303)


routes = [
    Route("/curate/opportunities/locks", show, name="curating:opportunity_locks"),
    Route("/curate/opportunities/locks", change, methods=["POST"]),
]
