"""Puts somebody with reminders of every fate into the service whose data NETMENTOR_DATA names."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from netmentor import clock, settings
from netmentor.accounts import actions as accounts
from netmentor.accounts.joining import Joining
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.follow_ups import promise_follow_up
from netmentor.db.connections import connected
from netmentor.mail.rules import MailState
from netmentor.reminders.planner import plan_changed
from netmentor.reminders.rules import SKIPPED, State
from tests.accounts.casting import PASSWORD
from tests.reminders.ledger_rows import become, make_letter, make_reminder, make_silent, tell

EMAIL = "reminded@example.org"
NEWCOMER = "unreminded@example.org"
FATES = {
    MailState.SENT: "",
    MailState.DUE: "451 4.7.1 Sample server asks for patience.",
    MailState.FAILED: "550 5.1.1 Sample server knows no such mailbox.",
    MailState.SUPPRESSED: "You turned off reminders of deadlines.",
}
UID = "sample-conference@example.org"

_TITLE = "Sample conference of practice leaders and administrators"


async def fill() -> None:
    now, loaded = clock.now(), settings.load()
    boring: dict[str, Any] = {"password": PASSWORD, "timezone": "America/Chicago"}
    async with connected(loaded):
        await accounts.join(Joining(email=NEWCOMER, name="Sample Newcomer", **boring), now=now)
        joining = Joining(email=EMAIL, name="Sample Reader", **boring)
        user = await accounts.join(joining, now=now)
        contact, _ = await capture(user, Capture(name="Sample Person"), now=now)
        for days in range(1, 4):
            day = (now + timedelta(days=days)).date()
            await promise_follow_up(
                user, contact=contact, what=f"Send part {days}", due_on=day, now=now
            )
        await plan_changed(now=now)
        about: dict[str, Any] = {"uid": UID, "path": "/events", "planned_at": now}
        for number, (state, said) in enumerate(FATES.items()):
            at = now - timedelta(days=number + 1)
            subject = f"Tomorrow 4:30 pm: {_TITLE}, and {number + 2} follow-ups due"
            letter = await make_letter(
                loaded, user, subject, posted_at=at, is_late=number == 1, day=at.date()
            )
            await tell(user, letter, title=_TITLE, due_at=at, lead=f"{number}d", **about)
            await become(letter, state, said, attempts=1, sent_at=at if not said else None)
        ahead = {"due_at": now + timedelta(days=9), "settled_at": now}
        await make_silent(user, SKIPPED, title=_TITLE, lead="1h", **ahead, **about)
        moved = {"state": State.SUPERSEDED.value, "lead": "2h"}
        await make_silent(user, "It moved.", title=_TITLE, **ahead, **about, **moved)
        due_at = now + timedelta(days=2, hours=3)
        await make_reminder(user, _TITLE, lead="3h", slot="urgent", due_at=due_at, **about)


if __name__ == "__main__":
    asyncio.run(fill())
