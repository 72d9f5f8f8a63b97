"""The letter of the morning tells what a session is about, its agenda and what is still open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.follow_ups import do
from netmentor.contacts.models import FollowUp
from netmentor.contacts.rules import TouchKind
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import Side
from netmentor.mentoring.relating.briefs import briefs_of
from netmentor.mentoring.relating.noting import add_action, write
from netmentor.mentoring.relating.rules import NoteKind
from netmentor.settings import Settings
from tests.factories import NOON
from tests.mentoring.booking.sessions import MONDAY_TEN, make_bookable, make_session
from tests.reminders.rounds import Post, rounds

_SOON = date(2026, 12, 7)


@pytest.fixture
async def session(session: MentorSession, mentee: User) -> MentorSession:
    """A session of Monday with an agenda, and one thing for each to do that is not done."""
    await write(session, mentee, NoteKind.AGENDA, "Two offers,\nwhich one", now=NOON)
    await write(session, mentee, NoteKind.PRIVATE, "quokka", now=NOON)
    await add_action(session, mentee, Side.MENTEE, "Send the resume", _SOON, now=NOON)
    await add_action(session, mentee, Side.MENTOR, "Introduce Priya", _SOON, now=NOON)
    return session


async def test_each_reads_the_agenda_and_what_is_open_for_both(
    session: MentorSession, mentee: User
) -> None:
    told = await briefs_of(mentee.id, [session.key])
    agenda = "Agenda: Two offers, which one. Still open: "
    assert told == {session.key: f"{agenda}Send the resume; Introduce Priya (theirs)"}
    await do(mentee, await FollowUp.get(user=mentee), TouchKind.MESSAGE, now=NOON)
    mentor: User = session.mentor.user
    assert await briefs_of(mentor.id, [session.key]) == {session.key: f"{agenda}Introduce Priya"}


async def test_of_a_session_with_nothing_written_there_is_nothing_to_say(
    database: Settings, mentee: User
) -> None:
    booked = await make_session(database, mentee, await make_bookable(is_instant=True))
    assert await briefs_of(mentee.id, [booked.key]) == {}


async def test_it_comes_with_the_letter_that_reminds_of_the_session(
    database: Settings, session: MentorSession
) -> None:
    post = Post()
    until = MONDAY_TEN + timedelta(hours=1)
    await rounds(database, post, until - timedelta(hours=30), until, timedelta(hours=1))
    texts = [one.text for one in post.came if one.to == "mentee@example.org"]
    assert any("Agenda: Two offers, which one" in text for text in texts)
    assert not any("quokka" in text for text in texts)
