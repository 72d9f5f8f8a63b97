"""What it costs to tell everybody who has an event among their dates that it moved."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

from benchmarks import loads
from benchmarks.measures import Row, alone, at_most, spending
from benchmarks.places import Bench
from netmentor import clock
from netmentor.accounts.models import AgendaRevision, User
from netmentor.db.bulk import insert
from netmentor.db.columns import values_of
from netmentor.db.connections import connected
from netmentor.db.transactions import transaction
from netmentor.events.actions import announce
from netmentor.events.attending.models import Attendance, Following, Watch
from netmentor.events.models import Event
from netmentor.events.writing import writing
from netmentor.settings import Settings

ON_SQLITE = 50.0  # ms
ON_POSTGRES = 400.0
WATCHERS = 10_000
ROUNDS = 5


def measure(bench: Bench) -> Iterator[Row]:
    """Measure the one ordered write, with all that finds out whom it is for."""
    watchers = WATCHERS // 10 if bench.smoke else WATCHERS
    with bench.place() as place:
        cost = alone(tell_all, place.settings, watchers, 1 if bench.smoke else ROUNDS)
    most = ON_POSTGRES if bench.server else ON_SQLITE
    title = f"a moved event with {watchers:,} watchers, half of whom follow its series"
    yield at_most(title, cost, most, "ms", loosely=bench.smoke)


def tell_all(found: Settings, watchers: int, rounds: int) -> float:
    """Milliseconds of the processor for all of them, PostgreSQL's included; the least counts."""
    return asyncio.run(_tell_all(found, watchers, rounds))


async def _tell_all(found: Settings, watchers: int, rounds: int) -> float:
    async with connected(found):
        event = await _watched(watchers)
        costs = []
        for _ in range(rounds):
            servers = await loads.servers()
            before = loads.spent(*servers)
            with spending() as spent:
                async with writing():
                    await announce([event.id], retold=[event.id], now=clock.now())
            costs.append(spent.seconds + loads.spent(*servers) - before)
        told = await AgendaRevision.filter(number=rounds).count()
        if told != watchers:
            raise loads.UnlikeTheFirst(f"{told:,} of {watchers:,} were told")
        return min(costs) * 1000


async def _watched(watchers: int) -> Event:
    """An event that half of the watchers go to, and whose series the other half follows."""
    now = clock.now()
    event = await Event.filter(series_id__not_isnull=True, starts_on__not_isnull=True).first()
    if event is None:
        raise LookupError("the starter catalogue has no edition with a date")
    async with transaction():
        columns = "email name password_hash timezone role aims theme single_keys created_at".split()
        people = [
            (f"sample-{n}@example.org", "Sample", "", "UTC", "member", "", "", True,
             now - timedelta(n))
            for n in range(watchers)
        ]  # fmt: skip
        await insert(User, columns, people)
        ids = await values_of(User.all().order_by("id"), "id")
        await insert(
            AgendaRevision, ("user_id", "number", "planned"), [(id_, 0, -1) for id_ in ids]
        )
        going, following = ids[::2], ids[1::2]
        watches = [(id_, event.id, "attending") for id_ in going]
        watches += [(id_, event.id, "series") for id_ in following]
        await insert(Watch, ("user_id", "event_id", "reason"), watches)
        answers = [(id_, event.id, "going", "", "", "", "", "", now) for id_ in going]
        said = "user_id event_id answer why note goals people again changed_at".split()
        await insert(Attendance, said, answers)
        follows = [(id_, event.series_id, now) for id_ in following]
        await insert(Following, ("user_id", "series_id", "since"), follows)
    return event
