"""What this room keeps of a user, taken along; it goes with the row of the account."""

from __future__ import annotations

from typing import Any

from netmentor.accounts.models import User
from netmentor.db.carried import Carried, Row, in_columns
from netmentor.db.columns import plain_columns
from netmentor.errors import Invalid
from netmentor.reminders.models import Reminder, ReminderLetter, ReminderWishes
from netmentor.reminders.rules import Slot, State, Subject
from netmentor.reminders.wishes import COLUMNS, wishes_of_columns


def _why_no_wishes(row: Row) -> str | None:
    try:
        wishes_of_columns([row[name] for name in COLUMNS if name != "version"] + [1]).check()
    except Invalid as exc:
        return exc.message
    except ValueError:
        return "it wishes for what there is not."
    return None


_LETTER = "kind subject to posted_at withdrawn_why".split()
CARRIED = (
    Carried(
        table=ReminderWishes, whose="user", left={"version": "counted here"}, why_not=_why_no_wishes
    ),
    Carried(  # so that nothing is told twice
        table=Reminder,
        whose="user",
        left={
            "letter": "it stays in the outbox here",
            "tries": "counted here",
            "held_until": "planned again",
        },
        words={"kind": Subject, "state": State, "slot": Slot},
        renamed=in_columns("uid"),
    ),
)
LEFT = {ReminderLetter: "it stays in the outbox here; it is told"}


async def records(user: User) -> dict[str, list[dict[str, Any]]]:
    """Which letters were written."""
    rows = await ReminderLetter.filter(user=user).order_by("id")
    return {"letters": [plain_columns(one, _LETTER) for one in rows]}
