"""Puts sample events into a running service's database, as a source would: `first`, then `second`.

Between the two, one event moves, one is canceled, and one stays.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from datetime import date

from netmentor import clock, settings
from netmentor.db.connections import connected
from tests.factories import make_draft, put

STAYS = make_draft(external_id="stays", title="Sample that stays")
MOVES = make_draft(external_id="moves", title="Sample that moves")
ENDS = make_draft(external_id="ends", title="Sample that is canceled")
STAGES = {
    "first": (STAYS, MOVES, ENDS),
    "second": (
        STAYS,
        replace(MOVES, starts_on=date(2026, 12, 16), ends_on=date(2026, 12, 16)),
        replace(ENDS, status="canceled"),
    ),
}


async def main(stage: str) -> None:
    async with connected(settings.load()):
        await put(*STAGES[stage], now=clock.now())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
