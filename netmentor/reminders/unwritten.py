"""Letters that could not be rendered: what broke them waits, and at last is parked in sight."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of_id
from netmentor.db.reading import rows
from netmentor.db.transactions import transaction
from netmentor.reminders.models import Reminder
from netmentor.reminders.rules import MOST_TRIES, State

_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))  # after each try
_TRIED = """
    SELECT uid FROM reminder WHERE user_id = ? AND tries > 0 AND state IN ('planned', 'parked')"""


class Unwritten(Exception):
    """A letter could not be rendered; `ids` are the reminders that were to stand in it."""

    def __init__(self, ids: Sequence[int]) -> None:
        super().__init__(f"a letter of {len(ids)} reminders could not be rendered")
        self.ids = list(ids)


async def that_may_break(user: User) -> set[str]:
    """The things that may break a letter: they are listed along in none until they are told."""
    return {uid for (uid,) in await rows(_TRIED, user.id)}


async def note_unwritten(user_id: int, ids: Sequence[int], now: datetime) -> None:
    """Try them again after a while; the fifth time, park them where somebody sees them."""
    async with transaction():
        await take_turns_of_id(user_id)
        mine = Reminder.filter(user_id=user_id, id__in=list(ids), state=State.PLANNED.value)
        for row in await mine:
            row.tries += 1
            if row.tries >= MOST_TRIES:
                row.state, row.settled_at = State.PARKED.value, now
                row.silence = "Its letter could not be written; an operator is told."
            else:
                row.held_until = now + _PAUSES[row.tries - 1]
            await row.save()
