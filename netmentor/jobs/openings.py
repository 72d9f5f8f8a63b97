"""Keeping mentors' openings true: their next ones beside the profile."""

from __future__ import annotations

from netmentor import clock
from netmentor.mentoring.availability import renewing


async def renew_openings() -> int:
    """Renew what is kept of mentors to whom something changed; return how many that were."""
    count = 0
    while some := await renewing.renew_openings(now=clock.now()):
        count += some
    return count
