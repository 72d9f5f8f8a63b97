"""What is to be done about a person or an event: planned for a day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from netmentor.accounts.models import User
from netmentor.contacts.deeds import deed
from netmentor.contacts.models import Contact, FollowUp
from netmentor.contacts.rules import Origin
from netmentor.events.models import Event


async def promise_follow_up(
    user: User,
    *,
    contact: Contact | None = None,
    event: Event | None = None,
    what: str,
    due_on: date,
    due_time: str = "",
    every_days: int | None = None,
    now: datetime,
) -> FollowUp:
    """Plan something about a person or an event, on a day, or at a time of it."""
    async with deed(user, f"{what}: planned.", now=now) as journal:
        row = await FollowUp.create(
            user=user,
            uid=str(uuid4()),
            contact=contact,
            event=event,
            what=what,
            due_on=due_on,
            due_time=due_time,
            every_days=every_days,
            origin=Origin.HAND.value,
            created_at=now,
        )
        journal.made(row)
    return row
