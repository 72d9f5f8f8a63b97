"""Carrying out every letter that is due, a few batches side by side."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from netmentor import clock
from netmentor.accounts.mailed import forget_codes
from netmentor.mail import claims, outbox
from netmentor.mail.carriers import Carrier, Wanted, everything
from netmentor.mail.carrying import deliver_some
from netmentor.mail.rules import LEASE

SIDE_BY_SIDE = 3  # connections; a server that keeps one letter waiting does not keep the others


async def deliver_due(
    carrier: Carrier, wanted: Wanted = everything, *, lease: timedelta = LEASE
) -> int:
    """Carry letters until none is due; return how many were taken."""
    await claims.give_back_what_lapsed(now=clock.now())
    async with asyncio.TaskGroup() as tasks:
        lanes = [
            tasks.create_task(_batch_after_batch(carrier, wanted, lease))
            for _ in range(SIDE_BY_SIDE)
        ]
    return sum(lane.result() for lane in lanes)


async def forget_what_is_over() -> None:
    """Throw away old letters, and codes that nobody entered in time."""
    now = clock.now()
    await outbox.forget_what_is_over(now=now)
    await forget_codes(now=now)


async def _batch_after_batch(carrier: Carrier, wanted: Wanted, lease: timedelta) -> int:
    """Where the server takes nothing at this moment, the rest waits for the next round."""
    taken = 0
    while True:
        done = await deliver_some(carrier, wanted, now=clock.now(), lease=lease)
        taken += done.taken
        if done.is_away or not done.claimed:
            return taken
