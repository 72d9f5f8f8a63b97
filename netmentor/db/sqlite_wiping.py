"""What deleted rows leave in the files of SQLite, taken out: the log, full text, unused bytes."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import suppress
from pathlib import Path

from tortoise.connection import get_connection

_PATIENCE = 1.0  # seconds to wait for whoever writes
_READERS = 50  # milliseconds to wait for whoever reads; nobody can write meanwhile
_AT_A_TIME = 64  # pages of an index of full text that are written in one transaction
_FULL_TEXT = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE %fts5%'"
)


async def wipe(largest: int | None) -> tuple[bool, bool]:
    """Wipe the log, and write the file anew if it is no larger than so many bytes, or for None.

    Returns whether there is nothing left in the log, and whether there is nothing in the file.
    Whoever reads or writes at this moment is not waited for: then it is to be done again.
    """
    file = Path(get_connection("default").filename)  # type: ignore[attr-defined]
    connection = sqlite3.connect(
        file, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
    )
    work = asyncio.ensure_future(asyncio.to_thread(_wipe, connection, largest))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        connection.interrupt()
        await asyncio.wait([work])
        raise
    finally:
        connection.close()


def _wipe(connection: sqlite3.Connection, largest: int | None) -> tuple[bool, bool]:
    log_is_clean = file_is_clean = False
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    with suppress(_Busy):
        _forget_words(connection)
        if largest is None or _size(connection) <= largest:
            _try(connection, "VACUUM")
            file_is_clean = True
        log_is_clean = _empty_log(connection)
    return log_is_clean, file_is_clean


def _forget_words(connection: sqlite3.Connection) -> None:
    """Write the indexes of full text anew: they hold deleted words until parts are merged."""
    for (name,) in connection.execute(_FULL_TEXT).fetchall():
        command = f'INSERT INTO "{name}" ("{name}", rank) VALUES (\'merge\', ?)'  # noqa: S608
        before, at_a_time = -2, -_AT_A_TIME  # less than nothing begins with all parts
        while connection.total_changes - before >= 2:  # as FTS5 says that there is more to do
            before = connection.total_changes
            _try(connection, command, at_a_time)
            at_a_time = _AT_A_TIME


def _empty_log(connection: sqlite3.Connection) -> bool:
    """Bring what the log holds into the file, and cut the log off; False where somebody reads."""
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)")  # most of it keeps nobody waiting
    connection.execute(f"PRAGMA busy_timeout={_READERS}")
    is_busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy


def _size(connection: sqlite3.Connection) -> int:
    [(pages,)] = connection.execute("PRAGMA page_count")
    [(each,)] = connection.execute("PRAGMA page_size")
    return int(pages * each)


class _Busy(Exception):
    """Somebody else writes."""


def _try(connection: sqlite3.Connection, statement: str, *values: object) -> None:
    try:
        connection.execute(statement, values)
    except sqlite3.OperationalError as exc:
        if "locked" in str(exc):
            raise _Busy from exc
        raise
