"""A calendar of the sample member, and the programs that are said to read it."""

from __future__ import annotations

from datetime import datetime, timedelta

from netmentor.accounts.models import User
from netmentor.agenda.actions import make_feed
from netmentor.agenda.choices import Wanted
from netmentor.agenda.models import Reading
from netmentor.agenda.rules import Lead
from netmentor.calendars.dated import Kind

_KINDS = frozenset({Kind.GOING, Kind.DEADLINES, Kind.FOLLOW_UPS})
_READ_BY = (("Google Calendar", 0), ("Apple Calendar on iPhone", 12))  # so many days ago


async def subscribe(member: User, *, now: datetime) -> None:
    """Give the member a calendar whose address nobody knows, read by one that has stopped, too."""
    alarms = {Kind.GOING: Lead.HOUR, Kind.DEADLINES: Lead.THREE_DAYS}
    wanted = Wanted(name="Sample phone", kinds=_KINDS, alarms=alarms)
    feed, _ = await make_feed(member, wanted, now=now - timedelta(days=43))
    for client, days in _READ_BY:
        last = now - timedelta(days=days)
        first = now - timedelta(days=42)
        await Reading.create(
            feed=feed, client=client, first_at=first, last_at=last, times=3 * (last - first).days
        )
