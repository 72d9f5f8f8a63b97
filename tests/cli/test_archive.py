"""A file that is not what `backup` wrote is refused, and touches nothing."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from netmentor.cli.restore import restore
from netmentor.errors import NetMentorError
from netmentor.settings import Settings
from tests.cli.marks import untouched
from tests.cli.packing import packed
from tests.factories import NOON


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
        (with_link, "secret_key is no plain file"),
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


def test_a_backup_of_the_other_kind_of_database_is_refused(home: Settings, tmp_path: Path) -> None:
    (tmp_path / "dump").write_bytes(b"PGDMP")
    other = packed(tmp_path / "other.tar", tmp_path / "dump", dialect="postgres")

    with untouched(home), pytest.raises(NetMentorError, match="of a postgres database"):
        restore(home, other, now=NOON)
