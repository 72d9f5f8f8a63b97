"""Puts somebody with calendars of their own, and somebody without, where NETMENTOR_DATA says."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from netmentor import clock, settings
from netmentor.accounts import actions as accounts
from netmentor.accounts.joining import Joining
from netmentor.agenda import actions
from netmentor.agenda.choices import Wanted
from netmentor.agenda.models import PrivateFeed, Reading
from netmentor.agenda.rules import Detail, Lead
from netmentor.calendars.dated import Kind
from netmentor.db.connections import connected
from tests.accounts.casting import PASSWORD

EMAIL = "subscriber@example.org"
NEWCOMER = "newcomer@example.org"
IPHONE = "Apple Calendar on iPhone"

_WORK = frozenset({Kind.GOING, Kind.INTERESTED})


async def fill() -> None:
    now = clock.now()
    boring: dict[str, Any] = {
        "name": "Sample Subscriber",
        "password": PASSWORD,
        "timezone": "America/Chicago",
    }
    async with connected(settings.load()):
        await accounts.join(Joining(email=NEWCOMER, **boring), now=now)
        user = await accounts.join(Joining(email=EMAIL, **boring), now=now)
        phone, _ = await actions.make_feed(
            user,
            Wanted(
                name="My phone",
                kinds=frozenset(Kind),
                alarms={Kind.GOING: Lead.HOUR, Kind.DEADLINES: Lead.THREE_DAYS},
            ),
            now=now,
        )
        busy = Wanted(name="For the office", kinds=_WORK, detail=Detail.BUSY)
        await actions.make_feed(user, busy, now=now)
        old, _ = await actions.make_feed(user, Wanted(name="Old tablet", kinds=_WORK), now=now)
        await actions.revoke(old, now=now)
        await _read(phone, IPHONE, 12)
        await _read(phone, "Google Calendar", 0)
        await _read(phone, "Thunderbird", 3)


async def _read(feed: PrivateFeed, client: str, days_ago: int) -> None:
    """A program read it every six hours for six weeks, so many days ago for the last time."""
    last = clock.now() - timedelta(days=days_ago)
    first = last - timedelta(weeks=6)
    await Reading.create(feed=feed, client=client, first_at=first, last_at=last, times=168)


if __name__ == "__main__":
    asyncio.run(fill())
