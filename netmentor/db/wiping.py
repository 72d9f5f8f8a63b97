"""Bytes of what was erased: noted together with its deletion, and gone from the files soon after.

A row that is deleted still stands in the log of the database, in pages that nobody uses any more
and in the index of full text. A note that is in the database itself outlives whoever was to
follow it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from netmentor.db import postgres_wiping, signs, sqlite_wiping
from netmentor.db.bulk import change
from netmentor.db.reading import is_postgres, rows_by_key

AT_ONCE = 64 * 1024 * 1024  # bytes of a database or table that others hardly miss meanwhile
AT_MOST_EVERY = timedelta(hours=1)  # a database is written anew, however much is erased
LOG = "to_wipe_from_the_log"  # names of landmarks, there while it is to be done
FILE = "to_wipe_from_the_file"
WRITTEN_ANEW = "written_anew"  # when that was begun last

_NOTE = """
    INSERT INTO landmark (name, at, note) VALUES (?, ?, ?), (?, ?, ?)
    ON CONFLICT (name) DO UPDATE SET at = excluded.at, note = excluded.note"""
_NOTED = "SELECT name, note FROM landmark WHERE name IN (?, ?)"
_SETTLED = "DELETE FROM landmark WHERE name = ? AND note = ?"


async def note_erased(*, now: datetime) -> None:
    """Have wiped what the caller's transaction deletes. Last in it: others wait for this row."""
    mark = uuid4().hex  # by which a later erasure is told from the one that is being wiped
    await change(_NOTE, LOG, now, mark, FILE, now, mark)


async def wipe(*, now: datetime, largest: int | None = AT_ONCE) -> bool:
    """Wipe what is noted, as far as nobody waits for it; return whether nothing is left to wipe.

    What is larger than `largest` bytes is not written anew, and nothing within an hour of the
    last time; with None all of it is. In no transaction.
    """
    noted = await _noted()
    if not noted:
        return True
    anew = FILE in noted and (largest is None or await _is_time(now))
    if not anew and LOG not in noted:
        return False
    if anew and LOG not in noted:  # what is written anew goes through the log
        await note_erased(now=now)
        noted = await _noted()
    if anew and largest is not None:
        await signs.record(WRITTEN_ANEW, at=now)
    wiping = postgres_wiping if is_postgres() else sqlite_wiping
    log_is_clean, file_is_clean = await wiping.wipe(largest if anew else 0)
    for name, is_clean in ((LOG, log_is_clean), (FILE, file_is_clean)):
        if is_clean and name in noted:
            await change(_SETTLED, name, noted.pop(name))
    return not await _noted()


async def _noted() -> dict[str, str]:
    return dict([tuple(row) for row in await rows_by_key(_NOTED, LOG, FILE)])


async def _is_time(now: datetime) -> bool:
    last = await signs.last(WRITTEN_ANEW)
    return last is None or not timedelta(0) <= now - last.at < AT_MOST_EVERY
