"""How somebody follows up: the days after an event, and how often they keep in touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from netmentor.accounts.models import User
from netmentor.contacts.deeds import deed
from netmentor.contacts.models import Habits
from netmentor.contacts.rules import KEEP_WEEKS, STEPS, steps_of


@dataclass(frozen=True, slots=True)
class Habit:
    """The days after an event on which to write, and the weeks of "keep in touch"."""

    steps: tuple[int, ...] = STEPS
    keep_weeks: int = KEEP_WEEKS


async def habit_of(user: User) -> Habit:
    """How `user` follows up; the defaults until they say otherwise."""
    row = await Habits.get_or_none(user=user)
    return Habit(steps_of(row.steps), row.keep_weeks) if row else Habit()


async def set_habit(user: User, steps: Sequence[int], keep_weeks: int, *, now: datetime) -> None:
    """Follow up so from now on; what is planned already stays where it is."""
    told: dict[str, Any] = {"steps": ",".join(map(str, steps)), "keep_weeks": keep_weeks}
    async with deed(user, "How you follow up is saved.", now=now) as journal:
        row = await Habits.get_or_none(user=user)
        if row is None:
            journal.made(await Habits.create(user=user, **told))
            return
        journal.before(row)
        await row.update_from_dict(told).save()
