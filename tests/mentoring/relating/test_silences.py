"""Silence is handled: two days, four days, fourteen days, and one click."""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.errors import NotFound
from netmentor.mentoring.availability.models import SessionType
from netmentor.mentoring.booking.actions import approve, cancel, move
from netmentor.mentoring.booking.answering import opened
from netmentor.mentoring.booking.lapsing import lapse_due
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.relating import links
from netmentor.mentoring.relating.links import ReturnOver
from netmentor.mentoring.relating.models import Silence
from netmentor.mentoring.relating.returning import come_back, pause_due, silence_of
from netmentor.mentoring.relating.silences import nudge_due, offer_due
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import NOON
from tests.mentoring.booking.sessions import (
    MONDAY_TEN,
    letters_to,
    make_bookable,
    make_session,
    named_letters_to,
    words_of,
)
from tests.mentoring.mentors import make_mentor

DAY = timedelta(days=1)
Offered = tuple[Mentor, SessionType]


@pytest.fixture
async def offered(database: Settings) -> Offered:
    return await make_bookable()


@pytest.fixture
async def asked(database: Settings, mentee: User, offered: Offered) -> MentorSession:
    """A request of noon on Tuesday that nobody answers."""
    return await make_session(database, mentee, offered)


async def test_a_mentor_is_asked_once_more_after_two_days_and_not_again(
    database: Settings, asked: MentorSession, offered: Offered
) -> None:
    address = offered[0].user.email
    assert await nudge_due(database, now=NOON + 2 * DAY - timedelta(seconds=1)) == 0
    await lapse_due(database, now=NOON + 2 * DAY)
    assert await nudge_due(database, now=NOON + 2 * DAY) == 1
    assert await nudge_due(database, now=NOON + 2 * DAY + timedelta(hours=1)) == 0
    assert await nudge_due(database, now=NOON + 3 * DAY) == 0
    assert (await named_letters_to(address)).count("session_nudge") == 1
    told = words_of((await letters_to(address))[-1])
    assert "Receivables" in told
    assert "is free again" in told
    assert "Approve" not in told


async def test_a_request_that_still_stands_is_answered_from_the_letter_that_asks_once_more(
    database: Settings, asked: MentorSession, offered: Offered, mentee: User
) -> None:
    later = asked.starts_at + timedelta(hours=2)
    await move(database, asked, mentee, later, now=NOON + DAY)
    assert await nudge_due(database, now=NOON + 2 * DAY) == 1
    told = words_of((await letters_to(offered[0].user.email))[-1])
    assert "The time is kept for them until Friday, November 27" in told
    signed = re.search(r"Approve: http\S*/m/(\S+)", told)
    assert signed
    link = await opened(database, signed[1], now=NOON + 2 * DAY)
    await link.answer()
    assert (await MentorSession.get()).state == "confirmed"


@pytest.mark.parametrize("comes_first", ["nudge", "move"])
async def test_of_a_request_that_moves_meanwhile_the_last_letter_tells_when_it_is(
    database: Settings, asked: MentorSession, offered: Offered, mentee: User, comes_first: str
) -> None:
    later, at = asked.starts_at + DAY, NOON + 2 * DAY
    await MentorSession.filter(id=asked.id).update(lapses_at=at + DAY)
    at_once = [nudge_due(database, now=at), move(database, asked, mentee, later, now=at)]
    if comes_first == "move":
        at_once.reverse()

    await asyncio.gather(*at_once)

    told = [words_of(one) for one in await letters_to(offered[0].user.email)]
    assert len(told) == 3
    assert "Tuesday, December 1, 2026" in told[-1]


async def test_after_two_weeks_without_a_worker_nobody_is_asked_for_what_is_long_past(
    database: Settings, asked: MentorSession
) -> None:
    assert await nudge_due(database, now=NOON + 4 * DAY) == 0
    assert await offer_due(database, now=NOON + 14 * DAY) == 0


async def test_a_request_that_was_answered_or_taken_back_is_no_silence(
    database: Settings, mentee: User, offered: Offered, asked: MentorSession
) -> None:
    await approve(database, asked, now=NOON + DAY)
    other = await make_session(
        database, mentee, offered, starts_at=asked.starts_at + timedelta(hours=3)
    )
    await cancel(database, other, mentee, now=NOON + DAY)
    for days in (2, 4, 14, 30):
        now = NOON + days * DAY
        assert await nudge_due(database, now=now) == await offer_due(database, now=now) == 0
        assert await pause_due(database, now=now) == 0


async def test_after_four_days_a_mentee_is_shown_three_others_who_take_requests(
    database: Settings, asked: MentorSession, offered: Offered, mentee: User
) -> None:
    for number in range(4):
        await make_mentor(name=f"Sample Other {number}")
    await make_mentor(name="Sample Paused", is_open=False)
    assert await offer_due(database, now=NOON + 4 * DAY - timedelta(seconds=1)) == 0
    assert await offer_due(database, now=NOON + 4 * DAY) == 1
    assert await offer_due(database, now=NOON + 5 * DAY) == 0
    told = words_of((await letters_to(mentee.email))[-1])
    text = told[: told.index("<")]
    assert text.count("Sample Other") == 3
    assert "Sample Paused" not in told
    assert f"/mentors/{offered[0].slug}" not in told


async def test_where_nobody_else_takes_requests_no_letter_says_so(
    database: Settings, asked: MentorSession, mentee: User
) -> None:
    assert await offer_due(database, now=NOON + 4 * DAY) == 0
    assert "session_alternatives" not in await named_letters_to(mentee.email)


async def test_after_fourteen_days_of_silence_a_mentor_takes_no_requests_until_one_click(
    database: Settings, asked: MentorSession, offered: Offered
) -> None:
    mentor, _ = offered
    assert await pause_due(database, now=NOON + 14 * DAY - timedelta(seconds=1)) == 0
    paused = NOON + 14 * DAY
    assert await pause_due(database, now=paused) == 1
    assert await pause_due(database, now=paused + DAY) == 0
    assert (await Mentor.get(id=mentor.id)).paused_from == paused.date()

    told = words_of((await letters_to(mentor.user.email))[-1])
    found = re.search(r"/m/again/([A-Za-z0-9_-]+)", told)
    assert found
    link = await links.opened(database, found[1], now=paused + DAY)
    assert await come_back(link.user, link.silence_id, now=paused + DAY)
    assert not await come_back(link.user, link.silence_id, now=paused + DAY)
    assert (await Mentor.get(id=mentor.id)).paused_from is None
    assert await pause_due(database, now=paused + 2 * DAY) == 0  # it is the same silence


@pytest.mark.parametrize("is_written_down", [True, False])
async def test_a_request_that_lapsed_before_a_day_pauses_nobody(
    database: Settings, offered: Offered, mentee: User, is_written_down: bool
) -> None:
    late = MONDAY_TEN - DAY - timedelta(hours=1)  # an hour before its notice
    await make_session(database, mentee, offered, now=late)
    if is_written_down:
        assert await lapse_due(database, now=late + timedelta(hours=1)) == 1
    assert await pause_due(database, now=late + 14 * DAY) == 0


async def test_another_silence_after_they_came_back_pauses_them_again(
    database: Settings, asked: MentorSession, offered: Offered, mentee: User
) -> None:
    mentor, _ = offered
    paused = NOON + 14 * DAY
    await lapse_due(database, now=paused)
    await pause_due(database, now=paused)
    await come_back(mentor.user, (await Silence.get()).id, now=paused + DAY)
    later = paused + 2 * DAY
    await make_session(database, mentee, offered, starts_at=asked.starts_at + 21 * DAY, now=later)
    assert await pause_due(database, now=later + 13 * DAY) == 0
    assert await pause_due(database, now=later + 14 * DAY) == 1


async def test_whoever_answers_anybody_is_not_silent(
    database: Settings, asked: MentorSession, offered: Offered
) -> None:
    other = await make_user("other@example.org")
    second = await make_session(
        database, other, offered, starts_at=asked.starts_at + timedelta(hours=2)
    )
    await approve(database, second, now=NOON + DAY)
    assert await pause_due(database, now=NOON + 20 * DAY) == 0


async def test_whoever_takes_no_requests_anyway_is_left_as_they_are(
    database: Settings, asked: MentorSession, offered: Offered
) -> None:
    await Mentor.filter(id=offered[0].id).update(is_open=False)
    assert await pause_due(database, now=NOON + 20 * DAY) == 0
    assert not await Silence.exists()


async def test_a_round_asks_one_question_whoever_was_paused_or_answered_long_ago(
    database: Settings,
    asked: MentorSession,
    offered: Offered,
    mentee: User,
    caplog: pytest.LogCaptureFixture,
) -> None:
    away, answers = await make_bookable(), await make_bookable()
    for days, other in ((1, away), (2, answers)):
        await make_session(database, mentee, other, starts_at=asked.starts_at + days * DAY)
    await Mentor.filter(id=away[0].id).update(paused_from=NOON.date())
    second = await make_session(database, mentee, answers, starts_at=asked.starts_at + 3 * DAY)
    await approve(database, second, now=NOON + DAY)
    assert await pause_due(database, now=NOON + 14 * DAY) == 1

    with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
        caplog.clear()
        assert await pause_due(database, now=NOON + 20 * DAY) == 0
        assert len(caplog.records) == 1


async def test_the_link_is_the_mentors_alone_good_for_a_year_and_forged_by_nobody(
    database: Settings, asked: MentorSession, offered: Offered
) -> None:
    mentor, _ = offered
    await pause_due(database, now=NOON + 14 * DAY)
    silence = await Silence.get()
    with pytest.raises(NotFound):
        await silence_of(await make_user("other@example.org"), silence.id)
    letters = links.sign(database, mentor.user, silence.id, now=NOON).rpartition("/")[2]
    assert (await links.opened(database, letters, now=NOON + 399 * DAY)).user == mentor.user
    with pytest.raises(ReturnOver):
        await links.opened(database, letters, now=NOON + 400 * DAY)
    another = ("B" if letters[0] == "A" else "A") + letters[1:]
    for forged in (letters[:-1], another, letters[::-1], "x"):
        with pytest.raises(NotFound):
            await links.opened(database, forged, now=NOON)
