"""The next openings of each mentor, kept beside the profile so that a directory reads one row."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tortoise.expressions import Q

from netmentor.mentoring.availability.gathering import availability_of
from netmentor.mentoring.availability.models import SessionType
from netmentor.mentoring.availability.openings import length_of
from netmentor.mentoring.availability.slots import slots
from netmentor.mentoring.intake import month_after, why_full_for
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.rules import OPENINGS_KEPT

_A_DAY = timedelta(days=1)
_A_STEP = 14  # days that are looked at together; most have their next six in the first of them
_AT_A_TIME = 100


async def make_stale(mentor_id: int) -> None:
    """Have the next openings of a mentor renewed; inside the transaction of a change."""
    await Mentor.filter(id=mentor_id).update(openings_stale=True)


async def renew_openings(*, now: datetime) -> int:
    """Renew what is kept of each mentor to whom something changed, or whose first one is over.

    Returns how many that were. At most a hundred: the rest has its turn the next time.
    """
    due = Q(openings_stale=True) | Q(openings_until=None) | Q(openings_until__lte=now)
    mentors = await Mentor.filter(due).order_by("id").limit(_AT_A_TIME)
    for mentor in mentors:
        await renew(mentor, now=now)
    return len(mentors)


async def renew(mentor: Mentor, *, now: datetime) -> None:
    """Renew what is kept of one mentor.

    The mark is taken away before anything is read: a change that comes meanwhile sets it
    again. Whoever is stopped in between leaves a row whose `openings_until` is over.
    """
    await Mentor.filter(id=mentor.id).update(openings_stale=False, openings_until=now)
    fresh = await Mentor.get(id=mentor.id)
    starts, until = await _next_starts(fresh, now)
    await Mentor.filter(id=mentor.id).update(
        next_openings=json.dumps([f"{one:%Y-%m-%dT%H:%M:%SZ}" for one in starts]),
        openings_until=max(until, now + timedelta(minutes=1)),
    )


async def _next_starts(mentor: Mentor, now: datetime) -> tuple[list[datetime], datetime]:
    """The next beginnings over all kinds of sessions for somebody new, and how long they hold."""
    tomorrow = now + _A_DAY
    if await why_full_for(mentor, None, now=now):
        return [], min(tomorrow, month_after(mentor, now=now))
    types = await SessionType.filter(mentor_id=mentor.id, is_open=True) if mentor.is_open else []
    today = now.astimezone(ZoneInfo(mentor.timezone)).date()
    found: set[datetime] = set()
    first = today
    while True:
        last = first + (_A_STEP - 1) * _A_DAY
        of = await availability_of(mentor, first, last, now=now)
        for type_ in types:
            found.update(one.starts_at for one in slots(of, length_of(type_), first, last, now))
        horizon = today + of.limits.horizon_days * _A_DAY
        if len(found) >= OPENINGS_KEPT or last >= horizon or not types:
            starts = sorted(found)[:OPENINGS_KEPT]
            return starts, min([tomorrow, *(one - of.limits.notice for one in starts)])
        first = last + _A_DAY
