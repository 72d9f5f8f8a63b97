"""Who reads private feeds: noted in memory while they are answered, written in batches."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

from netmentor.agenda.clients import client_of
from netmentor.agenda.noting import AT_A_TIME, Noted, write_readings

EVERY = timedelta(seconds=15)
MOST = 20_000  # of one batch; who asks beyond that is noted the next time

log = logging.getLogger("netmentor.feeds")


class Readings:
    """What was read since the last batch."""

    def __init__(self) -> None:
        self._noted: dict[tuple[int, str], Noted] = {}

    def note(self, feed_id: int, agent: str, *, now: datetime) -> None:
        """Note that a program, as it names itself, read a feed."""
        called = (feed_id, client_of(agent))
        known = self._noted.get(called)
        if known is not None:
            known.again(now)
        elif len(self._noted) < MOST:
            self._noted[called] = Noted(*called, first_at=now, last_at=now, times=1)

    async def write(self) -> None:
        """Write what was noted, some at a time; what cannot be written is noted still."""
        waiting = sorted(self._noted)
        for start in range(0, len(waiting), AT_A_TIME):
            called = waiting[start : start + AT_A_TIME]
            some = [self._noted.pop(one) for one in called]
            try:
                await write_readings(some)
            except BaseException as exc:  # a task that is canceled loses nothing, either
                self._keep(some)
                if not isinstance(exc, Exception):
                    raise
                log.exception("Who read private feeds could not be written down; it waits.")
                return

    def _keep(self, noted: Sequence[Noted]) -> None:
        """Note them again, beside what was read meanwhile."""
        for one in noted:
            later = self._noted.setdefault((one.feed_id, one.client), one)
            if later is not one:
                later.add(one)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[None]:
        """Write a batch every few seconds while the block runs, and the rest at its end."""
        batches = asyncio.create_task(self._write_on_and_on())
        try:
            yield
        finally:
            batches.cancel()
            with suppress(asyncio.CancelledError):
                await batches
            await self.write()

    async def _write_on_and_on(self) -> None:
        while True:
            await asyncio.sleep(EVERY.total_seconds())
            await self.write()
