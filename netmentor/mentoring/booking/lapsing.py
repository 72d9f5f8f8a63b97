"""Requests that nobody answered in time: each is freed by the clock, or by whoever books next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from tortoise.expressions import Q

from netmentor.mentoring.booking import rules, steps
from netmentor.mentoring.booking.holding import anew, in_turn, pair_of
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
    theirs = Q(mentee_id__in=list(people)) | Q(mentor__user_id__in=list(people))
    over = MentorSession.filter(theirs, state=State.ASKED, lapses_at__lte=now)
    for row in await over.order_by("id").select_related("mentor__user", "mentee"):
        await steps.lapse(settings, row, pair_of(row), now=now)
