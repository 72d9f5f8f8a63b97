"""One row at a glance: what every reader of a feed asks, past the ORM and the thread."""

from __future__ import annotations

from typing import Any

from tortoise.connection import get_connection


async def glance(question: str) -> tuple[Any, ...] | None:
    """Return the first row that `question` finds, as the database's own driver gives it.

    For what is found by its primary key alone: on SQLite the whole process waits for it.
    """
    connection = get_connection("default")
    look = getattr(connection, "glance", None)
    if look is None:  # inside a transaction, which sees what it has written itself
        _, found = await connection.execute_query(question)
        return tuple(found[0]) if found else None
    row: tuple[Any, ...] | None = await look(question)
    return row
