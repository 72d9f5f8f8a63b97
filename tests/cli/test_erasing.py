"""An erasure comes to its end whatever happens on the way, and a backup does not undo it."""

from __future__ import annotations

import asyncio
import json
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import asyncpg
import pytest

from netmentor import keeping
from netmentor.accounts.models import User
from netmentor.cli.backup import back_up
from netmentor.cli.restore import restore
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, make_user
from tests.bytes_of_files import left_of
from tests.cli.inside import counts_of, inside
from tests.cli.processes import environ, netmentor, running, until
from tests.contacts.people import make_contact
from tests.factories import NOON
from tests.full_accounts import WORD, make_full

on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


async def make_wordy() -> User:
    user = await make_user()
    await make_contact(user, f"Sample {WORD}", note=WORD)
    return user


def left(settings: Settings) -> set[str]:
    return asyncio.run(left_of(WORD, settings))


def accounts(settings: Settings) -> int:
    return counts_of(settings)["user_account"]


def test_what_a_restored_backup_brought_back_is_gone_to_the_last_byte(
    database_settings: Settings, elsewhere: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    inside(database_settings, lambda: make_full(OWNER))
    out = back_up(database_settings, tmp_path_factory.mktemp("backups"), now=NOON)
    told = netmentor(database_settings, "erase", OWNER).stdout
    assert told == f"{OWNER} is erased. Backups made before still hold the account.\n"
    assert left(database_settings) == set()

    shutil.copy(database_settings.data / keeping.ERASURES, elsewhere.data)
    told = "\n".join(restore(elsewhere, out, now=NOON))

    assert "Erased again: 1 account that the backup still held." in told
    assert left(elsewhere) == set()


@contextmanager
def held(settings: Settings) -> Iterator[None]:
    """Let nobody else delete an account meanwhile."""
    if settings.sqlite_path:
        with closing(sqlite3.connect(settings.sqlite_path, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            yield
        return
    with asyncio.Runner() as runner:
        other = runner.run(asyncpg.connect(settings.database_url))
        runner.run(other.execute("BEGIN"))
        runner.run(other.execute("SELECT FROM user_account FOR UPDATE"))
        yield
        runner.run(other.close())


def test_an_erasure_that_is_killed_after_its_note_is_finished_by_the_next_worker(
    database_settings: Settings,
) -> None:
    inside(database_settings, make_wordy)
    ledger = database_settings.data / keeping.ERASURES
    log = database_settings.data / "erase.log"
    with held(database_settings):
        command = ["-m", "netmentor", "erase", OWNER]
        with running(command, environ(database_settings), log) as erasing:
            until(lambda: ledger.exists() and ledger.read_text())
            assert erasing.end(signal.SIGKILL) == -signal.SIGKILL
    assert accounts(database_settings) == 1

    with running(["-m", "netmentor", "work"], environ(database_settings), log):
        until(lambda: not left(database_settings))
    assert accounts(database_settings) == 0
    assert len(ledger.read_text().splitlines()) == 1
    assert WORD not in json.dumps(ledger.read_text())


@on_sqlite
def test_a_worker_that_is_killed_before_the_log_is_empty_leaves_it_to_the_next_one(
    database_settings: Settings,
) -> None:
    inside(database_settings, make_wordy)
    log = database_settings.data / "work.log"
    with closing(sqlite3.connect(str(database_settings.sqlite_path))) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM user_account").fetchone()
        told = netmentor(database_settings, "erase", OWNER).stdout
        assert "until a worker has wiped them out" in told
        with running(["-m", "netmentor", "work"], environ(database_settings), log) as worker:
            until(lambda: "wipe" in str(landmarks(database_settings)))
            until(lambda: "worker" in landmarks(database_settings))
            assert worker.end(signal.SIGKILL) == -signal.SIGKILL
        assert left(database_settings)
    assert accounts(database_settings) == 0

    with running(["-m", "netmentor", "work"], environ(database_settings), log):
        until(lambda: not left(database_settings))


def landmarks(settings: Settings) -> set[str]:
    with closing(sqlite3.connect(str(settings.sqlite_path))) as reader:
        return {name for (name,) in reader.execute("SELECT name FROM landmark")}
