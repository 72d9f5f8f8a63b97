"""Looking after mentors and mentees: agendas asked for, and silence that comes to an end."""

from __future__ import annotations

from netmentor import clock
from netmentor.mentoring.relating import agendas, returning, silences
from netmentor.settings import Settings


async def mind_silences(settings: Settings) -> int:
    """Ask for agendas, nudge, show others, pause; return how many were told something."""
    now = clock.now()
    asked = await agendas.ask_due(settings, now=now)
    asked += await silences.nudge_due(settings, now=now)
    asked += await silences.offer_due(settings, now=now)
    return asked + await returning.pause_due(settings, now=now)
