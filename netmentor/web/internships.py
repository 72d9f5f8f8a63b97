"""Internships and fellowships: the list with its filters, each on a page, and what one studies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.events.rules import STATES
from netmentor.events.words import day_words
from netmentor.internships import changes, queries, words
from netmentor.internships.applying.queries import application_about
from netmentor.internships.entries import deadline_words, hour_words
from netmentor.internships.filters import OpportunityFilter
from netmentor.internships.fitting import asked_for, fit_of
from netmentor.internships.listing import Told, listed
from netmentor.internships.studying import note_studies
from netmentor.web import personal, saying, sessions
from netmentor.web.calendars import Subscription, subscription
from netmentor.web.creating import drawn_key
from netmentor.web.filter_chips import Saying, chips_of
from netmentor.web.forms.internships import studies_told_in
from netmentor.web.page import redirect, render, settings_of

_FILTERS: Saying = {
    "q": ("the words", str),
    "kind": ("the kind", words.KIND_WORDS.__getitem__),
    "setting": ("the setting", words.SETTING_WORDS.__getitem__),
    "state": ("the state", STATES.__getitem__),
    "paid": ("the pay", words.PAID_WORDS.__getitem__),
    "degree": ("the degree", words.DEGREE_WORDS.__getitem__),
    "fits": ("“fits me”", lambda _: "Fits me"),
    "open": ("“open now”", lambda _: "Open now"),
    "deadline_before": ("the deadline", lambda day: f"Closes before {day_words(day)}"),
}


async def index(request: Request) -> Response:
    """The opportunities that the address asks for, what is open first."""
    wanted = OpportunityFilter.read(request.query_params.multi_items())
    if wanted.fits:
        await sessions.needed(request)
    found = await sessions.sign_in_of(request)
    studies = await queries.studies_of(found.user if found else None)
    if wanted.fits and studies is None:
        return redirect(request, "internships:fits")
    return _page(
        request,
        "internships/index.html",
        found,
        wanted=wanted,
        listed=await listed(wanted, studies, now=clock.now()),
        studies=studies,
        chips=chips_of(wanted, _FILTERS),
        subscription=_subscription(settings_of(request).base_url, wanted),
        canonical=f"{settings_of(request).base_url}{wanted.address(fits=False)}",
    )


async def show(request: Request) -> Response:
    """All that is known of one opportunity, each date by the clock there and the reader's own."""
    row = await queries.opportunity_by_slug(request.path_params["slug"])
    found = await sessions.sign_in_of(request)
    studies = await queries.studies_of(found.user if found else None)
    draft, now = await queries.draft_of(row), clock.now()
    return _page(
        request,
        "internships/show.html",
        found,
        row=row,
        told=draft,
        shown=Told.of(row.slug, draft).at(now, studies),
        windows=await queries.windows_of(row),
        others=await queries.other_cycles(row),
        history=changes.told(await queries.history_of(row)),
        fit=fit_of(draft, studies) if studies else None,
        asked=asked_for(draft),
        mine=await application_about(found.user, row) if found else None,
        key=drawn_key(),
        now=now,
    )


async def fits(request: Request) -> Response:
    """The form that says what somebody studies."""
    found = await sessions.needed(request)
    studies = await queries.studies_of(found.user)
    return _page(request, "internships/fits.html", found, studies=studies)


async def set_fits(request: Request) -> Response:
    found = await sessions.needed(request)
    told = await studies_told_in(request)
    await note_studies(found.user, told, now=clock.now())
    said = "Noted. What fits comes with its reasons."
    return saying.say(request, RedirectResponse("/internships?fits=1", 303), said)


def _subscription(base_url: str, wanted: OpportunityFilter) -> Subscription:
    """The ways to have the deadlines of this list in a calendar; no code is drawn of it."""
    path, mark, query = wanted.calendar.partition("?")
    made = subscription(base_url, path, mark + query, "NetMentor: internships and fellowships")
    return replace(made, code="")


def _page(request: Request, name: str, sign_in: SignIn | None, **context: Any) -> Response:
    context |= {"words": words, "deadline_words": deadline_words, "hour_words": hour_words}
    if sign_in is None:
        return personal.for_strangers(render(request, name, **context))
    return personal.render(request, name, sign_in, **context)


routes = [
    Route("/internships", index, name="internships:index"),
    Route("/internships/fits", fits, name="internships:fits"),
    Route("/internships/fits", set_fits, methods=["POST"], name="internships:set-fits"),
    Route("/internships/{slug}", show, name="internships:show"),
]
