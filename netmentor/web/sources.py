"""Pages of a curator about sources: how each fares, and whose calendar nobody reads yet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.errors import Invalid, NotFound
from netmentor.events.curating import queries
from netmentor.events.curating.states import by_state
from netmentor.events.importing import sources
from netmentor.events.importing.models import Source
from netmentor.events.importing.queries import may_be_key
from netmentor.events.importing.sources import EVERY, BadSource, Terms
from netmentor.events.rules import STATES, Authority
from netmentor.organizations.queries import names_by_slug
from netmentor.web import curating
from netmentor.web.forms import curating as forms
from netmentor.web.forms.reading import Draft, fields

AUTHORITY_WORDS = {
    Authority.OVERWRITE: "Set every field",
    Authority.FILL: "Fill in what nobody told",
    Authority.PROPOSE: "Only propose",
}
_COUNTS = {"added": "new", "changed": "changed", "unchanged": "as before", "missing": "gone"}


@dataclass(frozen=True, slots=True)
class Told:
    """A source, with what came of its last reading in words."""

    source: Source
    authority: str
    outcome: str
    skipped: list[str]
    is_due: bool
    may_go: bool


async def show(request: Request) -> Response:
    """Each source: what it may do, when it was read, and what is amiss."""
    found = await curating.needed(request)
    usual = {"authority": Authority.OVERWRITE.value, "every_hours": str(EVERY)}
    return await _page(request, found, Draft(usual))


async def change(request: Request) -> Response:
    """Connect a source, change its terms, have it read soon, or part with it."""
    found = await curating.needed(request)
    told = await fields(request, forms.SOURCE)
    deeds = {"connect": _connect, "change": _change, "read": _read, "retire": _retire}
    deed = deeds.get(told["deed"])
    if deed is None:
        raise Invalid("Say what to do with the source.")
    try:
        source = await deed(told, now=clock.now())
    except _Amiss as exc:
        return await _page(request, found, Draft(told, exc.complaints), 422)
    return RedirectResponse(await _place_of(source), 303)


async def missing(request: Request) -> Response:
    """Organizations without a known calendar, state by state."""
    found = await curating.needed(request)
    return await _missing_page(request, found, request.query_params.get("state"), Draft())


async def find(request: Request) -> Response:
    """Connect the calendar of an organization that had none."""
    found = await curating.needed(request)
    told = await fields(request, forms.MISSING)
    try:
        if not told["organization"]:
            raise _Amiss({"address": "Say whose calendar it is."})
        wanted = Terms(organization=told["organization"])
        await _connected(told["address"], wanted, now=clock.now())
    except _Amiss as exc:
        draft = Draft(told, exc.complaints)
        return await _missing_page(request, found, told["state"], draft, 422)
    state = told["state"] if told["state"] in STATES else ""
    address = request.app.url_path_for("curating:missing")
    return RedirectResponse(f"{address}?{urlencode({'state': state})}#missing", 303)


class _Amiss(Exception):
    """A form with something amiss: a sentence for each field."""

    def __init__(self, complaints: Mapping[str, str]) -> None:
        super().__init__()
        self.complaints = complaints


async def _connect(told: Mapping[str, str], *, now: datetime) -> Source:
    wanted, complaints = forms.terms(told)
    if complaints:
        raise _Amiss(complaints)
    return await _connected(told["address"], wanted, now=now)


async def _connected(address: str, wanted: Terms, *, now: datetime) -> Source:
    if not address.strip():
        raise _Amiss({"address": "Paste the address of the calendar."})
    try:
        return await sources.connect(address.strip(), wanted, now=now)
    except NotFound as exc:
        raise _Amiss({"organization": exc.message, "address": exc.message}) from exc
    except BadSource as exc:
        raise _Amiss({"address": exc.message}) from exc


async def _change(told: Mapping[str, str], *, now: datetime) -> Source:
    source = await _called(told["key"])
    wanted, complaints = forms.terms({**told, "organization": ""})
    if not source.address:
        raise Invalid("A file has no terms to change here.")
    if complaints:
        raise _Amiss(complaints)
    return await sources.connect(source.address, wanted, now=now)


async def _read(told: Mapping[str, str], *, now: datetime) -> Source:
    source = await _called(told["key"])
    await sources.read_soon(source, now=now)
    return source


async def _retire(told: Mapping[str, str], *, now: datetime) -> Source:
    source = await _called(told["key"])
    await sources.retire(source, now=now)
    return source


async def _called(key: str) -> Source:
    source = await Source.get_or_none(key=key) if may_be_key(key) else None
    if source is None:
        raise NotFound("There is no such source.")
    return source


async def _place_of(source: Source) -> str:
    """The address at which the list shows a source."""
    keys = [one.key for one in await sources.sources()]
    page = keys.index(source.key) // curating.AT_ONCE + 1
    query = f"?page={page}" if page > 1 else ""
    return f"/curate/sources{query}#source-{source.key}"


async def _page(request: Request, found: SignIn, draft: Draft, status: int = 200) -> Response:
    now = clock.now()
    rows = await sources.sources()
    wanted = [one for one in rows if one.key == draft.typed.get("key")]
    sheet = curating.sheet(request, wanted or rows)
    return await curating.render(
        request,
        "sources.html",
        found,
        status,
        sheet=sheet,
        told=[_told(one, now=now) for one in sheet.cases],
        draft=draft,
        authorities=AUTHORITY_WORDS,
        organizations=await names_by_slug(),
    )


async def _missing_page(
    request: Request, found: SignIn, state: str | None, draft: Draft, status: int = 200
) -> Response:
    """The page of one state; "" are those of which no state is known, None is none chosen."""
    places = await by_state(await queries.organizations_without_calendar())
    state = state if state == "" or state in STATES else None
    return await curating.render(
        request,
        "missing.html",
        found,
        status,
        states=[(code, name, len(places[code])) for code, name in STATES.items() if code in places],
        unknown=len(places.get("", ())),
        state=state,
        state_name=STATES.get(state or "", ""),
        here=places.get(state, []) if state is not None else None,
        draft=draft,
    )


def _told(source: Source, *, now: datetime) -> Told:
    outcome = json.loads(source.outcome or "{}")
    counts = [f"{outcome[name]:,} {words}" for name, words in _COUNTS.items() if name in outcome]
    if outcome.get("skipped"):
        counts.append(f"{outcome['skipped']:,} could not be read")
    return Told(
        source=source,
        authority=AUTHORITY_WORDS[Authority(source.authority)],
        outcome=", ".join(counts),
        skipped=[
            f"{one['title'] or 'An entry'}: {one['reason']}" for one in outcome.get("because", [])
        ],
        is_due=source.next_try_at is not None and source.next_try_at <= now,
        may_go=sources.why_not_removable(source) is None and source.retired_at is None,
    )


routes = [
    Route("/curate/sources", show, name="curating:sources"),
    Route("/curate/sources", change, methods=["POST"]),
    Route("/curate/missing", missing, name="curating:missing"),
    Route("/curate/missing", find, methods=["POST"]),
]
