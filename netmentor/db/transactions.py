"""The one way to open a transaction."""

from __future__ import annotations

from tortoise.backends.base.client import TransactionContext
from tortoise.transactions import in_transaction


def transaction() -> TransactionContext:
    """Return `async with transaction():`, a transaction on the default database.

    It commits at the end of the block, and rolls back when the block raises or its task
    is canceled. Keep it short: on SQLite every read of this process waits for it, so
    nothing in it may wait for the network. Start no task in it that outlives it.
    """
    return in_transaction("default")
