"""The clock that leases go by: the database's own, where several machines share one."""

from __future__ import annotations

from datetime import datetime, timedelta

from tortoise.connection import get_connection

from netmentor.db.reading import is_postgres


async def lease_clock(now: datetime) -> datetime:
    """Return the moment by which a lease lapses or holds.

    Two machines whose clocks differ by more than a lease would each take what the other
    holds. PostgreSQL's clock is one for all of them; SQLite's is this machine's, so `now` is.
    """
    connection = get_connection("default")
    if connection.capabilities.dialect != "postgres":
        return now
    [row] = await connection.execute_query_dict("SELECT clock_timestamp() AS at")
    at: datetime = row["at"]
    return at


def lapsed(now: datetime) -> tuple[str, tuple[object, ...]]:
    """Return the SQL of the moment up to which leases have lapsed, and its parameters."""
    return ("clock_timestamp()", ()) if is_postgres() else ("?", (now,))


def ending(now: datetime, lease: timedelta) -> tuple[str, object]:
    """Return the SQL of the moment when a lease ends that is taken now, and its parameter."""
    return ("clock_timestamp() + ?::interval", lease) if is_postgres() else ("?", now + lease)
