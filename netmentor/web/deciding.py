"""Pages where a curator decides one thing after the other: duplicates, proposals, suggestions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.errors import Invalid, NotFound
from netmentor.events.changes import facet_words
from netmentor.events.curating import actions, queries
from netmentor.events.curating.queries import Proposal
from netmentor.events.curating.rules import Verdict
from netmentor.events.curating.words import facet_name, said
from netmentor.events.importing.rules import SUGGESTIONS
from netmentor.events.written import Plain
from netmentor.organizations.queries import names_by_slug
from netmentor.text import is_slug
from netmentor.web import curating
from netmentor.web.curating import Sheet
from netmentor.web.forms import curating as forms
from netmentor.web.forms import values
from netmentor.web.forms.reading import fields

GONE = "This waits no longer: it was decided, or its source says something else by now."
_VERDICTS = {"same": Verdict.SAME, "different": Verdict.DIFFERENT}


@dataclass(frozen=True, slots=True)
class Line:
    """One facet of a case, what both sides say of it, and what would become of it in a sentence."""

    facet: str
    name: str
    sides: tuple[str, ...]
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two events that may be one, with what each says where they differ."""

    number: int
    reason: str
    events: tuple[Any, Any]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Wish:
    """A proposal, with what it says facet by facet."""

    number: int
    proposal: Proposal
    lines: Sequence[Line]


async def duplicates(request: Request) -> Response:
    """Pairs of events that may be one, side by side."""
    found = await curating.needed(request)
    sheet = curating.sheet(request, await queries.open_resemblances())
    names = await names_by_slug()
    differences = await queries.differences_within(list(sheet.cases))
    pairs = [
        Pair(
            pair.id,
            pair.reason,
            (pair.one, pair.other),
            [_line(facet, both, names) for facet, both in differences[pair.id].items()],
        )
        for pair in sheet.cases
    ]
    sheet = Sheet(pairs, sheet.total, sheet.page, sheet.pages)
    return await curating.render(request, "duplicates.html", found, sheet=sheet, source="")


async def settle(request: Request) -> Response:
    """Say whether two events are one."""
    found = await curating.needed(request)
    told = await fields(request, forms.DECIDING)
    verdict = _VERDICTS.get(told["deed"])
    if verdict is None:
        raise Invalid("Say whether it is the same event, or two.")
    number = values.number(told["number"])
    try:
        await actions.settle_resemblance(number, verdict, now=clock.now(), by=found.user_id)
    except NotFound as exc:
        raise NotFound(GONE) from exc
    return led_on(request, told)


async def proposals(request: Request) -> Response:
    """What sources would add or change; members' suggestions have a page of their own."""
    found = await curating.needed(request)
    source = request.query_params.get("source", "")
    if source and not is_slug(source):
        raise NotFound("There is no such source.")
    waiting = await queries.proposals(source)
    waiting = [one for one in waiting if source or one.source != SUGGESTIONS]
    sheet = await _wishes(request, waiting)
    keys = sorted({one.source for one in waiting})
    return await curating.render(
        request, "proposals.html", found, sheet=sheet, source=source, keys=keys
    )


async def suggestions(request: Request) -> Response:
    """What members would add or change."""
    found = await curating.needed(request)
    sheet = await _wishes(request, await queries.proposals(SUGGESTIONS))
    return await curating.render(
        request, "proposals.html", found, sheet=sheet, source=SUGGESTIONS, keys=[]
    )


async def answer(request: Request) -> Response:
    """Take a proposal or dismiss it, whole or in one facet."""
    found = await curating.needed(request)
    told = await fields(request, forms.DECIDING)
    deed, facets = forms.deed(told["deed"])
    decide = {"accept": actions.accept, "dismiss": actions.dismiss}.get(deed)
    if decide is None:
        raise Invalid("Say whether to accept the proposal or to dismiss it.")
    try:
        await decide(values.number(told["number"]), facets, now=clock.now(), by=found.user_id)
    except NotFound as exc:
        raise NotFound(GONE) from exc
    return led_on(request, told)


async def _wishes(request: Request, waiting: list[Proposal]) -> Sheet:
    sheet = curating.sheet(request, waiting)
    names = await names_by_slug()
    wishes = [
        Wish(one.number, one, [_line(facet, both, names) for facet, both in one.changes.items()])
        for one in sheet.cases
    ]
    return Sheet(wishes, sheet.total, sheet.page, sheet.pages)


def _line(facet: str, both: list[Plain], names: Mapping[str, str]) -> Line:
    sentence = facet_words(facet, *both) if any(both[0].values()) else ""
    sentence = "" if sentence.endswith(" changed.") else sentence  # as both sides show
    return Line(facet, facet_name(facet), tuple(said(facet, one, names) for one in both), sentence)


def led_on(request: Request, told: Mapping[str, str]) -> Response:
    """Lead to the next case of the page that the form was on."""
    asked = {"source": told["source"] if is_slug(told["source"]) else ""}
    asked["page"] = told["page"] if values.number(told["page"]) > 1 else ""
    query = urlencode({name: one for name, one in asked.items() if one})
    following = values.number(told["next"])
    place = f"case-{following}" if following else "decided"
    path = request.url.path
    return RedirectResponse(f"{path}{'?' if query else ''}{query}#{place}", 303)


routes = [
    Route("/curate/duplicates", duplicates, name="curating:duplicates"),
    Route("/curate/duplicates", settle, methods=["POST"]),
    Route("/curate/proposals", proposals, name="curating:proposals"),
    Route("/curate/proposals", answer, methods=["POST"]),
    Route("/curate/suggestions", suggestions, name="curating:suggestions"),
    Route("/curate/suggestions", answer, methods=["POST"]),
]
