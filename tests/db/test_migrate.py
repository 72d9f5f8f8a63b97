"""The migration runner keeps rows, indexes, triggers and constraints, and takes turns."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tortoise.connection import get_connection
from tortoise.context import get_current_context
from tortoise.exceptions import IntegrityError, OperationalError
from tortoise.migrations.autodetector import MigrationAutodetector

import migrations
from netmentor.db.config import config
from netmentor.db.connections import connected
from netmentor.db.migrate import (
    BrokenReferences,
    NewerDatabase,
    UnknownMigration,
    migrate,
    why_not_ready,
)
from netmentor.settings import Settings
from tests.db.opening import quiet, sample
from tests.db.rows import fill_every_table, table_counts
from tests.programs import at_once

STEPS_THERE_ARE = list(Path(migrations.__file__).parent.glob("0*.py"))
ONE_OF_MANY = """
import asyncio, json, sys
from netmentor import settings
from netmentor.db.migrate import migrate
print(asyncio.run(migrate(settings.load(json.loads(sys.argv[1])), say=lambda line: None)))
"""


async def query(sql: str, *values: object) -> list[dict[str, Any]]:
    return await get_connection("default").execute_query_dict(sql, list(values))


async def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(
    empty_database: Settings,
) -> None:
    async with sample(empty_database) as (_, runner):
        await runner.run("0001", quiet)
        await query("INSERT INTO parent (id, name, code, spare) VALUES (1, 'one', 'a', '')")
        await query("INSERT INTO child (id, parent_id) VALUES (1, 1), (2, 1)")

        await runner.run(None, quiet)

        assert await query("SELECT id FROM child ORDER BY id") == [{"id": 1}, {"id": 2}]
        assert await query("SELECT name FROM parent") == [{"name": "one"}]


async def test_rows_that_are_there_get_the_default_of_a_new_column(
    empty_database: Settings,
) -> None:
    async with sample(empty_database) as (_, runner):
        await runner.run("0001", quiet)
        await query("INSERT INTO parent (id, name, code, spare) VALUES (1, 'one', 'a', '')")

        await runner.run("0002", quiet)

        [row] = await query("SELECT note, open FROM parent")
        assert (row["note"], bool(row["open"])) == ("-", True)


async def test_a_reference_that_is_added_goes_again_on_the_way_back(
    empty_database: Settings,
) -> None:
    async with sample(empty_database) as (_, runner):
        for _ in range(2):
            await runner.run(None, quiet)
            await query("INSERT INTO parent (id, name, code, twin_id) VALUES (1, 'one', 'a', 1)")
            await runner.run("0001", quiet)
            assert "twin_id" not in (await query("SELECT * FROM parent"))[0]
            await query("DELETE FROM parent")


async def test_rebuilding_a_table_keeps_its_indexes(empty_database: Settings) -> None:
    async with sample(empty_database) as (connection, runner):
        await runner.run(None, quiet)

        kind = connection.capabilities.dialect
        catalogue = {
            "sqlite": "SELECT name FROM sqlite_master WHERE type = 'index'",
            "postgres": "SELECT indexname AS name FROM pg_indexes WHERE schemaname = 'public'",
        }
        names = {row["name"] for row in await query(catalogue[kind])}
        assert {"parent_by_name", "parent_code_in_use"} <= names


@pytest.mark.parametrize("steps", [1, 2])
async def test_constraints_of_a_new_table_hold_and_outlive_a_rebuild(
    empty_database: Settings, steps: int
) -> None:
    async with sample(empty_database) as (_, runner):
        await runner.run(f"000{steps}", quiet)
        columns = "id, name, code, spare" if steps == 1 else "id, name, code"
        spare = ", ''" if steps == 1 else ""
        insert = f"INSERT INTO parent ({columns}) VALUES "

        await query(f"{insert} (1, 'one', 'a'{spare}), (2, 'retired', 'a'{spare})")

        with pytest.raises(IntegrityError, match="parent_has_a_name"):
            await query(f"{insert} (3, '', 'b'{spare})")
        with pytest.raises(IntegrityError, match=r"parent_code_in_use|parent\.code"):
            await query(f"{insert} (4, 'two', 'a'{spare})")


async def test_a_trigger_is_made_whole_and_outlives_a_rebuild(
    empty_database: Settings,
) -> None:
    if empty_database.on_postgres:
        return  # its schema editor sends a script whole, and it rebuilds no tables
    async with sample(empty_database, "tests.db.sqlite_steps") as (_, runner):
        await runner.run(None, quiet)
        await query("INSERT INTO parent (id, name, code, spare) VALUES (1, 'retired', 'a', '')")

        with pytest.raises(IntegrityError, match="retired; kept"):
            await query("DELETE FROM parent")


async def test_forward_back_and_forward_again_with_rows_in_every_table(
    database: Settings,
) -> None:
    await fill_every_table()
    assert min((await table_counts()).values()) > 0

    assert await migrate(database, "zero", quiet) == len(STEPS_THERE_ARE)
    async with connected(database):
        assert await why_not_ready(database) is not None
    assert await migrate(database, None, quiet) == len(STEPS_THERE_ARE)

    async with connected(database):
        assert await why_not_ready(database) is None
        await fill_every_table()
        assert min((await table_counts()).values()) > 0


async def test_migrating_again_does_nothing_and_loses_nothing(database: Settings) -> None:
    await fill_every_table()
    before = await table_counts()

    assert await migrate(database, None, quiet) == 0

    async with connected(database):
        assert await table_counts() == before


async def test_four_processes_at_once_take_turns(empty_database: Settings) -> None:
    taken = await at_once(4, ONE_OF_MANY, empty_database)

    assert sum(map(int, taken)) == len(STEPS_THERE_ARE)


async def test_a_step_waits_for_another_process_as_long_as_that_one_takes(
    empty_database: Settings,
) -> None:
    if not (path := empty_database.sqlite_path):
        pytest.skip(reason="PostgreSQL waits for its lock without end")
    async with sample(empty_database) as (connection, runner):
        await connection.execute_script("PRAGMA busy_timeout=1")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            running = asyncio.create_task(runner.run("0001", quiet))
            await asyncio.wait({running}, timeout=0.3)
            other.execute("ROLLBACK")

        assert await running == 1


async def test_a_step_that_fails_leaves_neither_tables_nor_a_record(
    empty_database: Settings,
) -> None:
    async with sample(empty_database, "tests.db.broken_steps") as (_, runner):
        with pytest.raises((OperationalError, IntegrityError)):
            await runner.run(None, quiet)

        assert await query("SELECT name FROM tortoise_migrations") == [{"name": "0001_first"}]
        with pytest.raises(OperationalError):
            await query("SELECT * FROM half_way")


async def test_a_step_that_would_break_references_is_rolled_back(
    empty_database: Settings,
) -> None:
    async with sample(empty_database, "tests.db.orphaning_steps") as (_, runner):
        await runner.run("0001", quiet)
        await query("INSERT INTO parent (id, name, code, spare) VALUES (1, 'one', 'a', '')")
        await query("INSERT INTO child (id, parent_id) VALUES (1, 1)")

        with pytest.raises((BrokenReferences, IntegrityError)):
            await runner.run(None, quiet)

        assert await query("SELECT id FROM parent") == [{"id": 1}]


async def test_a_newer_database_is_refused_and_named(database: Settings) -> None:
    await query(
        "INSERT INTO tortoise_migrations (app, name, applied_at)"
        " VALUES ('models', '9999_later', '2030-01-01 00:00:00+00:00')"
    )

    assert "9999_later" in (await why_not_ready(database) or "")
    with pytest.raises(NewerDatabase, match="9999_later"):
        await migrate(database, None, quiet)


async def test_an_unknown_target_is_refused_with_those_there_are(database: Settings) -> None:
    with pytest.raises(UnknownMigration, match="0001_initial"):
        await migrate(database, "0815", quiet)


async def test_the_migrations_make_the_tables_that_the_models_describe(database: Settings) -> None:
    context = get_current_context()
    assert context is not None
    assert context.apps is not None

    drafted = await MigrationAutodetector(context.apps, config(database)["apps"]).changes()

    assert [draft.operations for draft in drafted] == []
