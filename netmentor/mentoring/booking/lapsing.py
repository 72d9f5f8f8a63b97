"""Requests that nobody answered in time: each is freed by the clock, or by whoever books next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from netmentor.db.reading import among, rows
from netmentor.mentoring.booking import rules, steps
from netmentor.mentoring.booking.holding import LAPSED, anew, in_turn, pair_of
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import State
from netmentor.settings import Settings

_AT_ONCE = 200  # of one round; the rest is due in the next


async def lapse_due(settings: Settings, *, now: datetime) -> int:
    """Let every request lapse whose time is over; return how many did."""
    due = MentorSession.filter(state=State.ASKED, lapses_at__lte=now).order_by("lapses_at", "id")
    count = 0
    for one in await due.limit(_AT_ONCE).select_related("mentor"):
        async with in_turn(one.mentor.user_id, one.mentee_id):
            row, pair = await anew(one)
            if rules.is_lapsed(row.standing, now=now):
                await steps.lapse(settings, row, pair, now=now)
                count += 1
    return count


async def release_lapsed(settings: Settings, people: Collection[int], *, now: datetime) -> None:
    """Free what lapsed of these people, inside the caller's turn."""
    condition, one_parameter = among(people)
    question = LAPSED.format(among=condition)
    found = await rows(question, now.astimezone(UTC), one_parameter, one_parameter)
    if found:  # seldom: of most bookings nothing is read as models
        over = MentorSession.filter(id__in=[id_ for (id_,) in found]).order_by("id")
        for row in await over.select_related("mentor__user", "mentee"):
            await steps.lapse(settings, row, pair_of(row), now=now)
