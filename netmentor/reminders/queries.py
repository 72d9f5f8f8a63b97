"""What somebody wants to be told, and how much is left to plan and to tell to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from netmentor.accounts.models import User
from netmentor.db.reading import rows
from netmentor.reminders.models import ReminderWishes
from netmentor.reminders.wishes import Wishes, wishes_of_row

_DUE = """
    SELECT count(*) FROM reminder WHERE state = 'planned' AND due_at <= ?
        AND (held_until IS NULL OR held_until <= ?)"""
_TO_BE_PLANNED = """
    SELECT (SELECT count(*) FROM agenda_revision WHERE number <> planned)
        + (SELECT count(*) FROM agenda_revision WHERE plan_until <= ? AND number = planned)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What rounds have not got to: near zero while a worker runs."""

    due: int  # reminders whose time has come, and that wait for no better hour
    users: int  # whose reminders are to be planned anew


async def backlog(*, now: datetime) -> Backlog:
    """Count what is left to do, by the indexes of just that."""
    [(due,)] = await rows(_DUE, now, now)
    [(users,)] = await rows(_TO_BE_PLANNED, now)
    return Backlog(due=due, users=users)


async def wishes_of(user: User) -> Wishes:
    """What `user` wants to be told; what is usual where they never said."""
    row = await ReminderWishes.get_or_none(user=user)
    return wishes_of_row(row) if row else Wishes()
