"""Keeping who reads a private feed: a row for each program, not one for each reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import F

from netmentor.agenda.clients import KNOWN
from netmentor.agenda.models import PrivateFeed, Reading
from netmentor.db.transactions import take_turns, transaction

TURNS = 2_718_281_828  # of PostgreSQL's advisory locks: two processes may note the same program
MOST_CLIENTS = 20  # of one feed, beside those people have: a program can call itself anything
OTHERS = "Other programs"


@dataclass(slots=True)
class Noted:
    """That a program read a feed so many times between two moments."""

    feed_id: int
    client: str
    first_at: datetime
    last_at: datetime
    times: int

    def again(self, now: datetime) -> None:
        """Note one more reading."""
        self.last_at = now
        self.times += 1


async def write_readings(noted: Sequence[Noted]) -> None:
    """Write a batch down. What was read of an address that is no more is let go."""
    async with transaction():
        await take_turns(TURNS)
        feeds = {one.feed_id for one in noted}
        rows = PrivateFeed.filter(id__in=feeds, revoked_at=None).values_list("id", "addressed_at")
        since = dict(await rows)
        known: dict[int, set[str]] = {id_: set() for id_ in since}
        for feed_id, client in await Reading.filter(feed_id__in=list(since)).values_list(
            "feed_id", "client"
        ):
            known[feed_id].add(client)
        for one in sorted(noted, key=lambda each: (each.feed_id, each.client)):
            if one.feed_id in since and since[one.feed_id] <= one.first_at:
                await _write(one, known[one.feed_id])


async def _write(one: Noted, known: set[str]) -> None:
    named = one.client in known or one.client in KNOWN or len(known) < MOST_CLIENTS
    client = one.client if named else OTHERS
    rows = Reading.filter(feed_id=one.feed_id, client=client)
    if not await rows.update(last_at=one.last_at, times=F("times") + one.times):
        await Reading.create(
            feed_id=one.feed_id,
            client=client,
            first_at=one.first_at,
            last_at=one.last_at,
            times=one.times,
        )
    known.add(client)
