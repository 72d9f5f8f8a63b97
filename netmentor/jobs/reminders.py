"""Planning what changed, telling what is due, and looking at each letter before it goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from netmentor import clock
from netmentor.mail.models import OutgoingMail
from netmentor.reminders import holding, planner, telling
from netmentor.settings import Settings


async def remind(settings: Settings) -> int:
    """Do a round of reminders: plan, take back what is stuck, and tell; return how many letters."""
    await planner.plan_changed(now=clock.now())
    await holding.take_back_unsent(now=clock.now())
    return await telling.tell_due(settings, now=clock.now())


async def wanted(letters: Sequence[OutgoingMail]) -> Mapping[str, str]:
    """Why some of the letters that are about to go out are not wanted any more."""
    unsure = {one.key: one.unsure > 0 for one in letters}
    return await holding.unwanted(unsure, now=clock.now())
