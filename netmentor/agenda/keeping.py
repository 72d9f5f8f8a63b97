"""What this room keeps of a user, handed out; it goes with the row of the account."""

from __future__ import annotations

from typing import Any

from netmentor.accounts.models import User
from netmentor.agenda.models import PrivateFeed, Reading


async def hand_out(user: User) -> list[dict[str, Any]]:
    """The private feeds of a user and who reads them, as JSON has it; no secret is among it."""
    feeds = PrivateFeed.filter(user=user).order_by("id")
    return [
        {
            "name": feed.name,
            "kinds": feed.kinds.split(","),
            "detail": feed.detail,
            "tasks": feed.tasks,
            "alarms": feed.alarms.split(",") if feed.alarms else [],
            "made_at": feed.created_at.isoformat(),
            "address_since": feed.addressed_at.isoformat(),
            "revoked_at": feed.revoked_at.isoformat() if feed.revoked_at else None,
            "read_by": [_reading(one) for one in await Reading.filter(feed=feed).order_by("id")],
        }
        for feed in await feeds
    ]


def _reading(one: Reading) -> dict[str, Any]:
    return {
        "program": one.client,
        "first_at": one.first_at.isoformat(),
        "last_at": one.last_at.isoformat(),
        "times": one.times,
    }
