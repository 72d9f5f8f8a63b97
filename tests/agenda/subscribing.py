"""Private feeds of tests, and the programs that read them, with boring defaults."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from netmentor.accounts.models import User
from netmentor.agenda.actions import make_feed
from netmentor.agenda.choices import Wanted
from netmentor.agenda.models import PrivateFeed, Reading
from netmentor.calendars.dated import Kind
from tests.factories import NOON

IPHONE = "Apple Calendar on iPhone"
ALL = frozenset(Kind)


async def make_private_feed(
    user: User, name: str = "Phone", *, now: datetime = NOON, **fields: Any
) -> tuple[PrivateFeed, str]:
    """A feed of everything, and the secret of its address."""
    boring: dict[str, Any] = {"kinds": ALL}
    return await make_feed(user, Wanted(name=name, **boring | fields), now=now)


async def make_reading(
    feed: PrivateFeed,
    client: str = IPHONE,
    *,
    days_ago: float = 0,
    for_days: float = 20,
    now: datetime = NOON,
) -> Reading:
    """A program that asked every day for a while, so many days ago for the last time."""
    last = now - timedelta(days=days_ago)
    return await Reading.create(
        feed=feed,
        client=client,
        first_at=last - timedelta(days=for_days),
        last_at=last,
        times=1 + int(for_days),
    )
