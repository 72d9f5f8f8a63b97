"""A mentorship stands once both have agreed to the same words, and ends without a reason."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from netmentor.accounts.models import User
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.mentoring.blocking import block
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.relating.actions import Ended, WordsChanged, agree, change, end, offer
from netmentor.mentoring.relating.models import Mentorship
from netmentor.mentoring.relating.queries import (
    held_between,
    mentorship_of,
    mentorships_of,
    next_session_by,
)
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.mentoring.booking.sessions import (
    HOUR,
    letters_to,
    make_bookable,
    named_letters_to,
    words_of,
)
from tests.mentoring.relating.held import AFTER, make_held, make_terms


@pytest.fixture
async def session(database: Settings, mentee: User) -> MentorSession:
    """The second session of the two."""
    return await make_held(database, mentee, await make_bookable(is_instant=True))


async def test_after_one_session_there_is_no_mentorship_and_after_two_there_may_be(
    database: Settings, mentee: User
) -> None:
    offered = await make_bookable(is_instant=True)
    first = await make_held(database, mentee, offered, count=1)
    with pytest.raises(Conflict, match="after two sessions"):
        await offer(database, first, mentee, make_terms(), now=AFTER)
    assert await Mentorship.all().count() == 0


async def test_it_stands_once_the_other_has_agreed_and_each_is_told_by_the_other(
    database: Settings, session: MentorSession, mentee: User, mentor: User
) -> None:
    row = await offer(database, session, mentee, make_terms(), now=AFTER)
    assert not row.is_agreed
    assert "mentorship_offered" in await named_letters_to(mentor.email)
    assert "Read a budget" in words_of((await letters_to(mentor.email))[-1])

    row = await agree(database, row, mentor, version=row.version, now=AFTER)
    assert row.is_agreed
    assert (await named_letters_to(mentee.email))[-1] == "mentorship_agreed"
    again = await agree(database, row, mentor, version=row.version, now=AFTER)
    assert again.agreed_by_mentor_at == row.agreed_by_mentor_at
    assert (await named_letters_to(mentee.email)).count("mentorship_agreed") == 1


async def test_other_words_are_agreed_to_anew_and_nobody_agrees_to_what_they_did_not_read(
    database: Settings, session: MentorSession, mentee: User, mentor: User
) -> None:
    row = await offer(database, session, mentee, make_terms(), now=AFTER)
    read = row.version
    row = await agree(database, row, mentor, version=read, now=AFTER)
    other = make_terms(goals="Lead a team")
    row = await change(database, row, mentee, other, version=read, now=AFTER)
    assert (row.agreed_by_mentor_at, row.goals) == (None, "Lead a team")
    with pytest.raises(WordsChanged):
        await agree(database, row, mentor, version=read, now=AFTER)
    with pytest.raises(WordsChanged):
        await change(database, row, mentor, make_terms(), version=read, now=AFTER)
    assert (await agree(database, row, mentor, version=row.version, now=AFTER)).is_agreed


async def test_either_ends_it_without_a_reason_once_and_then_it_stays_as_it_is(
    database: Settings, session: MentorSession, mentee: User, mentor: User
) -> None:
    row = await offer(database, session, mentor, make_terms(), now=AFTER)
    assert await end(database, row, mentee, now=AFTER)
    assert not await end(database, row, mentor, now=AFTER)
    assert (await named_letters_to(mentor.email)).count("mentorship_ended") == 1
    assert "mentorship_ended" not in await named_letters_to(mentee.email)
    with pytest.raises(Ended):
        await agree(database, row, mentee, version=row.version, now=AFTER)
    with pytest.raises(Ended):
        await change(database, row, mentee, make_terms(), version=row.version, now=AFTER)
    fresh = await offer(database, session, mentee, make_terms(), now=AFTER)
    assert fresh.id != row.id


async def test_both_offer_at_once_and_there_is_one(
    database: Settings, session: MentorSession, mentee: User, mentor: User
) -> None:
    rows = await asyncio.gather(
        offer(database, session, mentee, make_terms(), now=AFTER),
        offer(database, session, mentor, make_terms(goals="Another"), now=AFTER),
    )
    assert len({row.id for row in rows}) == 1
    assert await Mentorship.all().count() == 1


async def test_the_two_see_it_and_to_anybody_else_it_is_not_there(
    database: Settings, session: MentorSession, mentee: User, mentor: User
) -> None:
    row = await offer(database, session, mentee, make_terms(), now=AFTER)
    for user in (mentee, mentor):
        assert [both.row.id for both in await mentorships_of(user)] == [row.id]
    stranger = await make_user("stranger@example.org")
    assert await mentorships_of(stranger) == []
    with pytest.raises(NotFound):
        await mentorship_of(stranger, row.id)
    with pytest.raises(NotFound):
        await mentorship_of(mentee, row.id + 1)


async def test_the_next_session_is_due_a_cadence_after_the_last_one(
    database: Settings, session: MentorSession, mentee: User
) -> None:
    """Of an evening session, too, which by UTC is on the next day."""
    row = await offer(database, session, mentee, make_terms(cadence_weeks=4), now=AFTER)
    tenth, four_weeks = date(2026, 12, 10), timedelta(weeks=4)
    for hour in (12, 20):
        starts_at = datetime(2026, 12, 10, hour, tzinfo=ZoneInfo(session.timezone))
        when = {"starts_at": starts_at, "ends_at": starts_at + HOUR}
        await MentorSession.filter(id=session.id).update(**when)
        held = await held_between(session.mentor_id, mentee.id)
        assert next_session_by(row, held) == tenth + four_weeks


async def test_two_who_are_kept_apart_agree_on_nothing(
    database: Settings, session: MentorSession, mentee: User
) -> None:
    await block(session.mentor, mentee, by_mentor=True, now=AFTER)
    with pytest.raises(Conflict):
        await offer(database, session, mentee, make_terms(), now=AFTER)


async def test_whoever_is_kept_away_writes_no_more_letters_by_changing_words(
    database: Settings, session: MentorSession, mentee: User, mentor: User
) -> None:
    row = await offer(database, session, mentee, make_terms(), now=AFTER)
    await block(session.mentor, mentee, by_mentor=True, now=AFTER)
    told = await named_letters_to(mentor.email)

    tomorrow, words = AFTER + timedelta(days=1), make_terms(goals="Answer me")
    with pytest.raises(Conflict):
        await change(database, row, mentee, words, version=row.version, now=tomorrow)
    assert await named_letters_to(mentor.email) == told
    assert await end(database, row, mentor, now=tomorrow)


async def test_what_nobody_could_agree_on_is_refused_before_anything_is_written(
    database: Settings, session: MentorSession, mentee: User
) -> None:
    with pytest.raises(Invalid):
        await offer(database, session, mentee, make_terms(minutes=5), now=AFTER)
    assert await Mentorship.all().count() == 0
