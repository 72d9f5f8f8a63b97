"""Opening a test's database as the service does, at a fraction of the price.

Tortoise makes the filters and queries of all models anew for each opening; they depend on the kind
of database alone. And it fetches what belongs to a row by as many connections as it may have,
each of which costs PostgreSQL as much as what is asked by it.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.context import TortoiseContext

from netmentor.accounts.models import User
from netmentor.db.config import CONNECTIONS_PER_PROCESS, config
from netmentor.settings import Settings

FEW = 3  # one that only looks, one of a transaction, and one beside it
_AT_ONCE = re.compile(r"\b(create_task|ensure_future|TaskGroup|gather)\b")


@cache
def connections_of(file: Path) -> int:
    """As many as a service has for tests that do something at once; few for the others."""
    at_once = _AT_ONCE.search(file.read_text(encoding="utf-8"))
    return CONNECTIONS_PER_PROCESS if at_once else FEW


@asynccontextmanager
async def opened(settings: Settings, *, connections: int) -> AsyncIterator[None]:
    """Hold the database open for the block; `connections` is what PostgreSQL may be asked for."""
    EXECUTOR_CACHE.clear()  # Tortoise keeps statements by connection name, not by dialect
    how = config(settings)
    if settings.on_postgres:
        how["connections"]["default"]["credentials"]["maxsize"] = connections
    kind = "postgresql" if settings.on_postgres else "sqlite"
    async with TortoiseContext() as context:
        await context.init(config=how, init_connections=_made_for() != kind)
        context.connections.get("default")
        yield


def _made_for() -> str:
    """The kind of database that the models were made for last; empty where for none."""
    made_by = getattr(User._meta.basequery, "QUERY_CLS", None)
    return str(made_by.SQL_CONTEXT.dialect.value) if made_by else ""
