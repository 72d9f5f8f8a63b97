"""What is written about a session: agenda, notes, what to do next, and one's own afterthought."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from netmentor.accounts.models import User
from netmentor.contacts.deeds import InTheBin
from netmentor.contacts.doubles.roots import Merged
from netmentor.contacts.follow_ups import promise_follow_up, today_of
from netmentor.errors import Conflict, Invalid
from netmentor.mentoring.booking.acquainting import contact_of
from netmentor.mentoring.booking.holding import anew, in_turn
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import side_of
from netmentor.mentoring.booking.rules import AGREED, Side
from netmentor.mentoring.booking.settling import acquaint_once
from netmentor.mentoring.queries import is_kept_away
from netmentor.mentoring.relating.models import Afterthought, SessionAction, SessionNote
from netmentor.mentoring.relating.queries import about
from netmentor.mentoring.relating.rules import (
    LONGEST_NOTE,
    LONGEST_THOUGHT,
    LONGEST_WHAT,
    MOST_ACTIONS,
    NoteKind,
    Went,
    mark_of,
)


class Rewritten(Conflict):
    """A note is not what the form showed any more; `kept` is what it says now."""

    def __init__(self, kept: str) -> None:
        super().__init__("You changed this note in another tab since.")
        self.kept = kept


async def write(
    session: MentorSession, by: User, kind: NoteKind, text: str, *, seen: str = "", now: datetime
) -> None:
    """Write one's note of a kind; an empty one takes it away.

    `seen` is the `rules.mark_of` what the note said before. Raises Rewritten where it says
    something else by now, and Conflict for a session that was not agreed on, for an agenda of
    the mentor's, or after the session began.
    """
    if len(text) > LONGEST_NOTE:
        raise Invalid(f"Use at most {LONGEST_NOTE:,} characters.")
    _check_agreed(session)
    if kind is NoteKind.AGENDA:
        _check_agenda(session, by, now)
    mine = SessionNote.filter(session=session, author=by, kind=kind)
    async with in_turn(by.id):
        before = await mine.first()
        kept = before.text if before else ""
        if mark_of(kept) != seen and kept != text:  # the same, sent twice, is well
            raise Rewritten(kept)
        if not text.strip():
            await mine.delete()
        elif not await mine.update(text=text, changed_at=now):
            columns: dict[str, Any] = {"text": text, "about": about(session), "changed_at": now}
            await SessionNote.create(session=session, author=by, kind=kind, **columns)


async def add_action(
    session: MentorSession, by: User, whose: Side, what: str, due_on: date, *, now: datetime
) -> SessionAction:
    """Write down what one of the two is to do; it is among their follow-ups from now on.

    Between two who are kept apart, nothing comes among the other's: letters would tell it.
    Raises Invalid for what nobody could plan, and Conflict for too much, or somebody who left.
    """
    if not what or len(what) > LONGEST_WHAT:
        raise Invalid(f"Say what is to be done in at most {LONGEST_WHAT} characters.")
    if due_on < today_of(by, now):
        raise Invalid("Choose today or a later day.")
    _check_agreed(session)
    mentor, mentee = session.mentor.user, session.mentee
    if mentee is None:
        raise Conflict("The other one left.")
    doer, other = (mentor, mentee) if whose is Side.MENTOR else (mentee, mentor)
    async with in_turn(mentor.id, session.mentee_id):
        if await SessionAction.filter(session=session).count() >= MOST_ACTIONS:
            raise Conflict(f"There are {MOST_ACTIONS} already; that is plenty for one session.")
        await acquaint_once(*await anew(session), now=now)
        name = other.name if whose is Side.MENTOR else session.mentor.name
        is_told = doer.id == by.id or not await is_kept_away(session.mentor, mentee)
        uid = await _follow_up(doer, other, name, what, due_on, now=now) if is_told else ""
        return await SessionAction.create(
            session=session,
            whose=doer,
            what=what,
            due_on=due_on,
            follow_up_uid=uid,
            created_at=now,
        )


async def think(
    session: MentorSession, by: User, went: Went | None, text: str, *, now: datetime
) -> None:
    """Keep what somebody thinks of a session that is over, for themselves alone."""
    if len(text) > LONGEST_THOUGHT:
        raise Invalid(f"Use at most {LONGEST_THOUGHT:,} characters.")
    if session.state not in AGREED or session.ends_at > now:
        raise Conflict("This session is not over.")
    columns: dict[str, Any] = {"went": went or "", "text": text, "changed_at": now}
    async with in_turn(by.id):
        mine = Afterthought.filter(session=session, author=by)
        if not await mine.update(**columns):
            columns |= {"about": about(session)}
            await Afterthought.create(session=session, author=by, **columns)


async def _follow_up(
    doer: User, other: User, name: str, what: str, due_on: date, *, now: datetime
) -> str:
    """Plan it among the doer's follow-ups; "" where the other is not among their people."""
    contact = await contact_of(doer, other, name)
    if contact is None or contact.gone_at is not None:
        return ""
    try:
        row = await promise_follow_up(doer, contact=contact, what=what, due_on=due_on, now=now)
    except (
        InTheBin,
        Merged,
        Invalid,
    ):  # so much is open already: the action stays on the session's page
        return ""
    return row.uid


def _check_agreed(session: MentorSession) -> None:
    if session.state not in AGREED:
        raise Conflict("This session is not agreed on.")


def _check_agenda(session: MentorSession, by: User, now: datetime) -> None:
    if side_of(session, by) is not Side.MENTEE:
        raise Conflict("The agenda is the mentee’s.")
    if session.starts_at <= now:
        raise Conflict("This session has begun.")
