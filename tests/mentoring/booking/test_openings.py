"""What is booked is not open any more, and what is over, moved or lapsed is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from netmentor.mentoring.availability.models import SessionType, Terms
from netmentor.mentoring.availability.openings import openings_of, why_not
from netmentor.mentoring.blocking import block
from netmentor.mentoring.booking.actions import accept_proposal, move, propose
from netmentor.mentoring.booking.holding import OutsideOpenings
from netmentor.mentoring.booking.instead import times_instead
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import place_of, session_of
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


async def test_the_times_a_session_can_move_to_begin_within_its_own(
    database_settings: Settings, database: Settings
) -> None:
    mentee = await make_user("mentee@example.org")
    offered = await make_bookable(terms={"cap_day": 1})
    session = await make_session(database_settings, mentee, offered)
    session = await session_of(mentee, session.key)

    found = await times_instead(session, mentee, now=NOON)
    near = [one.starts_at for one in found if abs(one.starts_at - MONDAY_TEN) < HOUR]

    assert near == [MONDAY_TEN - HOUR / 2, MONDAY_TEN + HOUR / 2]
    for one in near:
        await move(database_settings, session, mentee, one, now=NOON)


async def test_a_session_keeps_its_length_where_its_type_has_another_or_is_gone(
    database_settings: Settings, database: Settings
) -> None:
    mentee = await make_user("mentee@example.org")
    offered = await make_bookable()
    key = (await make_session(database_settings, mentee, offered)).key
    for change in (SessionType.all().update(minutes=420), SessionType.all().delete()):
        await change
        session = await session_of(mentee, key)
        found = await times_instead(session, mentee, now=NOON)
        assert {one.ends_at - one.starts_at for one in found} == {HOUR}


async def test_no_opening_is_for_a_mentee_who_is_kept_away(
    database_settings: Settings, database: Settings
) -> None:
    mentee = await make_user("mentee@example.org")
    mentor, type_ = await make_bookable()
    made = await make_session(database_settings, mentee, (mentor, type_))
    session = await session_of(mentee, made.key)
    at = MONDAY_TEN + 2 * HOUR
    await block(mentor, mentee, by_mentor=True, now=NOON)

    assert await times_instead(session, mentee, now=NOON) == []
    with pytest.raises(OutsideOpenings):
        await move(database_settings, session, mentee, at, now=NOON)
    with pytest.raises(OutsideOpenings):
        await propose(database_settings, session, mentee, [at], now=NOON)
    assert await times_instead(session, mentor.user, now=NOON)


async def test_a_mentee_who_is_kept_away_by_now_takes_no_time_that_was_proposed_before(
    database_settings: Settings, database: Settings
) -> None:
    mentee = await make_user("mentee@example.org")
    mentor, type_ = await make_bookable()
    made = await make_session(database_settings, mentee, (mentor, type_))
    session = await session_of(mentee, made.key)
    at = MONDAY_TEN + 2 * HOUR
    await propose(database_settings, session, mentor.user, [at], now=NOON)
    await block(mentor, mentee, by_mentor=True, now=NOON)

    with pytest.raises(OutsideOpenings):
        await accept_proposal(database_settings, session, mentee, at, now=NOON)
    assert place_of(await session_of(mentee, made.key)) == ""


async def test_a_notice_that_grew_meanwhile_ends_no_request_that_is_answered(
    database_settings: Settings, database: Settings
) -> None:
    mentee = await make_user("mentee@example.org")
    mentor, type_ = await make_bookable()
    session = await make_session(database_settings, mentee, (mentor, type_))
    await Terms.filter(mentor=mentor).update(notice_hours=400)

    row = await propose(database_settings, session, mentor.user, [MONDAY_TEN + 2 * HOUR], now=NOON)

    assert row.lapses_at == session.lapses_at
