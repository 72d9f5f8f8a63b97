"""What this room keeps of a user, handed out; it goes with the row of the account."""

from __future__ import annotations

from typing import Any

from netmentor.accounts.models import User
from netmentor.agenda.models import PrivateFeed
from netmentor.agenda.telling import feed_told


async def hand_out(user: User) -> list[dict[str, Any]]:
    """The private feeds of a user, and who reads them."""
    feeds = PrivateFeed.filter(user=user).order_by("id").prefetch_related("readings")
    return [feed_told(feed, feed.readings) for feed in await feeds]
