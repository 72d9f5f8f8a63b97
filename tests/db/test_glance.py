"""A glance sees what is committed, waits for no writer, and comes back after a failure."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from tortoise.connection import get_connection
from tortoise.exceptions import OperationalError

from netmentor.db.connections import connected
from netmentor.db.glance import glance
from netmentor.db.models import Landmark
from netmentor.db.reading import rows_by_key
from netmentor.db.transactions import transaction
from netmentor.settings import Settings
from tests import databases
from tests.factories import NOON

PATIENCE = 5  # seconds; what waits for a lock or a connection waits for ever
NOTE = "SELECT note FROM landmark WHERE name = 'sample'"


@pytest.fixture
async def landmark(database: Settings) -> AsyncIterator[Landmark]:
    async with asyncio.timeout(PATIENCE):
        yield await Landmark.create(name="sample", at=NOON, note="before")


@pytest.mark.usefixtures("landmark")
async def test_a_glance_sees_the_first_row_or_none() -> None:
    assert await glance(NOTE) == ("before",)
    assert await glance("SELECT note FROM landmark WHERE name = 'other'") is None


async def test_a_glance_neither_waits_for_a_writer_nor_sees_what_is_not_committed(
    landmark: Landmark,
) -> None:
    outside = contextvars.copy_context()
    loop = asyncio.get_running_loop()
    async with transaction():
        landmark.note = "after"
        await landmark.save()

        assert await glance(NOTE) == ("after",)
        assert await loop.create_task(glance(NOTE), context=outside) == ("before",)

    assert await glance(NOTE) == ("after",)


async def test_a_look_inside_a_transaction_sees_what_it_has_written_itself(
    landmark: Landmark,
) -> None:
    async with transaction():
        assert [tuple(row) for row in await rows_by_key(NOTE)] == [("before",)]
        landmark.note = "after"
        await landmark.save()
        assert [tuple(row) for row in await rows_by_key(NOTE)] == [("after",)]

    async with transaction():
        assert [tuple(row) for row in await rows_by_key(NOTE)] == [("after",)]


async def test_a_look_before_the_first_write_fails_as_any_question_does(database: Settings) -> None:
    async with asyncio.timeout(PATIENCE):
        with pytest.raises(OperationalError, match="nowhere"):
            async with transaction():
                await rows_by_key("SELECT 1 FROM nowhere")


@pytest.mark.usefixtures("landmark")
async def test_a_glance_that_fails_says_why_and_the_next_one_sees_again() -> None:
    for _ in range(2):
        with pytest.raises(OperationalError, match="nowhere"):
            await glance("SELECT 1 FROM nowhere")
        assert await glance(NOTE) == ("before",)


@pytest.mark.usefixtures("landmark")
async def test_many_glances_at_once_all_see() -> None:
    assert await asyncio.gather(*(glance(NOTE) for _ in range(30))) == [("before",)] * 30


async def test_a_glance_sees_again_after_the_server_cut_every_connection(
    database: Settings, landmark: Landmark
) -> None:
    if not database.on_postgres:
        pytest.skip(reason="SQLite has no server")
    await glance(NOTE)

    await databases.administer(
        database.database_url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )

    assert await glance(NOTE) == (landmark.note,)


async def test_a_glance_leaves_the_only_connection_to_others(database_settings: Settings) -> None:
    if not database_settings.on_postgres:
        pytest.skip(reason="SQLite has no pool")
    one = replace(database_settings, database_url=f"{database_settings.database_url}?maxsize=1")

    async with connected(one), asyncio.timeout(PATIENCE):
        assert await glance(NOTE) is None
        assert await Landmark.all().count() == 0


async def test_a_database_that_was_closed_is_one_file(database_settings: Settings) -> None:
    if not database_settings.sqlite_path:
        pytest.skip(reason="PostgreSQL keeps its own files")
    async with connected(database_settings):
        await glance(NOTE)
        await get_connection("default").execute_query("SELECT 1")

    path = database_settings.sqlite_path
    assert [one.name for one in path.parent.glob(f"{path.name}*")] == [path.name]
