"""Applications: as a list or a board, each on a page with its deadline, plan and checklist."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn, User
from netmentor.calendars.zones import zones_to_live_in
from netmentor.contacts.models import Contact
from netmentor.contacts.queries import contact_of, contacts_of
from netmentor.errors import Conflict, Invalid, NetMentorError
from netmentor.internships import words as listed_words
from netmentor.internships.applying import actions, queries, stages, words
from netmentor.internships.applying.funnel import STEPS, funnel_of
from netmentor.internships.applying.interviewing import words as interview_words
from netmentor.internships.applying.interviewing.moments import begins
from netmentor.internships.applying.interviewing.queries import interviews_of
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.moves import moves_since, steps_moved_at
from netmentor.internships.applying.recommending import letters_due_on
from netmentor.internships.applying.rules import (
    GOING_WELL,
    LEAST_FOR_A_LATE_OFFER,
    OFFERED,
    OVER,
    SILENT_DAYS,
    Stage,
    is_offer_late,
)
from netmentor.internships.entries import deadline_words
from netmentor.internships.models import Opportunity
from netmentor.internships.queries import opportunity_by_slug
from netmentor.web import personal, saying, sessions
from netmentor.web.application_kept import kept_of, lost_words
from netmentor.web.application_origins import origin_of
from netmentor.web.creating import FIELD, created, drawn_key
from netmentor.web.errors import status_of
from netmentor.web.forms import applications as forms
from netmentor.web.forms.accounts import place_of_ours
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.forms.values import day, number
from netmentor.web.page import is_program

Line = TypeVar("Line")

PAGE = "applications:show"
MOST_PEOPLE = 300  # of a list to choose from
_FORMS = ("details", "hours", "letters", "takes", "terms")
_NOTHING_TYPED = Draft()


async def index(request: Request) -> Response:
    """All of one's own: what goes on by its next date, or by stage."""
    found = await sessions.needed(request)
    rows = await queries.applications_of(found.user)
    view = request.query_params.get("view", "list")
    if view not in ("list", "board"):
        raise Invalid("“view” is list or board.")
    places = await stages.places_of(found.user)
    context = _words() | {
        "rows": rows,
        "now": clock.now(),
        "view": view,
        "board": queries.by_stage(rows, places),
        "places": places,
        "funnel": await funnel_of(found.user) if view == "list" else [],
        "steps": STEPS,
        "names": {one.own_id: one.name for one in places if one.own_id},
        "key": drawn_key(),
    }
    return personal.render(request, "applications/index.html", found, **context)


async def begin(request: Request) -> Response:
    """Start one: of the list, from a contact, or in words of one's own."""
    found = await sessions.needed(request)
    told = await fields(request, (*forms.BEGIN, FIELD))
    start = actions.Start(
        opportunity=await _opportunity(told["opportunity"]),
        title=told["title"],
        organization=told["organization"],
        deadline_on=day(told["deadline_on"]) if told["deadline_on"] else None,
        contact=await contact_among(found.user, told["contact"]),
    )

    async def make() -> str:
        made = await actions.start(found.user, start, now=clock.now())
        return str(request.app.url_path_for(PAGE, key=made.key))

    answer = await created(request, found.user, told, make)
    return saying.say(request, answer, "It is among your applications now.")


async def show(request: Request) -> Response:
    return await page(request, await sessions.needed(request))


async def page(
    request: Request,
    found: SignIn,
    status: int = 200,
    **typed: Draft,
) -> Response:
    """One application whole; `typed` is what was typed into which of its forms (`_FORMS`)."""
    whole = await queries.whole_of(found.user, request.path_params["key"])
    row = whole.application
    places = await stages.places_of(found.user)
    kept = forms.typed_of(row, found.user)
    context = _words() | {
        "whole": whole,
        "row": row,
        "listed": whole.listed,
        "windows": whole.cut_offs,
        "move": next(iter(await moves_since([row], row.created_at)), None),
        "origin": await origin_of(found.user, row),
        "places": places,
        "ahead": stages.places_ahead(row, places),
        "kept": kept,
        "now": clock.now(),
        "is_late": is_offer_late(row.stage_at, row.offer_until),
        "least": LEAST_FOR_A_LATE_OFFER // timedelta(hours=1),
        "usual_silence": SILENT_DAYS.get(Stage(row.stage), 0),
        "zones": zones_to_live_in(),
        "people": await contacts_of(found.user).order_by("folded_name").limit(MOST_PEOPLE),
        "letters_on": letters_due_on(whole.cut_offs, whole.deadline),
        "interviews": await interviews_of(row),
        "interview_words": interview_words,
        "begins": begins,
    }
    context |= {**dict.fromkeys(_FORMS, _NOTHING_TYPED), "details": Draft(kept), **typed}
    context |= await kept_of(found.user, row, now=clock.now())
    context |= {"overdue": whole.overdue(context["there"]), "lost": lost_words(context)}
    return personal.render(request, "applications/show.html", found, status, **context)


async def edit(request: Request) -> Response:
    """Save the form; where it was changed since it was shown, show both and save neither."""
    found = await owner_of(request)
    told = await fields(request, forms.FIELDS)

    async def save() -> Response:
        edited = forms.edit_of(told, found.user)
        now = clock.now()
        row = await actions.edit(found.user, request.path_params["key"], edited, now=now)
        moved = words.moved_words(await steps_moved_at(row, now))
        return back(request, " ".join(filter(None, ("Saved.", moved))))

    return await or_again(request, found, "details", save, partial(Draft.refused, told))


async def remove(request: Request) -> Response:
    found = await sessions.needed(request)
    await fields(request, ())
    await actions.remove(found.user, request.path_params["key"], now=clock.now())
    return personal.lead(request, "The application is gone.", "applications:index")


async def owner_of(request: Request) -> SignIn:
    """Whoever is signed in, if the application is theirs: else NotFound before a form is read."""
    found = await sessions.needed(request)
    await queries.application_of(found.user, request.path_params["key"])
    return found


async def line_of(
    request: Request, named: Callable[[Application, int], Awaitable[Line]]
) -> tuple[SignIn, Line]:
    """Whoever is signed in, and a line of an application of theirs, by the number in the address.

    Raises NotFound, before a form is read.
    """
    found = await sessions.needed(request)
    application = await queries.application_of(found.user, request.path_params["key"])
    return found, await named(application, number(request.path_params["number"]))


async def or_again(
    request: Request,
    found: SignIn,
    form: str,
    deed: Callable[[], Awaitable[Response]],
    again: Callable[[NetMentorError], Draft],
) -> Response:
    """What `deed` answers; what it refuses is shown in its form with all that was typed there."""
    try:
        return await deed()
    except (Conflict, Invalid) as exc:
        if is_program(request):
            raise
        return await page(request, found, status_of(exc), **{form: again(exc)})


def back(request: Request, said: str, to: str = "") -> Response:
    """Lead back to the page of the application, or a page that it was said on, and say so."""
    if to and not is_program(request):
        return saying.say(request, RedirectResponse(place_of_ours(to), 303), said)
    return personal.lead(request, said, PAGE, key=request.path_params["key"])


def _words() -> dict[str, Any]:
    told = {"words": words, "listed_words": listed_words, "deadline_words": deadline_words}
    return told | {"going_well": GOING_WELL, "offered": OFFERED, "over": OVER}


async def _opportunity(slug: str) -> Opportunity | None:
    return await opportunity_by_slug(slug) if slug else None


async def contact_among(user: User, key: str) -> Contact | None:
    """The contact that a form chose, None for nobody; raises NotFound for somebody else's."""
    return await contact_of(user, key) if key else None


routes = [
    Route("/applications", index, name="applications:index"),
    Route("/applications", begin, methods=["POST"], name="applications:begin"),
    Route("/applications/{key}", show, name=PAGE),
    Route("/applications/{key}", edit, methods=["POST"], name="applications:edit"),
    Route("/applications/{key}/remove", remove, methods=["POST"], name="applications:remove"),
]
