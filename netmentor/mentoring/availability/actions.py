"""What mentors set: hours of the week, kinds of sessions, openings, closings and terms.

Each deed holds its mentor's turn, so that what it counts holds until it is over, and has the
next openings renewed that are kept beside the profile. What has long been over goes when the
next comes: the mentor's own page shows it no more, and it would count.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.accounts.turns import take_turns_of_id
from netmentor.calendars.sheets import WEEK
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, NotFound
from netmentor.mentoring.availability.models import (
    BusyCalendar,
    Closing,
    Opening,
    SessionType,
    Terms,
    WeeklyHours,
)
from netmentor.mentoring.availability.renewing import make_stale
from netmentor.mentoring.availability.rules import MOST_DAYS, MOST_HOURS, MOST_TYPES
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.rules import Medium
from netmentor.text import slug

_LONGEST_SLUG = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The same hours on several weekdays, which count from Monday, 0."""

    weekdays: Collection[int]
    starts: str
    ends: str
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a mentor says of one kind of session; `place` is a secret until they approve."""

    name: str
    minutes: int
    medium: str = Medium.VIDEO.value
    place: str = ""
    place_words: str = ""
    is_instant: bool = False
    is_open: bool = True
    buffer_before: int = 0
    buffer_after: int = 0


FIRST = Kind(name="Conversation", minutes=30)  # what there is to book before they say what


async def add_hours(mentor: Mentor, told: Hours, *, now: datetime) -> None:
    """Open these hours every week; whoever has no kind of session yet is given the first one."""
    async with _turn(mentor):
        await _put_hours(mentor, told, now=now)
        if not await SessionType.filter(mentor=mentor).exists():
            await SessionType.create(mentor=mentor, slug=slug(FIRST.name), **asdict(FIRST))


async def change_hours(mentor: Mentor, hours_id: int, told: Hours, *, now: datetime) -> None:
    """Open these hours instead of one stretch; on several days, they stand on each of them."""
    async with _turn(mentor):
        if not await WeeklyHours.filter(mentor=mentor, id=hours_id).delete():
            raise NotFound("There are no such hours among yours.")
        await _put_hours(mentor, told, now=now)


async def remove_hours(mentor: Mentor, hours_id: int) -> None:
    """Take one stretch out of the week; that it is gone already is as well."""
    async with _turn(mentor):
        await WeeklyHours.filter(mentor=mentor, id=hours_id).delete()


async def add_type(mentor: Mentor, told: Kind) -> SessionType:
    """Offer one more kind of session; its name is in its address for good."""
    async with _turn(mentor):
        taken = [row.slug for row in await SessionType.filter(mentor=mentor)]
        if len(taken) >= MOST_TYPES:
            raise Conflict(f"A mentor offers at most {MOST_TYPES} kinds of sessions.")
        return await SessionType.create(
            mentor=mentor, slug=_free_slug(told.name, taken), **asdict(told)
        )


async def change_type(mentor: Mentor, type_id: int, told: Kind) -> None:
    """Make one kind of session be as told; sessions that are booked stay as they were."""
    async with _turn(mentor):
        if not await SessionType.filter(mentor=mentor, id=type_id).update(**asdict(told)):
            raise NotFound("There is no such kind of session among yours.")


async def remove_type(mentor: Mentor, type_id: int) -> None:
    """Offer a kind of session no longer; sessions that are booked stay."""
    async with _turn(mentor):
        await SessionType.filter(mentor=mentor, id=type_id).delete()


async def add_opening(
    mentor: Mentor,
    day: date,
    starts: str,
    ends: str,
    event_id: int | None = None,
    *,
    now: datetime,
) -> None:
    """Open hours of one day, at an event where one is named."""
    columns: dict[str, Any] = {"day": day, "starts": starts, "ends": ends, "event_id": event_id}
    async with _turn(mentor):
        await Opening.filter(mentor=mentor, day__lt=_long_over(mentor, now)).delete()
        if await Opening.filter(mentor=mentor).count() >= MOST_DAYS:
            raise Conflict(f"There are {MOST_DAYS} openings of single days; remove some first.")
        await Opening.get_or_create(mentor=mentor, **columns)


async def remove_opening(mentor: Mentor, opening_id: int) -> None:
    async with _turn(mentor):
        await Opening.filter(mentor=mentor, id=opening_id).delete()


async def close(
    mentor: Mentor,
    first_on: date,
    last_on: date,
    hours: tuple[str, str] = ("", ""),
    why: str = "",
    *,
    now: datetime,
) -> None:
    """Close these days, or these hours of each of them."""
    columns: dict[str, Any] = {"first_on": first_on, "last_on": last_on}
    columns |= {"starts": hours[0], "ends": hours[1]}
    async with _turn(mentor):
        await Closing.filter(mentor=mentor, last_on__lt=_long_over(mentor, now)).delete()
        if await Closing.filter(mentor=mentor).count() >= MOST_DAYS:
            raise Conflict(f"There are {MOST_DAYS} closings; remove some first.")
        await Closing.get_or_create({"why": why}, mentor=mentor, **columns)


async def remove_closing(mentor: Mentor, closing_id: int) -> None:
    async with _turn(mentor):
        await Closing.filter(mentor=mentor, id=closing_id).delete()


async def set_terms(mentor: Mentor, **columns: int | bool) -> None:
    """Set the terms that `columns` name; the others stay as they are, or as is usual."""
    async with _turn(mentor):
        await Terms.update_or_create(columns, mentor=mentor)


async def connect_calendar(mentor: Mentor, address: str, *, now: datetime) -> None:
    """Have the calendar at `address` read for its busy times, at once and ever again.

    Those of another one stay until the new one was read.
    """
    fresh = {"address": address, "etag": "", "read_at": None, "next_read_at": now}
    async with transaction():
        await BusyCalendar.update_or_create(
            fresh | {"failures": 0, "trouble": "", "taken_until": None}, mentor=mentor
        )


async def read_calendar_soon(mentor: Mentor, *, now: datetime) -> None:
    async with transaction():
        if not await BusyCalendar.filter(mentor=mentor).update(next_read_at=now):
            raise NotFound("There is no calendar of yours to read.")


async def disconnect_calendar(mentor: Mentor) -> None:
    """Read the mentor's own calendar no longer, and forget what it told."""
    async with _turn(mentor):
        await BusyCalendar.filter(mentor=mentor).delete()


@asynccontextmanager
async def _turn(mentor: Mentor) -> AsyncIterator[None]:
    async with transaction():
        await take_turns_of_id(mentor.user_id)
        yield
        await make_stale(mentor.id)


async def _put_hours(mentor: Mentor, told: Hours, *, now: datetime) -> None:
    await WeeklyHours.filter(mentor=mentor, until_on__lt=_long_over(mentor, now)).delete()
    common: dict[str, Any] = asdict(told)
    del common["weekdays"]
    count = await WeeklyHours.filter(mentor=mentor).count()
    if count + len(told.weekdays) > MOST_HOURS:
        raise Conflict(f"A week has at most {MOST_HOURS} stretches of hours.")
    for weekday in sorted(told.weekdays):
        columns = common | {"weekday": weekday}
        if not await WeeklyHours.filter(mentor=mentor, **columns).exists():
            await WeeklyHours.create(mentor=mentor, **columns)


def _long_over(mentor: Mentor, now: datetime) -> date:
    """The day before which what ended is on no page: the mentor's own shows this week whole."""
    return now.astimezone(ZoneInfo(mentor.timezone)).date() - timedelta(days=WEEK)


def _free_slug(name: str, taken: Collection[str]) -> str:
    wanted = slug(name)[:_LONGEST_SLUG].strip("-") or "session"
    numbered = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, MOST_TYPES + 2))
    return next(one for one in numbered if one not in taken)
