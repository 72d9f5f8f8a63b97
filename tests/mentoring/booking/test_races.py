"""Many who want the same at once: each time is somebody's once, and everybody else is told so."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError

from netmentor import keeping
from netmentor.errors import Conflict, NetMentorError
from netmentor.mentoring.availability.actions import remove_type
from netmentor.mentoring.booking import actions
from netmentor.mentoring.booking.holding import SlotTaken
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import HOLDS, State
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import NOON
from tests.mentoring.booking.sessions import (
    HOUR,
    MONDAY_TEN,
    letters_to,
    make_bookable,
    make_session,
)

_A_DAY = timedelta(days=1)


async def test_of_two_hundred_who_want_twenty_times_at_once_twenty_have_one(
    database: Settings,
) -> None:
    offered = await make_bookable(is_instant=True, minutes=30)
    times = [MONDAY_TEN + day * _A_DAY + turn * HOUR for day in range(4) for turn in range(5)]
    mentees = [await make_user(f"mentee-{n}@example.org") for n in range(200)]

    async def book(turn: int) -> str:
        try:
            await make_session(database, mentees[turn], offered, starts_at=times[turn % len(times)])
        except SlotTaken:
            return "taken"
        return "booked"

    came_of = Counter(await asyncio.gather(*map(book, range(200))))

    assert came_of == {"booked": 20, "taken": 180}
    assert await _starts() == times


async def test_of_moves_to_one_time_and_of_a_booking_of_it_one_wins(database: Settings) -> None:
    offered = await make_bookable(is_instant=True)
    wanted = MONDAY_TEN + 4 * HOUR
    mentees = [await make_user(f"mentee-{n}@example.org") for n in range(4)]
    booked = [
        await make_session(database, mentee, offered, starts_at=MONDAY_TEN + turn * HOUR)
        for turn, mentee in enumerate(mentees[:3])
    ]

    came_of = await asyncio.gather(
        *(
            actions.move(database, one, mentee, wanted, now=NOON)
            for one, mentee in zip(booked, mentees, strict=False)
        ),
        make_session(database, mentees[3], offered, starts_at=wanted),
        return_exceptions=True,
    )

    assert Counter(map(type, came_of)) == {MentorSession: 1, SlotTaken: 3}
    assert (await _starts()).count(wanted) == 1


async def test_a_cancellation_and_a_move_at_once_leave_one_state_and_free_the_rest(
    database: Settings,
) -> None:
    offered = await make_bookable(is_instant=True)
    mentee, next_one = await make_user("mentee@example.org"), await make_user("next@example.org")
    session = await make_session(database, mentee, offered)

    await asyncio.gather(
        actions.cancel(database, session, offered[0].user, now=NOON),
        actions.move(database, session, mentee, MONDAY_TEN + 2 * HOUR, now=NOON),
        return_exceptions=True,
    )

    assert (await MentorSession.get(id=session.id)).state == State.CANCELED
    for hour in (0, 2):
        starts_at = MONDAY_TEN + hour * HOUR
        again = await make_session(database, next_one, offered, starts_at=starts_at)
        assert again.state == State.CONFIRMED


async def test_two_who_are_each_others_mentors_book_each_other_at_once(
    database: Settings,
) -> None:
    ada = await make_bookable(is_instant=True)
    ben = await make_bookable(is_instant=True)

    came_of = await asyncio.gather(
        make_session(database, ada[0].user, ben),
        make_session(database, ben[0].user, ada),
        return_exceptions=True,
    )

    assert Counter(map(type, came_of)) == {MentorSession: 1, SlotTaken: 1}


async def test_an_approval_and_what_takes_the_request_back_at_once_end_in_one_state(
    database: Settings,
) -> None:
    mentee = await make_user("mentee@example.org")
    offered = await make_bookable()
    session = await make_session(database, mentee, offered)

    came_of = await asyncio.gather(
        actions.approve(database, session, now=NOON),
        actions.decline(database, session, now=NOON),
        return_exceptions=True,
    )

    assert Counter(isinstance(one, NetMentorError) for one in came_of) == {False: 1, True: 1}


@pytest.mark.parametrize("comes_first", ["removal", "request"])
async def test_a_kind_that_is_removed_while_somebody_asks_for_it_is_asked_for_or_offered_no_more(
    database: Settings, comes_first: str
) -> None:
    mentee, (mentor, type_) = await make_user("mentee@example.org"), await make_bookable()
    at_once = [remove_type(mentor, type_.id), make_session(database, mentee, (mentor, type_))]
    if comes_first == "request":
        at_once.reverse()

    came_of = await asyncio.gather(*at_once, return_exceptions=True)

    refused = [one for one in came_of if isinstance(one, BaseException)]
    assert [(type(one), str(one)) for one in refused] in (
        [],
        [(Conflict, "This kind of session is not offered any more.")],
    )
    kept = await MentorSession.all()
    assert [one.type_name for one in kept] == ["Career talk"] * (1 - len(refused))


async def test_a_kind_that_went_with_its_mentor_or_without_is_refused_and_nobody_is_told(
    database: Settings,
) -> None:
    mentee, (mentor, type_) = await make_user("mentee@example.org"), await make_bookable()
    leaver, of_leaver = await make_bookable()
    await remove_type(mentor, type_.id)
    await keeping.leave(database, leaver.user, now=NOON)

    for gone in ((mentor, type_), (leaver, of_leaver)):
        with pytest.raises(Conflict, match="not offered any more"):
            await make_session(database, mentee, gone)
    assert not await MentorSession.exists()
    assert not await letters_to(mentor.user.email)


@pytest.mark.parametrize("is_instant", [False, True])
async def test_whoever_is_erased_while_they_ask_reads_that_and_nobody_is_told(
    database: Settings, is_instant: bool
) -> None:
    mentee, offered = (
        await make_user("mentee@example.org"),
        await make_bookable(is_instant=is_instant),
    )
    await keeping.leave(database, mentee, now=NOON)

    with pytest.raises(Conflict, match="erased a moment ago"):
        await make_session(database, mentee, offered)
    assert not await MentorSession.exists()
    assert not await letters_to(offered[0].user.email)


@pytest.mark.parametrize("whose", ["mentor", "mentee"])
@pytest.mark.parametrize("state", HOLDS)
async def test_the_database_itself_refuses_two_of_one_person_at_once(
    database: Settings, whose: str, state: State
) -> None:
    """Whatever is written past the deeds, or by a deed that looked away."""
    offered, other = await make_bookable(is_instant=True), await make_bookable(is_instant=True)
    mentee, next_one = await make_user("mentee@example.org"), await make_user("next@example.org")
    session = await make_session(database, mentee, offered)
    later = session.starts_at + 2 * HOUR
    second = (next_one, offered) if whose == "mentor" else (mentee, other)
    moved = await make_session(database, *second, starts_at=later)
    await MentorSession.filter(id=session.id).update(state=state)

    back_to_back = {"starts_at": session.ends_at, "ends_at": session.ends_at + HOUR}
    await MentorSession.filter(id=moved.id).update(**back_to_back)
    overlapping = {"starts_at": session.starts_at + HOUR / 2, "ends_at": later}
    with pytest.raises(IntegrityError, match=f"mentor_session_{whose}_is_free"):
        await MentorSession.filter(id=moved.id).update(**overlapping)
    await moved.delete()
    again = _columns(moved) | overlapping
    with pytest.raises(IntegrityError, match=f"mentor_session_{whose}_is_free"):
        await MentorSession.create(**again)
    await MentorSession.filter(id=session.id).update(state=State.CANCELED)
    await MentorSession.create(**again)


def _columns(session: MentorSession) -> dict[str, Any]:
    """What a row holds, for another one like it."""
    return {name: getattr(session, name) for name in session._meta.db_fields if name != "id"}


async def _starts() -> list[datetime]:
    held = await MentorSession.filter(state__in=HOLDS).order_by("starts_at")
    return [one.starts_at for one in held]
