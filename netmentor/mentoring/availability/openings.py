"""When one mentor can be met, out of the tables: for who shows openings or books one."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.mentoring.availability import reasons
from netmentor.mentoring.availability.gathering import (
    Beside,
    availability_beside,
    availability_of,
)
from netmentor.mentoring.availability.models import SessionType, Terms
from netmentor.mentoring.availability.reasons import Stretch, WhyNot
from netmentor.mentoring.availability.slots import Availability, Length, Slot, slots
from netmentor.mentoring.models import Mentor

_A_DAY = timedelta(days=1)


async def openings_of(
    mentor: Mentor,
    type_: SessionType,
    first: date,
    last: date,
    *,
    now: datetime,
    but: int | None = None,
) -> list[Slot]:
    """The slots of one kind of session that begin on these days of the mentor's calendar.

    `but` is a session that moves: its time, and its place under the caps, count as free.
    """
    if not (mentor.is_open and type_.is_open):
        return []
    of = await availability_of(mentor, first, last, now=now, but=but)
    return slots(of, length_of(type_), first, last, now)


async def why_not(
    mentor: Mentor,
    type_: SessionType,
    starts_at: datetime,
    *,
    now: datetime,
    but: int | None = None,
) -> WhyNot | None:
    """Say why `starts_at` cannot be booked, or None if it can; `but` is a session that moves.

    Runs inside the caller's transaction, which has the turn of both.
    """
    of, _ = await look_beside(None, mentor, starts_at, now=now, but=but)
    return why_not_in(of, mentor, type_, starts_at, now=now)


async def look_beside(
    beside: Beside | None,
    mentor: Mentor,
    starts_at: datetime,
    *,
    now: datetime,
    but: int | None = None,
) -> tuple[Availability, list[Any]]:
    """What bears on a session that begins at `starts_at`, and what is asked along."""
    day = starts_at.astimezone(ZoneInfo(mentor.timezone)).date()
    return await availability_beside(beside, mentor, day, day, now=now, but=but)


def why_not_in(
    of: Availability, mentor: Mentor, type_: SessionType, starts_at: datetime, *, now: datetime
) -> WhyNot | None:
    """As `why_not`, of what was looked up already."""
    reason = reasons.why_not(of, length_of(type_), starts_at, now)
    if reason is None and not (mentor.is_open and type_.is_open):
        return WhyNot("This mentor takes no requests for it at the moment.")
    return reason


async def stretches_of(
    mentor: Mentor, type_: SessionType, first: date, days: int, *, now: datetime
) -> list[list[Stretch]]:
    """Day by day, why each time is open or is not, for the mentor's own eyes."""
    of = await availability_of(mentor, first - _A_DAY, first + days * _A_DAY, now=now)
    length = length_of(type_)
    return [reasons.stretches(of, length, first + n * _A_DAY, now) for n in range(days)]


def length_of(type_: SessionType) -> Length:
    return Length(type_.minutes, type_.buffer_before, type_.buffer_after)


async def terms_of(mentor: Mentor) -> Terms:
    """The mentor's terms; the usual ones, not yet saved, where they set none."""
    return await Terms.get_or_none(mentor_id=mentor.id) or Terms(mentor_id=mentor.id)
