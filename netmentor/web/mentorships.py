"""Mentorships: what two people agree on beyond one session, read and answered by both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.contacts.follow_ups import today_of
from netmentor.errors import Conflict, Invalid, NetMentorError
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import session_of
from netmentor.mentoring.entries import GONE, path_of
from netmentor.mentoring.relating import actions, queries
from netmentor.mentoring.relating.queries import Both
from netmentor.web import personal, sessions
from netmentor.web.errors import status_of
from netmentor.web.forms import mentorships as forms
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.forms.values import number
from netmentor.web.page import is_program, redirect, settings_of


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a mentorship: where it is sent, with whom it is, which version it is of."""

    action: str
    back: str
    other: str
    version: int
    draft: Draft


async def index(request: Request) -> Response:
    """Every mentorship of one's own, and what one wrote with mentors who left."""
    found = await sessions.needed(request)
    mine = await queries.mentorships_of(found.user)
    left = await queries.left_over(found.user)
    return personal.render(request, "mentorships/index.html", found, mine=mine, left=left)


async def show(request: Request) -> Response:
    """One mentorship: what is agreed on, by whom, when to meet next, and what can be done."""
    found, both = await _asked(request)
    return await _page(request, found, both)


async def ask_to_offer(request: Request) -> Response:
    """The form of a new mentorship, after two sessions."""
    found, session = await _session(request)
    if known := await queries.mentorship_between(session):
        return redirect(request, "mentorships:show", mentorship=known.id)
    if why := await queries.why_no_mentorship_after(session):
        raise Conflict(why)
    draft = forms.first_draft(today_of(found.user, clock.now()))
    return _form_page(request, found, _offering(session, found, draft))


async def offer(request: Request) -> Response:
    """Offer it to the other one, who is told in a letter."""
    found, session = await _session(request)
    told = await fields(request, forms.TERMS)
    try:
        wanted, settings = forms.terms(told), settings_of(request)
        row = await actions.offer(settings, session, found.user, wanted, now=clock.now())
    except (Conflict, Invalid) as exc:
        if is_program(request):
            raise
        draft = Draft(told, {"goals": exc.message})
        return _form_page(request, found, _offering(session, found, draft), status_of(exc))
    words = "Offered. It stands once both of you agree."
    return personal.lead(request, words, "mentorships:show", mentorship=row.id)


async def edit(request: Request) -> Response:
    """The form that puts it in other words."""
    found, both = await _asked(request)
    return _form_page(request, found, _changing(both, found, forms.draft_of(both.row)))


async def change(request: Request) -> Response:
    """Put it in other words, to which the other has to agree."""
    found, both = await _asked(request)
    told = await fields(request, (*forms.TERMS, "version"))
    version, settings = number(told["version"]), settings_of(request)
    try:
        wanted = forms.terms(told)
        await actions.change(
            settings, both.row, found.user, wanted, version=version, now=clock.now()
        )
    except (Conflict, Invalid) as exc:
        if is_program(request):
            raise
        draft = Draft(told, {"goals": exc.message})
        return _form_page(request, found, _changing(both, found, draft), status_of(exc))
    words = "Saved. They are asked to agree to these words."
    return personal.lead(request, words, "mentorships:show", mentorship=both.row.id)


async def agree(request: Request) -> Response:
    """Agree to the words that were read."""
    found, both = await _asked(request)
    version = number((await fields(request, ("version",)))["version"])
    try:
        settings = settings_of(request)
        await actions.agree(settings, both.row, found.user, version=version, now=clock.now())
    except Conflict as exc:
        if is_program(request):
            raise
        _, anew = await _asked(request)
        return await _page(request, found, anew, exc)
    return personal.lead(request, "Agreed.", "mentorships:show", mentorship=both.row.id)


async def end(request: Request) -> Response:
    """End it; no reason is asked for."""
    found, both = await _asked(request)
    await fields(request, ())
    done = await actions.end(settings_of(request), both.row, found.user, now=clock.now())
    words = "It is over. They are told, without a reason." if done else "It was over already."
    return personal.lead(request, words, "mentorships:show", mentorship=both.row.id)


async def _asked(request: Request) -> tuple[SignIn, Both]:
    found = await sessions.needed(request)
    told = number(request.path_params["mentorship"])
    return found, await queries.mentorship_of(found.user, told)


async def _session(request: Request) -> tuple[SignIn, MentorSession]:
    found = await sessions.needed(request)
    return found, await session_of(found.user, request.path_params["key"])


async def _page(
    request: Request, found: SignIn, both: Both, amiss: NetMentorError | None = None
) -> Response:
    side = both.side_of(found.user)
    held = await queries.held_between(both.row.mentor_id, both.row.mentee_id)
    context: dict[str, Any] = {
        "both": both,
        "side": side,
        "other": both.name(side.other),
        "mine_at": getattr(both.row, f"agreed_by_{side}_at"),
        "theirs_at": getattr(both.row, f"agreed_by_{side.other}_at"),
        "held": held,
        "next_by": queries.next_session_by(both.row, held),
        "amiss": amiss.message if amiss else "",
    }
    status = status_of(amiss) if amiss else 200
    return personal.render(request, "mentorships/show.html", found, status, **context)


def _offering(session: MentorSession, found: SignIn, draft: Draft) -> Form:
    is_mentor = session.mentor.user_id == found.user.id
    mentee = session.mentee.name if session.mentee else GONE
    other = mentee if is_mentor else session.mentor.name
    here = path_of(session.key)
    return Form(f"{here}/mentorship", here, other, 0, draft)


def _changing(both: Both, found: SignIn, draft: Draft) -> Form:
    other = both.name(both.side_of(found.user).other)
    return Form(f"{both.path}/edit", both.path, other, both.row.version, draft)


def _form_page(request: Request, found: SignIn, form: Form, status: int = 200) -> Response:
    return personal.render(request, "mentorships/edit.html", found, status, form=form)


routes = [
    Route("/mentorships", index, name="mentorships:index"),
    Route("/mentorships/{mentorship}", show, name="mentorships:show"),
    Route("/mentorships/{mentorship}/edit", edit, name="mentorships:edit"),
    Route("/mentorships/{mentorship}/edit", change, methods=["POST"]),
    Route("/mentorships/{mentorship}/agree", agree, methods=["POST"], name="mentorships:agree"),
    Route("/mentorships/{mentorship}/end", end, methods=["POST"], name="mentorships:end"),
    Route("/sessions/{key}/mentorship", ask_to_offer, name="mentorships:ask_to_offer"),
    Route("/sessions/{key}/mentorship", offer, methods=["POST"]),
]
