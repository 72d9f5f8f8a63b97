"""What a mentor sets is written in turn, and goes when its days are long over."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

from netmentor.mentoring.availability import actions
from netmentor.mentoring.availability.actions import Hours, Kind
from netmentor.mentoring.availability.models import (
    Closing,
    Opening,
    SessionType,
    WeeklyHours,
)
from netmentor.mentoring.availability.rules import MOST_DAYS, MOST_HOURS
from netmentor.settings import Settings
from tests.factories import NOON
from tests.mentoring.mentors import make_mentor

MONDAY = date(2026, 11, 30)


async def test_what_is_set_in_two_windows_at_once_is_set_one_after_the_other(
    database: Settings,
) -> None:
    mentor = await make_mentor()
    mornings = Hours(weekdays=(0,), starts="09:00", ends="12:00")
    coffee = Kind(name="Coffee", minutes=30)

    await asyncio.gather(*(actions.add_hours(mentor, mornings, now=NOON) for _ in range(4)))
    await asyncio.gather(*(actions.add_type(mentor, coffee) for _ in range(4)))

    assert await WeeklyHours.filter(mentor=mentor).count() == 1
    types = await SessionType.filter(mentor=mentor).order_by("id")
    assert [one.slug for one in types] == [
        "conversation", "coffee", "coffee-2", "coffee-3", "coffee-4",
    ]  # fmt: skip


async def test_what_has_long_been_over_makes_room_for_what_comes(database: Settings) -> None:
    """The page shows it no more, so nobody could take it out."""
    mentor, over, soon = await make_mentor(), MONDAY - timedelta(days=20), ("09:00", "10:00")
    for n in range(MOST_DAYS):
        day = over - timedelta(days=n)
        await Opening.create(mentor=mentor, day=day, starts="09:00", ends="10:00")
        await Closing.create(mentor=mentor, first_on=day, last_on=day)
    for n in range(MOST_HOURS):
        await WeeklyHours.create(
            mentor=mentor, weekday=n % 7, starts="09:00", ends="10:00", until_on=over
        )

    await actions.add_hours(mentor, Hours(weekdays=(0,), starts="09:00", ends="10:00"), now=NOON)
    await actions.add_opening(mentor, MONDAY, *soon, now=NOON)
    await actions.close(mentor, MONDAY, MONDAY, soon, now=NOON)

    assert [await table.all().count() for table in (WeeklyHours, Opening, Closing)] == [1, 1, 1]


async def test_what_is_over_this_week_stays_as_it_is_shown(database: Settings) -> None:
    mentor, day = await make_mentor(), NOON.date() - timedelta(days=6)
    await actions.close(mentor, day, day, now=NOON)
    await actions.close(mentor, MONDAY, MONDAY, now=NOON)

    assert await Closing.all().count() == 2
