"""A session lies ahead of both: on Today, and in the letters that remind of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.agenda.ahead import ahead_of
from netmentor.mentoring.booking import actions
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import session_of
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import NOON
from tests.mentoring.booking.sessions import (
    HOUR,
    MONDAY_TEN,
    SECRET,
    make_bookable,
    make_session,
)
from tests.reminders.rounds import Came, Post, rounds

MENTEE = "mentee@example.org"
_WEEKS_LATER = MONDAY_TEN + timedelta(days=14)


@pytest.fixture
async def mentee(database: Settings) -> User:
    return await make_user(MENTEE)


@pytest.fixture
async def booked(database: Settings, mentee: User) -> MentorSession:
    """A session of Monday at ten in New York, nine in Chicago."""
    made = await make_session(database, mentee, await make_bookable(is_instant=True))
    return await session_of(mentee, made.key)


async def told(settings: Settings, until: datetime) -> list[Came]:
    """The letters that remind of the session, from the day before on."""
    post = Post()
    await rounds(settings, post, until - timedelta(hours=28), until, HOUR / 2)
    return [one for one in post.came if one.key.startswith("reminder")]


async def test_both_are_reminded_two_hours_before_with_what_it_is_about(
    database: Settings, booked: MentorSession, mentee: User
) -> None:
    at = MONDAY_TEN + 4 * HOUR
    await actions.move(database, booked, mentee, at, now=NOON)
    came = await told(database, at)
    for address in (MENTEE, booked.mentor.user.email):
        [mine] = [one for one in came if one.to == address and one.kind == "urgent"]
        assert mine.at == at - 2 * HOUR
        for words in ("Receivables", "Which ratios matter?", SECRET):
            assert words in mine.text


async def test_both_are_reminded_in_the_morning_a_day_before(
    database: Settings, booked: MentorSession
) -> None:
    post = Post()
    eight = MONDAY_TEN - 25 * HOUR  # in Chicago, on Sunday
    await rounds(database, post, eight - 2 * HOUR, eight, HOUR / 2)
    came = [one for one in post.came if one.key.startswith("reminder")]
    assert {(one.to, one.at) for one in came} == {
        (MENTEE, eight),
        (booked.mentor.user.email, eight),
    }


async def test_of_what_was_called_off_nobody_is_reminded(
    database: Settings, booked: MentorSession, mentee: User
) -> None:
    await actions.cancel(database, booked, mentee, now=NOON)
    assert await told(database, MONDAY_TEN) == []


@pytest.mark.parametrize("starts_at", [MONDAY_TEN, _WEEKS_LATER])
async def test_the_next_commitment_of_both_is_their_session_until_it_is_called_off(
    database: Settings, mentee: User, starts_at: datetime
) -> None:
    offered = await make_bookable(is_instant=True)
    made = await make_session(database, mentee, offered, starts_at=starts_at)
    for user in (mentee, offered[0].user):
        first = (await ahead_of(user, now=NOON)).next
        assert first is not None
        assert (first.dated.uid, first.starts) == (made.key, starts_at)
        assert (await ahead_of(user, now=starts_at + 2 * HOUR)).next is None
    await actions.cancel(database, made, mentee, now=NOON)
    for user in (mentee, offered[0].user):
        assert (await ahead_of(user, now=NOON)).next is None


async def test_what_is_only_asked_for_is_no_commitment(database: Settings, mentee: User) -> None:
    await make_session(database, mentee, await make_bookable())
    assert (await ahead_of(mentee, now=NOON)).next is None
