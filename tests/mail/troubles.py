"""What befalls a database for the length of a block: a full disk, somebody who locks it."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from netmentor.settings import Settings

_FULL = (
    "CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN"
    " RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';"
    " END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON outgoing_mail"
    " FOR EACH ROW EXECUTE FUNCTION refuse()",
)
_FREE = ("DROP TRIGGER full_disk ON outgoing_mail", "DROP FUNCTION refuse()")


@asynccontextmanager
async def full_disk(settings: Settings, pid: int) -> AsyncIterator[None]:
    """Have every write of the process fail, as it does on a full disk.

    With SQLite the process writes files itself, and may write none. PostgreSQL's server is
    shared with other tests and ends when its log cannot be written, so it says what it says where
    a table cannot grow.
    """
    if settings.on_postgres:
        async with _connection(settings) as connection:
            for statement in _FULL:
                await connection.execute(statement)
            yield
            for statement in _FREE:
                await connection.execute(statement)
        return
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@asynccontextmanager
async def locked(settings: Settings) -> AsyncIterator[None]:
    """Hold a lock that no other write gets past."""
    if settings.on_postgres:
        async with _connection(settings) as connection, connection.transaction():
            await connection.execute("LOCK TABLE outgoing_mail IN ACCESS EXCLUSIVE MODE")
            yield
        return
    connection = sqlite3.connect(str(settings.sqlite_path), isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        yield
    finally:
        connection.close()


@asynccontextmanager
async def _connection(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(settings.database_url)
    try:
        yield connection
    finally:
        await connection.close()
