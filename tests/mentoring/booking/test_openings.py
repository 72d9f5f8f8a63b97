"""What is booked is not open any more, and what is over, moved or lapsed is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from netmentor.mentoring.availability.models import SessionType
from netmentor.mentoring.availability.openings import openings_of, why_not
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import State
from netmentor.mentoring.models import Mentor
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import NOON
from tests.mentoring.booking.sessions import HOUR, MONDAY_TEN, make_bookable, make_session

MONDAY = MONDAY_TEN.date()


async def open_hours(of: tuple[Mentor, SessionType]) -> list[int]:
    """The whole hours of Monday on which a session can begin, as the mentor's clock has them."""
    found = await openings_of(*of, MONDAY, MONDAY, now=NOON)
    return [one.starts_at.hour - 5 for one in found if one.starts_at.minute == 0]


async def test_a_request_and_its_margins_take_time(
    database_settings: Settings, database: Settings
) -> None:
    offered = await make_bookable(buffer_after=30)
    await make_session(database_settings, await make_user("mentee@example.org"), offered)

    refused = await why_not(*offered, MONDAY_TEN + HOUR, now=NOON)

    assert await open_hours(offered) == [12, 13, 14, 15, 16]
    assert refused is not None
    assert refused.taken


async def test_what_lapsed_or_was_called_off_takes_none(
    database_settings: Settings, database: Settings
) -> None:
    offered = await make_bookable()
    session = await make_session(database_settings, await make_user("mentee@example.org"), offered)
    assert 10 not in await open_hours(offered)

    await MentorSession.filter(id=session.id).update(lapses_at=NOON)
    assert 10 in await open_hours(offered)

    await MentorSession.filter(id=session.id).update(lapses_at=None, state=State.CANCELED)
    assert 10 in await open_hours(offered)


async def test_a_session_that_moves_leaves_its_own_time_to_itself(
    database_settings: Settings, database: Settings
) -> None:
    offered = await make_bookable(terms={"cap_day": 1})
    session = await make_session(database_settings, await make_user("mentee@example.org"), offered)

    half_an_hour = MONDAY_TEN + timedelta(minutes=30)
    assert await why_not(*offered, half_an_hour, now=NOON) is not None
    assert await why_not(*offered, half_an_hour, now=NOON, but=session.id) is None


@pytest.mark.parametrize("cap", ["cap_day", "cap_week", "cap_month"])
async def test_a_cap_counts_what_is_asked_for(
    cap: str, database_settings: Settings, database: Settings
) -> None:
    offered = await make_bookable(terms={cap: 1})
    await make_session(database_settings, await make_user("mentee@example.org"), offered)

    refused = await why_not(*offered, MONDAY_TEN + 4 * HOUR, now=NOON)

    assert await open_hours(offered) == []
    assert refused is not None
    assert refused.taken


async def test_what_a_mentor_attends_takes_their_time_and_counts_toward_no_cap(
    database_settings: Settings, database: Settings
) -> None:
    mentee = await make_user("both@example.org")
    await make_session(database_settings, mentee, await make_bookable())
    offered = await make_bookable(mentee, terms={"cap_day": 1})

    assert await open_hours(offered) == [9, 11, 12, 13, 14, 15, 16]
