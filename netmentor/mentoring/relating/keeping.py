"""Sessions and mentorships of a user, told; and what is left of them at the other one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tortoise.expressions import Q

from netmentor.accounts.models import User
from netmentor.db.carried import Carried, Staying
from netmentor.db.columns import plain_columns, values_of
from netmentor.errors import Conflict
from netmentor.mail.outbox import forget_letters_keyed
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import place_of, side_of
from netmentor.mentoring.booking.rules import HOLDS, Side
from netmentor.mentoring.entries import GONE
from netmentor.mentoring.relating.actions import end_all_of
from netmentor.mentoring.relating.models import (
    Afterthought,
    Mentorship,
    SessionAction,
    SessionNote,
    Silence,
)
from netmentor.mentoring.relating.queries import Both, mentorships_of, of_either
from netmentor.mentoring.relating.rules import NoteKind, Went

_SESSION = (
    "key type_name minutes medium place_words starts_at ends_at timezone state topic questions"
    " before_after canceled_by reason created_at"
).split()
_MENTORSHIP = (
    "goals cadence_weeks minutes begins_on ends_on agreed_by_mentor_at agreed_by_mentee_at"
    " ended_at ended_by created_at"
).split()
_BOTH = "the two share it; which one it was is told"
CARRIED = (
    Carried(table=SessionNote, whose="author", left={"session": _BOTH}, words={"kind": NoteKind}),
    Carried(table=Afterthought, whose="author", left={"session": _BOTH}, words={"went": Went}),
)
LEFT: Staying = {
    MentorSession: "two share it; it is told",
    Mentorship: "two share it; it is told",
    SessionAction: "a line of a session, and a follow-up, which goes along",
    Silence: "of answers given here; it is told",
}


@dataclass(slots=True)
class _Written:
    """All that was written about a session, but of its afterthoughts the user's own alone."""

    notes: list[SessionNote] = field(default_factory=list)
    actions: list[SessionAction] = field(default_factory=list)
    thought: Afterthought | None = None


class StillAhead(Conflict):
    """Somebody booked a session with a user who was about to leave."""


async def records(user: User) -> dict[str, list[dict[str, Any]]]:
    """Every session with what `user` may read of it, mentorships, and when silence paused them.

    What the other wrote for both is the user's to read; what they wrote for themselves is not.
    """
    of_user = _sessions(user).order_by("starts_at", "id")
    rows = await of_user.select_related("mentor__user", "mentee")
    silences = await Silence.filter(mentor__user=user).order_by("id")
    written = await _written_about_sessions(user)
    agreed = sorted(await mentorships_of(user), key=lambda both: both.row.id)
    return {
        "sessions": [_session(row, user, written[row.id]) for row in rows],
        "mentorships": [_mentorship(both, user) for both in agreed],
        "silences": [plain_columns(one, ("since", "paused_at", "ended_at")) for one in silences],
    }


async def erase(user: User, *, now: datetime) -> None:
    """Take what `user` wrote out of what stays at others, inside the caller's transaction.

    What is theirs alone goes with the account. Raises StillAhead for whoever has a session ahead:
    those are called off first, so that nobody waits in vain.
    """
    if await _sessions(user).filter(state__in=HOLDS, starts_at__gt=now).exists():
        raise StillAhead("Somebody booked a session a moment ago. Try again.")
    for key in await values_of(_sessions(user), "key"):
        await forget_letters_keyed(f"session:{key}:", but_waiting=True)
    asked = MentorSession.filter(mentee=user)
    await asked.update(topic="", questions="", before_after="")
    await asked.filter(canceled_by=Side.MENTEE).update(reason="")
    mine = of_either(user)
    for number in await values_of(mine, "id"):
        await forget_letters_keyed(f"mentorship:{number}:")
    await end_all_of(user, now=now)
    alone = mine.filter(Q(mentee_id=None) | Q(mentor_id=None))
    await Mentorship.filter(id__in=await values_of(alone, "id")).delete()


async def who_mentions(words: str) -> list[int]:
    """The users who wrote `words` about a session or a mentorship, in any case."""
    asked = Q(topic__icontains=words) | Q(questions__icontains=words)
    asked |= Q(before_after__icontains=words)
    ids = set(await values_of(MentorSession.filter(asked), "mentee_id"))
    ids |= set(await values_of(SessionNote.filter(text__icontains=words), "author_id"))
    ids |= set(await values_of(SessionAction.filter(what__icontains=words), "whose_id"))
    ids |= set(await values_of(Afterthought.filter(text__icontains=words), "author_id"))
    agreed = Mentorship.filter(goals__icontains=words)
    ids |= set(await values_of(agreed, "mentee_id"))
    ids |= set(await values_of(agreed.filter(mentor_id__not_isnull=True), "mentor__user_id"))
    return sorted(ids - {None})


def _sessions(user: User) -> Any:
    return MentorSession.filter(Q(mentee_id=user.id) | Q(mentor__user_id=user.id))


async def _written_about_sessions(user: User) -> Mapping[int | None, _Written]:
    """What was written about each session of `user`, by its number; read for all at once."""
    theirs = Q(session__mentee_id=user.id) | Q(session__mentor__user_id=user.id)
    found: dict[int | None, _Written] = defaultdict(_Written)
    for note in await SessionNote.filter(theirs).order_by("id"):
        found[note.session_id].notes.append(note)
    for action in await SessionAction.filter(theirs).order_by("id"):
        found[action.session_id].actions.append(action)
    for thought in await Afterthought.filter(theirs, author=user):
        found[thought.session_id].thought = thought
    return found


def _session(row: MentorSession, user: User, written: _Written) -> dict[str, Any]:
    side = side_of(row, user)
    mentee, thought = row.mentee.name if row.mentee else GONE, written.thought
    no_show = row.no_show_by_mentor if side is Side.MENTOR else row.no_show_by_mentee
    return plain_columns(row, _SESSION) | {
        "as": side.value,
        "with": mentee if side is Side.MENTOR else row.mentor.name,
        "guest": row.mentee.email if row.mentee and row.mentee.is_guest else "",
        "place": row.place if side is Side.MENTOR else place_of(row),
        "i_noted_a_no_show": no_show,
        "notes": [
            plain_columns(one, ("kind", "text", "changed_at")) | {"mine": one.author_id == user.id}
            for one in written.notes
            if one.author_id == user.id or one.kind != NoteKind.PRIVATE
        ],
        "actions": [
            plain_columns(one, ("what", "due_on")) | {"mine": one.whose_id == user.id}
            for one in written.actions
        ],
        "afterthought": plain_columns(thought, ("went", "text")) if thought else None,
    }


def _mentorship(both: Both, user: User) -> dict[str, Any]:
    side = both.side_of(user)
    told = {"as": side.value, "with": both.name(side.other)}
    return plain_columns(both.row, _MENTORSHIP) | told
