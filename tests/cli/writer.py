"""Writes pairs of rows as fast as it can, and says each that is on disk; for tests alone.

Run as `python -m tests.cli.writer NAME COUNT` with the settings in the environment.
"""

from __future__ import annotations

import asyncio
import sys

from netmentor import clock, settings
from netmentor.db import signs
from netmentor.db.connections import connected
from netmentor.db.transactions import transaction


async def write(writer: str, count: int) -> None:
    async with connected(settings.load()):
        for number in range(count):
            async with transaction():
                await signs.record(f"{writer}-{number}-first", at=clock.now())
                await signs.record(f"{writer}-{number}-second", at=clock.now())
            print(f"{writer}-{number}", flush=True)


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], int(sys.argv[2])))
