"""Tortoise engine "netmentor.db.asyncpg_backend": a canceled transaction gives its connection back.

It mends a defect of Tortoise ORM 1.1.9: a task canceled while it begins or ends a
transaction keeps its connection, until the pool has none left.

It also adds a glance: a read by a connection that is kept, which the pool would tidy up each
time at the price of one more question.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    PoolConnectionWrapper,
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections
from tortoise.exceptions import TransactionManagementError

from netmentor.db.finish import finish
from netmentor.db.reading import with_numbers

# The third is what a question meets while the server's farewell is still being read.
_BROKEN = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
)


class _Context(TransactionContextPooled):
    __slots__ = ()

    async def __aenter__(self) -> TransactionalDBClient:
        await finish(self.ensure_connection())
        pool = self.client._parent._pool
        self.client._connection = await pool.acquire()
        try:
            await self.client.begin()
        except BaseException:
            await finish(pool.release(self.client._connection))  # releasing rolls back
            raise
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        get_connections().reset(self.token)
        try:
            if not self.client._finalized:
                if exc_type is None:
                    await finish(self.client.commit())
                elif exc_type is not TransactionManagementError:
                    await finish(self.client.rollback())
        finally:
            if self.client._parent._pool:
                await finish(self.client._parent._pool.release(self.client._connection))


class Client(AsyncpgDBClient):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._looking = asyncio.Lock()
        self._glass: Any = None  # of the pool, and in nobody else's hands

    async def glance(self, question: str, *values: object) -> tuple[Any, ...] | None:
        """Return the first row as it was committed last, read by a connection kept for this.

        Where there is none to spare, or it is broken, an ordinary one reads.
        """
        question = with_numbers(question)
        if self.pool_maxsize > 1:
            async with self._looking:
                try:
                    if self._glass is None:
                        self._glass = await self._of_the_pool()
                    row = await self._glass.fetchrow(question, *values)
                except _BROKEN:
                    await self._break_glass()
                else:
                    return tuple(row) if row else None
        _, rows = await self.execute_query(question, list(values))
        return tuple(rows[0]) if rows else None

    async def _of_the_pool(self) -> Any:
        await finish(PoolConnectionWrapper(self, self._pool_init_lock).ensure_connection())
        pool: Any = self._pool
        return await pool.acquire()

    async def _break_glass(self) -> None:
        """End the connection before it goes back: whoever got it next could not ask with it."""
        if self._glass is not None:
            with suppress(*_BROKEN):  # the pool may have seen it end, and taken it back
                self._glass.terminate()
        await self._put_glass_away()

    async def _put_glass_away(self) -> None:
        glass, self._glass = self._glass, None
        if glass is not None and self._pool is not None:
            with suppress(*_BROKEN):
                await finish(self._pool.release(glass))

    async def close(self) -> None:
        await self._put_glass_away()  # the pool waits for it
        await super().close()

    def _in_transaction(self) -> TransactionContext:
        return _Context(TransactionWrapper(self), self._pool_init_lock)


client_class = Client
