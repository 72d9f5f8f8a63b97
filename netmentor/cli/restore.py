"""netmentor restore: a backup becomes the database, and what was there is kept."""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from netmentor import clock, keeping, settings
from netmentor.accounts.actions import leave_numbers_behind
from netmentor.cli import archive, lock, postgres_copy, sqlite_copy
from netmentor.cli.backup import kept_key
from netmentor.copies import actions as copies
from netmentor.db import wiping
from netmentor.db.connections import connected
from netmentor.db.migrate import migrate
from netmentor.errors import NotFound
from netmentor.settings import Settings


def describe(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "restore", help="take a backup in; refused while anything of NetMentor runs"
    )
    command.add_argument("archive", metavar="IN", type=Path, help="a file that `backup` wrote")
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    found = settings.load()
    with lock.alone(found):
        for line in restore(found, arguments.archive, now=clock.now()):
            print(line)
    return 0


def restore(found: Settings, backup: Path, *, now: datetime) -> list[str]:
    """Make the backup the database and return what to tell the operator.

    Until everything is checked and migrated, what is there stays in place; whatever fails
    before, leaves it so.
    """
    if not backup.is_file():
        raise NotFound(f"There is no file {backup}.")
    room = found.sqlite_path.parent if found.sqlite_path else found.data
    with tempfile.TemporaryDirectory(prefix=".netmentor-restore-", dir=room) as folder:
        dialect = "postgres" if found.on_postgres else "sqlite"
        manifest = archive.unpack(backup, Path(folder), dialect)
        copy = Path(folder) / archive.DATABASE[dialect]
        if found.sqlite_path:
            told = _into_sqlite(found, found.sqlite_path, copy, now=now)
        else:
            told = _into_postgres(found, copy)
        told += _key(found, Path(folder) / archive.KEY, now=now)
        told += asyncio.run(_outlive(found, now=now))
    made = f"Restored the backup of {manifest.created_at}, made by NetMentor {manifest.version}."
    return [made, *told]


def _into_sqlite(found: Settings, database: Path, copy: Path, *, now: datetime) -> list[str]:
    sqlite_copy.refuse_broken(copy)
    asyncio.run(migrate(replace(found, database_url=f"sqlite://{copy}"), say=print))
    sqlite_copy.refuse_broken(copy)
    aside = _aside(database, now=now)
    kept = sqlite_copy.put_in_place(copy, database, aside)
    return [f"The database that was there is now {aside}."] if kept else []


def _into_postgres(found: Settings, copy: Path) -> list[str]:
    asyncio.run(postgres_copy.refuse_tables(found))
    try:
        postgres_copy.load(found, copy)
        asyncio.run(migrate(found, say=print))
    except BaseException:
        asyncio.run(postgres_copy.empty(found))
        raise
    return []


def _key(found: Settings, restored: Path, *, now: datetime) -> list[str]:
    """Put the backup's secret key in place; sign-ins and links of its time hold with no other."""
    if not restored.exists():
        return []
    if not kept_key(found):
        return ["The secret key in the backup was left out: NETMENTOR_SECRET_KEY is set."]
    kept = found.data / archive.KEY
    if kept.read_bytes() == restored.read_bytes():
        return []
    aside = _aside(kept, now=now)
    os.link(kept, aside)
    draft = kept.with_name(f".{kept.name}.restored")
    draft.touch(mode=0o600)
    draft.write_bytes(restored.read_bytes())
    draft.replace(kept)
    return [f"The secret key that was there is now {aside}."]


async def _outlive(found: Settings, *, now: datetime) -> list[str]:
    """Take what the backup knows nothing of into account.

    That is who was erased, which addresses of calendars were revoked, which copies of accounts
    were ended, and what was read.

    Numbers that users' calendars were told by come again with a backup, for other content:
    whoever has one of them would be told that nothing is new.
    """
    async with connected(found):
        erased = await keeping.erase_again(found, now=now)
        revoked = await keeping.revoke_again(found.data, now=now)
        ended = await copies.end_again(found.data)
        await leave_numbers_behind(now=now)
        await wiping.note_erased(now=now)  # copies hold what was erased before they were made, too
        await wiping.wipe(now=now, largest=None)
    return [
        *(
            [f"Erased again: {_count(erased, 'account')} that the backup still held."]
            * bool(erased)
        ),
        *([f"Revoked again: {_count(revoked, 'calendar address')}."] * bool(revoked)),
        *([f"Ended again: {_count(ended, 'plan')} of copies."] * bool(ended)),
    ]


def _count(number: int, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{number} {thing}{'es' if thing[-1] == 's' else 's'}"


def _aside(path: Path, *, now: datetime) -> Path:
    return path.with_name(f"{path.name}.before-restore-{now:%Y%m%d-%H%M%S}")
