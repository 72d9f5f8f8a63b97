"""The one way to open a transaction."""

from __future__ import annotations

from tortoise.backends.base.client import TransactionContext
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction


def transaction() -> TransactionContext:
    """Return `async with transaction():`, a transaction on the default database.

    It commits at the end of the block, and rolls back when the block raises or its task
    is canceled. Keep it short: on SQLite every read of this process waits for it, so
    nothing in it may wait for the network. Start no task in it that outlives it.
    """
    return in_transaction("default")


async def take_turns(*what: int) -> None:
    """Wait until no other transaction is open that called this with one of these numbers.

    First thing in a transaction. They are taken as they stand, so callers that name several
    put them in order. SQLite has one writer at a time by itself.
    """
    await _wait("pg_advisory_xact_lock", *what)


async def let_nobody_take_turns(what: int) -> None:
    """Wait until nobody has the turn, and let nobody take it; several may do this at once."""
    await _wait("pg_advisory_xact_lock_shared", what)


async def _wait(lock: str, *what: int) -> None:
    inside = get_connection("default")
    if what and inside.capabilities.dialect == "postgres":
        taken = ", ".join(f"{lock}(${n})" for n in range(1, len(what) + 1))
        await inside.execute_query(f"SELECT {taken}", list(what))
