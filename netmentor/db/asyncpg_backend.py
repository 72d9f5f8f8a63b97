"""Tortoise engine "netmentor.db.asyncpg_backend": a canceled transaction gives its connection back.

It mends a defect of Tortoise ORM 1.1.9: a task canceled while it begins or ends a
transaction keeps its connection, until the pool has none left.
"""

from __future__ import annotations

from typing import Any

from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections
from tortoise.exceptions import TransactionManagementError

from netmentor.db.finish import finish


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
    def _in_transaction(self) -> TransactionContext:
        return _Context(TransactionWrapper(self), self._pool_init_lock)


client_class = Client
