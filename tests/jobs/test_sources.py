"""The job reads what is due, each host one at a time, and lets nothing that breaks stop it."""

from __future__ import annotations

import asyncio
import logging
from asyncio import StreamWriter
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from netmentor.db.columns import values_of
from netmentor.events.importing.models import HostTurn, Source
from netmentor.events.importing.rules import FIRST_PAUSE, LEASE, LONGEST_PAUSE, pause
from netmentor.events.models import Event
from netmentor.events.rules import Authority
from netmentor.jobs.sources import SIDE_BY_SIDE, read_due_sources
from netmentor.jobs.timetable import TIMETABLE
from netmentor.settings import Settings
from tests.events.importing.reading_calendars import calendar, event
from tests.factories import NOON, make_organization
from tests.fetching.asking import web
from tests.fetching.servers import Handler, Head, Server, answering, serving, silent
from tests.programs import at_once

MINUTE = timedelta(minutes=1)
BREAKFAST = answering(200, calendar(event()), content_type="text/calendar")
GONE = answering(410)
NOTHING = answering(404)
READ_ALL = """
import asyncio, json, sys
from netmentor import settings
from netmentor.db.connections import connected
from netmentor.jobs.sources import read_due_sources
from tests.fetching.asking import web

async def main():
    async with connected(settings.load(json.loads(sys.argv[1]))):
        print(await read_due_sources(web()))

asyncio.run(main())
"""


@dataclass(kw_only=True)
class Net:
    """A server of many hosts: what each answers, and how often it was asked at once."""

    server: Server = field(default_factory=Server)
    answers: dict[str, Handler] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    now: Counter[str] = field(default_factory=Counter)
    most: Counter[str] = field(default_factory=Counter)

    async def handle(self, head: Head, writer: StreamWriter) -> None:
        host = head.headers["host"].partition(":")[0]
        self.asked[head.target] += 1
        self.now[host] += 1
        self.most[host] = max(self.most[host], self.now[host])
        try:
            await self.answers.get(host, NOTHING)(head, writer)
            await writer.drain()
        finally:
            self.now[host] -= 1

    async def source(self, key: str, host: str = "", **fields: Any) -> Source:
        """A source of this server, due at noon; it has a host of its own unless one is named."""
        host = host or f"{key}.example"
        boring: dict[str, Any] = {
            "name": key,
            "authority": Authority.OVERWRITE.value,
            "address": f"http://{host}:{self.server.port}/{key}",
            "host": host,
            "organization": await make_organization(),
            "every_hours": 6,
            "next_try_at": NOON,
        }
        return await Source.create(key=key, **boring | fields)


@pytest.fixture
async def net(database: Settings) -> AsyncIterator[Net]:
    """A server, at noon."""
    made = Net()
    with time_machine.travel(NOON, tick=False):
        async with serving(made.handle) as made.server:
            yield made


async def fresh(source: Source) -> Source:
    return await Source.get(id=source.id)


async def test_what_is_due_is_read_and_nothing_else(net: Net) -> None:
    net.answers = {"due.example": BREAKFAST}
    due = await net.source("due")
    await net.source("long-due", next_try_at=NOON - timedelta(days=40))
    await net.source("not-yet", next_try_at=NOON + MINUTE)
    await net.source("by-hand", next_try_at=None)
    await net.source("retired", retired_at=NOON)

    assert await read_due_sources(web()) == 2
    assert net.asked == {"/due": 1, "/long-due": 1}
    assert (await Event.get()).title == "Sample event"
    assert ((await fresh(due)).read_at, (await fresh(due)).held_until) == (NOON, None)
    assert not await HostTurn.exists()

    assert await read_due_sources(web()) == 0


async def test_a_host_is_asked_by_one_at_a_time_and_others_meanwhile(net: Net) -> None:
    both = asyncio.Barrier(2)  # passed only if the two hosts are asked side by side

    async def together(head: Head, writer: StreamWriter) -> None:
        if head.target in ("/same-0", "/other"):
            await both.wait()
        await NOTHING(head, writer)

    net.answers = dict.fromkeys(("same.example", "other.example"), together)
    for number in range(SIDE_BY_SIDE + 1):
        await net.source(f"same-{number}", "same.example")
    await net.source("other", "other.example")

    assert await read_due_sources(web()) == SIDE_BY_SIDE + 2

    assert net.most == {"same.example": 1, "other.example": 1}
    assert set(await values_of(Source.all(), "trouble")) == {
        "same.example answers 404: there is nothing at this address.",
        "other.example answers 404: there is nothing at this address.",
    }


async def test_two_workers_read_each_source_once(net: Net) -> None:
    for number in range(24):
        await net.source(f"sample-{number}", f"host-{number % 6}.example")

    counts = await asyncio.gather(*(read_due_sources(web()) for _ in range(2)))

    assert sum(counts) == 24
    assert net.asked == {f"/sample-{number}": 1 for number in range(24)}
    assert set(net.most.values()) == {1}


async def test_two_processes_read_each_source_once(net: Net, database: Settings) -> None:
    for number in range(24):
        await net.source(
            f"sample-{number}", f"host-{number % 6}.example", next_try_at=NOON - timedelta(days=900)
        )

    counts = await at_once(2, READ_ALL, database)

    assert sum(map(int, counts)) == 24
    assert net.asked == {f"/sample-{number}": 1 for number in range(24)}
    assert set(net.most.values()) == {1}


async def test_what_a_dead_process_held_is_read_when_its_lease_has_lapsed(net: Net) -> None:
    await net.source("sample", held_until=NOON + LEASE)
    await HostTurn.create(host="sample.example", held_until=NOON + LEASE)

    with time_machine.travel(NOON + LEASE - MINUTE, tick=False):
        assert await read_due_sources(web()) == 0
    with time_machine.travel(NOON + LEASE, tick=False):
        assert await read_due_sources(web()) == 1

    assert net.asked == {"/sample": 1}


async def test_a_worker_that_is_stopped_gives_back_what_it_read(net: Net) -> None:
    net.answers = {"sample.example": silent}
    source = await net.source("sample")
    worker = asyncio.create_task(read_due_sources(web()))
    await net.server.came.wait()

    worker.cancel()
    with suppress(asyncio.CancelledError):
        await worker

    after = await fresh(source)
    assert (after.held_until, after.tried_at, after.failures) == (None, None, 0)
    assert not await HostTurn.exists()
    net.answers = {}
    assert await read_due_sources(web()) == 1


async def test_what_is_gone_for_good_is_retired(net: Net) -> None:
    net.answers = {"sample.example": GONE}
    source = await net.source("sample")

    assert await read_due_sources(web()) == 1

    after = await fresh(source)
    assert (after.retired_at, after.next_try_at) == (NOON, None)
    with time_machine.travel(NOON + timedelta(days=99), tick=False):
        assert await read_due_sources(web()) == 0


@pytest.mark.parametrize("mapping", ["no JSON", "[]", '{"title": 1}'])
async def test_a_fault_of_our_own_stops_no_other_source(
    net: Net, caplog: pytest.LogCaptureFixture, mapping: str
) -> None:
    net.answers = dict.fromkeys(("broken.example", "sound.example"), BREAKFAST)
    broken = await net.source("broken", mapping=mapping, format="csv", next_try_at=NOON - MINUTE)
    sound = await net.source("sound")

    with caplog.at_level(logging.WARNING):
        assert await read_due_sources(web()) == 2

    after = await fresh(broken)
    assert after.trouble != ""
    assert (after.failures, after.held_until, after.tried_at) == (1, None, NOON)
    assert after.next_try_at is not None
    assert NOON + 0.9 * FIRST_PAUSE <= after.next_try_at <= NOON + 1.1 * FIRST_PAUSE
    assert "broken" in caplog.text
    assert (await fresh(sound)).read_at == NOON
    assert await Event.filter(source=sound).count() == 1


async def test_a_fault_of_our_own_is_told_and_logged(
    net: Net, caplog: pytest.LogCaptureFixture
) -> None:
    net.answers = {"broken.example": BREAKFAST}
    broken = await net.source("broken", mapping="no JSON")

    await read_due_sources(web())

    said = "Reading it broke off; the log of this service tells why."
    assert (await fresh(broken)).trouble == said
    assert "Reading broken broke off." in caplog.text
    assert "JSONDecodeError" in caplog.text


async def test_a_source_that_always_fails_is_left_alone_for_a_week_at_most(net: Net) -> None:
    source = await net.source("sample", failures=500)

    await read_due_sources(web())

    after = await fresh(source)
    assert after.failures == 501
    assert after.next_try_at is not None
    assert 0.9 * LONGEST_PAUSE <= after.next_try_at - NOON <= 1.1 * LONGEST_PAUSE


def test_pauses_double_up_to_a_week_and_differ_from_source_to_source() -> None:
    every, day = timedelta(hours=6), NOON.date()
    for failures in range(1, 25):
        about = min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE)
        waits = [pause(every, failures, None, f"sample-{n}", day) for n in range(50)]
        assert len(set(waits)) == 50
        assert 0.9 * about <= min(waits) < about < max(waits) <= 1.1 * about


def test_a_host_that_asks_for_peace_has_it_for_a_week_at_most() -> None:
    every, day = timedelta(hours=6), NOON.date()
    for asked in (timedelta(hours=2), timedelta(days=7), timedelta(days=900)):
        owed = min(asked, LONGEST_PAUSE)
        waits = [pause(every, 1, asked, f"sample-{n}", day) for n in range(50)]
        assert owed <= min(waits) < max(waits) <= 1.1 * owed
    assert pause(every, 1, timedelta(), "sample", day) == pause(every, 1, None, "sample", day)


def test_sources_are_looked_at_each_minute() -> None:
    [job] = [job for job in TIMETABLE if job.name == "read_due_sources"]

    assert job.when.interval == MINUTE
    assert job.do is read_due_sources
