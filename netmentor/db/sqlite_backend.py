"""Tortoise engine "netmentor.db.sqlite_backend": transactions that survive cancellation.

It mends three defects of Tortoise ORM 1.1.9. A task canceled while it begins a transaction
leaves the connection's lock taken, and every later query of the process waits for ever.
Transactions begin DEFERRED (issue 1675): two processes that read and then write meet "database is
locked" whatever the busy timeout, because neither can give way. And a file that cannot be
opened leaves the lock taken as well, or a connection without its pragmas.

It also adds a glance: a read that waits for no thread, no lock and no transaction. And moments
are written in UTC, whatever clock they were told by: SQLite compares them as text.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import quote

import aiosqlite
from tortoise.backends.base.client import (
    ConnectionWrapper,
    TransactionalDBClient,
    TransactionContext,
)
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
    translate_exceptions,
)
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError, TransactionManagementError

from netmentor.db.finish import finish

sqlite3.register_adapter(datetime, lambda moment: moment.astimezone(UTC).isoformat(" "))


class _Wrapper(SqliteTransactionWrapper):
    async def begin(self) -> None:
        try:
            if self._connection.in_transaction:  # left open by a canceled execute_many
                await self._connection.rollback()
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as exc:
            raise OperationalError(exc) from exc
        self._changes = self._connection.total_changes

    @translate_exceptions
    async def execute_each(self, some: Sequence[tuple[str, Sequence[object]]]) -> list[list[Any]]:
        """Run statements one after the other; return the rows that each returned.

        They wait in the thread's own line: the event loop is woken for all of them together, and
        not between one and the next. What fails leaves those behind it to be rolled back.
        """
        async with self.acquire_connection() as connection:
            for one, values in some:
                self.log.debug("%s: %s", one, values)
            waiting = [connection.execute_fetchall(one, values) for one, values in some]
            return [list(found) for found in await asyncio.gather(*waiting)]

    async def look(self, question: str, *values: object) -> list[Any]:
        """Return the rows as this transaction sees them.

        Until it has changed a row they are as they were committed last, for nobody else writes
        meanwhile: then the event loop reads them. Tables that it made itself it finds later.
        """
        if self._connection.total_changes == self._changes:
            found = cast(Client, self._parent).peek(question, *values)
            if found is not None:
                return found
        _, rows = await self.execute_query(question, list(values))
        return list(rows)


class _Context(SqliteTransactionContext):
    __slots__ = ()

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await finish(self.ensure_connection())
            await finish(self.connection.begin())
        except BaseException:
            try:
                connection = self.connection._connection
                if connection is not None and connection.in_transaction:
                    await finish(connection.rollback())
            finally:
                self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return cast(TransactionalDBClient, self.connection)

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        get_connections().reset(self.token)
        try:
            if not self.connection._finalized:
                if exc_type is None:
                    await finish(self.connection.commit())
                elif exc_type is not TransactionManagementError:
                    await finish(self.connection.rollback())
        finally:
            self._trxlock.release()


class _Shared(ConnectionWrapper[aiosqlite.Connection]):
    __slots__ = ()

    async def __aenter__(self) -> aiosqlite.Connection:
        await self._lock.acquire()
        try:
            await finish(self.ensure_connection())
        except BaseException:
            self._lock.release()
            raise
        return self.connection


class Client(SqliteClient):
    def __init__(self, file_path: str, **options: Any) -> None:
        super().__init__(file_path, **options)
        self._glass: sqlite3.Connection | None = None

    async def glance(self, question: str, *values: object) -> tuple[Any, ...] | None:
        """Return the first row as it was committed last."""
        rows = await self.look(question, *values)
        return tuple(rows[0]) if rows else None

    async def look(self, question: str, *values: object) -> list[Any]:
        """Return the rows as they were committed last, read by the event loop itself.

        A thread to read in costs more than the reading. Where this connection would have
        to wait, or cannot read, the ordinary one does, or says what is amiss.
        """
        found = self.peek(question, *values)
        if found is None:
            _, found = await self.execute_query(question, list(values))
        return list(found)

    def peek(self, question: str, *values: object) -> list[Any] | None:
        """Return the rows as they were committed last; None where it cannot be read at once."""
        try:
            if self._glass is None:
                self._glass = self._read_only()
            return self._glass.execute(question, values).fetchall()
        except sqlite3.Error:
            self._put_glass_away()
            return None

    def _read_only(self) -> sqlite3.Connection:
        address = f"file:{quote(self.filename)}?mode=ro"
        return sqlite3.connect(
            address,
            uri=True,
            timeout=0,
            isolation_level=None,
            cached_statements=8,  # most questions name their rows, and never come again
        )

    def _put_glass_away(self) -> None:
        if self._glass is not None:
            self._glass.close()
            self._glass = None

    async def close(self) -> None:
        self._put_glass_away()  # first: the last one to close tidies up, and must be able to write
        await super().close()

    async def create_connection(self, with_db: bool) -> None:
        try:
            await super().create_connection(with_db)
        except BaseException:
            await finish(self.close())  # what was opened has not all of its pragmas
            raise

    def acquire_connection(self) -> ConnectionWrapper[aiosqlite.Connection]:
        return _Shared(self._lock, self)

    def _in_transaction(self) -> TransactionContext:
        return _Context(_Wrapper(self), self._lock)

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        async with self._in_transaction() as inside:  # upstream's bare BEGIN stays open on a cancel
            await inside.execute_many(query, values)


client_class = Client
