"""What is written about a session, on its page: agenda, notes, what to do next, afterthoughts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from netmentor import clock
from netmentor.accounts.models import SignIn, User
from netmentor.contacts.follow_ups import today_of
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import session_of, side_of
from netmentor.mentoring.booking.rules import AGREED, Side
from netmentor.mentoring.relating import noting
from netmentor.mentoring.relating.models import Mentorship
from netmentor.mentoring.relating.noting import Rewritten
from netmentor.mentoring.relating.queries import (
    Noted,
    mentorship_between,
    noted,
    why_no_mentorship_after,
)
from netmentor.mentoring.relating.rules import LONGEST_WHAT, NoteKind, mark_of
from netmentor.web import personal, sessions
from netmentor.web.errors import status_of
from netmentor.web.forms import mentorships as forms
from netmentor.web.forms.reading import fields
from netmentor.web.forms.values import day, line
from netmentor.web.page import is_program

_A_WEEK = timedelta(days=7)
_WORDS = {
    NoteKind.AGENDA: "Your agenda is there for both of you.",
    NoteKind.SHARED: "Saved. Both of you read it.",
    NoteKind.PRIVATE: "Saved. Only you read it.",
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands on a session's page beside its time, for one of its two.

    `marks` tells of each of one's own notes what the form shows, by its kind.
    """

    noted: Noted
    marks: Mapping[str, str]
    side: Side
    is_agreed: bool
    is_ahead: bool
    is_over: bool
    mentorship: Mentorship | None
    may_offer: bool
    soon: date


async def beside(session: MentorSession, user: User, *, now: datetime) -> Beside:
    """All that was written about a session and what may be, as `user` sees it."""
    mentorship = await mentorship_between(session)
    written = await noted(session, user)
    mine = {"agenda": written.agenda, "shared": written.mine, "private": written.private}
    return Beside(
        noted=written,
        marks={kind: mark_of(text) for kind, text in mine.items()},
        side=side_of(session, user),
        is_agreed=session.state in AGREED,
        is_ahead=session.starts_at > now,
        is_over=session.ends_at <= now,
        mentorship=mentorship,
        may_offer=mentorship is None and await why_no_mentorship_after(session) is None,
        soon=today_of(user, now) + _A_WEEK,
    )


async def write(request: Request) -> Response:
    """Write the agenda, a note for both, or one for oneself."""
    found, session = await _asked(request)
    told = await fields(request, ("kind", "text", "seen"))
    kind, text = forms.note(told)
    try:
        await noting.write(session, found.user, kind, text, seen=told["seen"], now=clock.now())
    except Rewritten as exc:
        if is_program(request):
            raise
        both = {"kind": kind, "kept": exc.kept, "text": text, "seen": mark_of(exc.kept)}
        page = {"session": session, "both": both}
        return personal.render(request, "sessions/rewritten.html", found, status_of(exc), **page)
    return _lead_on(request, session, _WORDS[kind] if text else "Taken away.")


async def add_action(request: Request) -> Response:
    """Write down what one of the two is to do next."""
    found, session = await _asked(request)
    told = await fields(request, ("whose", "what", "due_on"))
    what = line(told["what"], LONGEST_WHAT, "Say what is to be done.")
    whose, due_on = forms.side(told["whose"]), day(told["due_on"])
    row = await noting.add_action(session, found.user, whose, what, due_on, now=clock.now())
    words = "It is among their follow-ups." if row.whose_id != found.user.id else ""
    return _lead_on(request, session, words or "It is among your follow-ups.")


async def think(request: Request) -> Response:
    """Keep what one thinks of it afterwards, for oneself."""
    found, session = await _asked(request)
    went, text = forms.thought(await fields(request, ("went", "text")))
    await noting.think(session, found.user, went, text, now=clock.now())
    return _lead_on(request, session, "Kept. Nobody but you reads it.")


async def _asked(request: Request) -> tuple[SignIn, MentorSession]:
    found = await sessions.needed(request)
    return found, await session_of(found.user, request.path_params["key"])


def _lead_on(request: Request, session: MentorSession, words: str) -> Response:
    return personal.lead(request, words, "mentor_sessions:show", key=session.key)


routes = [
    Route("/sessions/{key}/notes", write, methods=["POST"], name="session_notes:write"),
    Route("/sessions/{key}/actions", add_action, methods=["POST"], name="session_notes:action"),
    Route("/sessions/{key}/afterthought", think, methods=["POST"], name="session_notes:think"),
]
