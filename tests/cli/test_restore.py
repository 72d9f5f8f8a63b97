"""A restore takes in what a backup wrote and nothing else, and loses nothing on the way."""

from __future__ import annotations

import asyncio
import io
import json
import sqlite3
import stat
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tortoise.connection import get_connection

from netmentor.cli import archive
from netmentor.cli.archive import Manifest, digest_of
from netmentor.cli.backup import back_up
from netmentor.cli.lock import in_use
from netmentor.cli.restore import restore
from netmentor.db import signs
from netmentor.db.connections import connected
from netmentor.errors import NetMentorError
from netmentor.settings import Settings
from tests import databases
from tests.cli.processes import netmentor
from tests.factories import NOON

ASIDE = "before-restore-20261124-120000"


on_postgres = pytest.mark.parametrize("database_kind", ["postgres"], indirect=True)


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


def run_on_server(settings: Settings, statement: str) -> None:
    asyncio.run(databases.administer(settings.database_url, statement))


def run_sql(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def packed(out: Path, database: Path, **told: Any) -> Path:
    """Write an archive by hand, with a manifest that may say something else."""
    kind = told.get("dialect", "sqlite")
    name = archive.DATABASE.get(kind, "database.sqlite3")
    manifest = {
        "version": "0.1.0",
        "dialect": kind,
        "last_migration": "0001_initial",
        "created_at": "2026-11-23T12:00:00+00:00",
        "members": {name: digest_of(database)},
    }
    archive.write(out, Manifest(**manifest | told), {name: database})
    return out


@pytest.fixture
def backup(home: Settings, tmp_path: Path) -> Path:
    """A backup in which only "before" is marked."""
    mark(home, "before")
    return back_up(home, tmp_path / "backup.tar", now=NOON)


@contextmanager
def untouched(settings: Settings) -> Iterator[None]:
    """Fail if the data folder holds anything else after the block than before it."""
    before = content_of(settings.data)
    yield
    assert content_of(settings.data) == before


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


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


def rewritten(change: Callable[[dict[str, bytes]], object]) -> Callable[[Path], None]:
    """Return what rewrites an archive with its members changed as a dictionary."""

    def rewrite(path: Path) -> None:
        with tarfile.open(path) as tar:
            members = {one.name: tar.extractfile(one).read() for one in tar}  # type: ignore[union-attr]
        change(members)
        with tarfile.open(path, "w") as tar:
            for name, data in members.items():
                entry = tarfile.TarInfo(name)
                entry.size = len(data)
                tar.addfile(entry, io.BytesIO(data))

    return rewrite


def told(**other: object) -> Callable[[Path], None]:
    """Return what makes the manifest of an archive say something else."""

    def change(members: dict[str, bytes]) -> None:
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | other).encode()

    return rewritten(change)


def with_link(path: Path) -> None:
    entry = tarfile.TarInfo("secret_key")
    entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(path, "w") as tar:
        manifest = json.dumps(
            {
                "format": 1,
                "version": "0.1.0",
                "dialect": "sqlite",
                "last_migration": "0001_initial",
                "created_at": "",
                "members": {"secret_key": "", "database.sqlite3": ""},
            }
        ).encode()
        first = tarfile.TarInfo("manifest.json")
        first.size = len(manifest)
        tar.addfile(first, io.BytesIO(manifest))
        tar.addfile(entry)


def doubled(path: Path) -> None:
    with tarfile.open(path, "a") as tar:
        entry = tarfile.TarInfo("database.sqlite3")
        tar.addfile(entry, io.BytesIO())


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-200_000])


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (flipped, "is damaged: database.sqlite3 is not what was written"),
        (cut_short, "is no whole backup"),
        (lambda path: path.write_bytes(b""), "is no whole backup"),
        (lambda path: path.write_text("a letter, and no backup at all"), "is no whole backup"),
        (doubled, "holds database.sqlite3 2 times"),
        (with_link, "secret_key is no plain file|holds database.sqlite3 0 times"),
        (rewritten(lambda members: members.pop("secret_key")), "holds secret_key 0 times"),
        (rewritten(lambda members: members.pop("manifest.json")), "does not begin with a manifest"),
        (rewritten(lambda members: members.update({"../evil": b""})), r"holds '\.\./evil'"),
        (rewritten(lambda members: members.update({"/tmp/evil": b""})), "holds '/tmp/evil'"),
        (rewritten(lambda members: members.update({"manifest.json": b"{}"})), "cannot be read"),
        (rewritten(lambda members: members.update({"manifest.json": b"[" * 9999})), "cannot be"),
        (told(members={"../evil": ""}), "lists what no backup has"),
        (told(members={}), "lists what no backup has"),
        (told(dialect="oracle"), "lists what no backup has"),
        (told(surprise=1), "cannot be read"),
        (told(format=2), "has format 2; this version reads 1"),
    ],
)
def test_a_file_that_is_not_what_was_written_is_refused(
    home: Settings, backup: Path, harm: Callable[[Path], object], sentence: str
) -> None:
    harm(backup)

    with untouched(home), pytest.raises(NetMentorError, match=sentence):
        restore(home, backup, now=NOON)

    assert not (home.data.parent / "evil").exists()


def test_a_backup_that_is_not_there_is_told(home: Settings, tmp_path: Path) -> None:
    with pytest.raises(NetMentorError, match=r"There is no file .*missing\.tar"):
        restore(home, tmp_path / "missing.tar", now=NOON)


def test_a_backup_of_the_other_kind_of_database_is_refused(home: Settings, tmp_path: Path) -> None:
    (tmp_path / "dump").write_bytes(b"PGDMP")
    other = packed(tmp_path / "other.tar", tmp_path / "dump", dialect="postgres")

    with untouched(home), pytest.raises(NetMentorError, match="of a postgres database"):
        restore(home, other, now=NOON)


def test_a_backup_of_a_newer_version_is_refused(
    home: Settings, loaded: Path, tmp_path: Path
) -> None:
    newer = tmp_path / "newer.sqlite3"
    newer.write_bytes(loaded.read_bytes())
    run_sql(newer, "UPDATE tortoise_migrations SET name = '9999_future'")

    with untouched(home), pytest.raises(NetMentorError, match="newer than this version"):
        restore(home, packed(tmp_path / "newer.tar", newer), now=NOON)


def test_a_backup_with_references_to_nothing_is_refused(
    home: Settings, loaded: Path, tmp_path: Path
) -> None:
    torn = tmp_path / "torn.sqlite3"
    torn.write_bytes(loaded.read_bytes())
    run_sql(torn, "DELETE FROM organization")

    with untouched(home), pytest.raises(NetMentorError, match="rows of .* refer to nothing"):
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
    rename = "UPDATE tortoise_migrations SET name = '{}'"
    run_on_server(database_settings, rename.format("9999_future"))
    newer = back_up(database_settings, tmp_path / "newer.tar", now=NOON)
    run_on_server(database_settings, rename.format("0001_initial"))
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
