"""Applications that fall silent: somebody is to ask, and not where there was word since."""

from __future__ import annotations

from netmentor import clock
from netmentor.internships.applying import nudging


async def mind_applications() -> int:
    """Plan to ask about what is silent, forget it where there was word; return of how many."""
    now = clock.now()
    return await nudging.forget_answered(now=now) + await nudging.nudge_due(now=now)
