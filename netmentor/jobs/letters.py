"""Carrying out every letter that is due, a few side by side."""

from __future__ import annotations

import asyncio

from netmentor import clock
from netmentor.accounts.mailed import forget_codes
from netmentor.mail import outbox
from netmentor.mail.carriers import Carrier
from netmentor.mail.outbox import Carried

SIDE_BY_SIDE = 3  # a server that keeps one letter waiting does not keep the others


async def deliver_due(carrier: Carrier) -> int:
    """Carry letters until none is due; return how many were taken."""
    async with asyncio.TaskGroup() as tasks:
        lanes = [tasks.create_task(_one_by_one(carrier)) for _ in range(SIDE_BY_SIDE)]
    return sum(lane.result() for lane in lanes)


async def forget_what_is_over() -> None:
    """Throw away old letters, and codes that nobody entered in time."""
    now = clock.now()
    await outbox.forget_what_is_over(now=now)
    await forget_codes(now=now)


async def _one_by_one(carrier: Carrier) -> int:
    """Where the server takes nothing at this moment, the rest waits for the next round."""
    taken = 0
    while (done := await outbox.deliver_next(carrier, now=clock.now())) in (
        Carried.TAKEN,
        Carried.REFUSED,
    ):
        taken += done is Carried.TAKEN
    return taken
