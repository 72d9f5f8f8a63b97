"""What somebody reads in the morning before a session, beyond its topic and questions."""

from __future__ import annotations

from collections.abc import Collection

from netmentor.contacts.models import FollowUp
from netmentor.contacts.rules import State
from netmentor.db.columns import values_of
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.relating.models import SessionAction, SessionNote
from netmentor.mentoring.relating.rules import NoteKind
from netmentor.text import one_line

_LONGEST_AGENDA = 300  # letters of it; the page of the session has it whole
_MOST = 5  # things that are still open between the two


async def briefs_of(user_id: int, keys: Collection[str]) -> dict[str, str]:
    """By the key of a session, its agenda and what is still open between its two, in words.

    Sessions of which there is nothing to say are left out.
    """
    rows = await MentorSession.filter(key__in=list(keys)).order_by("id")
    agendas = SessionNote.filter(session_id__in=[row.id for row in rows], kind=NoteKind.AGENDA)
    wanted = {one.session_id: one.text for one in await agendas}
    found = {}
    for row in rows:
        parts = []
        if agenda := one_line(wanted.get(row.id, ""))[:_LONGEST_AGENDA]:
            parts.append(f"Agenda: {agenda}")
        if still := await _still_open(row, user_id):
            parts.append(f"Still open: {'; '.join(still)}")
        if parts:
            found[row.key] = ". ".join(parts)
    return found


async def _still_open(row: MentorSession, user_id: int) -> list[str]:
    """What the two of a session wrote down to do, of all their sessions, and have not done."""
    of_both = SessionAction.filter(
        session__mentor_id=row.mentor_id, session__mentee_id=row.mentee_id
    )
    actions = await of_both.exclude(follow_up_uid="").order_by("due_on", "id")
    uids = [one.follow_up_uid for one in actions]
    mine = FollowUp.filter(uid__in=uids, state=State.OPEN.value)
    is_open = set(await values_of(mine, "uid"))
    left = [one for one in actions if one.follow_up_uid in is_open][:_MOST]
    return [f"{one.what}{'' if one.whose_id == user_id else ' (theirs)'}" for one in left]
