"""A command's own connection to a database that is as this version needs it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from netmentor.db.connections import connected
from netmentor.db.migrate import why_not_ready
from netmentor.errors import Conflict
from netmentor.settings import Settings


class NotReady(Conflict):
    """The database is not what this version works with."""


@asynccontextmanager
async def opened(found: Settings) -> AsyncIterator[None]:
    """Hold the database open for the block; raise NotReady where its tables are others."""
    async with connected(found):
        if reason := await why_not_ready(found):
            raise NotReady(reason)
        yield
