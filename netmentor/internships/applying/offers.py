"""Clocks of offers go by the user's own: where that is another, calendars are told."""

from __future__ import annotations

from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from netmentor.accounts.actions import bump
from netmentor.accounts.models import User
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.rules import OFFERED


async def put_offers_on_clock_of(user: User, zone: str, *, now: datetime) -> None:
    """Say that a user's offers end at another hour, or on another day, by the clock of `zone`.

    SEQUENCE grows with the day alone: an entry of whole days has no hour (RFC 5545, 3.8.7.4). One
    that stands in no calendar now may again. The last writes of the caller's transaction, which is
    `answering`, in the user's turn.
    """
    dated = Application.filter(user=user, offer_until__not_isnull=True)
    moved = []
    for row in await dated.order_by("id"):
        until = cast(datetime, row.offer_until)
        before, after = (until.astimezone(ZoneInfo(one)) for one in (user.timezone, zone))
        if before.replace(tzinfo=None) != after.replace(tzinfo=None):
            row.sequence += before.date() != after.date()
            row.changed_at = now
            await row.save(update_fields=["sequence", "changed_at"])
            moved.append(row)
    if any(one.stage in OFFERED for one in moved):
        await bump([user.id])
