"""Carrying out every letter that is due, a few batches side by side."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from netmentor import clock
from netmentor.accounts.mailed import forget_codes
from netmentor.mail import claims, outbox, pulse
from netmentor.mail.carriers import Carrier, Wanted, everything
from netmentor.mail.carrying import Carried, deliver_some
from netmentor.mail.rules import LEASE

ROUND = timedelta(minutes=1)  # then what lapsed meanwhile is looked for, and how it goes noted
SIDE_BY_SIDE = 3  # connections; a server that keeps one letter waiting does not keep the others
_OUR_FAULT = "The last round of letters broke off on our side; the log says more."


async def deliver_due(
    carrier: Carrier, wanted: Wanted = everything, *, lease: timedelta = LEASE
) -> int:
    """Carry letters until none is due, or for a minute; return how many were taken.

    How it went is written down for operators, wherever the mail server was asked to take one.
    """
    try:
        await claims.give_back_what_lapsed(now=clock.now())
        async with asyncio.TaskGroup() as tasks:
            lanes = [
                tasks.create_task(_batch_after_batch(carrier, wanted, lease))
                for _ in range(SIDE_BY_SIDE)
            ]
    except Exception:
        await pulse.note_round(_OUR_FAULT, now=clock.now())
        raise
    taken = sum(lane.result().taken for lane in lanes)
    said = {away for lane in lanes if (away := lane.result().away) is not None}
    if said:  # a server that takes letters on one connection and no third one is not away
        await pulse.note_round("" if taken else max(said), now=clock.now())
    return taken


async def forget_what_is_over() -> None:
    """Throw away old letters, and codes that nobody entered in time."""
    now = clock.now()
    await outbox.forget_what_is_over(now=now)
    await forget_codes(now=now)


async def _batch_after_batch(carrier: Carrier, wanted: Wanted, lease: timedelta) -> Carried:
    """Where the server takes nothing at this moment, the rest waits for the next round."""
    total, end = Carried(), clock.now() + ROUND
    while (now := clock.now()) < end:
        done = await deliver_some(carrier, wanted, now=now, lease=lease)
        away = total.away if done.away is None else done.away
        total = Carried(total.claimed + done.claimed, total.taken + done.taken, away)
        if done.away or not done.claimed:
            break
    return total
