"""Whatever two mentors and three mentees do, in any order and at once, nothing is given twice.

No two sessions of one person overlap, every hold ends, caps hold, and the calendar of each, which
knows only the letters, has what the service has.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, example, given
from hypothesis import settings as how
from hypothesis import strategies as st

from netmentor.accounts.models import User
from netmentor.errors import NetMentorError
from netmentor.mail.models import OutgoingMail
from netmentor.mentoring.availability.models import Closing, SessionType, WeeklyHours
from netmentor.mentoring.booking import actions, lapsing, settling
from netmentor.mentoring.booking.actions import Wish
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import COUNTED, HOLDS, State
from netmentor.mentoring.models import Mentor
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.factories import NOON
from tests.mentoring.booking.calendar_reader import Kept, calendar_of
from tests.mentoring.booking.sessions import HOUR, MONDAY_TEN, make_bookable

NEW_YORK = ZoneInfo("America/New_York")
CAP = 3  # a day
_A_DAY = timedelta(days=1)


@dataclass
class World:
    """Who there is, and what time it is."""

    settings: Settings
    offers: list[tuple[Mentor, SessionType]]
    mentees: list[User]
    now: datetime = NOON

    async def ask(self, mentee: int, mentor: int, slot: int) -> None:
        offer, wish = self.offers[mentor], Wish(starts_at=_time(slot))
        await actions.ask(self.settings, offer[0], self.mentees[mentee], offer[1], wish, **self.at)

    async def approve(self, which: int) -> None:
        if session := await self.session(which):
            await actions.approve(self.settings, session, **self.at)

    async def decline(self, which: int) -> None:
        if session := await self.session(which):
            await actions.decline(self.settings, session, **self.at)

    async def propose(self, which: int, by: int, slot: int) -> None:
        if session := await self.session(which):
            times = [_time(slot), _time(slot + 9)]
            await actions.propose(self.settings, session, _one(session, by), times, **self.at)

    async def accept(self, which: int, by: int, turn: int) -> None:
        if (session := await self.session(which)) and session.proposed:
            time = session.proposed[turn % len(session.proposed)]
            await actions.accept_proposal(
                self.settings, session, _one(session, by), time, **self.at
            )

    async def move(self, which: int, by: int, slot: int) -> None:
        if session := await self.session(which):
            await actions.move(self.settings, session, _one(session, by), _time(slot), **self.at)

    async def cancel(self, which: int, by: int) -> None:
        if session := await self.session(which):
            await actions.cancel(self.settings, session, _one(session, by), **self.at)

    async def close(self, mentor: int, day: int) -> None:
        on = MONDAY_TEN.date() + day * _A_DAY
        await Closing.create(mentor=self.offers[mentor][0], first_on=on, last_on=on)

    async def change_hours(self, mentor: int, weekday: int) -> None:
        hours = WeeklyHours.filter(mentor=self.offers[mentor][0], weekday=weekday)
        await hours.update(starts="12:00", ends="20:00")

    async def tick(self) -> None:
        await lapsing.lapse_due(self.settings, **self.at)
        await settling.settle_over(**self.at)

    @property
    def at(self) -> dict[str, Any]:
        return {"now": self.now}

    async def session(self, which: int) -> MentorSession | None:
        found = await MentorSession.all().order_by("id").select_related("mentor__user", "mentee")
        return found[which % len(found)] if found else None


async def world(settings: Settings) -> World:
    for table in (OutgoingMail, MentorSession, Mentor, User):
        await table.all().delete()
    terms = {"cap_day": CAP, "step_minutes": 30, "notice_hours": 24}
    asked = await make_bookable(await make_user("ada@example.org"), terms=terms)
    instant = await make_bookable(
        await make_user("ben@example.org"), terms=terms, is_instant=True, minutes=90
    )
    mentees = [await make_user(f"mentee-{n}@example.org") for n in range(2)]
    return World(settings, [asked, instant], [*mentees, asked[0].user])


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
    st.tuples(st.just("change_hours"), st.integers(0, 1), st.integers(0, 4)),
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
@example([(0, [("ask", 0, 1, 2), ("ask", 1, 1, 3)]), (0, [("move", 0, 1, 9), ("cancel", 0, 0)])])
@example(
    [
        (0, [("ask", 0, 0, 0)]),
        (0, [("propose", 0, 0, 12)]),
        (1, [("accept", 0, 1, 1), ("ask", 1, 0, 21)]),
        (0, [("move", 0, 1, 4), ("move", 0, 0, 6)]),
    ]
)
@steady
async def test_no_order_of_deeds_gives_a_time_twice(
    database: Settings, done: list[tuple[int, list[tuple[Any, ...]]]]
) -> None:
    here = await world(database)
    for hours, at_once in done:
        here.now += timedelta(hours=hours)
        came_of = await asyncio.gather(
            *(getattr(here, name)(*told) for name, *told in at_once), return_exceptions=True
        )
        for one in came_of:
            if isinstance(one, BaseException) and not isinstance(one, NetMentorError):
                raise one
        await _check(here)

    here.now += 90 * _A_DAY
    await here.tick()
    assert not await MentorSession.filter(state__in=HOLDS).count(), "a hold that never ends"
    await _check(here)


async def _check(here: World) -> None:
    sessions = await MentorSession.all().select_related("mentor__user", "mentee")
    holds = [one for one in sessions if one.state in HOLDS and not _has_lapsed(one, here.now)]
    for one, other in combinations(holds, 2):
        if _people(one) & _people(other):
            assert one.ends_at <= other.starts_at or other.ends_at <= one.starts_at
    counted = [one for one in sessions if one.state in COUNTED and not _has_lapsed(one, here.now)]
    days = Counter((one.mentor_id, _day(one)) for one in counted)
    assert max(days.values(), default=0) <= CAP
    for user in (*here.mentees, here.offers[1][0].user):
        stands = {
            one.key: Kept(one.starts_at, one.ends_at, one.sequence)
            for one in sessions
            if user.id in _people(one) and one.state in (State.CONFIRMED, State.HELD)
        }
        assert await calendar_of(user.email) == stands


def _has_lapsed(one: MentorSession, now: datetime) -> bool:
    return one.state == State.ASKED and one.lapses_at is not None and one.lapses_at <= now


def _people(one: MentorSession) -> set[int]:
    return {one.mentor.user_id, *([one.mentee_id] if one.mentee_id else [])}


def _one(session: MentorSession, by: int) -> User:
    mentee = session.mentee
    assert mentee is not None
    found: User = mentee if by else session.mentor.user
    return found


def _day(one: MentorSession) -> date:
    at: datetime = one.starts_at.astimezone(NEW_YORK)
    return at.date()


def _time(slot: int) -> datetime:
    """A half hour from ten on, ten of them a day."""
    return MONDAY_TEN + (slot // 10 % 5) * _A_DAY + (slot % 10) * HOUR / 2
