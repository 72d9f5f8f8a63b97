"""Pages of a curator: what waits for a decision, and what was decided last, to be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.accounts.rules import Role
from netmentor.events.curating import actions, queries
from netmentor.events.curating.rules import EVENT
from netmentor.events.importing import sources
from netmentor.events.importing.rules import SUGGESTIONS
from netmentor.internships.curating import actions as opportunities
from netmentor.internships.curating import queries as of_opportunities
from netmentor.internships.curating.rules import SUBJECT as OPPORTUNITY
from netmentor.mentoring import deciding as mentors
from netmentor.text import one_line
from netmentor.web import personal, sessions
from netmentor.web.forms import curating as forms
from netmentor.web.forms import values
from netmentor.web.forms.reading import fields

MOST_DECISIONS = 30
AT_ONCE = 20  # cases a page
_UNDO = {EVENT: actions.undo, OPPORTUNITY: opportunities.undo}
_LAST_FOR = timedelta(days=1)  # that the last decision is offered on every page


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cases of one page: which, of how many, and the numbers of the pages beside it."""

    cases: Sequence[Any]
    total: int
    page: int
    pages: int

    def after(self, index: int) -> int:
        """The number of the case after one; 0 after the last."""
        return self.cases[index + 1].number if index + 1 < len(self.cases) else 0


async def needed(request: Request) -> SignIn:
    """The sign-in of a curator."""
    return await sessions.needed_as(request, Role.CURATOR)


async def render(
    request: Request, name: str, found: SignIn, status: int = 200, **context: object
) -> Response:
    """Return a page of a curator: it offers the last decision to be taken back."""
    since = clock.now() - _LAST_FOR
    last = await queries.last_decision_of(found.user_id, since=since)
    return personal.render(request, f"curate/{name}", found, status, last=last, **context)


def sheet(request: Request, cases: Sequence[Any]) -> Sheet:
    """The cases of the page that is asked for; of the last one for a number beyond."""
    pages = max(1, -(-len(cases) // AT_ONCE))
    page = min(max(1, values.number(request.query_params.get("page", "1"))), pages)
    return Sheet(cases[(page - 1) * AT_ONCE : page * AT_ONCE], len(cases), page, pages)


def slug_in(told: str) -> str:
    """The name at the end of the address of a page, or the name itself; "" for no address.

    >>> slug_in("https://example.org/events/sample-2026?x=1"), slug_in("sample-2026")
    ('sample-2026', 'sample-2026')
    """
    try:
        path = urlsplit(one_line(told)).path
    except ValueError:
        return ""
    return path.rstrip("/").rpartition("/")[2]


async def show(request: Request) -> Response:
    found = await needed(request)
    waiting = [one.source for one in await queries.proposals()]
    suggested = waiting.count(SUGGESTIONS)
    rows = await sources.sources()
    return await render(
        request,
        "index.html",
        found,
        duplicates=len(await queries.open_resemblances()),
        proposals=len(waiting) - suggested,
        suggestions=suggested,
        sources=len([one for one in rows if not one.retired_at]),
        troubled=len([one for one in rows if one.trouble and not one.retired_at]),
        opportunities=len(await of_opportunities.waiting()),
        locks=len(await queries.locks()),
        opportunity_locks=len(await of_opportunities.locks()),
        missing=len(await queries.organizations_without_calendar()),
        mentors=len(await mentors.waiting()) + len(await mentors.reports()),
        decisions=await queries.last_decisions(MOST_DECISIONS),
    )


async def undo(request: Request) -> Response:
    """Take a decision back, and go to where it waits again."""
    found = await needed(request)
    told = await fields(request, forms.UNDOING)
    number = values.number(told["number"])
    told_of = await queries.decision_numbered(number)
    decision = await _UNDO[told_of.subject](number, now=clock.now(), by=found.user_id)
    case = await queries.waiting_again(decision)
    return RedirectResponse(f"{forms.place(told['back'])}#case-{case or 0}", 303)


routes = [
    Route("/curate", show, name="curating:show"),
    Route("/curate/decisions", undo, methods=["POST"], name="curating:undo"),
]
