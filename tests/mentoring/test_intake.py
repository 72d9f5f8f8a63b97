"""A mentor takes as many new mentees a month as they said; whoever is one already stays welcome."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from netmentor.accounts.models import User
from netmentor.errors import NetMentorError
from netmentor.mentoring.availability.models import SessionType
from netmentor.mentoring.availability.renewing import renew_openings
from netmentor.mentoring.booking import actions as booking
from netmentor.mentoring.booking.holding import OutsideOpenings
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.directory import directory
from netmentor.mentoring.filters import MentorFilter
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.queries import why_closed_to
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import NOON
from tests.mentoring.booking.sessions import HOUR, MONDAY_TEN, make_bookable, make_session

FULL = "No new mentees before December 1, 2026."
Offered = tuple[Mentor, SessionType]


async def make_picky(most: int = 1, **told: Any) -> Offered:
    """A mentor who can be booked by `most` new mentees a month."""
    mentor, type_ = await make_bookable(**told)
    await Mentor.filter(id=mentor.id).update(mentees_most=most)
    return await Mentor.get(id=mentor.id).select_related("user"), type_


async def mentees(number: int) -> list[User]:
    return [await make_user(f"mentee-{n}@example.org") for n in range(number)]


async def test_one_more_is_told_from_when_on_to_ask(
    database_settings: Settings, database: Settings
) -> None:
    offered = await make_picky()
    first, second = await mentees(2)
    await make_session(database_settings, first, offered)

    with pytest.raises(OutsideOpenings, match=FULL):
        await make_session(database_settings, second, offered, starts_at=MONDAY_TEN + 2 * HOUR)

    assert await why_closed_to(offered[0], second, now=NOON) == FULL
    assert await why_closed_to(offered[0], None, now=NOON) == FULL


async def test_whoever_is_a_mentee_already_stays_welcome(
    database_settings: Settings, database: Settings
) -> None:
    """And is one mentee, however many sessions they have."""
    offered = await make_picky(most=2)
    mentee, second = await mentees(2)
    await make_session(database_settings, mentee, offered)
    await make_session(database_settings, mentee, offered, starts_at=MONDAY_TEN + 2 * HOUR)
    assert await why_closed_to(offered[0], None, now=NOON) is None

    await make_session(database_settings, second, offered, starts_at=MONDAY_TEN + 4 * HOUR)

    assert await why_closed_to(offered[0], None, now=NOON) == FULL
    assert await why_closed_to(offered[0], mentee, now=NOON) is None
    await make_session(database_settings, mentee, offered, starts_at=MONDAY_TEN + 6 * HOUR)


@pytest.mark.parametrize("ending", ["decline", "cancel", "lapse"])
async def test_whom_nothing_came_of_takes_no_place(
    ending: str, database_settings: Settings, database: Settings
) -> None:
    offered = await make_picky()
    first, second = await mentees(2)
    session = await make_session(database_settings, first, offered)
    now = NOON + (timedelta(days=3) if ending == "lapse" else HOUR)
    if ending == "decline":
        await booking.decline(database_settings, session, now=now)
    elif ending == "cancel":
        await booking.cancel(database_settings, session, first, now=now)

    assert await why_closed_to(offered[0], second, now=now) is None
    later = MONDAY_TEN + timedelta(days=2)
    await make_session(database_settings, second, offered, starts_at=later, now=now)


async def test_a_month_is_one_of_the_mentors_own_calendar(
    database_settings: Settings, database: Settings
) -> None:
    """Who asked in November is no new one in December, which begins at midnight in New York."""
    offered = await make_picky()
    first, second = await mentees(2)
    tuesday = datetime(2026, 12, 8, 15, tzinfo=UTC)
    await make_session(database_settings, first, offered, starts_at=tuesday)
    december = datetime(2026, 12, 1, 5, tzinfo=UTC)
    await booking.approve(database_settings, await MentorSession.get(), now=NOON)

    assert await why_closed_to(offered[0], second, now=december - timedelta(seconds=1)) == FULL
    assert await why_closed_to(offered[0], second, now=december) is None
    await make_session(database_settings, second, offered, starts_at=tuesday + HOUR, now=december)
    assert await why_closed_to(offered[0], None, now=december) is not None


async def test_of_two_who_ask_at_once_one_is_taken(
    database_settings: Settings, database: Settings
) -> None:
    offered = await make_picky(is_instant=True)
    some = await mentees(6)

    async def attempt(n: int, mentee: User) -> str:
        try:
            await make_session(database_settings, mentee, offered, starts_at=MONDAY_TEN + n * HOUR)
        except NetMentorError as exc:
            return exc.message
        return "booked"

    told = await asyncio.gather(*(attempt(n, one) for n, one in enumerate(some)))

    assert sorted(told) == [*[FULL] * 5, "booked"]


async def test_the_directory_knows_who_takes_nobody_new_until_the_month_is_over(
    database_settings: Settings, database: Settings
) -> None:
    offered = await make_picky(is_instant=True)
    member, mentee = await mentees(2)
    shown, december = [], datetime(2026, 12, 1, 5, tzinfo=UTC)
    soon = MentorFilter(open=True)

    async def look(now: datetime) -> None:
        await renew_openings(now=now)
        shown.append((await directory(soon, member, now=now)).total)

    await look(NOON)
    await make_session(database_settings, mentee, offered)
    await look(NOON)
    assert json.loads((await Mentor.get()).next_openings) == []
    await look(december - HOUR)
    await look(december)

    assert shown == [1, 0, 0, 1]


async def test_a_mentor_who_takes_more_is_open_again(
    database_settings: Settings, database: Settings
) -> None:
    offered = await make_picky(most=1)
    first, second = await mentees(2)
    await make_session(database_settings, first, offered)
    await Mentor.filter(id=offered[0].id).update(mentees_most=2)

    assert await why_closed_to(await Mentor.get(), second, now=NOON) is None
