"""A day before a session its mentee is asked once what it is to be about."""

from __future__ import annotations

from datetime import timedelta

from netmentor.accounts.models import User
from netmentor.mentoring.booking.actions import cancel
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.relating.agendas import ask_due
from netmentor.mentoring.relating.noting import write
from netmentor.mentoring.relating.rules import NoteKind
from netmentor.settings import Settings
from tests.factories import NOON
from tests.mentoring.booking.sessions import (
    HOUR,
    MONDAY_TEN,
    make_bookable,
    make_session,
    named_letters_to,
)

_DAY_BEFORE = MONDAY_TEN - timedelta(hours=24)


async def test_it_is_asked_for_a_day_before_and_once(
    database: Settings, session: MentorSession, mentee: User
) -> None:
    assert await ask_due(database, now=_DAY_BEFORE - timedelta(seconds=1)) == 0
    assert await ask_due(database, now=_DAY_BEFORE) == 1
    assert await ask_due(database, now=_DAY_BEFORE + HOUR) == 0
    assert (await named_letters_to(mentee.email)).count("session_agenda") == 1
    assert "session_agenda" not in await named_letters_to(session.mentor.user.email)


async def test_whoever_wrote_one_is_not_asked(
    database: Settings, session: MentorSession, mentee: User
) -> None:
    await write(session, mentee, NoteKind.AGENDA, "Two offers", now=NOON)
    assert await ask_due(database, now=_DAY_BEFORE) == 0


async def test_of_what_is_canceled_or_not_confirmed_nobody_is_asked(
    database: Settings, session: MentorSession, mentee: User
) -> None:
    await cancel(database, session, mentee, now=NOON)
    await make_session(database, mentee, await make_bookable())
    assert await ask_due(database, now=_DAY_BEFORE) == 0
