"""Goes on with imports until nothing waits, for tests that kill it; the settings are its own.

Run as `python -m tests.contacts.books.worker`.
"""

from __future__ import annotations

import asyncio

from netmentor import settings
from netmentor.db.connections import connected
from netmentor.jobs.imports import mind_imports


async def main() -> None:
    async with connected(settings.load()):
        await mind_imports()


if __name__ == "__main__":
    asyncio.run(main())
