"""netmentor backup: the database and the secret key in one file, while the service runs."""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from datetime import datetime
from pathlib import Path

from tortoise.connection import get_connection
from tortoise.exceptions import OperationalError

from netmentor import __version__, clock, settings
from netmentor.cli import archive, lock, postgres_copy, sqlite_copy
from netmentor.db import signs
from netmentor.db.connections import connected
from netmentor.errors import Conflict, Invalid
from netmentor.settings import Settings


class Exists(Conflict):
    """There is a file of that name, and a backup overwrites nothing."""


class NothingToBackUp(Invalid):
    """The database has no tables yet."""


def describe(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("backup", help="write database and secret key to one file")
    command.add_argument(
        "out", metavar="OUT", type=Path, help="a new file, or a folder to make a named one in"
    )
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    found = settings.load()
    with lock.in_use(found):
        out = back_up(found, arguments.out, now=clock.now())
    print(f"Wrote {out}.")
    return 0


def back_up(found: Settings, out: Path, *, now: datetime) -> Path:
    """Write a backup to `out`, a new file or a folder, and return the file.

    The file appears under its name whole or not at all. Raises Exists if the name is taken.
    """
    out = out.absolute()
    out = out / f"netmentor-{now:%Y%m%d-%H%M%S}.tar" if out.is_dir() else out
    if out.exists():
        raise Exists(f"{out} exists already; a backup overwrites nothing.")
    if not out.parent.is_dir():
        raise Invalid(f"There is no folder {out.parent}.")
    with tempfile.TemporaryDirectory(prefix=".netmentor-backup-", dir=out.parent) as folder:
        whole = _written(found, Path(folder), now=now)
        _take_name(whole, out)
    asyncio.run(_record(found, out, now=now))
    return out


def _written(found: Settings, folder: Path, *, now: datetime) -> Path:
    """Write the archive into `folder`, which nobody else can read."""
    dialect = "postgres" if found.on_postgres else "sqlite"
    copy = folder / archive.DATABASE[dialect]
    if found.sqlite_path:
        sqlite_copy.dump(found.sqlite_path, copy)
    else:
        postgres_copy.dump(found, copy)
    files = {copy.name: copy}
    if kept_key(found):
        files[archive.KEY] = found.data / archive.KEY
    manifest = archive.Manifest(
        version=__version__,
        dialect=dialect,
        last_migration=asyncio.run(_last_migration(found)),
        created_at=now.isoformat(),
        members={name: archive.digest_of(path) for name, path in files.items()},
    )
    archive.write(folder / "whole.tar", manifest, files)
    return folder / "whole.tar"


def kept_key(found: Settings) -> bool:
    """True if the secret key in use is the one in the data folder, and not one from outside."""
    file = found.data / archive.KEY
    return file.is_file() and file.read_text(encoding="ascii").strip() == found.secret_key


def _take_name(whole: Path, out: Path) -> None:
    """Rename without overwriting, also where the file system knows no links."""
    try:
        os.close(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError as exc:
        raise Exists(f"{out} exists already; a backup overwrites nothing.") from exc
    try:
        whole.replace(out)
    except OSError:
        out.unlink()
        raise


async def _last_migration(found: Settings) -> str:
    async with connected(found):
        try:
            rows = await get_connection("default").execute_query_dict(
                "SELECT name FROM tortoise_migrations ORDER BY name DESC LIMIT 1"
            )
        except OperationalError:
            rows = []
    if not rows:
        raise NothingToBackUp("There is nothing to back up: the database has no tables yet.")
    return str(rows[0]["name"])


async def _record(found: Settings, out: Path, *, now: datetime) -> None:
    async with connected(found):
        await signs.record("backup", at=now, note=str(out))
