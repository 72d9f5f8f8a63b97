"""What is planned for somebody, what they were told and where that letter is, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from netmentor.accounts.models import User
from netmentor.db.reading import rows
from netmentor.reminders.models import Reminder, ReminderLetter, ReminderWishes
from netmentor.reminders.rules import State
from netmentor.reminders.wishes import Wishes, wishes_of_row

SHOWN = 200  # rows of a list
_DUE = "SELECT count(*) FROM reminder WHERE state = 'planned' AND due_at <= ?"
_TO_BE_PLANNED = """
    SELECT (SELECT count(*) FROM agenda_revision WHERE number <> planned)
        + (SELECT count(*) FROM agenda_revision WHERE plan_until <= ? AND number = planned)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A letter, and what of it was about what."""

    letter: ReminderLetter
    reminders: Sequence[Reminder]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What rounds have not got to: near zero while a worker runs."""

    due: int  # reminders whose time has come, and of which no letter tells
    users: int  # whose reminders are to be planned anew


async def backlog(*, now: datetime) -> Backlog:
    """Count what is left to do, by the indexes of just that."""
    [(due,)] = await rows(_DUE, now)
    [(users,)] = await rows(_TO_BE_PLANNED, now)
    return Backlog(due=due, users=users)


async def wishes_of(user: User) -> Wishes:
    """What `user` wants to be told; what is usual where they never said."""
    row = await ReminderWishes.get_or_none(user=user)
    return wishes_of_row(row) if row else Wishes()


async def planned_of(user: User, *, most: int = SHOWN) -> list[Reminder]:
    """What is planned for `user`, the first due first."""
    planned = Reminder.filter(user=user, state=State.PLANNED.value)
    return await planned.order_by("due_at", "id").limit(most)


async def told_of(user: User, *, most: int = SHOWN) -> list[Told]:
    """The letters that were written to `user`, the latest first, with what stood in each.

    `letter.key` is the key of the outbox, whose `fates` tell where each is.
    """
    letters = await ReminderLetter.filter(user=user).order_by("-posted_at", "-id").limit(most)
    held: dict[int, list[Reminder]] = {one.id: [] for one in letters}
    reminders = Reminder.filter(letter_id__in=list(held)).order_by("due_at", "id")
    for row in await reminders if held else []:
        held[row.letter_id or 0].append(row)
    return [Told(letter=one, reminders=held[one.id]) for one in letters]
