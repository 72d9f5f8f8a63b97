"""Puts somebody with a full week into the service NETMENTOR_DATA names: the week after next."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from netmentor import clock, settings
from netmentor.accounts import actions
from netmentor.accounts.joining import Joining
from netmentor.accounts.models import User
from netmentor.calendars.sheets import sunday_of
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.follow_ups import do, promise_follow_up
from netmentor.contacts.rules import TouchKind
from netmentor.db.connections import connected
from netmentor.events.attending import actions as attending
from netmentor.events.attending.rules import Answer
from netmentor.events.drafts import DeadlineDraft
from tests.accounts.casting import PASSWORD
from tests.factories import make_event

EMAIL = "planner@example.org"
ZONE = "America/New_York"
_TIMED: tuple[tuple[int, str, str, str, Answer], ...] = (  # column, from, to, title, answer
    (1, "08:30", "09:30", "Breakfast with chapter board", Answer.GOING),
    (1, "12:00", "13:00", "Revenue cycle over lunch", Answer.GOING),
    (2, "12:00", "13:00", "Reading a payer contract", Answer.GOING),
    (2, "12:30", "14:00", "Staffing a small clinic", Answer.GOING),
    (2, "12:00", "13:30", "Ask a hiring manager", Answer.INTERESTED),
    (2, "12:00", "12:30", "Front desk basics", Answer.INTERESTED),
    (2, "13:00", "15:00", "Compliance in an afternoon", Answer.INTERESTED),
    (4, "21:30", "23:30", "Late reception of the winter forum", Answer.GOING),
    (5, "07:15", "08:00", "Run with administrators", Answer.INTERESTED),
    (6, "10:00", "", "Free clinic open house", Answer.GOING),
)


def full_week(today: date) -> date:
    """The Sunday of the week that is full, seen from `today`."""
    return sunday_of(today) + timedelta(weeks=2)


async def go(user: User, sunday: date, first: int, answer: Answer, **fields: Any) -> None:
    """Have `user` answer an event of theirs, so many days after Sunday."""
    day = sunday + timedelta(days=first)
    more = {"starts_on": day, "ends_on": day + timedelta(days=fields.pop("days", 1) - 1)}
    event = await make_event(now=clock.now(), **more | fields)
    await attending.answer(user, event, answer, now=clock.now())


async def events(user: User, sunday: date) -> None:
    due = DeadlineDraft(kind="registration_close", due_on=sunday + timedelta(days=1))
    bars = ((3, 3, "Sample winter forum for practice managers"), (-2, 4, "Sample board retreat"))
    for first, days, title in bars:
        told = {"title": title, "kind": "conference", "deadlines": (due,), "starts_time": ""}
        told |= {"ends_time": "", "modality": "in_person", "city": "Columbus", "state": "OH"}
        await go(user, sunday, first, Answer.GOING, days=days, **told)
    for column, starts, ends, title, answer in _TIMED:
        told = {"starts_time": starts, "ends_time": ends}
        await go(user, sunday, column, answer, title=title, **told)
    off = {"external_id": "sample-off", "title": "Chapter dinner"}
    await go(user, sunday, 2, Answer.GOING, **off)
    await make_event(now=clock.now(), status="canceled", **off)


async def fill() -> None:
    now = clock.now()
    sunday = full_week(now.astimezone(ZoneInfo(ZONE)).date())
    async with connected(settings.load()):
        who = Joining(email=EMAIL, name="Sample Planner", password=PASSWORD, timezone=ZONE)
        user = await actions.join(who, now=now)
        await events(user, sunday)
        contact, _ = await capture(user, Capture(name="Sample Person"), now=now)
        for column, what, at in (
            (1, "Send the slides", ""),
            (1, "Thank the panel", ""),
            (1, "Ask for the staffing template", ""),
            (1, "Write to the preceptor about a day of shadowing", ""),
            (1, "Return the book", ""),
            (3, "Call back", "15:00"),
            (5, "Look at the budget", ""),
        ):
            day = sunday + timedelta(days=column)
            row = await promise_follow_up(
                user, contact=contact, what=what, due_on=day, due_time=at, now=now
            )
            if column == 5:
                await do(user, row, TouchKind.CALL, now=now)


if __name__ == "__main__":
    asyncio.run(fill())
