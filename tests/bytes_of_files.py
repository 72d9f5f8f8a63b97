"""What bytes the files of an installation hold, whatever is still a row of them."""

from __future__ import annotations

import asyncpg

from netmentor.settings import Settings

# A dead row is in the file of its table until that is written anew; on the disk after a checkpoint.
_LEFT_IN = """
    SELECT relname FROM pg_class
    WHERE relkind IN ('r', 'i', 't') AND pg_relation_filenode(oid) IS NOT NULL
    AND position(
        $1::bytea IN pg_read_binary_file(pg_relation_filepath(oid), 0, pg_relation_size(oid), true)
    ) > 0"""


async def left_of(word: str, settings: Settings) -> set[str]:
    """Where a word of lower case is, in whatever case: the file, and on SQLite what follows it.

    On PostgreSQL these are the files of tables and indexes; not the server's log.
    """
    found = {
        f"{file.name}: {piece[:40]!r}"
        for file in settings.data.rglob("*")
        if file.is_file()
        for piece in file.read_bytes().lower().split(word.encode())[1:]
    }
    if settings.on_postgres:
        connection = await asyncpg.connect(settings.database_url)
        try:
            await connection.execute("CHECKPOINT")
            found |= {row["relname"] for row in await connection.fetch(_LEFT_IN, word.encode())}
        finally:
            await connection.close()
    return found
