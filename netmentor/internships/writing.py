"""Transactions that write opportunities: one at a time, on PostgreSQL as on SQLite."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from netmentor.db.transactions import let_nobody_take_turns, take_turns, transaction

_OPPORTUNITIES = 3_141_592_017  # of PostgreSQL's advisory locks, drawn once


@asynccontextmanager
async def writing() -> AsyncIterator[None]:
    """A transaction; another one that writes opportunities waits until it has ended.

    One is computed of all that is told of it: two that did so at once would each leave out
    what the other one was told.
    """
    async with transaction():
        await take_turns(_OPPORTUNITIES)
        yield


@asynccontextmanager
async def answering() -> AsyncIterator[None]:
    """A transaction about what somebody applies for: no opportunity is written meanwhile.

    Whoever moves what follows the dates of one would write over what was read here, and not see
    who follows them a moment later. The turn of a user is taken in it, never before it.
    """
    async with transaction():
        await let_nobody_take_turns(_OPPORTUNITIES)
        yield
