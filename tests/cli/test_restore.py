"""A restore takes in what a backup wrote and nothing else, and loses nothing on the way."""

from __future__ import annotations

import asyncio
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from netmentor import keeping
from netmentor.accounts.actions import bump
from netmentor.accounts.models import AgendaRevision
from netmentor.agenda.models import PrivateFeed
from netmentor.cli.backup import back_up
from netmentor.cli.lock import in_use
from netmentor.cli.restore import restore
from netmentor.db.columns import values_of
from netmentor.db.transactions import transaction
from netmentor.errors import NetMentorError
from netmentor.settings import Settings
from tests import databases
from tests.accounts.casting import make_user
from tests.agenda.subscribing import make_private_feed
from tests.cli.inside import inside
from tests.cli.marks import NEWER, OURS_AGAIN, mark, marked, untouched
from tests.cli.packing import packed
from tests.cli.processes import netmentor
from tests.factories import NOON

ASIDE = "before-restore-20261124-120000"


on_postgres = pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)


def run_on_server(settings: Settings, statement: str) -> None:
    asyncio.run(databases.administer(settings.database_url, statement))


def run_sql(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_what_was_there_is_kept_beside_what_comes_back(home: Settings, backup: Path) -> None:
    mark(home, "after")

    told = restore(home, backup, now=NOON)

    aside = home.data / f"netmentor.sqlite3.{ASIDE}"
    assert told[0] == ("Restored the backup of 2026-11-24T12:00:00+00:00, made by NetMentor 0.1.0.")
    assert told[1] == f"The database that was there is now {aside}."
    assert "after" not in marked(home)
    assert "before" in marked(home)
    assert {"before", "after"} <= marked(replace(home, database_url=f"sqlite://{aside}"))


def test_a_log_that_a_killed_process_left_does_not_meet_the_restored_file(
    home: Settings, backup: Path
) -> None:
    assert home.sqlite_path
    mark(home, "after")
    with closing(sqlite3.connect(home.sqlite_path)) as connection:
        connection.execute("UPDATE landmark SET note = 'in the log'")
        connection.commit()
        left = {
            path.name: path.read_bytes() for path in home.data.iterdir() if "sqlite3" in path.name
        }
    for name, data in left.items():
        (home.data / name).write_bytes(data)
    assert (home.data / "netmentor.sqlite3-wal").stat().st_size

    restore(home, backup, now=NOON)

    aside = home.data / f"netmentor.sqlite3.{ASIDE}"
    assert "after" not in marked(home)
    with closing(sqlite3.connect(aside)) as connection:
        assert connection.execute("SELECT DISTINCT note FROM landmark").fetchall() == [
            ("in the log",)
        ]


def test_a_damaged_database_gives_way_and_is_kept(home: Settings, backup: Path) -> None:
    assert home.sqlite_path
    home.sqlite_path.write_bytes(b"no database")

    restore(home, backup, now=NOON)

    assert "before" in marked(home)
    assert (home.data / f"netmentor.sqlite3.{ASIDE}").read_bytes() == b"no database"


def test_a_restore_is_refused_while_something_runs(home: Settings, backup: Path) -> None:
    mark(home, "after")
    with in_use(home), untouched(home):
        done = netmentor(home, "restore", str(backup))

    assert done.returncode == 1
    assert done.stderr == (
        f"netmentor: NetMentor is running on {home.data}; stop it first, then try again.\n"
    )


def test_a_backup_that_is_not_there_is_told(home: Settings, tmp_path: Path) -> None:
    with pytest.raises(NetMentorError, match=r"There is no file .*missing\.tar"):
        restore(home, tmp_path / "missing.tar", now=NOON)


def test_a_backup_of_a_newer_version_is_refused(
    home: Settings, loaded: Path, tmp_path: Path
) -> None:
    newer = tmp_path / "newer.sqlite3"
    newer.write_bytes(loaded.read_bytes())
    run_sql(newer, NEWER)

    with untouched(home), pytest.raises(NetMentorError, match="newer than this version"):
        restore(home, packed(tmp_path / "newer.tar", newer), now=NOON)


def test_a_backup_with_references_to_nothing_is_refused(
    home: Settings, loaded: Path, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.sqlite3"
    torn.write_bytes(loaded.read_bytes())
    run_sql(torn, "DELETE FROM organization")

    with untouched(home), pytest.raises(NetMentorError, match=r"rows of .* refer to nothing"):
        restore(home, packed(tmp_path / "torn.tar", torn), now=NOON)


def test_a_backup_of_an_older_version_is_brought_forward(home: Settings, tmp_path: Path) -> None:
    older = tmp_path / "older.sqlite3"
    run_sql(older, "CREATE TABLE before_everything (id INTEGER)")

    restore(home, packed(tmp_path / "older.tar", older), now=NOON)

    assert marked(home) == set()


def test_the_secret_key_comes_back_and_the_other_one_is_kept(home: Settings, backup: Path) -> None:
    key = home.data / "secret_key"
    key.write_text("starlight" * 4)

    told = restore(replace(home, secret_key="starlight" * 4), backup, now=NOON)

    aside = home.data / f"secret_key.{ASIDE}"
    assert key.read_text() == home.secret_key
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert aside.read_text() == "starlight" * 4
    assert told[-1] == f"The secret key that was there is now {aside}."


def test_a_key_from_outside_is_not_replaced(home: Settings, backup: Path) -> None:
    told = restore(replace(home, secret_key="moonlight" * 4), backup, now=NOON)

    assert told[-1].startswith("The secret key in the backup was left out")
    assert (home.data / "secret_key").read_text() == home.secret_key


async def somebody() -> int:
    user = await make_user()
    async with transaction():
        await bump([user.id])
    return user.id


async def numbers() -> list[int]:
    return await values_of(AgendaRevision.all(), "number")


def test_no_calendar_takes_what_comes_back_for_what_it_has(home: Settings, tmp_path: Path) -> None:
    user_id = inside(home, somebody)
    backup = back_up(home, tmp_path / "people.tar", now=NOON)
    inside(home, lambda: bump([user_id] * 3))

    restore(home, backup, now=NOON)

    assert inside(home, numbers) == [1 + int(NOON.timestamp())]


@on_postgres
def test_no_calendar_takes_what_a_server_gets_back_for_what_it_has(
    database_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    inside(database_settings, somebody)
    backup = back_up(database_settings, tmp_path / "people.tar", now=NOON)

    restore(elsewhere, backup, now=NOON)

    assert inside(elsewhere, numbers) == [1 + int(NOON.timestamp())]


async def feeds() -> dict[str, str]:
    """Make two private feeds; return the hashes of their addresses by their names."""
    user = await make_user("reads@example.org")
    made = [await make_private_feed(user, name) for name in ("Lost phone", "Old address")]
    return {feed.name: feed.token_hash for feed, _ in made}


async def withdraw(settings: Settings) -> None:
    lost, old = await PrivateFeed.all().order_by("id")
    await keeping.revoke_feed(lost, settings.data, now=NOON)
    await keeping.replace_address(old, settings.data, now=NOON)


async def readable() -> list[str]:
    return await values_of(PrivateFeed.filter(revoked_at=None), "token_hash")


def test_a_restore_brings_no_dead_address_back(home: Settings, tmp_path: Path) -> None:
    inside(home, feeds)
    backup = back_up(home, tmp_path / "people.tar", now=NOON)
    inside(home, partial(withdraw, home))

    told = restore(home, backup, now=NOON)

    assert told[-1] == "Revoked again: 2 calendar addresses."
    assert inside(home, readable) == []


@on_postgres
def test_a_server_with_tables_is_never_overwritten(
    database_settings: Settings, tmp_path: Path
) -> None:
    backup = back_up(database_settings, tmp_path / "backup.tar", now=NOON)
    mark(database_settings, "after")

    with pytest.raises(NetMentorError, match="not empty, and a restore overwrites nothing"):
        restore(database_settings, backup, now=NOON)

    assert "after" in marked(database_settings)


@on_postgres
def test_a_server_is_empty_again_when_a_restore_fails(
    database_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    """The backup is of a newer version, which shows only after it was loaded."""
    run_on_server(database_settings, NEWER)
    newer = back_up(database_settings, tmp_path / "newer.tar", now=NOON)
    run_on_server(database_settings, OURS_AGAIN)
    good = back_up(database_settings, tmp_path / "good.tar", now=NOON)

    with pytest.raises(NetMentorError, match="newer than this version"):
        restore(elsewhere, newer, now=NOON)
    restore(elsewhere, good, now=NOON)

    assert "backup" in marked(elsewhere)


@on_postgres
def test_a_dump_that_is_damaged_is_refused_by_the_servers_program(
    elsewhere: Settings, tmp_path: Path
) -> None:
    (tmp_path / "dump").write_bytes(b"PGDMP no dump")
    damaged = packed(tmp_path / "damaged.tar", tmp_path / "dump", dialect="postgres")

    with pytest.raises(NetMentorError, match=r"PostgreSQL refuses: pg_restore: error: "):
        restore(elsewhere, damaged, now=NOON)
