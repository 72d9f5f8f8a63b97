"""A private feed and who reads it, as JSON has them; no secret is among it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from netmentor.agenda.models import PrivateFeed, Reading


def feed_told(feed: PrivateFeed, readings: Iterable[Reading]) -> dict[str, Any]:
    """Return what a feed holds and which programs read it, the latest first; moments in UTC."""
    latest_first = sorted(readings, key=lambda one: one.last_at, reverse=True)
    return {
        "id": feed.id,
        "name": feed.name,
        "kinds": feed.kinds.split(","),
        "detail": feed.detail,
        "tasks": feed.tasks,
        "alarms": feed.alarms.split(",") if feed.alarms else [],
        "made_at": feed.created_at.isoformat(),
        "address_since": feed.addressed_at.isoformat(),
        "revoked_at": feed.revoked_at.isoformat() if feed.revoked_at else None,
        "readings": [_reading(one) for one in latest_first],
    }


def _reading(one: Reading) -> dict[str, Any]:
    return {
        "id": one.id,
        "client": one.client,
        "first_at": one.first_at.isoformat(),
        "last_at": one.last_at.isoformat(),
        "times": one.times,
    }
