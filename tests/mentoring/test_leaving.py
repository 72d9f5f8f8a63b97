"""Whoever leaves takes their own words along, calls off what lies ahead, and no more."""

from __future__ import annotations

import json
import logging
from datetime import date

import pytest

from netmentor import keeping
from netmentor.accounts.models import User
from netmentor.mentoring.booking.actions import Wish, ask
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import session_of
from netmentor.mentoring.booking.rules import Side, State
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.relating.actions import offer
from netmentor.mentoring.relating.keeping import StillAhead, records
from netmentor.mentoring.relating.models import Mentorship, SessionNote
from netmentor.mentoring.relating.noting import add_action, think, write
from netmentor.mentoring.relating.queries import left_over, mentorships_of
from netmentor.mentoring.relating.rules import NoteKind, Went, mark_of
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.db.rows import every_row
from tests.mentoring.booking.sessions import (
    MONDAY_TEN,
    SECRET,
    letters_to,
    make_bookable,
    named_letters_to,
    words_of,
)
from tests.mentoring.relating.held import AFTER, Offered, make_held, make_terms
from tests.taken_along import all_words, lines, unzipped, zipped

_NEXT_WEEK = MONDAY_TEN.replace(day=7, month=12)
_WORD = "quokka"  # in all that the mentee writes
_HERS = "wombat"  # in all that the mentor writes


@pytest.fixture
async def mentee(database: Settings) -> User:
    return await make_user("mentee@example.org")


@pytest.fixture
async def offered(database: Settings) -> Offered:
    return await make_bookable(await make_user("mentor@example.org"), is_instant=True)


@pytest.fixture
async def session(database: Settings, mentee: User, offered: Offered) -> MentorSession:
    """The second of two sessions, with all that two people can write; a third one lies ahead."""
    session = await make_held(database, mentee, offered)
    mentor = session.mentor.user
    for user, word in ((mentee, _WORD), (mentor, _HERS)):
        for kind in (NoteKind.SHARED, NoteKind.PRIVATE):
            await write(session, user, kind, f"{word} {kind}", now=AFTER)
        await think(session, user, Went.YES, word, now=AFTER)
    soon = date(2026, 12, 20)
    await add_action(session, mentee, Side.MENTEE, f"{_WORD} to do", soon, now=AFTER)
    await add_action(session, mentor, Side.MENTOR, f"{_HERS} to do", soon, now=AFTER)
    await offer(database, session, mentee, make_terms(goals=_WORD), now=AFTER)
    wish = Wish(starts_at=_NEXT_WEEK, topic=_WORD, questions=_WORD, before_after=_WORD)
    await ask(database, *offered[:1], mentee, offered[1], wish, now=AFTER)
    return session


async def test_each_is_handed_out_what_they_may_read_and_nothing_that_is_the_others_own(
    session: MentorSession, mentee: User
) -> None:
    for user, own, other in (
        (mentee, _WORD, _HERS),
        (session.mentor.user, _HERS, _WORD),
    ):
        body = await zipped(user)
        told = unzipped(body)
        sessions, mentorships = (
            lines(told, f"records/{name}") for name in ("sessions", "mentorships")
        )
        assert len(sessions) == 3
        assert [one["with"] for one in mentorships] == [sessions[0]["with"]]
        text = all_words(body)
        assert f"{own} private" in text
        assert f"{own} shared" in text
        assert f"{other} shared" in text
        assert f"{other} private" not in text
        assert json.dumps(sessions).count('"afterthought": {') == 1


async def test_a_mentee_who_leaves_calls_off_what_lies_ahead_and_takes_their_words_along(
    database: Settings, session: MentorSession, mentee: User
) -> None:
    mentor = session.mentor.user
    await keeping.leave(database, mentee, now=AFTER)

    told = await letters_to(mentor.email)
    assert (await named_letters_to(mentor.email))[-1] == "session_canceled"
    assert "CANCEL" in words_of(told[-1])
    kept = await every_row()
    outgoing = kept.pop("outgoing_mail")
    assert _WORD not in repr(kept)
    assert len(outgoing) == len(told)
    assert all("mentorship" not in str(row) for row in outgoing)
    rows = await MentorSession.all().order_by("id")
    assert [(row.mentee_id, row.state) for row in rows] == [
        (None, State.HELD), (None, State.HELD), (None, State.CANCELED),
    ]  # fmt: skip
    assert {row.text for row in await SessionNote.all()} == {f"{_HERS} shared", f"{_HERS} private"}
    [both] = await mentorships_of(mentor)
    assert (both.name(Side.MENTEE), both.row.ended_by) == ("somebody who left", "left")


async def test_a_mentor_who_leaves_leaves_the_mentee_what_the_mentee_wrote(
    database: Settings, session: MentorSession, mentee: User
) -> None:
    await keeping.leave(database, session.mentor.user, now=AFTER)

    assert (await named_letters_to(mentee.email))[-1] == "session_canceled"
    assert not await Mentor.exists()
    assert not await MentorSession.exists()
    notes = await left_over(mentee)
    assert {note.text for note in notes} == {f"{_WORD} shared", f"{_WORD} private"}
    assert {note.about for note in notes} == {"Career talk, December 1, 2026"}
    [both] = await mentorships_of(mentee)
    assert (both.name(Side.MENTOR), both.row.goals) == ("somebody who left", _WORD)
    assert _HERS not in repr({**await every_row(), "outgoing_mail": []})
    assert SECRET not in repr({**await every_row(), "outgoing_mail": []})


async def test_when_both_are_gone_nothing_is_left(
    database: Settings, session: MentorSession, mentee: User
) -> None:
    for user in (session.mentor.user, mentee):
        await keeping.leave(database, user, now=AFTER)
    assert not await Mentorship.exists()
    assert not await SessionNote.exists()


async def test_nobody_is_erased_while_somebody_waits_for_a_session_with_them(
    database: Settings, session: MentorSession, mentee: User
) -> None:
    with pytest.raises(StillAhead):
        await keeping.erase_rows(session.mentor.user, now=AFTER)
    assert (await session_of(mentee, session.key)).mentor.user == session.mentor.user


async def test_who_asks_what_is_kept_of_them_is_told_who_wrote_it(
    session: MentorSession, mentee: User
) -> None:
    address = "quokka@x.example"
    note = await SessionNote.get(author=mentee, kind=NoteKind.PRIVATE)
    seen = mark_of(note.text)
    await write(session, mentee, NoteKind.PRIVATE, f"Ask {address}", seen=seen, now=AFTER)
    _, others = await keeping.what_is_kept_of(address)
    assert [one.email for one in others] == [mentee.email]


async def test_two_mentors_are_handed_out_and_listed_by_as_many_questions_as_one(
    database: Settings,
    session: MentorSession,
    mentee: User,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def cost() -> int:
        with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
            caplog.clear()
            await mentorships_of(mentee)
            await records(mentee)
        return len(caplog.records)

    await offer(database, session, mentee, make_terms(), now=AFTER)
    of_one = await cost()
    another = await make_held(database, mentee, await make_bookable(is_instant=True))
    await write(another, mentee, NoteKind.PRIVATE, _WORD, now=AFTER)
    await offer(database, another, mentee, make_terms(), now=AFTER)

    assert await cost() == of_one
    handed = await records(mentee)
    assert sorted(len(one["notes"]) for one in handed["sessions"]) == [0, 0, 0, 1, 3]
    assert len(handed["mentorships"]) == 2
