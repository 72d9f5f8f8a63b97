"""A command's own connection to a database that is as this version needs it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from netmentor.cli import lock
from netmentor.db.connections import connected
from netmentor.db.migrate import why_not_ready
from netmentor.errors import Conflict
from netmentor.settings import Settings

T = TypeVar("T")


class NotReady(Conflict):
    """The database is not what this version works with."""


@asynccontextmanager
async def opened(found: Settings) -> AsyncIterator[None]:
    """Hold the database open for the block; raise NotReady where its tables are others."""
    async with connected(found):
        if reason := await why_not_ready(found):
            raise NotReady(reason)
        yield


def carry_out(found: Settings, deed: Callable[[Settings], Awaitable[T]]) -> T:
    """Do it on the data folder, beside others that use it, and with the database open."""
    with lock.in_use(found):
        return asyncio.run(_carried_out(found, deed))


async def _carried_out(found: Settings, deed: Callable[[Settings], Awaitable[T]]) -> T:
    async with opened(found):
        return await deed(found)
