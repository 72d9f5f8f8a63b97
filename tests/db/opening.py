"""Opening a test's database with the sample tables instead of the service's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext

from netmentor.db.config import config
from netmentor.db.migrate import Runner
from netmentor.settings import Settings


@asynccontextmanager
async def sample(
    settings: Settings, steps: str = "tests.db.steps"
) -> AsyncIterator[tuple[BaseDBAsyncClient, Runner]]:
    """Yield the open connection and a runner over the history in the package `steps`."""
    EXECUTOR_CACHE.clear()  # Tortoise keeps statements by connection name, not by dialect
    opened = config(settings)
    opened["apps"]["models"] |= {"models": ["tests.db.sample"], "migrations": steps}
    async with TortoiseContext() as context:
        await context.init(config=opened)
        connection = get_connection("default")
        yield connection, Runner(connection, opened["apps"])


def quiet(line: str) -> None:
    """Take a line of a runner's progress and say nothing."""
