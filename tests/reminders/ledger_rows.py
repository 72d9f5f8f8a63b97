"""Rows of the ledger and letters of tests, about sample things, with boring defaults."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from netmentor.accounts.models import User
from netmentor.db.transactions import transaction
from netmentor.mail.letters import Letter
from netmentor.mail.models import OutgoingMail
from netmentor.mail.outbox import post_letter
from netmentor.mail.rules import MailState
from netmentor.reminders.models import Reminder, ReminderLetter
from netmentor.reminders.rules import MAIL, Slot, State, Subject
from netmentor.settings import Settings
from tests.factories import NOON, TODAY

_number = count(1)


async def make_reminder(user: User, title: str = "Sample conference", **told: Any) -> Reminder:
    """One that is planned for tomorrow morning, unless `told` says otherwise."""
    number = next(_number)
    boring: dict[str, Any] = {
        "kind": Subject.GOING.value,
        "uid": f"sample-{number}@test.example",
        "occurrence": "2026-12-09",
        "lead": "7d",
        "channel": MAIL,
        "schedule_version": 0,
        "slot": Slot.MORNING.value,
        "due_at": NOON + timedelta(days=1),
        "state": State.PLANNED.value,
        "why": "You go there, and want to hear of it 7 days before.",
        "path": f"/events/sample-{number}",
        "planned_at": NOON,
    }
    return await Reminder.create(user=user, title=title, **boring | told)


async def make_silent(user: User, silence: str, **told: Any) -> Reminder:
    """One that was not told, for a reason."""
    boring: dict[str, Any] = {"state": State.SILENT.value, "settled_at": NOON}
    return await make_reminder(user, silence=silence, **boring | told)


async def make_letter(
    settings: Settings, user: User, subject: str = "Tomorrow: a sample", **told: Any
) -> ReminderLetter:
    """A letter of a morning that waits in the outbox, with one reminder in it."""
    number = next(_number)
    boring: dict[str, Any] = {
        "key": f"reminders:{number}",
        "kind": "morning",
        "day": TODAY,
        "turn": number,
        "to": user.email,
        "posted_at": NOON,
        "revision": 1,
    }
    async with transaction():
        letter = await ReminderLetter.create(user=user, subject=subject, **boring | told)
        words = Letter(subject=subject, text="Sample.\n", html="<p>Sample.</p>\n")
        at = letter.posted_at
        await post_letter(settings, "reminder", words, key=letter.key, to=letter.to, now=at)
    return letter


async def tell(user: User, letter: ReminderLetter, **told: Any) -> Reminder:
    """A reminder that stood in a letter."""
    boring: dict[str, Any] = {"state": State.TOLD.value, "settled_at": NOON, "due_at": NOON}
    return await make_reminder(user, letter=letter, **boring | told)


async def become(letter: ReminderLetter, state: MailState, said: str = "", **more: Any) -> None:
    """Something became of a letter."""
    told = {"state": state.value, "last_error": said, **more}
    await OutgoingMail.filter(key=letter.key).update(**told)


def at(text: str) -> datetime:
    """A moment in UTC: "2026-11-25 14:00"."""
    return datetime.fromisoformat(f"{text}+00:00")
