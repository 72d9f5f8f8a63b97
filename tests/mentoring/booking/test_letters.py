"""Each of the two is told at each step, calendars too; no place before the mentor said yes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.agenda.gathering import gather
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.models import Contact, Touch
from netmentor.mail.models import OutgoingMail
from netmentor.mentoring.availability.models import SessionType
from netmentor.mentoring.booking import actions, lapsing, settling
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import place_of
from netmentor.mentoring.booking.rules import State
from netmentor.mentoring.models import Mentor
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import NOON, TODAY
from tests.mentoring.booking.calendar_reader import messages_to
from tests.mentoring.booking.sessions import (
    HOUR,
    MONDAY_TEN,
    SECRET,
    letters_to,
    make_bookable,
    make_session,
    named_letters_to,
    words_of,
)

MENTOR, MENTEE = "mentor@example.org", "mentee@example.org"


@pytest.fixture
async def asked(database: Settings) -> MentorSession:
    """A request to somebody in New York by somebody in Los Angeles."""
    mentee = await make_user(MENTEE, name="Sample Mentee", timezone="America/Los_Angeles")
    mentor = await make_user(MENTOR, timezone="America/New_York")
    return await make_session(database, mentee, await make_bookable(mentor))


async def test_a_mentor_reads_who_asks_for_what_and_answers_by_buttons(
    asked: MentorSession,
) -> None:
    [letter] = await letters_to(MENTOR)
    told = words_of(letter)

    for words in ("Sample Mentee", "Receivables", "Which ratios matter?", "10:00 am EST"):
        assert words in told
    assert "7:00 am PST" in told
    for button in ("Approve", "Other times", "Not a fit"):
        assert f"{button}: http://test.example/m/" in told


async def test_the_place_is_told_by_nothing_before_the_mentor_said_yes(
    database: Settings, asked: MentorSession
) -> None:
    told = [words_of(one) for one in (*await letters_to(MENTOR), *await letters_to(MENTEE))]
    assert not [words for words in told if SECRET in words]
    assert place_of(asked) == ""
    assert await gather(asked.mentee_id or 0, today=TODAY, first=TODAY) == []

    confirmed = await actions.approve(database, asked, now=NOON)

    assert SECRET in words_of((await letters_to(MENTEE))[-1])
    assert place_of(confirmed) == SECRET
    [one] = await gather(asked.mentee_id or 0, today=TODAY, first=TODAY)
    assert (one.entry.place, one.entry.title) == (SECRET, "Career talk with Sample Mentor")


async def test_no_letter_and_no_calendar_tells_one_the_address_of_the_other(
    database: Settings, asked: MentorSession
) -> None:
    await actions.approve(database, asked, now=NOON)

    assert not [one for one in await letters_to(MENTEE) if MENTOR in words_of(one)]
    assert not [one for one in await letters_to(MENTOR) if MENTEE in words_of(one)]


async def test_one_entry_is_put_in_moved_and_taken_out_of_both_calendars(
    database: Settings, asked: MentorSession
) -> None:
    session = await actions.approve(database, asked, now=NOON)
    mentee = _both(session)[1]
    session = await actions.move(database, session, mentee, MONDAY_TEN + 2 * HOUR, now=NOON)
    await actions.cancel(database, session, mentee, "A conflict.", now=NOON)

    for address in (MENTOR, MENTEE):
        told = await messages_to(address)
        assert {one.uid for one in told} == {session.key}
        assert [(one.method, one.sequence, one.status) for one in told] == [
            ("REQUEST", 0, "CONFIRMED"),
            ("REQUEST", 1, "CONFIRMED"),
            ("CANCEL", 2, "CANCELLED"),
        ]
        assert told[1].starts_at == MONDAY_TEN + 2 * HOUR


async def test_a_request_lapses_once_and_whoever_asked_hears_of_it(
    database: Settings, asked: MentorSession
) -> None:
    late = NOON + timedelta(hours=48)

    assert [await lapsing.lapse_due(database, now=late) for _ in range(2)] == [1, 0]

    assert (await MentorSession.get(id=asked.id)).state == State.LAPSED
    assert "session_lapsed" not in await named_letters_to(MENTOR)
    assert (await named_letters_to(MENTEE))[-1] == "session_lapsed"


async def test_whoever_books_next_frees_what_lapsed_before_the_clock_does(
    database: Settings, asked: MentorSession
) -> None:
    late, mentor = NOON + timedelta(hours=49), asked.mentor
    next_one = await make_user("next@example.org")
    type_ = await SessionType.get(id=asked.type_id)

    again = await make_session(database, next_one, (mentor, type_), now=late)

    assert again.state == State.ASKED
    assert (await MentorSession.get(id=asked.id)).state == State.LAPSED
    assert (await named_letters_to(MENTEE))[-1] == "session_lapsed"


async def test_what_was_declined_frees_the_time_and_may_say_why(
    database: Settings, asked: MentorSession
) -> None:
    await actions.decline(database, asked, "Ask me about finance.", now=NOON)

    assert "Ask me about finance." in words_of((await letters_to(MENTEE))[-1])
    with pytest.raises(actions.NotNow):
        await actions.approve(database, asked, now=NOON)


async def test_a_proposed_time_is_taken_by_the_other_and_confirmed(
    database: Settings, asked: MentorSession
) -> None:
    evening = MONDAY_TEN + 9 * HOUR  # outside of the mentor's hours: theirs to offer
    mentor, mentee = _both(asked)
    await actions.propose(database, asked, mentor, [evening], now=NOON)

    session = await actions.accept_proposal(database, asked, mentee, evening, now=NOON)

    assert (session.state, session.starts_at) == (State.CONFIRMED, evening)
    assert (await named_letters_to(MENTEE))[-2:] == ["session_times", "session_confirmed"]


async def test_a_session_is_on_both_timelines_once_it_is_over(
    database: Settings, asked: MentorSession
) -> None:
    session = await actions.approve(database, asked, now=NOON)
    later = session.ends_at + HOUR

    assert [await settling.settle_over(now=later) for _ in range(2)] == [1, 0]

    for user in _both(session):
        touch = await Touch.get(contact__user=user)
        assert (touch.kind, touch.at) == ("session", session.starts_at)


async def test_who_booked_is_among_the_others_people_once(
    database: Settings, asked: MentorSession
) -> None:
    assert await settling.acquaint_booked(now=NOON) == 0  # nothing is agreed on
    await actions.approve(database, asked, now=NOON)

    assert [await settling.acquaint_booked(now=NOON) for _ in range(2)] == [1, 0]

    names = [(await Contact.get(user=user)).name for user in _both(asked)]
    assert names == ["Sample Mentee", "Sample Mentor"]


async def test_whom_somebody_met_before_is_not_kept_a_second_time(
    database: Settings, asked: MentorSession
) -> None:
    mentor, mentee = _both(asked)
    met, _ = await capture(mentee, Capture(name="Sample  MENTOR"), now=NOON)
    for _ in range(2):  # of two with the same name nobody knows which is meant
        await capture(mentor, Capture(name="Sample Mentee"), now=NOON)
    session = await actions.approve(database, asked, now=NOON)
    await settling.settle_over(now=session.ends_at + HOUR)

    assert (await Touch.get(contact__user=mentee)).contact_id == met.id
    assert await Contact.filter(user=mentee).count() == 1
    assert await Contact.filter(user=mentor).count() == 3


async def test_another_of_the_same_name_is_another(
    database: Settings, asked: MentorSession
) -> None:
    mentee = _both(asked)[1]
    other = await make_bookable(await make_user("namesake@example.org"), is_instant=True)
    await actions.approve(database, asked, now=NOON)
    await make_session(database, mentee, other, starts_at=MONDAY_TEN + 3 * HOUR)

    assert await settling.acquaint_booked(now=NOON) == 2
    assert [one.name for one in await Contact.filter(user=mentee)] == ["Sample Mentor"] * 2


async def test_five_answers_tell_how_soon_a_mentor_answers(database: Settings) -> None:
    mentee = await make_user(MENTEE)
    offered = await make_bookable()
    for turn in range(5):
        assert (await Mentor.get(id=offered[0].id)).reply_band == ""
        starts_at = MONDAY_TEN + turn * HOUR
        session = await make_session(database, mentee, offered, starts_at=starts_at)
        await actions.decline(database, session, now=NOON + HOUR)

    assert (await Mentor.get(id=offered[0].id)).reply_band != ""


async def test_a_mentee_waits_for_five_answers_at_most(database: Settings) -> None:
    mentee = await make_user(MENTEE)
    offered = await make_bookable(minutes=30)
    for turn in range(5):
        await make_session(database, mentee, offered, starts_at=MONDAY_TEN + turn * HOUR)

    with pytest.raises(actions.TooMany):
        await make_session(database, mentee, offered, starts_at=MONDAY_TEN + 6 * HOUR)

    assert await OutgoingMail.filter(letter="session_waiting").count() == 5


def _both(session: MentorSession) -> list[User]:
    mentee = session.mentee
    assert mentee is not None
    return [session.mentor.user, mentee]
