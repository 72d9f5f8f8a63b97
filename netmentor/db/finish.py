"""Awaiting something to its end even while the task that awaits it is being canceled."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def finish(work: Coroutine[Any, Any, T]) -> T:
    """Await `work` to its end; a cancellation that arrives meanwhile is raised after it.

    What it guards is short and must not be left half done: BEGIN, COMMIT, ROLLBACK, and
    giving a connection back.
    """
    task = asyncio.ensure_future(work)
    canceled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as exc:
            if task.cancelled():
                raise
            canceled = exc
        except BaseException:
            break  # the work's own failure; `task.result()` raises it below
    if canceled is not None:
        if not task.cancelled():
            task.exception()  # looked at, so that asyncio does not report it as lost
        raise canceled
    return task.result()
