"""Opening the database for as long as something needs it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tortoise.context import TortoiseContext

from netmentor.db.config import config
from netmentor.settings import Settings


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[None]:
    """Hold the database open for the block, for every task of this process.

    Tortoise keeps its connections in a context variable, and a request runs in another
    task than the lifespan that opened them; hence the global fallback.
    """
    async with TortoiseContext() as context:
        await context.init(config=config(settings), _enable_global_fallback=True)
        yield
