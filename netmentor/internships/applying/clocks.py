"""What of applications goes by the user's own clock: hours, told to calendars, and silence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from tortoise.expressions import F

from netmentor.accounts.actions import bump
from netmentor.accounts.models import User
from netmentor.db.reading import listed, moment_of, rows
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.rules import OFFERED, TO_BE_SENT, silent_until
from netmentor.internships.moments import due_at
from netmentor.internships.rules import DUE_TO_APPLY

_FOLLOWED = f"""
    SELECT a.id, w.due_at FROM application AS a
        JOIN opportunity_window AS w ON w.opportunity_id = a.opportunity_id
    WHERE a.user_id = ? AND a.window_part <> '' AND w.dropped_on IS NULL
        AND (w.part = a.window_part OR w.kind IN {listed(DUE_TO_APPLY)})
        AND w.due_at IS NOT NULL AND w.due_time <> '' AND w.timezone <> ''"""  # noqa: S608


async def put_on_clock_of(user: User, zone: str, *, now: datetime) -> None:
    """Say that what a user's applications have by an hour is at another, by the clock of `zone`.

    SEQUENCE grows with the day alone: an entry of whole days has no hour (RFC 5545, 3.8.7.4). One
    that stands in no calendar now may again. Silence ends as a day of theirs begins there. The last
    writes of the caller's transaction, which is `answering`, in the user's turn.
    """
    applications = await Application.filter(user=user)
    await _end_silence_in(zone, applications)
    moments = await _moments_of(user, applications)
    moved, days = set(), set()
    for id_, several in moments.items():
        for one in several:
            before, after = (one.astimezone(ZoneInfo(where)) for where in (user.timezone, zone))
            if before.replace(tzinfo=None) != after.replace(tzinfo=None):
                moved.add(id_)
            if before.date() != after.date():
                days.add(id_)
    await Application.filter(id__in=list(days)).update(sequence=F("sequence") + 1)
    await Application.filter(id__in=list(moved)).update(changed_at=now)
    stages = {one.stage for one in applications if one.id in moved}
    if stages & (OFFERED | TO_BE_SENT):
        await bump([user.id])


async def _end_silence_in(zone: str, applications: Sequence[Application]) -> None:
    """Have what is silent be asked about in the morning of `zone`; what was asked stays so."""
    ends: dict[datetime, list[int]] = defaultdict(list)
    for one in applications:
        heard = one.heard_at or one.changed_at
        until = silent_until(one.stage, one.nudge_after_days, heard, zone)
        if one.nudge_at and until and until != one.nudge_at:
            ends[until].append(one.id)
    for until, ids in ends.items():
        await Application.filter(id__in=ids).update(nudge_at=until)


async def _moments_of(user: User, applications: list[Application]) -> dict[int, list[datetime]]:
    """By application, until when an offer is to be answered, and what is due by a known hour."""
    moments: dict[int, list[datetime]] = defaultdict(list)
    for one in applications:
        if one.offer_until:
            moments[one.id].append(one.offer_until)
        if one.deadline_on and one.deadline_time and one.timezone:
            moments[one.id].append(due_at(one.deadline_on, one.deadline_time, one.timezone))
    for id_, due in await rows(_FOLLOWED, user.id):
        moments[id_].append(moment_of(due))
    return moments
