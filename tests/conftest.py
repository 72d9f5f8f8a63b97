"""What every test may ask for: a migrated database of its own, and a visitor at the door."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx2
import pytest
import time_machine
from tortoise.backends.base.executor import EXECUTOR_CACHE

from netmentor import settings
from netmentor.app import create_app
from netmentor.db.migrate import migrate
from netmentor.settings import Settings
from tests import database_copies, databases
from tests.factories import NOON
from tests.opened import connections_of, opened

BASE_URL = "http://test.example"

_number = count(1)


@dataclass(frozen=True)
class Template:
    """What a test's database is copied from: a file, or a database of a server."""

    file: Path | None = None
    server: str = ""
    name: str = ""
    shelf: list[database_copies.Copy] = field(default_factory=list)  # as good as new


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each test that needs a database runs on both."""
    return str(request.param)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server for the session."""
    try:
        with databases.server() as address:
            yield address
    except databases.NoServer as exc:
        if os.environ.get("CI"):
            pytest.fail(str(exc))
        pytest.skip(reason=str(exc))


@pytest.fixture(scope="session")
def nothing(database_kind: str, request: pytest.FixtureRequest) -> Template:
    """A database without a table."""
    if database_kind == "sqlite":
        return Template()
    return Template(server=request.getfixturevalue("postgres"), name="template1")


@pytest.fixture(scope="session")
def migrated(nothing: Template, tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A database with every table and no row."""
    folder = tmp_path_factory.mktemp("template")
    if not nothing.server:
        made = settings_for(folder)
        asyncio.run(migrate(made, say=lambda line: None))
        return Template(file=made.sqlite_path)
    # A worker that others give tests to may come back to a kind of database, and makes another.
    name = f"migrated_{os.getpid()}_{next(_number)}"
    asyncio.run(databases.administer(nothing.server, f"CREATE DATABASE {name}"))
    made = settings_for(folder, databases.with_database(nothing.server, name))
    asyncio.run(migrate(made, say=lambda line: None))
    return Template(server=nothing.server, name=name)


@pytest.fixture
async def empty_database(nothing: Template, tmp_path: Path) -> AsyncIterator[Settings]:
    """Settings of a database that holds nothing at all, not even tables."""
    async with _copied(nothing, tmp_path) as made:
        yield made


@pytest.fixture
async def database_settings(migrated: Template, tmp_path: Path) -> AsyncIterator[Settings]:
    """Settings of a migrated database that nothing has opened yet."""
    EXECUTOR_CACHE.clear()  # Tortoise keeps statements by connection name, not by dialect
    async with _copied(migrated, tmp_path) as made:
        yield made


@pytest.fixture
async def database(
    request: pytest.FixtureRequest, database_settings: Settings
) -> AsyncIterator[Settings]:
    """A migrated database, open."""
    async with opened(database_settings, connections=connections_of(request.path)):
        yield database_settings


@pytest.fixture
async def client(database: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    """A visitor to the service, at noon UTC on November 24, 2026."""
    door = httpx2.ASGITransport(create_app(database))
    with time_machine.travel(NOON, tick=False):
        async with httpx2.AsyncClient(transport=door, base_url=BASE_URL) as visitor:
            yield visitor


@asynccontextmanager
async def _copied(template: Template, folder: Path) -> AsyncIterator[Settings]:
    if not template.server:
        made = settings_for(folder)
        if template.file:
            shutil.copy(template.file, str(made.sqlite_path))
        yield made
        return
    name = f"test_{os.getpid()}_{next(_number)}"
    shelved = template.shelf.pop() if template.shelf else None
    copy = shelved or await database_copies.made(template.server, template.name, name)
    yield settings_for(folder, copy.address)
    if await database_copies.emptied(copy):
        template.shelf.append(copy)
    else:
        await databases.administer(template.server, f"DROP DATABASE {copy.name} WITH (FORCE)")


def settings_for(folder: Path, database_url: str = "") -> Settings:
    """The settings of a service with its data in `folder`."""
    return settings.load(
        {
            "NETMENTOR_DATA": str(folder),
            "NETMENTOR_DATABASE_URL": database_url,
            "NETMENTOR_BASE_URL": BASE_URL,
            "NETMENTOR_FEED_MEMORY": "0",
        }
    )
