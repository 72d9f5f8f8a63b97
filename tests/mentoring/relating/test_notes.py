"""What is written about a session, and who reads it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.doubles.merging import merge
from netmentor.contacts.follow_ups import do
from netmentor.contacts.models import Contact, FollowUp
from netmentor.contacts.rules import TouchKind
from netmentor.errors import Conflict, Invalid
from netmentor.mentoring.blocking import block
from netmentor.mentoring.booking.actions import cancel
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import session_of
from netmentor.mentoring.booking.rules import Side
from netmentor.mentoring.booking.settling import acquaint_booked
from netmentor.mentoring.relating.models import SessionAction, SessionNote
from netmentor.mentoring.relating.noting import Rewritten, add_action, think, write
from netmentor.mentoring.relating.queries import noted
from netmentor.mentoring.relating.rules import MOST_ACTIONS, NoteKind, Went, mark_of
from netmentor.settings import Settings
from tests.contacts.people import make_contact
from tests.factories import NOON
from tests.mentoring.booking.sessions import HOUR, MONDAY_TEN

_SOON = date(2026, 12, 7)
_OVER = MONDAY_TEN + 2 * HOUR


async def test_shared_notes_are_for_both_and_private_ones_for_their_author(
    session: MentorSession, mentee: User, mentor: User
) -> None:
    await write(session, mentor, NoteKind.SHARED, "Ask for the ledger", now=NOON)
    await write(session, mentor, NoteKind.PRIVATE, "Rather shy", now=NOON)
    await write(session, mentee, NoteKind.PRIVATE, "Knows everybody", now=NOON)
    seen = await noted(session, mentee)
    assert (seen.mine, seen.theirs, seen.private) == ("", "Ask for the ledger", "Knows everybody")
    assert "Rather shy" not in repr(seen)
    seen = await noted(session, mentor)
    assert (seen.mine, seen.theirs, seen.private) == ("Ask for the ledger", "", "Rather shy")
    assert "Knows everybody" not in repr(seen)


async def test_a_note_written_again_is_one_note_and_an_empty_one_is_none(
    session: MentorSession, mentee: User
) -> None:
    for text, seen in (("One", ""), ("Two", "One")):
        await write(session, mentee, NoteKind.SHARED, text, seen=mark_of(seen), now=NOON)
    assert (await SessionNote.get()).text == "Two"
    await write(session, mentee, NoteKind.SHARED, " ", seen=mark_of("Two"), now=NOON)
    assert not await SessionNote.exists()


async def test_of_two_tabs_the_second_writes_over_nothing_it_has_not_shown(
    session: MentorSession, mentee: User, mentor: User
) -> None:
    await write(session, mentee, NoteKind.SHARED, "First tab", now=NOON)
    await write(session, mentee, NoteKind.SHARED, "First tab", now=NOON)  # a button pressed twice
    for text in ("Second tab", ""):
        with pytest.raises(Rewritten) as refused:
            await write(session, mentee, NoteKind.SHARED, text, now=NOON)
        assert refused.value.kept == "First tab"
    assert (await SessionNote.get()).text == "First tab"
    await write(session, mentor, NoteKind.SHARED, "Of the other", now=NOON)


async def test_the_agenda_is_the_mentees_and_is_written_before_the_session(
    session: MentorSession, mentee: User, mentor: User
) -> None:
    await write(session, mentee, NoteKind.AGENDA, "Two offers", now=NOON)
    assert (await noted(session, mentor)).agenda == "Two offers"
    with pytest.raises(Conflict):
        await write(session, mentor, NoteKind.AGENDA, "Mine", now=NOON)
    with pytest.raises(Conflict):
        await write(session, mentee, NoteKind.AGENDA, "Late", now=MONDAY_TEN)
    assert (await noted(session, mentee)).agenda == "Two offers"


async def test_what_is_to_be_done_is_a_follow_up_of_whoever_does_it(
    session: MentorSession, mentee: User, mentor: User
) -> None:
    await add_action(session, mentee, Side.MENTEE, "Send the resume", _SOON, now=NOON)
    await add_action(session, mentee, Side.MENTOR, "Introduce Priya", _SOON, now=NOON)
    mine, theirs = await FollowUp.get(user=mentee), await FollowUp.get(user=mentor)
    assert (mine.what, mine.due_on, theirs.what) == ("Send the resume", _SOON, "Introduce Priya")
    assert (await Contact.get(id=mine.contact_id)).user_id == mentee.id
    await do(mentor, theirs, TouchKind.MESSAGE, now=NOON)
    for user in (mentee, mentor):
        told = [(one.what, one.side, one.state) for one in (await noted(session, user)).actions]
        assert told == [
            ("Send the resume", Side.MENTEE, "open"),
            ("Introduce Priya", Side.MENTOR, "done"),
        ]


async def test_of_somebody_who_is_nobodys_contact_any_more_it_stays_on_the_sessions_page(
    session: MentorSession, mentee: User
) -> None:
    await acquaint_booked(now=NOON)
    await Contact.filter(user=mentee).update(gone_at=NOON)
    await add_action(session, mentee, Side.MENTEE, "Send the resume", _SOON, now=NOON)
    assert not await FollowUp.exists()
    assert [one.what for one in (await noted(session, mentee)).actions] == ["Send the resume"]


async def test_of_somebody_who_was_merged_it_is_about_who_they_are(
    session: MentorSession, mentee: User
) -> None:
    await acquaint_booked(now=NOON)
    gone = await Contact.get(user=mentee)
    kept = await make_contact(mentee, "Card")
    await merge(mentee, kept, gone, (), now=NOON)
    await add_action(session, mentee, Side.MENTEE, "Send the resume", _SOON, now=NOON)
    assert (await FollowUp.get()).contact_id == kept.id


async def test_one_session_has_so_many_things_to_do_and_no_more(
    session: MentorSession, mentee: User
) -> None:
    for number in range(MOST_ACTIONS):
        await add_action(session, mentee, Side.MENTEE, f"Part {number}", _SOON, now=NOON)
    with pytest.raises(Conflict):
        await add_action(session, mentee, Side.MENTEE, "One more", _SOON, now=NOON)
    assert await SessionAction.all().count() == await FollowUp.all().count() == MOST_ACTIONS


async def test_what_is_due_in_the_past_is_refused(session: MentorSession, mentee: User) -> None:
    with pytest.raises(Invalid):
        await add_action(session, mentee, Side.MENTEE, "x", date(2026, 11, 1), now=NOON)


async def test_afterthoughts_are_ones_own_and_come_after_the_session(
    session: MentorSession, mentee: User, mentor: User
) -> None:
    with pytest.raises(Conflict):
        await think(session, mentee, Went.YES, "", now=MONDAY_TEN)
    await think(session, mentee, Went.YES, "Ask sooner", now=_OVER)
    await think(session, mentee, Went.PARTLY, "Ask sooner", now=_OVER + timedelta(days=1))
    mine, theirs = await noted(session, mentee), await noted(session, mentor)
    assert mine.thought is not None
    assert (mine.thought.went, mine.thought.text) == ("partly", "Ask sooner")
    assert theirs.thought is None


async def test_about_a_session_that_was_called_off_nothing_is_written(
    database: Settings, session: MentorSession, mentee: User
) -> None:
    off = await cancel(database, session, mentee, now=NOON)
    off = await session_of(mentee, off.key)
    with pytest.raises(Conflict):
        await write(off, mentee, NoteKind.SHARED, "x", now=NOON)
    with pytest.raises(Conflict):
        await add_action(off, mentee, Side.MENTEE, "x", _SOON, now=NOON)
    with pytest.raises(Conflict):
        await think(off, mentee, None, "x", now=_OVER)


async def test_whoever_is_kept_away_puts_nothing_among_the_other_ones_follow_ups(
    session: MentorSession, mentee: User, mentor: User
) -> None:
    await block(session.mentor, mentee, by_mentor=True, now=NOON)

    await add_action(session, mentee, Side.MENTOR, "Answer me", _SOON, now=NOON)
    await add_action(session, mentee, Side.MENTEE, "Send the resume", _SOON, now=NOON)

    assert await FollowUp.filter(user=mentor).count() == 0
    assert await FollowUp.filter(user=mentee).count() == 1
