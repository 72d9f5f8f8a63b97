"""Transactions survive being canceled, and processes that write at once take turns."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress

import pytest
from tortoise.connection import get_connection

from netmentor.db import signs
from netmentor.db.connections import connected
from netmentor.db.models import Landmark
from netmentor.db.transactions import transaction
from netmentor.settings import Settings
from tests.factories import NOON
from tests.programs import at_once

ROUNDS = 300
LONGEST = 0.004  # seconds a round runs before it is canceled; a whole one takes about half
PATIENCE = 20  # seconds; a leaked lock waits for ever
READ_THEN_WRITE = """
import asyncio, json, sys
from netmentor import clock, settings
from netmentor.db.connections import connected
from netmentor.db.models import Landmark
from netmentor.db.transactions import transaction

async def main():
    async with connected(settings.load(json.loads(sys.argv[1]))):
        for _ in range(100):
            async with transaction():
                row = await Landmark.get(name="count")
                row.note = str(int(row.note) + 1)
                await row.save()

asyncio.run(main())
"""


async def add_one(name: str) -> None:
    async with transaction():
        await Landmark.create(name=name, at=NOON)
        await asyncio.sleep(0)


async def create_all(rows: list[Landmark]) -> None:
    await Landmark.bulk_create(rows)


async def canceled_after(seconds: float, name: str) -> None:
    """Start a transaction and cancel its task a moment later, wherever it is by then."""
    task = asyncio.create_task(add_one(name))
    await asyncio.sleep(seconds)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.mark.usefixtures("database")
async def test_a_task_canceled_anywhere_in_a_transaction_leaves_the_database_usable() -> None:
    chance = random.Random(7)
    await add_one("before")  # the pool is open, so what is canceled is a transaction
    for number in range(ROUNDS):
        await canceled_after(chance.random() * LONGEST, f"canceled {number}")

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(add_one(f"after {number}") for number in range(12)))
        assert await Landmark.filter(name__startswith="after").count() == 12
    if pool := getattr(get_connection("default"), "_pool", None):  # PostgreSQL's
        assert pool.get_idle_size() == pool.get_size()


@pytest.mark.usefixtures("database")
async def test_storms_of_canceled_transactions_leave_the_database_usable() -> None:
    for number in range(ROUNDS // 5):
        storm = [asyncio.create_task(add_one(f"{number} {n}")) for n in range(15)]
        await asyncio.sleep(0.0005 * (number % 7))
        for task in storm:
            task.cancel()
        await asyncio.gather(*storm, return_exceptions=True)

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(add_one(f"after {number}") for number in range(12)))


@pytest.mark.usefixtures("database")
async def test_a_canceled_execute_many_leaves_the_database_usable() -> None:
    for number in range(ROUNDS // 5):
        rows = [Landmark(name=f"{number} {n}", at=NOON) for n in range(50)]
        task = asyncio.create_task(create_all(rows))
        for _ in range(number % 20):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    async with asyncio.timeout(PATIENCE):
        await add_one("after")


@pytest.mark.usefixtures("database")
async def test_a_block_that_raises_leaves_nothing_behind() -> None:
    async def fails() -> None:
        async with transaction():
            await Landmark.create(name="half", at=NOON)
            raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        await fails()

    assert await signs.last("half") is None


async def test_processes_that_read_and_then_write_never_meet_a_locked_database(
    database: Settings,
) -> None:
    if database.on_postgres:
        return  # there a second writer waits for the row, and reads it as it was: another matter
    await Landmark.create(name="count", at=NOON, note="0")

    await at_once(2, READ_THEN_WRITE, database)

    assert (await Landmark.get(name="count")).note == "200"


async def test_sqlite_keeps_what_it_acknowledged(database: Settings) -> None:
    if database.on_postgres:
        rows = await get_connection("default").execute_query_dict("SHOW synchronous_commit")
        assert rows == [{"synchronous_commit": "on"}]
        return
    pragmas = {}
    for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
        [row] = await get_connection("default").execute_query_dict(f"PRAGMA {name}")
        pragmas[name] = next(iter(row.values()))
    full = 2
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


async def test_a_second_process_sees_what_the_first_committed(database: Settings) -> None:
    await add_one("first")

    async with connected(database):
        assert await signs.last("first") is not None
