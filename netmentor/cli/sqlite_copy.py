"""Copying a SQLite database while it is written to, and putting a copy in its place."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from netmentor.errors import Conflict, Invalid, NotFound


class NoDatabase(NotFound):
    """There is no database file yet."""


class BrokenDatabase(Invalid):
    """SQLite's own check finds the file damaged."""


class StillOpen(Conflict):
    """Another program has the database open."""


def dump(database: Path, copy: Path) -> None:
    """Write the database as it is at one moment to the new file `copy`, and check it.

    Writers go on meanwhile: all pages are read in one step, from one snapshot.
    """
    if not database.exists():
        raise NoDatabase(f"There is no database at {database} yet.")
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
    refuse_broken(copy)


def refuse_broken(database: Path) -> None:
    """Raise BrokenDatabase unless the file is whole and every reference in it leads somewhere."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            [(said,)] = connection.execute("PRAGMA integrity_check(1)").fetchall()
            lost = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as exc:
        raise BrokenDatabase(f"The database is damaged: {exc}.") from exc
    if said != "ok":
        raise BrokenDatabase(f"The database is damaged: {said}.")
    if lost:
        raise BrokenDatabase(f"The database is damaged: rows of {lost[0]} refer to nothing.")


def put_in_place(new: Path, database: Path, aside: Path) -> bool:
    """Make `new` the database, and keep the one before under the name `aside`; return if any.

    At every moment there is a whole database under the name `database`.
    """
    _write_log_into(new)
    kept = database.exists()
    if kept:
        _set_aside(database, aside)
    new.replace(database)
    _sync_folder(database.parent)
    return kept


def _set_aside(database: Path, aside: Path) -> None:
    with suppress(sqlite3.DatabaseError):  # too damaged to open: kept as it is, log included
        _write_log_into(database)
    os.link(database, aside)
    for ending in ("-wal", "-shm"):
        beside = database.with_name(database.name + ending)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + ending))


def _write_log_into(database: Path) -> None:
    """Bring what stands in the write-ahead log into the file itself."""
    with closing(sqlite3.connect(database, timeout=1)) as connection:
        [(busy, _, _)] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if busy:
        raise StillOpen(f"Another program has {database} open; close it first.")
    handle = os.open(database, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
