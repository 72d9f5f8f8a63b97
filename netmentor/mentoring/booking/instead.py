"""When a session could be instead: the openings it may move to, or that can be proposed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.mentoring.availability.openings import openings_of
from netmentor.mentoring.availability.rules import HORIZON
from netmentor.mentoring.availability.slots import Slot
from netmentor.mentoring.booking.holding import type_of
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.queries import is_kept_away


async def times_instead(session: MentorSession, by: User, *, now: datetime) -> list[Slot]:
    """The mentor's openings for a session as long as this one, as `by` may choose among them.

    The time it has stands in its own way nowhere, and is none of them. A mentee who is kept
    away from the mentor is shown none. The session comes with its mentor.
    """
    mentor = session.mentor
    if by.id != mentor.user_id and await is_kept_away(mentor, by):
        return []
    today = now.astimezone(ZoneInfo(mentor.timezone)).date()
    last = today + timedelta(days=max(HORIZON))
    found = await openings_of(mentor, await type_of(session), today, last, now=now, but=session.id)
    return [one for one in found if one.starts_at != session.starts_at]
