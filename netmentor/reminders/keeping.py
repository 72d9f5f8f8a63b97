"""What this room keeps of a user, handed out; it goes with the row of the account."""

from __future__ import annotations

from typing import Any

from netmentor.accounts.models import User
from netmentor.reminders.models import Reminder, ReminderLetter
from netmentor.reminders.queries import wishes_of
from netmentor.reminders.wishes import columns_of


async def hand_out(user: User) -> dict[str, Any]:
    """What a user wishes to be told, what is planned and was told, and in which letters."""
    wishes = columns_of(await wishes_of(user))
    paused_at = wishes["paused_at"]
    letters = await ReminderLetter.filter(user=user).order_by("id")
    rows = await Reminder.filter(user=user).order_by("id")
    return {
        "wishes": wishes | {"paused_at": paused_at.isoformat() if paused_at else None},
        "letters": [_letter(one) for one in letters],
        "ledger": [_reminder(one) for one in rows],
    }


def _letter(one: ReminderLetter) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "subject": one.subject,
        "to": one.to,
        "posted_at": one.posted_at.isoformat(),
        "withdrawn": one.withdrawn_why or None,
    }


def _reminder(one: Reminder) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "title": one.title,
        "occurrence": one.occurrence,
        "lead": one.lead,
        "due_at": one.due_at.isoformat(),
        "state": one.state,
        "why": one.why,
        "silence": one.silence,
        "letter": one.letter_id,
    }
