"""Where a benchmark takes place: a fresh database in a folder of its own, and its service."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import MappingProxyType

from benchmarks import sample
from benchmarks.measures import alone
from gates.services import Service, running
from netmentor import clock, settings
from netmentor.db.connections import connected
from netmentor.db.migrate import migrate
from netmentor.db.reading import is_postgres, rows
from netmentor.events.actions import keep_moments_true
from netmentor.events.importing.catalogue import load_catalogue
from netmentor.settings import Settings
from tests import databases

ORGANIZATION = "mgma"  # of the starter catalogue; it organizes every sample event
ROOT = Path(__file__).parents[1]

_number = count(1)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with a database that holds the starter catalogue."""

    folder: Path
    database_url: str

    @property
    def settings(self) -> Settings:
        given = {"NETMENTOR_DATA": self.data, "NETMENTOR_DATABASE_URL": self.database_url}
        return settings.load(given)

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    @property
    def environ(self) -> Mapping[str, str]:
        """What a program needs to work here."""
        here = {"NETMENTOR_DATA": self.data, "NETMENTOR_DATABASE_URL": self.database_url}
        return os.environ | here | {"PYTHONPATH": str(ROOT)}

    @contextmanager
    def served(self) -> Iterator[str]:
        """Run the service without a worker for the block; the value is its address."""
        with self.running() as service:
            yield service.base

    @contextmanager
    def running(self, given: Mapping[str, str] = MappingProxyType({})) -> Iterator[Service]:
        """The same, with settings of its own, for whoever measures its process."""
        command = [sys.executable, "-m", "netmentor", "serve", "--no-jobs"]
        with running(command, self.folder, {**self.environ, **given}) as service:
            yield service


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """How the benchmarks are run: on which database, with what, and how thoroughly."""

    smoke: bool = False
    server: str = ""  # the address of a PostgreSQL server; "" for SQLite files
    file: Path | None = None  # events to use in place of the sample

    @contextmanager
    def place(self) -> Iterator[Place]:
        """A fresh place for the block."""
        name = f"benchmark_{os.getpid()}_{next(_number)}"
        url = databases.with_database(self.server, name) if self.server else ""
        with tempfile.TemporaryDirectory(prefix="netmentor-benchmark-") as folder:
            if url:
                asyncio.run(databases.administer(self.server, f"CREATE DATABASE {name}"))
            place = Place(Path(folder), url)
            alone(prepare, place.settings)
            yield place
            if url:
                drop = f"DROP DATABASE {name} WITH (FORCE)"
                asyncio.run(databases.administer(self.server, drop))

    def events(self, folder: Path, count: int) -> Path:
        """The file of events to read: the one that was given, or a sample of `count`."""
        return self.file or sample.write(folder / "sample.ics", count)


def prepare(found: Settings) -> None:
    """Make the tables, and fill in the starter catalogue."""
    asyncio.run(_prepare(found))


async def _prepare(found: Settings) -> None:
    await migrate(found, say=lambda line: None)
    async with connected(found):
        await load_catalogue(now=clock.now())
        await keep_moments_true(now=clock.now())  # as the service does when it starts


async def settled() -> None:
    """Let PostgreSQL know its tables, as it would by itself a minute after they were filled."""
    if is_postgres():
        await rows("ANALYZE")
