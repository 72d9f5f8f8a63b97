"""What planning reminders costs: where nothing changed, and for one user whose agenda did."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from benchmarks import importing, loads
from benchmarks.measures import Row, alone, at_most, spending
from benchmarks.places import Bench, settled
from benchmarks.subscribing import crowd, fill, follow_up, make_users
from netmentor import clock
from netmentor.accounts.actions import bump
from netmentor.accounts.models import AgendaRevision, User
from netmentor.db.connections import connected
from netmentor.db.reading import rows
from netmentor.db.transactions import transaction
from netmentor.reminders.models import Reminder
from netmentor.reminders.planner import plan_changed
from netmentor.reminders.telling import tell_due
from netmentor.settings import Settings

TELLING = 15.0  # ms a user who is told something; at eight it is many at once
A_ROUND = 1.0  # ms, where nothing changed
ONE_USER = 10.0  # ms
ENTRIES = 300  # of the user who is planned anew; two thirds are events, the rest follow-ups
USERS = 100_000
READERS = 1_000  # to be told in the same minute
HOME = ZoneInfo("America/Chicago")  # theirs
ROUNDS, FEW = 60, 3


def measure(bench: Bench) -> Iterator[Row]:
    """Measure one user planned anew, a round in which nothing changed, and a morning's letters."""
    rounds = FEW if bench.smoke else ROUNDS
    with bench.place() as place:
        alone(importing.read, place.settings, bench.events(place.folder, 1_000))
        alone(fill, place.settings)
        cost, told = alone(_replan, place.settings, rounds)
        what = f"a user with {ENTRIES} entries planned anew, one of them moved"
        yield at_most(what, cost, ONE_USER, "ms", loosely=bench.smoke, note=told)
        users = USERS // 100 if bench.smoke else USERS
        alone(crowd, place.settings, users)
        cost = alone(_pass_by, place.settings, rounds)
        what = f"a round of planning among {users:,} users, nothing changed"
        yield at_most(what, cost, A_ROUND, "ms", loosely=bench.smoke)
    with bench.place() as place:
        readers = READERS // 50 if bench.smoke else READERS
        cost = alone(_tell, place.settings, readers)
        what = f"each of {readers:,} users told in one morning what is due of three follow-ups"
        yield at_most(what, cost, TELLING, "ms", loosely=bench.smoke)


def _tell(found: Settings, readers: int) -> float:
    return asyncio.run(_tell_everybody(found, readers))


def _replan(found: Settings, rounds: int) -> tuple[float, str]:
    return asyncio.run(_plan_one(found, rounds))


def _pass_by(found: Settings, rounds: int) -> float:
    return asyncio.run(_plan_nobody(found, rounds))


async def _plan_one(found: Settings, rounds: int) -> tuple[float, str]:
    async with connected(found):
        user = await User.get(email=f"sample-{ENTRIES}@example.org")
        now = clock.now()
        await plan_changed(now=now)
        await settled()
        planned = await Reminder.filter(user=user).count()
        costs = []
        for _ in range(rounds):
            await _move_one(user, now)
            costs.append(await _planned(now))
        written = await Reminder.filter(user=user).count() - planned
        note = f"{planned:,} reminders, {written / rounds:.1f} more each time"
        return median(costs) * 1000, note


async def _plan_nobody(found: Settings, rounds: int) -> float:
    async with connected(found):
        now = clock.now()
        later = now + timedelta(days=7)
        await AgendaRevision.all().update(planned=1, planned_at=now, plan_until=later)
        await AgendaRevision.filter(number__not=1).update(number=1)
        await settled()
        await plan_changed(now=now)
        return median([await _planned(now) for _ in range(rounds)]) * 1000


async def _tell_everybody(found: Settings, readers: int) -> float:
    """Milliseconds of the processor for each letter, PostgreSQL's included."""
    async with connected(found):
        async with transaction():
            for user_id in await make_users(range(readers)):
                await follow_up(user_id, 3)
        now = clock.now()
        await plan_changed(now=now)
        await settled()
        servers = await loads.servers()
        before = loads.spent(*servers)
        with spending() as spent:
            count = await tell_due(found, now=_next_morning(now))
        if count != readers:
            raise loads.UnlikeTheFirst(f"{count:,} letters to {readers:,} users")
        return (spent.seconds + loads.spent(*servers) - before) / count * 1000


def _next_morning(now: datetime) -> datetime:
    """The minute in which everybody's letter of tomorrow's morning is written."""
    tomorrow = now.astimezone(HOME).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(8, 1), HOME).astimezone(UTC)


async def _planned(now: datetime) -> float:
    """Seconds of the processor that one round takes, PostgreSQL's included."""
    servers = await loads.servers()
    before = loads.spent(*servers)
    with spending() as spent:
        await plan_changed(now=now)
    return spent.seconds + loads.spent(*servers) - before


async def _move_one(user: User, now: datetime) -> None:
    """Have one follow-up due a day later, as putting it off does."""
    moved = "UPDATE follow_up SET due_on = ?, sequence = sequence + 1 WHERE id = ?"
    question = (
        "SELECT id, due_on FROM follow_up WHERE user_id = ? AND state = 'open'"
        " ORDER BY due_on DESC LIMIT 1 OFFSET 60"
    )
    async with transaction():
        [(id_, due_on)] = await rows(question, user.id)
        day = datetime.fromisoformat(due_on).date() if isinstance(due_on, str) else due_on
        await rows(moved, day + timedelta(days=1), id_)
        await bump([user.id])
