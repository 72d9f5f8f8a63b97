"""One row at a glance: what every reader of a feed asks, past the ORM and the thread."""

from __future__ import annotations

from typing import Any

from tortoise.connection import get_connection

from netmentor.db.reading import rows


async def glance(question: str, *values: object) -> tuple[Any, ...] | None:
    """Return the first row that `question` finds, as the database's own driver gives it.

    For what is found by one key: on SQLite the whole process waits for it. `?` stands for
    each of `values`.
    """
    connection = get_connection("default")
    look = getattr(connection, "glance", None)
    if look is None:  # inside a transaction, which sees what it has written itself
        found = await rows(question, *values)
        return tuple(found[0]) if found else None
    row: tuple[Any, ...] | None = await look(question, *values)
    return row
