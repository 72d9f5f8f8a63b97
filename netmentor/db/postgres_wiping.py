"""What deleted rows leave in the files of PostgreSQL's tables, taken out by writing them anew.

Nobody but the server's operator can see to its log: that holds what was written until the server
uses its files again.
"""

from __future__ import annotations

import asyncio
from typing import Any

from tortoise.connection import get_connection

_TABLES = """
    SELECT quote_ident(relname) AS name, pg_total_relation_size(oid) AS size FROM pg_class
    WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY oid"""
_SAMPLES = "pg_catalog.pg_statistic"  # the planner's, of what columns hold
_PATIENCE = "SET lock_timeout = 500"  # milliseconds; whoever comes meanwhile waits as long
_NO_PATIENCE = "RESET lock_timeout"
_LOCKED = "55P03"  # lock_not_available
# Rows that a transaction from before may still look at are written anew, too.
_LOOKING_BACK = """
    SELECT pid, xact_start FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_type = 'client backend'
    AND (backend_xmin IS NOT NULL OR backend_xid IS NOT NULL)"""
_LOOKS, _BETWEEN = 20, 0.05  # how often it is looked whether they are over, and the seconds between


async def wipe(largest: int | None) -> tuple[bool, bool]:
    """Write tables anew that are no larger than so many bytes, or all for None.

    Returns True, for the log is not ours, and whether every table was written anew. Of the others
    unused rows are given free. A table that somebody keeps busy is left for another time.
    """
    connection: Any
    async with get_connection("default").acquire_connection() as connection:
        await connection.execute(_PATIENCE)
        try:
            if largest != 0 and not await _nobody_looks_back(connection):
                largest = 0
            done = [
                await _vacuumed(
                    connection, table["name"], largest is None or table["size"] <= largest
                )
                for table in await connection.fetch(_TABLES)
            ]
            done.append(await _vacuumed(connection, _SAMPLES, all(done)))
            return True, all(done)
        finally:
            await connection.execute(_NO_PATIENCE)


async def _vacuumed(connection: Any, table: str, anew: bool) -> bool:
    """Vacuum a table, and return whether it was written anew."""
    how = "(FULL, ANALYZE)" if anew else "(SKIP_LOCKED)"
    try:
        await connection.execute(f"VACUUM {how} {table}")
    except Exception as exc:
        if getattr(exc, "sqlstate", "") != _LOCKED:
            raise
        return False
    return anew


async def _nobody_looks_back(connection: Any) -> bool:
    """Wait a moment for the transactions that are open now; return whether they are over."""
    looking = set(await connection.fetch(_LOOKING_BACK))
    for _ in range(_LOOKS):
        if not looking:
            return True
        await asyncio.sleep(_BETWEEN)
        looking &= set(await connection.fetch(_LOOKING_BACK))
    return not looking
