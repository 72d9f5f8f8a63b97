"""What this room keeps of a user, taken along; it goes with the row of the account."""

from __future__ import annotations

from typing import Any

from netmentor.accounts.models import User
from netmentor.db.carried import Carried
from netmentor.db.columns import plain_columns
from netmentor.reminders.models import Reminder, ReminderLetter, ReminderWishes
from netmentor.reminders.rules import Slot, State, Subject

_LETTER = "kind subject to posted_at withdrawn_why".split()
CARRIED = (
    Carried(table=ReminderWishes, whose="user", left={"version": "counted here"}),
    Carried(  # so that nothing is told twice
        table=Reminder,
        whose="user",
        left={
            "letter": "it stays in the outbox here",
            "tries": "counted here",
            "held_until": "planned again",
        },
        words={"kind": Subject, "state": State, "slot": Slot},
    ),
)
LEFT = {ReminderLetter: "it stays in the outbox here; it is told"}


async def records(user: User) -> dict[str, list[dict[str, Any]]]:
    """Which letters were written."""
    rows = await ReminderLetter.filter(user=user).order_by("id")
    return {"letters": [plain_columns(one, _LETTER) for one in rows]}
