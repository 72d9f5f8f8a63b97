"""Which revision of the catalogue is the latest, as far as this process knows."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from math import inf
from time import monotonic

from netmentor.organizations.queries import Revision, catalogue_revision


class Revisions:
    """The revision as it was read last.

    Who waits while somebody else reads shares the next reading with all who wait: it began
    after each of them had asked.
    """

    def __init__(self, memory: timedelta) -> None:
        self._memory = memory.total_seconds()
        self._reading = asyncio.Lock()
        self._last: Revision | None = None
        self._began = -inf  # when the last reading did

    async def latest(self) -> Revision | None:
        """The latest revision; None before anything is published."""
        return await self._read_after(monotonic())

    async def known(self) -> Revision | None:
        """The latest revision, or one that was it within `memory`."""
        return await self._read_after(monotonic() - self._memory)

    async def _read_after(self, moment: float) -> Revision | None:
        if self._began > moment:
            return self._last
        async with self._reading:
            if self._began <= moment:
                began = monotonic()
                self._last = await catalogue_revision()
                self._began = began
            return self._last
