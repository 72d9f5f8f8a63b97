"""Pages where a curator decides about opportunities: what members and sources would list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.errors import Invalid, NotFound
from netmentor.events.curating.queries import Proposal
from netmentor.internships.curating import actions, queries
from netmentor.internships.curating.words import facet_name, said
from netmentor.internships.models import Opportunity
from netmentor.web import curating
from netmentor.web.curating import Sheet
from netmentor.web.deciding import GONE, Line, led_on
from netmentor.web.forms import curating as forms
from netmentor.web.forms import values
from netmentor.web.forms.reading import Draft, fields

_WHY, _SAME = "why", "same_as"
_NOTHING_TYPED = Draft()


@dataclass(frozen=True, slots=True)
class Case:
    """A proposal, what it says facet by facet, and what it may be the same as."""

    number: int
    proposal: Proposal
    lines: Sequence[Line]
    alike: Sequence[Opportunity]
    draft: Draft


async def show(request: Request) -> Response:
    """What members suggested, and what sources that may only propose would add or change."""
    return await _page(request, await curating.needed(request))


async def answer(request: Request) -> Response:
    """Take a proposal, whole or in one facet, dismiss it, or say what it is the same as."""
    found = await curating.needed(request)
    told = await fields(request, (*forms.DECIDING, _WHY, _SAME))
    number = values.number(told["number"])
    try:
        await _decide(told, by=found.user_id)
    except NotFound as exc:
        raise NotFound(GONE) from exc
    except actions.Unfit as exc:
        deed, _ = forms.deed(told["deed"])
        amiss = _SAME if deed == "same" else _WHY
        return await _page(request, found, number, Draft(told, {amiss: exc.message}), 422)
    return led_on(request, told)


async def _decide(told: Mapping[str, str], *, by: int) -> None:
    number, now = values.number(told["number"]), clock.now()
    deed, named = forms.deed(told["deed"])
    if deed == "accept":
        await actions.accept(number, named, now=now, by=by)
    elif deed == "dismiss":
        await actions.dismiss(number, named, told[_WHY], now=now, by=by)
    elif deed == "same":
        slug = named[0] if named else curating.slug_in(told[_SAME])
        await actions.take_for(number, slug, now=now, by=by)
    else:
        raise Invalid("Say whether to accept it, to dismiss it, or what it is the same as.")


async def _page(
    request: Request,
    found: SignIn,
    number: int = 0,
    draft: Draft = _NOTHING_TYPED,
    status: int = 200,
) -> Response:
    """The cases of one page; of the one with `number` what was typed, and what is amiss."""
    sheet = curating.sheet(request, await queries.waiting())
    cases = [
        Case(
            one.number,
            one,
            [_line(facet, both) for facet, both in one.changes.items()],
            await queries.alike(one),
            draft if one.number == number else _NOTHING_TYPED,
        )
        for one in await queries.proposals(sheet.cases)
    ]
    sheet = Sheet(cases, sheet.total, sheet.page, sheet.pages)
    return await curating.render(request, "opportunities.html", found, status, sheet=sheet)


def _line(facet: str, both: Sequence[Mapping[str, object]]) -> Line:
    return Line(facet, facet_name(facet), tuple(said(dict(one)) for one in both))


routes = [
    Route("/curate/opportunities", show, name="curating_opportunities:show"),
    Route("/curate/opportunities", answer, methods=["POST"]),
]
