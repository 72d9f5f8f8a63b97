"""What time does to sessions: requests lapse, who booked is known, what has ended is over."""

from __future__ import annotations

from netmentor import clock
from netmentor.mentoring.booking import lapsing, settling
from netmentor.settings import Settings


async def mind_sessions(settings: Settings) -> int:
    """Let requests lapse, have the two know each other, end what is over; return how many."""
    lapsed = await lapsing.lapse_due(settings, now=clock.now())
    met = await settling.acquaint_booked(now=clock.now())
    return lapsed + met + await settling.settle_over(now=clock.now())
