"""Sessions of mentors and mentees: all of one person's, each with what can be done about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn
from netmentor.errors import Conflict, Invalid, NetMentorError, NotFound
from netmentor.mentoring import blocking
from netmentor.mentoring.booking import actions, queries
from netmentor.mentoring.booking.instead import times_instead
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import Side, State
from netmentor.mentoring.entries import path_of
from netmentor.mentoring.rules import LONGEST_REPORT
from netmentor.text import clean
from netmentor.web import personal, sessions
from netmentor.web.application_origins import came_through_mentor
from netmentor.web.errors import status_of
from netmentor.web.forms import booking as forms
from netmentor.web.forms.reading import Draft, fields
from netmentor.web.page import is_program, settings_of
from netmentor.web.session_notes import beside
from netmentor.web.session_words import Shown, grouped, shown
from netmentor.web.slot_picker import choice_of, picked_again
from netmentor.web.slot_sheet import by_days


async def index(request: Request) -> Response:
    """What waits for an answer, what lies ahead, and what is over."""
    found = await sessions.needed(request)
    now = clock.now()
    mine = await queries.sessions_of(found.user, now=now)
    groups = grouped([shown(one, found.user, now=now) for one in mine])
    return personal.render(request, "sessions/index.html", found, groups=groups)


async def show(request: Request) -> Response:
    """One session: when by both clocks, with whom, about what, and what can be done."""
    found, session = await _asked(request)
    return await _page(request, found, session)


async def approve(request: Request) -> Response:
    """The mentor says yes."""
    found, session = await _asked(request, Side.MENTOR)
    await fields(request, ())
    deed = actions.approve(settings_of(request), session, **_now())
    return await _done(request, found, session, deed, "Confirmed. Both calendars have it.")


async def decline(request: Request) -> Response:
    """The mentor says no; no reason is needed."""
    found, session = await _asked(request, Side.MENTOR)
    why = forms.reason((await fields(request, ("reason",)))["reason"])
    deed = actions.decline(settings_of(request), session, why, **_now())
    return await _done(request, found, session, deed, "Declined. They are told, kindly.")


async def accept(request: Request) -> Response:
    """One of the times that were proposed suits."""
    found, session = await _asked(request)
    at = forms.moment((await fields(request, ("starts_at",)))["starts_at"])
    deed = actions.accept_proposal(settings_of(request), session, found.user, at, **_now())
    return await _done(request, found, session, deed, "That time is taken. Both calendars have it.")


async def cancel(request: Request) -> Response:
    """It does not take place; the other is told why, where a reason is given."""
    found, session = await _asked(request)
    why = forms.reason((await fields(request, ("reason",)))["reason"])
    deed = actions.cancel(settings_of(request), session, found.user, why, **_now())
    return await _done(request, found, session, deed, "Canceled. Both calendars are without it.")


async def note_no_show(request: Request) -> Response:
    """Note for oneself that the other did not come."""
    found, session = await _asked(request)
    await fields(request, ())
    deed = actions.note_no_show(session, found.user, **_now())
    words = "Noted. Only you see it, for 90 days."
    return await _done(request, found, session, deed, words)


async def ask_to_move(request: Request) -> Response:
    """The openings that the session could move to."""
    found, session = await _asked(request)
    return await _move_page(request, found, session, Draft())


async def move(request: Request) -> Response:
    """Move it to another opening."""
    found, session = await _asked(request)
    told = (await fields(request, ("starts_at", "zone")))["starts_at"]
    try:
        at = forms.moment(told)
        moved = await actions.move(settings_of(request), session, found.user, at, **_now())
    except (Conflict, Invalid) as exc:
        if is_program(request):
            raise
        draft = Draft({"starts_at": told}, {"starts_at": exc.message})
        return await _move_page(request, found, session, draft, status_of(exc))
    is_confirmed = moved.state == State.CONFIRMED
    words = "Moved. Both calendars follow." if is_confirmed else "Asked for the new time instead."
    return personal.lead(request, words, "mentor_sessions:show", key=session.key)


async def ask_to_propose(request: Request) -> Response:
    """The openings of which up to three can be proposed."""
    found, session = await _asked(request)
    return await _propose_page(request, found, session, Draft())


async def propose(request: Request) -> Response:
    """Propose up to three other times."""
    found, session = await _asked(request)
    told = await fields(request, forms.PROPOSALS)
    try:
        starts = forms.proposals(told, found.user.timezone)
        await actions.propose(settings_of(request), session, found.user, starts, **_now())
    except (Conflict, Invalid) as exc:
        if is_program(request):
            raise
        draft = Draft(told, {forms.LISTED[0]: exc.message})
        return await _propose_page(request, found, session, draft, status_of(exc))
    words = "Proposed. They choose one, and you are told."
    return personal.lead(request, words, "mentor_sessions:show", key=session.key)


async def block(request: Request) -> Response:
    """The mentor shows no openings to the mentee any more; what is told goes to the curators."""
    found, session = await _asked(request, Side.MENTOR)
    text = clean((await fields(request, ("text",)))["text"])[:LONGEST_REPORT]
    if session.mentee is None:
        raise NotFound("Their account is gone already.")
    deed = blocking.block(session.mentor, session.mentee, by_mentor=True, text=text, **_now())
    words = "Blocked: you see no times of each other any more. They are not told."
    return await _done(request, found, session, deed, words)


async def _asked(request: Request, side: Side | None = None) -> tuple[SignIn, MentorSession]:
    """Who asks, and their session; raises NotFound for anybody else, and for the other side."""
    found = await sessions.needed(request)
    key = request.path_params["key"]
    if side is Side.MENTOR:
        return found, await queries.session_for_mentor(found.user, key)
    return found, await queries.session_of(found.user, key)


async def _done(
    request: Request,
    found: SignIn,
    session: MentorSession,
    deed: Awaitable[Any],
    words: str,
) -> Response:
    """Lead on once `deed` is done; where it is too late for it, show the session as it is now."""
    try:
        await deed
    except Conflict as exc:
        if is_program(request):
            raise
        again = await queries.session_of(found.user, session.key)
        return await _page(request, found, again, exc)
    return personal.lead(request, words, "mentor_sessions:show", key=session.key)


async def _page(
    request: Request, found: SignIn, session: MentorSession, amiss: NetMentorError | None = None
) -> Response:
    now = clock.now()
    one = shown(session, found.user, now=now)
    written = await beside(session, found.user, now=now)
    draft = Draft({}, {"deed": amiss.message}) if amiss else Draft()
    status = status_of(amiss) if amiss else 200
    through = await came_through_mentor(found.user, session.mentor)
    page = {"one": one, "draft": draft, "beside": written, "through": through}
    return personal.render(request, "sessions/show.html", found, status, **page)


async def _move_page(
    request: Request, found: SignIn, session: MentorSession, draft: Draft, status: int = 200
) -> Response:
    now = clock.now()
    choice = choice_of({**request.query_params, **draft.typed}, f"{path_of(session.key)}/move")
    picker = await picked_again(session, found.user, choice, now=now, draft=draft)
    one = shown(session, found.user, now=now)
    page = {"one": one, "picker": picker, "draft": draft}
    return personal.render(request, "sessions/move.html", found, status, **page)


async def _propose_page(
    request: Request, found: SignIn, session: MentorSession, draft: Draft, status: int = 200
) -> Response:
    now = clock.now()
    starts = [one.starts_at for one in await times_instead(session, found.user, now=now)]
    days = by_days(starts, ZoneInfo(found.user.timezone))
    one: Shown = shown(session, found.user, now=now)
    free = () if one.is_mentee else forms.FREE
    page = {"one": one, "days": days, "draft": draft, "listed": forms.LISTED, "free": free}
    return personal.render(request, "sessions/propose.html", found, status, **page)


def _now() -> dict[str, Any]:
    return {"now": clock.now()}


def _post(deed: str, do: Callable[[Request], Awaitable[Response]]) -> Route:
    return Route(f"/sessions/{{key}}/{deed}", do, methods=["POST"], name=f"mentor_sessions:{deed}")


routes = [
    Route("/sessions", index, name="mentor_sessions:index"),
    Route("/sessions/{key}", show, name="mentor_sessions:show"),
    Route("/sessions/{key}/move", ask_to_move, name="mentor_sessions:ask_to_move"),
    Route("/sessions/{key}/propose", ask_to_propose, name="mentor_sessions:ask_to_propose"),
    _post("approve", approve),
    _post("decline", decline),
    _post("propose", propose),
    _post("accept", accept),
    _post("move", move),
    _post("cancel", cancel),
    _post("no-show", note_no_show),
    _post("block", block),
]
