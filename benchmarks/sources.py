"""Many sources due at once, some of which hang: how long until all are read, and who waits."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from benchmarks import calendars, probing
from benchmarks.measures import Row, alone, at_most, beside, spending
from benchmarks.places import ORGANIZATION, Bench
from gates.services import free_port
from netmentor import clock
from netmentor.db.connections import connected
from netmentor.events.importing.models import Source
from netmentor.events.models import Event
from netmentor.events.rules import Authority
from netmentor.fetching.web import SECONDS, Web
from netmentor.jobs.sources import read_due_sources
from netmentor.organizations.models import Organization
from netmentor.settings import Settings

DONE_WITHIN = 15 * 60.0  # seconds
SOURCES = 500
EVENTS = 20  # of each source
PAUSE = 1.0  # seconds between two askings for a page
IDLE = 30  # askings while nothing is read


@dataclass(frozen=True, slots=True)
class Size:
    """How many sources, with how many events, and how long one may take to answer."""

    sources: int
    events: int
    seconds: float
    idle: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading them all: seconds by the wall and of the processor, and of what."""

    wall: float
    processor: float
    read: int
    failed: int
    events: int


def measure(bench: Bench) -> Iterator[Row]:
    """Measure it once: the most of it is waiting, which no round makes shorter."""
    full = Size(SOURCES, EVENTS, SECONDS, IDLE)
    size = Size(20, EVENTS, 2.0, 5) if bench.smoke else full
    port = free_port()
    with bench.place() as place, beside(calendars.answer, port, size.events):
        _wait_for(port)
        events = alone(connect, place.settings, size, port)
        with place.served() as base:
            probing.answered(base, lambda count: count >= 5, pause=0.1)
            idle = probing.answered(base, lambda count: count >= size.idle, pause=PAUSE)
            with beside(read_all, place.settings, size) as result:
                busy = probing.answered(base, lambda _: result.ready(), pause=PAUSE)
                outcome = result.get(0)
            idle += probing.answered(base, lambda count: count >= size.idle, pause=PAUSE)
    yield _wall(outcome, bench, size)
    silent = sum(calendars.is_silent(number) for number in range(size.sources))
    told = Outcome(
        0, 0, size.sources - silent, silent, events + size.events * (size.sources - silent)
    )
    yield Row(
        "what was read of them",
        f"{told.read} read, {told.failed} hung",
        f"{outcome.read} read, {outcome.failed} hung, {outcome.events - events:,} events",
        (told.read, told.failed, told.events) == (outcome.read, outcome.failed, outcome.events),
    )
    yield _waits(idle, busy)


def _wall(outcome: Outcome, bench: Bench, size: Size) -> Row:
    each = outcome.processor / size.sources
    return at_most(
        f"{size.sources} sources due at once, a tenth hanging: all read",
        outcome.wall / 60,
        DONE_WITHIN / 60 / (10 if bench.smoke else 1),
        "min",
        loosely=False,
        note=f"{each:.2f} s of CPU a source",
    )


def _waits(idle: Sequence[float], busy: Sequence[float]) -> Row:
    return Row(
        "/events meanwhile, asked once a second",
        "every asking answered",
        f"{len(busy)} answered; median {_ms(median(busy))}, slowest {_ms(max(busy))};"
        f" idle {_ms(median(idle))} and {_ms(max(idle))}",
        True,
    )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _wait_for(port: int) -> None:
    for _ in range(100):
        with socket.socket() as door:
            if door.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise probing.NoAnswer("The calendars did not begin to answer.")


def connect(found: Settings, size: Size, port: int) -> int:
    """Make the sources, all of them due; return how many events there are before."""
    return asyncio.run(_connect(found, size, port))


async def _connect(found: Settings, size: Size, port: int) -> int:
    """Rows made directly: no command connects to a port like that."""
    due = clock.now() - timedelta(minutes=1)
    async with connected(found):
        organization = await Organization.get(slug=ORGANIZATION)
        await Source.bulk_create(
            Source(
                key=f"chapter-{number}",
                name=calendars.name(number),
                host=calendars.name(number),
                address=f"http://{calendars.name(number)}:{port}/events.ics",
                authority=Authority.OVERWRITE.value,
                organization_id=organization.id,
                every_hours=24,
                next_try_at=due,
            )
            for number in range(size.sources)
        )
        return await Event.all().count()


def read_all(found: Settings, size: Size) -> Outcome:
    """Read what is due, as the worker does, until nothing is."""
    return asyncio.run(_read_all(found, size))


async def _read_all(found: Settings, size: Size) -> Outcome:
    web = Web(
        user_agent="NetMentor/benchmark",
        resolve=_here,
        may_connect=lambda number: True,
        ports=None,
        seconds=size.seconds,
    )
    async with connected(found):
        began = time.monotonic()
        with spending() as spent:
            async with asyncio.timeout(2 * DONE_WITHIN):
                while await read_due_sources(web):
                    pass
        wall = time.monotonic() - began
        chapters = Source.filter(key__startswith="chapter-")
        return Outcome(
            wall,
            spent.seconds,
            await chapters.filter(failures=0, read_at__not_isnull=True).count(),
            await chapters.filter(failures=1).count(),
            await Event.all().count(),
        )


async def _here(host: str, port: int) -> Sequence[str]:
    return ["127.0.0.1"]
