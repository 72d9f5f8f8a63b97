"""An import whose process is killed, or for which there is no room, is never half of anything."""

from __future__ import annotations

import asyncio
import signal

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.books import actions
from netmentor.contacts.books.models import (
    CarriedLines,
    ContactImport,
    ContactImportFile,
    ContactImportRow,
)
from netmentor.contacts.books.rules import AT_A_TIME, Doubles, State
from netmentor.contacts.models import Contact, Position, Tag, Tagging, Way
from netmentor.jobs.imports import mind_imports
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.cli.processes import PATIENCE, environ, running
from tests.contacts.books.bringing import brought, card, looked_at
from tests.db.disks import fill_the_disk, make_room
from tests.factories import NOON

MANY = 1_200
TABLES = (Contact, Way, Position, Tagging, CarriedLines)  # of each person one row


def book(count: int) -> list[str]:
    return [
        card(
            f"Sample {number}",
            f"EMAIL:s{number}@example.org",
            "ORG:Sample Clinic",
            "CATEGORIES:Ohio",
            "BDAY:1990-01-02",
            f"UID:{number}",
        )
        for number in range(count)
    ]


async def counts() -> set[int]:
    """How many rows there are of people, of each table; and how many an import put in."""
    put = ContactImportRow.filter(put_at__not_isnull=True)
    return {await put.count(), *[await table.all().count() for table in TABLES]}


async def killed(settings: Settings, *, least: int, most: int) -> int:
    """Have a worker go on, and kill it once so many are done; return how many are."""
    log = settings.data / "worker.log"
    with running(["-m", "tests.contacts.books.worker"], environ(settings), log) as worker:
        async with asyncio.timeout(PATIENCE * 4):
            while not least <= (await ContactImport.get()).done <= most:
                assert worker.process.poll() is None, worker.said()
                await asyncio.sleep(0.01)
        assert worker.end(signal.SIGKILL) == -signal.SIGKILL
    await ContactImport.all().update(held_until=None)  # as its lease lapses
    return (await ContactImport.get()).done


async def test_whoever_is_killed_leaves_whole_people_and_the_next_one_goes_on(
    database: Settings,
) -> None:
    user = await make_user()
    row = await looked_at(user, *book(MANY))
    await actions.go(user, row.key, Doubles.JOIN, now=NOON)
    for least in (1, 500):
        done = await killed(database, least=least, most=MANY - 1)
        assert await counts() == {done}
        assert done % AT_A_TIME == 0
    await mind_imports()
    assert await counts() == {MANY}
    assert (await ContactImport.get()).state == State.DONE

    await actions.undo(user, row.key, now=NOON)
    for most in (MANY - 1, 600):
        done = await killed(database, least=1, most=most)
        assert await counts() == {done}
    await mind_imports()
    assert await counts() == {0}
    assert await Tag.all().count() == 0
    assert (await ContactImport.get()).state == State.UNDONE


async def test_whoever_is_killed_while_reading_reads_anew(database: Settings) -> None:
    user = await make_user()
    await actions.begin(user, "book.vcf", "".join(book(MANY)).encode(), now=NOON)
    log = database.data / "worker.log"
    with running(["-m", "tests.contacts.books.worker"], environ(database), log) as worker:
        async with asyncio.timeout(PATIENCE * 4):
            while not await ContactImportRow.all().exists():
                assert worker.process.poll() is None, worker.said()
                await asyncio.sleep(0.01)
        worker.end(signal.SIGKILL)
    await ContactImport.all().update(held_until=None)
    await mind_imports()
    row = await ContactImport.get()
    assert (row.state, row.total) == (State.READY, MANY)
    assert await ContactImportRow.filter(of=row).count() == MANY


@pytest.fixture
async def user(database: Settings) -> User:
    return await make_user()


async def test_while_there_is_no_room_nobody_comes_half_and_afterward_each_once(
    user: User,
) -> None:
    cards = book(250)
    row = await looked_at(user, *cards)
    await actions.go(user, row.key, Doubles.JOIN, now=NOON)
    await fill_the_disk(CarriedLines)
    await mind_imports()
    assert len(await counts()) == 1
    row = await ContactImport.get()
    assert row.state == State.FAILED
    assert row.reason.startswith("There is no room left here.")
    await make_room(CarriedLines)
    await brought(user, *cards)
    assert {await table.all().count() for table in TABLES} == {250}


async def test_while_there_is_no_room_a_file_is_not_read(user: User) -> None:
    row = await actions.begin(user, "book.vcf", "".join(book(250)).encode(), now=NOON)
    await fill_the_disk(ContactImportRow)
    await mind_imports()
    row = await ContactImport.get()
    assert (row.state, row.total, row.done) == (State.FAILED, 0, 0)
    assert row.reason.startswith("There is no room left here.")
    await make_room(ContactImportRow)
    await actions.drop(user, row.key, now=NOON)
    assert await ContactImportRow.all().count() == 0


async def test_an_import_that_breaks_off_unread_says_that_nothing_came_in(user: User) -> None:
    await actions.begin(user, "book.vcf", book(1)[0].encode(), now=NOON)
    await ContactImportFile.all().delete()
    await mind_imports()
    row = await ContactImport.get()
    assert (row.state, row.done) == (State.FAILED, 0)
    assert row.reason == (
        "It broke off on our side, and nothing of it came in. Bring the file in again."
    )
