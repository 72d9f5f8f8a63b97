"""Questions about private feeds and who reads them; every row is reached through its owner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from netmentor.accounts.models import User
from netmentor.agenda.models import PrivateFeed, Reading
from netmentor.agenda.rules import A_BROWSER, LISTED_FOR, SILENT_AFTER, Revoked, is_silent
from netmentor.errors import NotFound

MOST_READINGS = 10  # of a feed, in the list of feeds
MOST_SILENT = 3  # that are spoken of at once
_MOST_READ = 500  # rows; `noting` keeps some 20 of a feed


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """A feed with the programs that read it, the latest first; those that have stopped apart."""

    feed: PrivateFeed
    readings: Sequence[Reading]
    silent: Sequence[Reading]


async def feeds_of(user: User) -> list[PrivateFeed]:
    """The feeds of `user` that can be read, the oldest first."""
    return await PrivateFeed.filter(user=user, revoked_at=None).order_by("id")


async def read_feeds_of(user: User, *, now: datetime) -> list[ReadFeed]:
    """The feeds of `user` that can be read, and who reads them."""
    feeds = await feeds_of(user)
    by_feed: dict[int, list[Reading]] = defaultdict(list)
    rows = Reading.filter(feed_id__in=[feed.id for feed in feeds]).order_by("-last_at", "-id")
    for one in await rows.limit(_MOST_READ) if feeds else ():
        by_feed[one.feed_id].append(one)
    return [_read_feed(feed, by_feed[feed.id], now) for feed in feeds]


async def revoked_feeds_of(user: User, *, now: datetime) -> list[PrivateFeed]:
    """The feeds that `user` revoked lately, the latest first."""
    since = now - LISTED_FOR
    return (
        await PrivateFeed.filter(user=user, revoked_at__gt=since)
        .order_by("-revoked_at")
        .limit(MOST_READINGS)
    )


async def feed_of(user: User, id_: int) -> PrivateFeed:
    """One feed of `user`, revoked or not; raise NotFound where they have none of this number."""
    found = await PrivateFeed.get_or_none(user=user, id=id_)
    if found is None:
        raise NotFound("There is no such calendar among yours.")
    return found


async def readable_feed_of(user: User, id_: int) -> PrivateFeed:
    """One feed of `user`; raise NotFound, or Revoked where nobody can read it any more."""
    found = await feed_of(user, id_)
    if found.revoked_at is not None:
        raise Revoked("This calendar was revoked. Make a new one.")
    return found


async def silent_readings(user: User, *, now: datetime) -> list[Reading]:
    """The latest few programs of `user` that asked for a feed and have stopped, with the feed."""
    rows = (
        Reading.filter(feed__user=user, feed__revoked_at=None, last_at__lte=now - SILENT_AFTER)
        .exclude(client__endswith=A_BROWSER)
        .select_related("feed")
    )
    return await rows.order_by("-last_at", "-id").limit(MOST_SILENT)


def _read_feed(feed: PrivateFeed, rows: Sequence[Reading], now: datetime) -> ReadFeed:
    silent = [one for one in rows if is_silent(one.client, one.last_at, now=now)]
    asking = [one for one in rows if one not in silent]
    return ReadFeed(feed, asking[:MOST_READINGS], silent[:MOST_SILENT])
