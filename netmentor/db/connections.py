"""Opening the database for as long as something needs it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tortoise.context import TortoiseContext

from netmentor.db.config import config
from netmentor.settings import Settings


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[None]:
    """Hold the database open for the block, for this task and those it starts."""
    async with TortoiseContext() as context:
        await context.init(config=config(settings))
        yield


@asynccontextmanager
async def connected_process(settings: Settings) -> AsyncIterator[None]:
    """Hold the database open for every task of the process; once at a time.

    Tortoise keeps its connections in a context variable, and a request runs in another
    task than the lifespan that opened them.
    """
    async with TortoiseContext() as context:
        await context.init(config=config(settings), _enable_global_fallback=True)
        yield
