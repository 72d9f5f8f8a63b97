"""Keeping who reads a private feed: a row for each program, not one for each reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from netmentor.agenda.clients import KNOWN
from netmentor.agenda.models import PrivateFeed, Reading
from netmentor.db.reading import numbered
from netmentor.db.transactions import take_turns, transaction

TURNS = 2_718_281_828  # of PostgreSQL's advisory locks: two processes may note the same program
MOST_CLIENTS = 20  # of one feed, beside those people have: a program can call itself anything
OTHERS = "Other programs"
AT_A_TIME = 200  # of one transaction, which others wait for

_INTO = "INSERT INTO feed_reading (feed_id, client, first_at, last_at, times) VALUES"
_AGAIN = (
    "ON CONFLICT (feed_id, client) DO UPDATE SET"
    " last_at = excluded.last_at, times = feed_reading.times + excluded.times"
)


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

    def add(self, other: Noted) -> None:
        """Note what was read between two other moments, too."""
        self.first_at = min(self.first_at, other.first_at)
        self.last_at = max(self.last_at, other.last_at)
        self.times += other.times


async def write_readings(noted: Sequence[Noted]) -> None:
    """Write down at most `AT_A_TIME`, all or none; what was read of a dead address is let go."""
    async with transaction():
        await take_turns(TURNS)
        await _write(noted)


async def _write(noted: Sequence[Noted]) -> None:
    feeds = PrivateFeed.filter(id__in={one.feed_id for one in noted}, revoked_at=None)
    since = dict(await feeds.values_list("id", "addressed_at"))
    read = Reading.filter(feed_id__in=list(since))
    known: dict[int, set[str]] = {id_: set() for id_ in since}
    for feed_id, client in await read.values_list("feed_id", "client"):
        known[feed_id].add(client)
    told: dict[tuple[int, str], Noted] = {}
    for one in noted:
        if one.feed_id in since and since[one.feed_id] <= one.last_at:
            clients = known[one.feed_id]
            named = one.client in clients or one.client in KNOWN or len(clients) < MOST_CLIENTS
            client = one.client if named else OTHERS
            clients.add(client)
            if there := told.get((one.feed_id, client)):
                there.add(one)
            else:
                told[one.feed_id, client] = replace(one, client=client)
    await _put(list(told.values()))


async def _put(noted: Sequence[Noted]) -> None:
    """One statement for all; a row that is there grows by what was read."""
    if not noted:
        return
    connection = Reading._meta.db
    moment = Reading._meta.fields_map["first_at"].to_db_value
    values = [
        value
        for one in noted
        for value in (
            one.feed_id,
            one.client,
            moment(one.first_at, Reading),
            moment(one.last_at, Reading),
            one.times,
        )
    ]
    places = ", ".join(["(?, ?, ?, ?, ?)"] * len(noted))
    await connection.execute_query(numbered(f"{_INTO} {places} {_AGAIN}"), values)
