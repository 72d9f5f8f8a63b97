"""What a test is lent is as good as new, and is opened as the service opens it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest

from netmentor.accounts.models import User
from netmentor.db.columns import values_of
from netmentor.db.config import CONNECTIONS_PER_PROCESS
from netmentor.settings import Settings
from tests import database_copies, databases
from tests.accounts.casting import make_user
from tests.conftest import Template, settings_for
from tests.opened import FEW, connections_of, opened

on_postgres = pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)


@pytest.fixture
async def copy(migrated: Template) -> AsyncIterator[database_copies.Copy]:
    name = f"lent_{os.getpid()}"
    yield await database_copies.made(migrated.server, migrated.name, name)
    await databases.administer(migrated.server, f"DROP DATABASE {name} WITH (FORCE)")


@on_postgres
async def test_what_was_written_is_gone_and_ids_begin_anew(
    copy: database_copies.Copy, tmp_path: Path
) -> None:
    for _ in range(2):
        async with opened(settings_for(tmp_path, copy.address), connections=FEW):
            assert (await make_user()).id == 1
        assert await database_copies.emptied(copy)

    async with opened(settings_for(tmp_path, copy.address), connections=FEW):
        assert await User.all().count() == 0


@on_postgres
async def test_rows_lie_in_the_order_in_which_they_were_written(
    copy: database_copies.Copy, tmp_path: Path
) -> None:
    """What fills a page nearly, and is deleted, leaves room before what is written then."""
    for changes in range(30, 42):
        async with opened(settings_for(tmp_path, copy.address), connections=FEW):
            await make_user()
            for number in range(changes):
                await User.all().update(name=f"Sample {number}")
        assert await database_copies.emptied(copy)

        async with opened(settings_for(tmp_path, copy.address), connections=FEW):
            for number in range(3):
                await make_user(f"sample-{number}@example.org")
                found = await values_of(User.all(), "id")
                assert found == sorted(found), changes
        assert await database_copies.emptied(copy)


@on_postgres
@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE outgoing_mail ADD COLUMN more int",
        "ALTER TABLE catalogue_revision RENAME TO elsewhere;"
        "ALTER TABLE elsewhere RENAME TO catalogue_revision",
        "ALTER TABLE user_account ALTER COLUMN name DROP NOT NULL",
        "CREATE TABLE more (id int)",
        "CREATE INDEX more ON user_account (name)",
        "CREATE FUNCTION more() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DROP TABLE private_feed CASCADE",
        "DROP TABLE tortoise_migrations",
        "DELETE FROM tortoise_migrations WHERE id = 1",
        "UPDATE tortoise_migrations SET name = name",
    ],
)
async def test_a_copy_in_which_more_than_rows_changed_is_lent_to_nobody(
    copy: database_copies.Copy, statement: str
) -> None:
    await databases.administer(copy.address, *statement.split(";"))

    assert not await database_copies.emptied(copy)


@on_postgres
async def test_a_copy_that_somebody_still_writes_to_is_lent_to_nobody(
    copy: database_copies.Copy,
) -> None:
    connection = await asyncpg.connect(copy.address)
    await connection.execute("BEGIN; UPDATE user_account SET name = name")

    assert not await database_copies.emptied(copy)
    connection.terminate()


async def test_models_are_made_for_the_database_that_is_open(database: Settings) -> None:
    sql = User.filter(name__posix_regex="a").sql()

    assert (" ~ " in sql) is database.on_postgres, sql


def test_what_is_done_at_once_has_the_connections_of_a_service() -> None:
    tests = Path(__file__).parent

    assert connections_of(tests / "mail" / "test_outbox.py") == CONNECTIONS_PER_PROCESS
    assert connections_of(tests / "web" / "test_pages.py") == FEW
