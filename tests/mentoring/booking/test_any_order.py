"""Whatever two mentors and three mentees do, in any order and at once, nothing is given twice.

No two sessions of one person overlap, none is where its mentor offers nothing, every hold ends,
caps hold, nobody is refused for nothing, and the calendar of each, which knows only the letters,
has what the service has.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from hypothesis import HealthCheck, example, given
from hypothesis import settings as how
from hypothesis import strategies as st

from netmentor.errors import NetMentorError
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import HOLDS, MOST_OPEN, State
from netmentor.settings import Settings
from tests.mentoring.booking.calendar_reader import Kept, calendar_of
from tests.mentoring.booking.world import CAPS, NEW_YORK, World, make_world, time_of

which, by = st.integers(0, 7), st.integers(0, 1)
slot = st.integers(0, 30)
deed = st.one_of(
    st.tuples(st.just("ask"), st.integers(0, 2), st.integers(0, 1), slot),
    st.tuples(st.just("ask"), st.integers(0, 2), st.integers(0, 1), st.integers(0, 4)),
    st.tuples(st.sampled_from(["approve", "approve", "decline"]), which),
    st.tuples(st.just("propose"), which, by, slot),
    st.tuples(st.just("accept"), which, by, st.integers(0, 1)),
    st.tuples(st.just("move"), which, by, slot),
    st.tuples(st.just("cancel"), which, by),
    st.tuples(st.just("close"), st.integers(0, 1), st.integers(0, 4)),
    st.tuples(st.just("change_hours"), st.integers(0, 1), st.integers(0, 4), st.booleans()),
    st.tuples(st.just("tick")),
)
wait = st.sampled_from([0, 0, 1, 20, 49])  # hours before what is done at once
rounds = st.lists(st.tuples(wait, st.lists(deed, min_size=1, max_size=4)), min_size=4, max_size=9)
steady = how(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@given(rounds)
@example([(0, [("ask", 0, 0, 2)]), (49, [("ask", 1, 0, 2), ("approve", 0), ("tick",)])])
@example([(0, [("ask", 0, 1, 2), ("ask", 1, 1, 3)]), (0, [("move", 0, 1, 6), ("cancel", 0, 0)])])
@example(
    [
        (0, [("ask", 0, 0, 0)]),
        (0, [("propose", 0, 0, 12)]),
        (1, [("accept", 0, 1, 1), ("ask", 1, 0, 23)]),
        (0, [("move", 0, 1, 4), ("move", 0, 0, 6)]),
    ]
)
# What has lapsed keeps its time from nobody, though nothing has ticked since.
@example([(0, [("ask", 0, 0, 22)]), (49, [("ask", 1, 0, 22)])])
@example([(0, [("ask", 0, 0, slot)]) for slot in (7, 8, 9)])
@example([(0, [("close", 0, 1)]), (0, [("ask", 0, 0, 12)]), (0, [("ask", 1, 1, 12)])])
@example([(0, [("change_hours", 1, 2, True)]), *((0, [("ask", 0, 1, n)]) for n in (20, 27))])
# Of what is confirmed another time is taken; and of each cap one more is wished than it allows.
@example([(0, [("ask", 0, 1, 2)]), (0, [("propose", 0, 0, 12)]), (0, [("accept", 0, 1, 0)])])
@example([(0, [("ask", 0, 0, slot)]) for slot in (10, 12, 13, 15, 20, 22)])
@example(
    [
        (0, [("ask", 0, 0, 20)]),
        (0, [("propose", 0, 0, 10)]),
        *((0, [("ask", 1, 0, slot)]) for slot in (12, 13, 15)),
        (0, [("accept", 0, 1, 0)]),
    ]
)
# Ada, who is mentor of one session and mentee of another, is at both only by turns.
@example([(0, [("ask", 0, 0, 2)]), (0, [("ask", 2, 1, 2)])])
@example([(0, [("ask", 0, 0, 2)]), (0, [("ask", 2, 1, 5)]), (0, [("move", 1, 1, 2)])])
@example(
    [
        (0, [("ask", 2, 1, 5)]),
        (0, [("propose", 0, 0, 2)]),
        (0, [("ask", 0, 0, 2)]),
        (0, [("accept", 0, 1, 0)]),
    ]
)
@example([(0, [("ask", 0, 1, slot)]) for slot in (0, 4, 10, 14, 20, 24)])
@example([(0, [("ask", 0, 1, 2)]), (0, [("move", 0, 1, n) for n in (7, 8, 9)])])
@example([(0, [("ask", 0, 0, 2)]), (0, [("propose", 0, 1, n) for n in (7, 8, 9)])])
@steady
async def test_no_order_of_deeds_gives_a_time_twice(
    database: Settings, done: list[tuple[int, list[tuple[Any, ...]]]]
) -> None:
    here = await make_world(database)
    for hours, at_once in done:
        await here.begin(hours)
        came_of = await asyncio.gather(
            *(getattr(here, name)(*told) for name, *told in at_once), return_exceptions=True
        )
        for one in came_of:
            if isinstance(one, BaseException) and not isinstance(one, NetMentorError):
                raise one
        await _check(here)
        if at_once[0][0] == "ask" and len(at_once) == 1 and came_of[0]:
            assert await _stood_against(here, *at_once[0][1:]), f"refused for nothing: {came_of}"

    await here.begin(90 * 24)
    await here.tick()
    assert not await MentorSession.filter(state__in=HOLDS).count(), "a hold that never ends"
    await _check(here)


async def _check(here: World) -> None:
    for type_, starts_at in here.chosen:
        assert here.is_offered(type_, starts_at), f"{starts_at} is not offered"
    sessions = await MentorSession.all().select_related("mentor__user", "mentee")
    for one, other in combinations(_those(sessions, HOLDS, here.now), 2):
        if _people(one) & _people(other):
            assert not _overlap(one, other.starts_at, other.ends_at)
    for (_, cap, _), count in _counted(sessions, here.now).items():
        assert count <= CAPS[cap], f"more than {cap} allows"
    for user in (*here.mentees, here.offers[1][0].user):
        stands = {
            one.key: Kept(one.starts_at, one.ends_at, one.sequence)
            for one in sessions
            if user.id in _people(one) and one.state in (State.CONFIRMED, State.HELD)
        }
        assert await calendar_of(user.email) == stands


async def _stood_against(here: World, mentee: int, mentor: int, slot: int) -> bool:
    """True if there was anything for which this wish may be refused: nothing changed since."""
    (whose, type_), who, begins = here.offers[mentor], here.mentees[mentee], time_of(slot)
    sessions = await MentorSession.all().select_related("mentor__user", "mentee")
    holds = _those(sessions, HOLDS, here.now)
    two, ends = {whose.user_id, who.id}, begins + timedelta(minutes=type_.minutes)
    counted = _counted(sessions, here.now)
    return (
        len(two) == 1
        or not here.is_offered(type_, begins)
        or any(_people(one) & two and _overlap(one, begins, ends) for one in holds)
        or any(counted[one] >= CAPS[one[1]] for one in _periods(whose.id, begins))
        or sum(one.mentee_id == who.id and one.state == State.ASKED for one in holds) >= MOST_OPEN
    )


def _those(
    sessions: Sequence[MentorSession], states: Sequence[State], now: datetime
) -> list[MentorSession]:
    """The sessions that stand so; requests that have lapsed do not."""
    return [
        one
        for one in sessions
        if one.state in states
        and not (one.state == State.ASKED and one.lapses_at and one.lapses_at <= now)
    ]


def _overlap(one: MentorSession, starts_at: datetime, ends_at: datetime) -> bool:
    return bool(one.starts_at < ends_at and starts_at < one.ends_at)


def _people(one: MentorSession) -> set[int]:
    return {one.mentor.user_id, *([one.mentee_id] if one.mentee_id else [])}


def _counted(sessions: Sequence[MentorSession], now: datetime) -> Counter[tuple[int, str, str]]:
    """How many sessions count toward each cap of each mentor, in each day, week and month."""
    some = _those(sessions, (*HOLDS, State.HELD), now)
    return Counter(each for one in some for each in _periods(one.mentor_id, one.starts_at))


def _periods(mentor: int, moment: datetime) -> Iterator[tuple[int, str, str]]:
    """The mentor, a cap, and which day, week (from Sunday on) or month of theirs it is."""
    at = moment.astimezone(NEW_YORK)
    for cap, name in (("cap_day", "%F"), ("cap_week", "%Y %U"), ("cap_month", "%Y %m")):
        yield mentor, cap, f"{at:{name}}"
