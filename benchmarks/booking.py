"""How many sessions are booked one after another, beside commits of one small row each.

And how long it takes until all of many have an answer who want few times in the same moment.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter
from uuid import uuid4

from benchmarks.loads import UnlikeTheFirst
from benchmarks.measures import Row, alone, at_least, at_most
from benchmarks.places import Bench
from netmentor import clock
from netmentor.accounts.models import User
from netmentor.db.connections import connected
from netmentor.db.transactions import transaction
from netmentor.mail.models import DeadAddress
from netmentor.mentoring.availability.models import SessionType, WeeklyHours
from netmentor.mentoring.availability.openings import openings_of
from netmentor.mentoring.availability.slots import Slot
from netmentor.mentoring.booking.actions import Wish, ask
from netmentor.mentoring.models import Mentor
from netmentor.settings import Settings
from tests.web.crowd import Member, book_at_once, let_in, make_people

SHARE = 25.0  # percent of bare durable commits
SESSIONS = 200
CROWD, TIMES = 200, 20  # as many people at once, on as many times of one mentor
ALL_TOLD = 3.0  # seconds until everybody has their answer


def measure(bench: Bench) -> Iterator[Row]:
    """Measure bookings and commits in turn on one database, each durable before the next begins."""
    with bench.place() as place:
        booked, bare = alone(book_all, place.settings, SESSIONS // 4 if bench.smoke else SESSIONS)
    title = f"sessions booked one after another: {booked:,.0f}/s beside {bare:,.0f} bare commits/s"
    yield at_least(title, 100 * booked / bare, SHARE, "% of the commits", loosely=bench.smoke)
    with bench.place() as place:
        crowd = alone(gather, place.settings)
        with place.served() as base:
            seconds = alone(race, base, crowd)
    title = f"{CROWD} clients on {TIMES} times at once, over HTTP, until each is booked or told 409"
    yield at_most(title, seconds, ALL_TOLD, "s", loosely=bench.smoke)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who is at the door of one mentor, and the times that they want."""

    slug: str
    members: Sequence[Member]
    starts: Sequence[str]


def gather(found: Settings) -> Crowd:
    """Make a mentor, and people who are signed in, as many as want to be booked at once."""
    return asyncio.run(_gather(found))


def race(base: str, crowd: Crowd) -> float:
    """Seconds until the last has an answer; raises UnlikeTheFirst unless each time is one's."""
    begun = perf_counter()
    came_of = asyncio.run(book_at_once(base, crowd.slug, crowd.members, crowd.starts))
    seconds = perf_counter() - begun
    if came_of != {201: TIMES, 409: CROWD - TIMES}:
        raise UnlikeTheFirst(f"of {CROWD} on {TIMES} times, came {dict(came_of)}")
    return seconds


async def _gather(found: Settings) -> Crowd:
    async with connected(found):
        mentor, type_, people = await _filled(CROWD)
        slots = (await _slots(mentor, type_))[:TIMES]
        members = await let_in(found, people)
    return Crowd(mentor.slug, members, [f"{one.starts_at:%Y-%m-%dT%H:%MZ}" for one in slots])


def book_all(found: Settings, many: int) -> tuple[float, float]:
    """Bookings a second, with a row and two invitations each, and bare commits between them."""
    return asyncio.run(_book_all(found, many))


async def _book_all(found: Settings, many: int) -> tuple[float, float]:
    async with connected(found):
        mentor, type_, mentees = await _filled(many)
        slots = (await _slots(mentor, type_))[:many]
        booked = bare = 0.0
        # One and one: what a commit costs changes from minute to minute, and with what ran before.
        for mentee, slot in zip(mentees, slots, strict=False):
            begun = perf_counter()
            await _book(found, mentor, type_, mentee, slot)
            between = perf_counter()
            async with transaction():
                await DeadAddress.create(address=str(uuid4()), since=clock.now(), said="")
            booked += between - begun
            bare += perf_counter() - between
        return len(slots) / booked, len(slots) / bare


async def _book(
    found: Settings, mentor: Mentor, type_: SessionType, mentee: User, slot: Slot
) -> None:
    wish = Wish(starts_at=slot.starts_at, topic="Sample", questions="Which ratios matter?")
    await ask(found, mentor, mentee, type_, wish, now=clock.now())


async def _slots(mentor: Mentor, type_: SessionType) -> list[Slot]:
    today = clock.now().date()
    last = today + timedelta(days=55)
    return await openings_of(mentor, type_, today, last, now=clock.now())


async def _filled(many: int) -> tuple[Mentor, SessionType, Sequence[User]]:
    """A mentor who is free all of eight weeks for half an hour each, and as many who book."""
    now = clock.now()
    users = await make_people(many + 1)
    async with transaction():
        mentor = await Mentor.create(
            user=users[-1],
            slug="m-sample",
            name="Sample Mentor",
            topics="finance",
            timezone="America/New_York",
            listing="listed",
            created_at=now,
            changed_at=now,
        )
        for weekday in range(7):
            await WeeklyHours.create(mentor=mentor, weekday=weekday, starts="09:00", ends="17:00")
        type_ = await SessionType.create(
            mentor=mentor,
            slug="talk",
            name="Sample talk",
            minutes=30,
            medium="video",
            is_instant=True,
        )
    return mentor, type_, users[:many]
