"""What time does to sessions: requests lapse, and what has ended is over."""

from __future__ import annotations

from netmentor import clock
from netmentor.mentoring.booking import lapsing, settling
from netmentor.settings import Settings


async def mind_sessions(settings: Settings) -> int:
    """Let requests lapse, and write sessions that ended into timelines; return how many changed."""
    lapsed = await lapsing.lapse_due(settings, now=clock.now())
    return lapsed + await settling.settle_over(now=clock.now())
