"""Tortoise engine "netmentor.db.sqlite_backend": transactions that survive cancellation.

It mends three defects of Tortoise ORM 1.1.9. A task canceled while it begins a transaction
leaves the connection's lock taken, and every later query of the process waits for ever.
Transactions begin DEFERRED (issue 1675): two processes that read and then write meet "database is
locked" whatever the busy timeout, because neither can give way. And a file that cannot be
opened leaves the lock taken as well, or a connection without its pragmas.
"""

from __future__ import annotations

import sqlite3
from typing import Any, cast

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
)
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError, TransactionManagementError

from netmentor.db.finish import finish


class _Wrapper(SqliteTransactionWrapper):
    async def begin(self) -> None:
        try:
            if self._connection.in_transaction:  # left open by a canceled execute_many
                await self._connection.rollback()
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as exc:
            raise OperationalError(exc) from exc


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
