"""How many sessions are booked one after another, beside commits of one small row each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta
from time import perf_counter
from uuid import uuid4

from benchmarks.measures import Row, alone, at_least
from benchmarks.places import Bench
from netmentor import clock
from netmentor.accounts.models import AgendaRevision, User
from netmentor.db.bulk import insert
from netmentor.db.connections import connected
from netmentor.db.transactions import transaction
from netmentor.mail.models import DeadAddress
from netmentor.mentoring.availability.models import SessionType, WeeklyHours
from netmentor.mentoring.availability.openings import openings_of
from netmentor.mentoring.availability.slots import Slot
from netmentor.mentoring.booking.actions import Wish, ask
from netmentor.mentoring.models import Mentor
from netmentor.settings import Settings

SHARE = 25.0  # percent of bare durable commits
SESSIONS = 100
ROUNDS = 5  # of each in turn, the best of which count


def measure(bench: Bench) -> Iterator[Row]:
    """Measure both in turn on one database, each durable before the next begins."""
    with bench.place() as place:
        booked, bare = alone(book_all, place.settings, SESSIONS // 4 if bench.smoke else SESSIONS)
    title = f"sessions booked one after another: {booked:,.0f}/s beside {bare:,.0f} bare commits/s"
    yield at_least(title, 100 * booked / bare, SHARE, "% of the commits", loosely=bench.smoke)


def book_all(found: Settings, many: int) -> tuple[float, float]:
    """Bookings a second, with a row and two invitations each, and bare commits a second."""
    return asyncio.run(_book_all(found, many))


async def _book_all(found: Settings, many: int) -> tuple[float, float]:
    async with connected(found):
        mentor, type_, mentees = await _filled(many)
        today = clock.now().date()
        last = today + timedelta(days=55)
        slots = (await openings_of(mentor, type_, today, last, now=clock.now()))[:many]
        each = len(slots) // ROUNDS
        booked, bare = [], []
        for turn in range(ROUNDS):
            some = range(turn * each, (turn + 1) * each)
            begun = perf_counter()
            for number in some:
                await _book(found, mentor, type_, mentees[number], slots[number])
            booked.append(each / (perf_counter() - begun))
            begun = perf_counter()
            for _ in some:
                async with transaction():
                    await DeadAddress.create(address=str(uuid4()), since=clock.now(), said="")
            bare.append(each / (perf_counter() - begun))
        return max(booked), max(bare)


async def _book(
    found: Settings, mentor: Mentor, type_: SessionType, mentee: User, slot: Slot
) -> None:
    wish = Wish(starts_at=slot.starts_at, topic="Sample", questions="Which ratios matter?")
    await ask(found, mentor, mentee, type_, wish, now=clock.now())


async def _filled(many: int) -> tuple[Mentor, SessionType, Sequence[User]]:
    """A mentor who is free all of eight weeks for half an hour each, and as many who book."""
    now = clock.now()
    columns = "email name password_hash timezone role aims theme single_keys created_at".split()
    people = [
        (f"b-{n}@example.org", f"Sample {n}", "", "UTC", "member", "", "", True, now)
        for n in range(many + 1)
    ]
    async with transaction():
        await insert(User, columns, people)
        users = await User.filter(email__startswith="b-").order_by("id")
        numbers = ("user_id", "number", "planned")
        await insert(AgendaRevision, numbers, [(one.id, 0, -1) for one in users])
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
