"""What is between two people, for either of them; to everybody else it is as if it were not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from netmentor.accounts.models import User
from netmentor.contacts.models import FollowUp
from netmentor.errors import NotFound
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import Side, State
from netmentor.mentoring.entries import GONE
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.relating.models import (
    Afterthought,
    Mentorship,
    SessionAction,
    SessionNote,
)
from netmentor.mentoring.relating.rules import (
    NoteKind,
    next_by,
    why_no_mentorship,
)


@dataclass(frozen=True, slots=True)
class Both:
    """A mentorship with its two people; one whose account is gone is None."""

    row: Mentorship
    mentor: Mentor | None
    mentee: User | None

    @property
    def path(self) -> str:
        return f"/mentorships/{self.row.id}"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is agreed on, label and words."""
        row = self.row
        weeks = "week" if row.cadence_weeks == 1 else f"{row.cadence_weeks} weeks"
        return [
            ("Goals", row.goals),
            ("How often", f"every {weeks}, {row.minutes} minutes"),
            ("From", day_words(row.begins_on)),
            ("Until", day_words(row.ends_on) if row.ends_on else "open"),
        ]

    def user(self, side: Side) -> User | None:
        if side is Side.MENTEE:
            return self.mentee
        found: User | None = self.mentor.user if self.mentor else None
        return found

    def name(self, side: Side) -> str:
        if side is Side.MENTOR:
            return self.mentor.name if self.mentor else GONE
        return self.mentee.name if self.mentee else GONE

    def side_of(self, user: User) -> Side:
        is_mentor = self.mentor is not None and self.mentor.user_id == user.id
        return Side.MENTOR if is_mentor else Side.MENTEE


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do after a session: whose, until when, and whether it is done."""

    what: str
    due_on: date
    side: Side
    state: str  # of its follow-up, or "" where there is none


@dataclass(frozen=True, slots=True)
class Noted:
    """All that one of the two sees of what was written about a session."""

    agenda: str
    mine: str  # one's own shared note
    theirs: str  # the other's
    private: str
    actions: Sequence[Action]
    thought: Afterthought | None


def day_words(day: date) -> str:
    """Return a day as letters have it: "December 1, 2026"."""
    return f"{day:%B} {day.day}, {day.year}"


def about(session: MentorSession) -> str:
    """Which session a text is about, where the session itself is gone."""
    return f"{session.type_name}, {day_words(_day_of(session))}"


async def both_of(row: Mentorship) -> Both:
    """A mentorship and its two people, all as they are now; raises NotFound where it is gone."""
    if not (found := await _with_both(Mentorship.filter(id=row.id))):
        raise NotFound("There is no such mentorship any more.")
    return found[0]


async def mentorship_of(user: User, number: int) -> Both:
    """One mentorship of `user`, as whichever of the two; raises NotFound."""
    if not (found := await _with_both(of_either(user).filter(id=number))):
        raise NotFound("There is no mentorship at this address.")
    return found[0]


async def mentorships_of(user: User) -> list[Both]:
    """All mentorships of `user`, those that go on first, then the latest."""
    found = await _with_both(of_either(user))
    return sorted(found, key=lambda both: (both.row.ended_at is not None, -both.row.id))


def of_either(user: User) -> QuerySet[Mentorship]:
    """The mentorships of `user`, as whichever of the two, in no order."""
    return Mentorship.filter(Q(mentee_id=user.id) | Q(mentor__user_id=user.id))


async def mentorship_between(session: MentorSession) -> Mentorship | None:
    """The mentorship that the two of a session are in; None where there is none, or it ended."""
    if session.mentee_id is None:
        return None
    of_both = Mentorship.filter(mentor_id=session.mentor_id, mentee_id=session.mentee_id)
    return await of_both.filter(ended_at=None).first()


async def why_no_mentorship_after(session: MentorSession) -> str | None:
    """Say why the two of a session, read with them, cannot agree on a mentorship yet, or None."""
    if session.mentee is None:
        return "The other one left."
    of_both = MentorSession.filter(mentor_id=session.mentor_id, mentee_id=session.mentee_id)
    held = await of_both.filter(state=State.HELD).count()
    return why_no_mentorship(held, has_guest=session.mentee.is_guest)


async def held_between(mentor_id: int | None, mentee_id: int | None) -> list[MentorSession]:
    """The sessions that two held, the latest first; none where one of them is gone."""
    if mentor_id is None or mentee_id is None:
        return []
    of_both = MentorSession.filter(mentor_id=mentor_id, mentee_id=mentee_id, state=State.HELD)
    return await of_both.order_by("-starts_at")


def next_session_by(row: Mentorship, held: Sequence[MentorSession]) -> date | None:
    """By which day the next session is to be, after those `held_between` the two; None if over."""
    if row.ended_at is not None:
        return None
    last = _day_of(held[0]) if held else row.begins_on
    return max(row.begins_on, next_by(last, row.cadence_weeks))


async def noted(session: MentorSession, user: User) -> Noted:
    """What `user`, who is one of its two, sees of what was written about a session."""
    rows = await SessionNote.filter(session=session)
    mine = {row.kind: row.text for row in rows if row.author_id == user.id}
    theirs = {row.kind: row.text for row in rows if row.author_id != user.id}
    return Noted(
        agenda=mine.get(NoteKind.AGENDA) or theirs.get(NoteKind.AGENDA, ""),
        mine=mine.get(NoteKind.SHARED, ""),
        theirs=theirs.get(NoteKind.SHARED, ""),
        private=mine.get(NoteKind.PRIVATE, ""),
        actions=await _actions(session),
        thought=await Afterthought.get_or_none(session=session, author=user),
    )


async def left_over(user: User) -> list[SessionNote]:
    """What `user` wrote about sessions that went with the account of their mentor."""
    return await SessionNote.filter(author=user, session_id=None).order_by("-id")


async def _with_both(asked: QuerySet[Mentorship]) -> list[Both]:
    rows = await asked.select_related("mentor__user", "mentee")
    return [Both(row, row.mentor, row.mentee) for row in rows]


def _day_of(session: MentorSession) -> date:
    """The day of a session on the clock it was chosen by."""
    day: date = session.starts_at.astimezone(ZoneInfo(session.timezone)).date()
    return day


async def _actions(session: MentorSession) -> list[Action]:
    rows = await SessionAction.filter(session=session).order_by("due_on", "id")
    uids = [row.follow_up_uid for row in rows if row.follow_up_uid]
    states = dict(await FollowUp.filter(uid__in=uids).values_list("uid", "state"))
    return [
        Action(
            row.what,
            row.due_on,
            Side.MENTEE if row.whose_id == session.mentee_id else Side.MENTOR,
            states.get(row.follow_up_uid, ""),
        )
        for row in rows
    ]
