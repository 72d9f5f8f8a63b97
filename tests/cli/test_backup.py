"""A backup holds all that was on disk when it began, and can be taken while others write."""

from __future__ import annotations

import asyncio
import hashlib
import json
import stat
import tarfile
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from netmentor import __version__
from netmentor.cli import postgres_copy
from netmentor.cli.backup import back_up
from netmentor.db import signs
from netmentor.db.connections import connected
from netmentor.errors import NetMentorError
from netmentor.settings import Settings
from tests.cli.pairs import pairs_in, said_by
from tests.cli.processes import CHECKOUT, environ, free_port, netmentor, running, until
from tests.factories import NOON


def content_of(backup: Path) -> dict[str, bytes]:
    with tarfile.open(backup) as tar:
        return {entry.name: tar.extractfile(entry).read() for entry in tar}  # type: ignore[union-attr]


async def test_a_backup_taken_under_writes_is_whole_when_restored_elsewhere(
    database_settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.tar"
    env = environ(database_settings)
    with ExitStack() as stack:
        writers = [
            stack.enter_context(
                running(["-m", "tests.cli.writer", name, "9999"], env, tmp_path / f"{name}.log")
            )
            for name in ("ada", "bob")
        ]
        until(lambda: all(len(said_by(writer)) >= 20 for writer in writers))
        before = said_by(*writers)
        made = await asyncio.to_thread(netmentor, database_settings, "backup", str(backup))
        still_writing = [writer.process.poll() is None for writer in writers]
        after = said_by(*writers)

    restored = await asyncio.to_thread(netmentor, elsewhere, "restore", str(backup))

    assert (made.returncode, made.stdout) == (0, f"Wrote {backup}.\n"), made.stderr
    assert (restored.returncode, restored.stderr) == (0, "")
    assert still_writing == [True, True]
    assert len(after) > len(before)
    assert before <= await pairs_in(elsewhere)


def test_a_backup_tells_what_it_is_and_is_for_its_owner_alone(
    database_settings: Settings, tmp_path: Path
) -> None:
    out = back_up(database_settings, tmp_path / "backup.tar", now=NOON)

    content = content_of(out)
    manifest = json.loads(content.pop("manifest.json"))
    kind = "postgres" if database_settings.on_postgres else "sqlite"
    assert manifest == {
        "format": 1,
        "version": __version__,
        "dialect": kind,
        "last_migration": sorted((CHECKOUT / "migrations").glob("0*.py"))[-1].stem,
        "created_at": "2026-11-24T12:00:00+00:00",
        "members": {name: hashlib.sha256(data).hexdigest() for name, data in content.items()},
    }
    assert content["secret_key"].decode() == database_settings.secret_key
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_folder_gets_a_file_named_by_the_moment(home: Settings, tmp_path: Path) -> None:
    moment = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)

    assert back_up(home, tmp_path, now=moment) == tmp_path / "netmentor-20260304-050607.tar"


def test_a_backup_overwrites_nothing(home: Settings, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")

    with pytest.raises(NetMentorError, match=r"mine exists already"):
        back_up(home, tmp_path / "mine", now=NOON)

    assert (tmp_path / "mine").read_text() == "mine"


def test_a_backup_into_no_folder_is_refused(home: Settings, tmp_path: Path) -> None:
    with pytest.raises(NetMentorError, match=r"There is no folder .*missing\.$"):
        back_up(home, tmp_path / "missing" / "backup.tar", now=NOON)


def test_a_key_from_outside_stays_outside(home: Settings, tmp_path: Path) -> None:
    found = replace(home, secret_key="moonlight" * 4)

    assert "secret_key" not in content_of(back_up(found, tmp_path / "backup.tar", now=NOON))


def test_the_doctor_learns_of_the_backup(home: Settings, tmp_path: Path) -> None:
    out = back_up(home, tmp_path / "backup.tar", now=NOON)

    async def landmark() -> tuple[datetime, str]:
        async with connected(home):
            found = await signs.last("backup")
            assert found
            return found.at, found.note

    assert asyncio.run(landmark()) == (NOON, str(out))


def test_a_database_without_tables_is_not_backed_up(
    empty_database: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()

    with pytest.raises(NetMentorError, match=r"There is no database|has no tables"):
        back_up(empty_database, out, now=NOON)

    assert list(out.iterdir()) == []


def test_a_missing_program_is_told_with_the_package_that_has_it() -> None:
    with pytest.raises(NetMentorError, match=r"pg_dance is not installed.* postgresql-client"):
        postgres_copy.program_for("pg_dance", 15)


def test_a_server_that_does_not_answer_is_told_in_a_sentence(
    home: Settings, tmp_path: Path
) -> None:
    url = f"postgres://ada:moonlight@127.0.0.1:{free_port()}/netmentor"

    done = netmentor(home, "backup", str(tmp_path), NETMENTOR_DATABASE_URL=url)

    assert done.returncode == 1
    assert done.stderr.startswith("netmentor: The system refuses: ")
    assert "moonlight" not in done.stderr
    assert list(tmp_path.glob("*netmentor-*")) == []
