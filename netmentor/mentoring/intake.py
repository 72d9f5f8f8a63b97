"""How many new mentees a mentor takes in a month, and whether one more is welcome."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.calendars.sheets import next_month
from netmentor.db.reading import rows
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.rules import why_not_a_new_mentee

# Whoever was turned down, or called it off, is no mentee; neither is whose request has lapsed.
_MENTEES = """
    SELECT mentee_id, min(created_at) AS since FROM mentor_session
    WHERE mentor_id = ? AND mentee_id IS NOT NULL
        AND (state IN ('confirmed', 'held') OR (state = 'asked' AND lapses_at > ?))
    GROUP BY mentee_id"""
_TAKEN = f"""
    WITH mentees AS ({_MENTEES})
    SELECT (SELECT count(*) FROM mentees WHERE since >= ?),
        EXISTS (SELECT 1 FROM mentees WHERE mentee_id = ?)"""  # noqa: S608


async def why_full_for(mentor: Mentor, user: User | None, *, now: datetime) -> str | None:
    """Say why `user` cannot become a mentee of `mentor` this month, or None if they can.

    A month is one of the mentor's calendar, and counts whose first session was asked for in
    it. Whoever is a mentee of theirs already stays welcome; None stands for somebody new.
    """
    if mentor.mentees_most is None:
        return None
    here = now.astimezone(ZoneInfo(mentor.timezone))
    begins = datetime.combine(here.date().replace(day=1), time(), here.tzinfo).astimezone(UTC)
    asked = (mentor.id, now.astimezone(UTC), begins, user.id if user else 0)
    [found] = await rows(_TAKEN, *asked)
    taken, is_mentee = tuple(found)
    if is_mentee:
        return None
    return why_not_a_new_mentee(taken, mentor.mentees_most, month_after(mentor, now=now).date())


def month_after(mentor: Mentor, *, now: datetime) -> datetime:
    """When the next month begins on the mentor's clock."""
    here = now.astimezone(ZoneInfo(mentor.timezone))
    return datetime.combine(next_month(here.date().replace(day=1)), time(), here.tzinfo)
