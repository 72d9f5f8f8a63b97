"""A SQLite file that cannot be opened is told each time, and opens once it can be."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from tortoise.connection import get_connection

from netmentor.db.connections import connected
from netmentor.settings import Settings
from tests.conftest import settings_for

PATIENCE = 5  # seconds; a leaked lock waits for ever


@pytest.fixture
def sqlite_home(tmp_path: Path) -> Settings:
    return settings_for(tmp_path)


async def test_a_file_that_is_no_database_is_refused_each_time(sqlite_home: Settings) -> None:
    assert sqlite_home.sqlite_path
    sqlite_home.sqlite_path.write_bytes(b"no database " * 1000)

    async with connected(sqlite_home), asyncio.timeout(PATIENCE):
        for _ in range(3):
            with pytest.raises(Exception, match="file is not a database"):
                await get_connection("default").execute_query("SELECT 1")


async def test_a_file_that_could_not_be_opened_opens_later_with_its_pragmas(
    sqlite_home: Settings,
) -> None:
    assert sqlite_home.sqlite_path
    sqlite_home.sqlite_path.write_bytes(b"no database " * 1000)

    async with connected(sqlite_home), asyncio.timeout(PATIENCE):
        with pytest.raises(Exception, match="file is not a database"):
            await get_connection("default").execute_query("SELECT 1")
        shutil.copy("/dev/null", sqlite_home.sqlite_path)
        _, rows = await get_connection("default").execute_query("PRAGMA foreign_keys")

    assert [tuple(row) for row in rows] == [(1,)]
