"""Marks in a database, by which tests tell one state of it from another."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tortoise.connection import get_connection

from netmentor.db import signs
from netmentor.db.connections import connected
from netmentor.settings import Settings
from tests.factories import NOON

# A step that only a newer version knows, and away with it again.
_RENAMED = "UPDATE tortoise_migrations SET name = '{}' WHERE name = '{}'"
NEWER = _RENAMED.format("9999_future", "0001_initial")
OURS_AGAIN = _RENAMED.format("0001_initial", "9999_future")


def mark(settings: Settings, name: str) -> None:
    """Leave something in the database that a restore would take away, or bring back."""

    async def record() -> None:
        async with connected(settings):
            await signs.record(name, at=NOON)

    asyncio.run(record())


def marked(settings: Settings) -> set[str]:
    async def names() -> set[str]:
        async with connected(settings):
            rows = await get_connection("default").execute_query_dict("SELECT name FROM landmark")
            return {row["name"] for row in rows}

    return asyncio.run(names())


@contextmanager
def untouched(settings: Settings) -> Iterator[None]:
    """Fail if the data folder holds anything else after the block than before it."""
    before = content_of(settings.data)
    yield
    assert content_of(settings.data) == before


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}
