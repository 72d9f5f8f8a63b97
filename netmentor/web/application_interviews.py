"""Interviews of an application: planned, moved, called off, held, each with what to know before."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.calendars.zones import zones_to_live_in
from netmentor.contacts.queries import contact_of, contacts_of
from netmentor.contacts.words import TOUCH_WORDS
from netmentor.errors import Conflict, Invalid
from netmentor.internships.applying.interviewing import actions, queries, words
from netmentor.internships.applying.interviewing.briefs import known_of
from netmentor.internships.applying.interviewing.models import Interview
from netmentor.internships.applying.interviewing.moments import when_of
from netmentor.internships.applying.interviewing.rules import State
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.queries import application_of
from netmentor.web import personal, sessions
from netmentor.web.applications import MOST_PEOPLE, back, contact_among
from netmentor.web.errors import status_of
from netmentor.web.forms import applications as choices
from netmentor.web.forms import interviews as forms
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.forms.values import number
from netmentor.web.page import is_program

PAGE = "applications:interview"


async def ask_to_plan(request: Request) -> Response:
    """The form of a new interview."""
    found, row = await _application(request)
    return await _form_page(request, found, row, forms.first_draft(found.user))


async def plan(request: Request) -> Response:
    """Plan it; what cannot be is shown again with all that was written."""
    found, row = await _application(request)
    told = await fields(request, (*forms.FIELDS, "contact"))
    try:
        contact = await contact_among(found.user, told["contact"])
        wanted = forms.told_of(told)
        made = await actions.plan_interview(found.user, row.key, wanted, contact, now=clock.now())
    except (Conflict, Invalid) as exc:
        if is_program(request):
            raise
        draft = Draft(told, {"amiss": exc.message})
        return await _form_page(request, found, row, draft, status_of(exc))
    said = "It is planned, and in your calendar."
    return personal.lead(request, said, PAGE, key=row.key, interview=made.key)


async def show(request: Request) -> Response:
    """One interview: when and where it is, who asks, and what to know of each."""
    found, row, interview = await _interview(request)
    return await _page(request, found, row, interview, forms.draft_of(interview))


async def change(request: Request) -> Response:
    """Keep what its form says; what cannot be is shown again with all that was written."""
    found, row, interview = await _interview(request)
    told = await fields(request, (*forms.FIELDS, "version"))
    try:
        await actions.change_interview(
            found.user,
            row.key,
            interview.key,
            forms.told_of(told),
            version=number(told["version"]),
            now=clock.now(),
        )
    except (Conflict, Invalid) as exc:
        if is_program(request):
            raise
        draft = Draft(told, {"amiss": exc.message})
        return await _page(request, found, row, interview, draft, status_of(exc))
    return _there(request, "Saved.")


async def settle(request: Request) -> Response:
    """It took place, is called off, or is on after all."""
    found, row, interview = await _interview(request)
    told = (await fields(request, ("status",)))["status"]
    to = choices.choice(told, State, "Choose what became of it.")
    await actions.settle_interview(found.user, row.key, interview.key, to, now=clock.now())
    return _there(request, f"{words.STATE_WORDS[to]}.")


async def seat(request: Request) -> Response:
    """Add somebody who asks."""
    found, row, interview = await _interview(request)
    key = (await fields(request, ("contact",)))["contact"]
    contact = await contact_of(found.user, key)
    await actions.seat(found.user, row.key, interview.key, contact, now=clock.now())
    return _there(request, f"{contact.name} is in it.")


async def unseat(request: Request) -> Response:
    """Take somebody out of it."""
    found, row, interview = await _interview(request)
    await fields(request, ())
    id_ = number(request.path_params["number"])
    await actions.unseat(found.user, row.key, interview.key, id_, now=clock.now())
    return _there(request, "Taken out.")


async def thank(request: Request) -> Response:
    """Plan to thank everybody who asked."""
    found, row, interview = await _interview(request)
    await fields(request, ())
    count = await actions.thank(found.user, row.key, interview.key, now=clock.now())
    people = "1 person" if count == 1 else f"{count} people"
    return _there(request, f"To thank {people} is among your follow-ups.")


async def remove(request: Request) -> Response:
    found, row, interview = await _interview(request)
    await fields(request, ())
    await actions.remove_interview(found.user, row.key, interview.key, now=clock.now())
    return back(request, "The interview is gone.")


async def _application(request: Request) -> tuple[SignIn, Application]:
    """Whoever is signed in, and their application; raises NotFound before a form is read."""
    found = await sessions.needed(request)
    return found, await application_of(found.user, request.path_params["key"])


async def _interview(request: Request) -> tuple[SignIn, Application, Interview]:
    found, row = await _application(request)
    return found, row, await queries.interview_of(row, request.path_params["interview"])


def _there(request: Request, said: str) -> Response:
    told = request.path_params
    return personal.lead(request, said, PAGE, key=told["key"], interview=told["interview"])


async def _form_page(
    request: Request, found: SignIn, row: Application, draft: Draft, status: int = 200
) -> Response:
    context = {
        "row": row,
        "draft": draft,
        "zones": zones_to_live_in(),
        "words": words,
        "people": await contacts_of(found.user).order_by("folded_name").limit(MOST_PEOPLE),
    }
    return personal.render(request, "applications/plan_interview.html", found, status, **context)


async def _page(
    request: Request, found: SignIn, row: Application, one: Interview, draft: Draft,
    status: int = 200,
) -> Response:  # fmt: skip
    asking = await queries.interviewers_of(one)
    known = await known_of([other.contact for other in asking])
    others = contacts_of(found.user).exclude(id__in=[other.contact_id for other in asking])
    when = when_of(one.starts_on, one.starts_time, one.timezone, one.minutes)
    here = when.starts.astimezone(ZoneInfo(found.user.timezone))
    context = {
        "row": row,
        "one": one,
        "when": when,
        "is_elsewhere": when.starts.utcoffset() != here.utcoffset(),
        "has_begun": when.starts <= clock.now(),
        "asking": list(zip(asking, known, strict=True)),
        "to_thank": any(not other.thanks_uid for other in asking),
        "people": await others.order_by("folded_name").limit(MOST_PEOPLE),
        "draft": draft,
        "zones": zones_to_live_in(),
        "words": words,
        "touch_words": TOUCH_WORDS,
    }
    return personal.render(request, "applications/interview.html", found, status, **context)


_HERE = "/applications/{key}/interviews"
_ONE = f"{_HERE}/{{interview}}"
routes = [
    Route(_HERE, ask_to_plan, name="applications:ask-to-plan-interview"),
    Route(_HERE, plan, methods=["POST"], name="applications:plan-interview"),
    Route(_ONE, show, name=PAGE),
    Route(_ONE, change, methods=["POST"], name="applications:change-interview"),
    Route(f"{_ONE}/state", settle, methods=["POST"], name="applications:settle-interview"),
    Route(f"{_ONE}/interviewers", seat, methods=["POST"], name="applications:seat"),
    Route(f"{_ONE}/interviewers/{{number}}", unseat, methods=["POST"], name="applications:unseat"),
    Route(f"{_ONE}/thanks", thank, methods=["POST"], name="applications:thank"),
    Route(f"{_ONE}/remove", remove, methods=["POST"], name="applications:remove-interview"),
]
