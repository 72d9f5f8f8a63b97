"""What was deleted is wiped out of the files, and nobody waits for it."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from datetime import timedelta

import asyncpg
import pytest

from netmentor.db import signs, sqlite_wiping, wiping
from netmentor.db.bulk import change
from netmentor.db.reading import is_postgres, rows
from netmentor.db.transactions import transaction
from netmentor.settings import Settings
from tests.bytes_of_files import left_of
from tests.factories import NOON

WORD, OTHER = "quokka", "wombat"
SOON, LATER = NOON + timedelta(minutes=59), NOON + timedelta(hours=1)
UNLUCKY = 8  # a course of things after which SQLite leaves copies
_SIZES = (20, 300)
_UPDATE = "UPDATE landmark SET note = ? WHERE name = ?"
_DELETE = "DELETE FROM landmark WHERE name = ?"
_INSERT = "INSERT INTO landmark (name, at, note) VALUES (?, ?, ?)"

on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
on_postgres = pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)


async def live(seed: int) -> None:
    """Let many rows of others and a few with the word come and change and go, of every size."""
    chance = random.Random(seed)
    known: dict[str, list[str]] = {WORD: [], OTHER: []}

    def note(word: str) -> str:
        return word + "x" * chance.randrange(chance.choice(_SIZES)) + word

    async with transaction():
        for number in range(60 if is_postgres() else 1200):
            word = WORD if chance.random() < 0.1 else OTHER
            known[word].append(f"{chance.getrandbits(40):010x}{word}{number}")
            await change(_INSERT, known[word][-1], NOON, note(word))
            if chance.random() < 0.3:
                await change(_UPDATE, note(word), chance.choice(known[word]))
            if chance.random() < 0.1 and known[OTHER]:
                going = known[OTHER].pop(chance.randrange(len(known[OTHER])))
                await change(_DELETE, going)
        await change(_INSERT, f"long {WORD}", NOON, WORD * 10_000)


async def erase(word: str = WORD) -> None:
    async with transaction():
        await change("DELETE FROM landmark WHERE name LIKE ?", f"%{word}%")
        await wiping.note_erased(now=NOON)


@contextmanager
def somebody_reads(settings: Settings) -> Iterator[None]:
    """Hold a look at the database of SQLite as it was at the beginning of the block."""
    with closing(sqlite3.connect(str(settings.sqlite_path), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM landmark").fetchone()
        yield


@asynccontextmanager
async def somebody_has(settings: Settings, statement: str) -> AsyncIterator[None]:
    """Hold a transaction of PostgreSQL open in which this was done."""
    other = await asyncpg.connect(settings.database_url)
    try:
        await other.execute("BEGIN")
        await other.execute(statement)
        yield
    finally:
        await other.close()


@pytest.mark.parametrize("seed", [3, UNLUCKY])
async def test_nothing_is_left_of_what_was_deleted_among_others(
    database: Settings, seed: int
) -> None:
    await live(seed)
    await erase()
    assert await wiping.wipe(now=NOON)
    assert await left_of(WORD, database) == set()
    assert await left_of(OTHER, database)


@on_sqlite
async def test_sqlite_overwrites_what_is_deleted_but_not_every_copy_of_it(
    database: Settings,
) -> None:
    await live(UNLUCKY)
    before = len(await left_of(WORD, database))
    await erase()
    assert not await wiping.wipe(now=NOON, largest=0)  # the log alone
    [(is_on,)] = await rows("PRAGMA secure_delete")
    left = await left_of(WORD, database)
    assert is_on == 1
    assert 0 < len(left) < before / 20
    assert {piece.split(":")[0] for piece in left} == {"netmentor.sqlite3"}


@on_sqlite
async def test_whoever_reads_is_not_waited_for_and_the_log_is_emptied_later(
    database: Settings,
) -> None:
    await live(UNLUCKY)
    with somebody_reads(database):
        await erase()
        assert not await wiping.wipe(now=NOON)
        assert await left_of(WORD, database)
        await signs.record("somebody", at=NOON)  # others write meanwhile
    assert await wiping.wipe(now=NOON)
    assert await left_of(WORD, database) == set()


@on_sqlite
async def test_whoever_writes_is_not_broken_off_and_it_is_done_later(database: Settings) -> None:
    await live(UNLUCKY)
    await erase()
    with closing(sqlite3.connect(str(database.sqlite_path), isolation_level=None)) as writer:
        await signs.record(wiping.WRITTEN_ANEW, at=LATER)
        writer.execute("BEGIN IMMEDIATE")
        wiped = asyncio.create_task(sqlite_wiping.wipe(None))
        assert await wiped == (False, False)
        writer.execute("ROLLBACK")
    assert await sqlite_wiping.wipe(None) == (True, True)


@on_postgres
@pytest.mark.parametrize(
    "statement", ["LOCK TABLE landmark IN ACCESS SHARE MODE", "SELECT txid_current()"]
)
async def test_a_table_that_is_in_use_is_left_for_another_time(
    database: Settings, statement: str
) -> None:
    await live(UNLUCKY)
    async with somebody_has(database, statement):
        await erase()
        assert not await wiping.wipe(now=NOON)
    assert await wiping.wipe(now=LATER)
    assert await left_of(WORD, database) == set()


async def test_a_database_is_written_anew_once_an_hour_at_most(database: Settings) -> None:
    await erase()
    assert await wiping.wipe(now=NOON)
    await signs.record(f"a {WORD}", at=NOON)
    await erase()
    assert not await wiping.wipe(now=SOON)
    assert not await wiping.wipe(now=SOON)
    assert await wiping.wipe(now=LATER)
    assert await wiping.wipe(now=LATER)  # nothing is left to do


async def test_a_large_database_is_left_for_the_night(database: Settings) -> None:
    await signs.record(f"a {WORD}", at=NOON)
    await erase()
    assert not await wiping.wipe(now=NOON, largest=1)
    assert not await wiping.wipe(now=LATER, largest=1)
    assert await wiping.wipe(now=LATER, largest=None)
    assert await left_of(WORD, database) == set()


async def test_what_is_erased_while_another_erasure_is_wiped_is_wiped_itself(
    database: Settings,
) -> None:
    await erase()
    noted = dict([tuple(row) for row in await rows("SELECT name, note FROM landmark")])
    await erase()
    again = dict([tuple(row) for row in await rows("SELECT name, note FROM landmark")])
    assert noted.keys() == again.keys() == {wiping.LOG, wiping.FILE}
    assert not set(noted.values()) & set(again.values())


@on_sqlite
async def test_a_wiping_that_is_canceled_leaves_the_database_whole(database: Settings) -> None:
    await live(UNLUCKY)
    await erase()
    task = asyncio.create_task(sqlite_wiping.wipe(None))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    [(said,)] = await rows("PRAGMA integrity_check")
    assert said == "ok"
    assert await wiping.wipe(now=NOON)
    assert await left_of(WORD, database) == set()
