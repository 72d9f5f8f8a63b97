"""Transactions that write events: one at a time, on PostgreSQL as on SQLite."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from netmentor.db.transactions import let_nobody_take_turns, take_turns, transaction

Transaction = Callable[[], AbstractAsyncContextManager[None]]

EVENTS = 3_141_592_011  # of PostgreSQL's advisory locks, drawn once


@asynccontextmanager
async def writing() -> AsyncIterator[None]:
    """A transaction; another one that writes events waits until it has ended.

    An event is computed of all that is told of it: two that did so at once would each
    leave out what the other one was told.
    """
    async with transaction():
        await take_turns(EVENTS)
        yield


@asynccontextmanager
async def answering() -> AsyncIterator[None]:
    """A transaction that makes an event a date of somebody, or none: no event is written meanwhile.

    Whoever tells the users that have an event would not see one who has it a moment later.
    """
    async with transaction():
        await let_nobody_take_turns(EVENTS)
        yield


@asynccontextmanager
async def rehearsing(within: Transaction = writing) -> AsyncIterator[None]:
    """A transaction of which nothing is kept."""
    try:
        async with within():
            yield
            raise _Rehearsed
    except _Rehearsed:
        pass


class _Rehearsed(Exception):
    """Rolls a transaction back."""
