"""Who reads private feeds: noted in memory while they are answered, written in batches."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

from netmentor.agenda.clients import client_of
from netmentor.agenda.noting import Noted, write_readings

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
        """Write what was noted; what cannot be written is noted still."""
        noted, self._noted = self._noted, {}
        if not noted:
            return
        try:
            await write_readings(list(noted.values()))
        except Exception:
            log.exception("Who read private feeds could not be written down; trying again later.")
            self._keep(noted)
        except BaseException:  # a task that is canceled loses nothing, either
            self._keep(noted)
            raise

    def _keep(self, noted: dict[tuple[int, str], Noted]) -> None:
        for called, one in noted.items():
            later = self._noted.setdefault(called, one)
            if later is not one:
                later.first_at, later.times = one.first_at, later.times + one.times

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
