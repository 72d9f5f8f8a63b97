"""Sessions of somebody, by their addresses; everybody else's answer like those that are not."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from netmentor.accounts.models import User
from netmentor.errors import NotFound
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import AGREED, Side, State

MOST = 500  # sessions on one page, the latest


async def session_of(user: User, key: str) -> MentorSession:
    """A session by its key, for either of its two, with both; raises NotFound."""
    found = await _of(user).filter(key=_key(key)).first()
    if found is None:
        raise _unknown()
    return found


async def session_for_mentor(user: User, key: str) -> MentorSession:
    """A session by its key for the mentor alone, who answers it; raises NotFound."""
    found = await session_of(user, key)
    if side_of(found, user) is not Side.MENTOR:
        raise _unknown()
    return found


async def sessions_of(user: User, *, now: datetime) -> list[MentorSession]:
    """All sessions of a user, as whichever of the two: what is ahead by time, then the rest."""
    found = await _of(user).order_by("-starts_at", "-id").limit(MOST)
    ahead = [one for one in found if one.ends_at > now]
    return [*reversed(ahead), *(one for one in found if one.ends_at <= now)]


async def waiting_for(user: User, *, now: datetime) -> int:
    """How many sessions wait for this user: requests, and other times that were proposed."""
    asked = Q(mentor__user_id=user.id, state=State.ASKED, lapses_at__gt=now)
    proposed = Q(mentee_id=user.id, proposed_by=Side.MENTOR) | Q(
        mentor__user_id=user.id, proposed_by=Side.MENTEE
    )
    held = Q(state=State.CONFIRMED) | Q(state=State.ASKED, lapses_at__gt=now)
    mine = (asked & ~Q(proposed_by=Side.MENTOR)) | (proposed & held)
    return await MentorSession.filter(mine, starts_at__gt=now).count()


def side_of(session: MentorSession, user: User) -> Side:
    """As what a user has to do with a session of theirs, read with its mentor."""
    return Side.MENTOR if session.mentor.user_id == user.id else Side.MENTEE


def place_of(session: MentorSession) -> str:
    """The meeting's address or phone, for the two of them; "" until it is confirmed."""
    return session.place if session.state in AGREED else ""


def _of(user: User) -> QuerySet[MentorSession]:
    mine = MentorSession.filter(Q(mentee_id=user.id) | Q(mentor__user_id=user.id))
    return mine.select_related("mentor__user", "mentee", "type")


def _key(told: str) -> str:
    try:
        return str(UUID(told))
    except ValueError as exc:
        raise _unknown() from exc


def _unknown() -> NotFound:
    return NotFound("There is no session at this address.")
