"""What somebody does to their private feeds: make, change, give another address, revoke."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from tortoise.expressions import F

from netmentor.accounts import tokens
from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.agenda.choices import Wanted, columns_of, wanted_of
from netmentor.agenda.models import PrivateFeed, Reading
from netmentor.agenda.rules import LISTED_FOR, MOST_FEEDS, Revoked
from netmentor.db.bulk import batches
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, NotFound

PREFIX = "nmf"
SALT_BYTES = 32


class TooMany(Conflict):
    """Somebody has as many private feeds as anybody may."""


async def make_feed(user: User, wanted: Wanted, *, now: datetime) -> tuple[PrivateFeed, str]:
    """Make a feed; return it with the secret of its address, which nobody can tell again."""
    token = tokens.make(PREFIX)
    async with transaction():
        await take_turns_of(user)
        if await PrivateFeed.filter(user=user, revoked_at=None).count() >= MOST_FEEDS:
            raise TooMany(f"You have {MOST_FEEDS} calendars. Revoke one that you do not use.")
        feed = await PrivateFeed.create(
            user=user,
            token_hash=tokens.hashed(token),
            salt=secrets.token_hex(SALT_BYTES),
            created_at=now,
            addressed_at=now,
            **columns_of(wanted),
        )
    return feed, token


async def change_feed(feed: PrivateFeed, wanted: Wanted) -> None:
    """Make a feed hold what is wanted now; its address stays, and who reads it."""
    if wanted == wanted_of(feed):
        return
    async with transaction():
        await _change(feed, **columns_of(wanted))


async def replace_address(feed: PrivateFeed, *, now: datetime) -> str:
    """Give a feed another address and return its secret; the one before leads nowhere any more."""
    token = tokens.make(PREFIX)
    async with transaction():
        salt = secrets.token_hex(SALT_BYTES)
        await _change(feed, token_hash=tokens.hashed(token), salt=salt, addressed_at=now)
        await Reading.filter(feed_id=feed.id).delete()
    return token


async def revoke(feed: PrivateFeed, *, now: datetime) -> None:
    """Let nobody read a feed from now on."""
    async with transaction():
        await _change(feed, revoked_at=now)
        await Reading.filter(feed_id=feed.id).delete()


async def revoke_hashed(hashes: Collection[str], *, now: datetime) -> int:
    """Revoke the feeds whose addresses have these hashes; return how many could still be read."""
    count = 0
    async with transaction():
        for some in batches(sorted(hashes)):
            rows = PrivateFeed.filter(token_hash__in=some, revoked_at=None)
            count += await rows.update(revoked_at=now, version=F("version") + 1)
    return count


async def forget_client(feed: PrivateFeed, reading_id: int) -> str:
    """Forget that a program reads a feed, and return its name; that it asks again is kept anew."""
    async with transaction():
        reading = await Reading.get_or_none(feed_id=feed.id, id=reading_id)
        if reading is None:
            raise NotFound("There is no such program among those that read this calendar.")
        await reading.delete()
    return reading.client


async def forget_revoked(*, now: datetime) -> None:
    """Delete the feeds that were revoked a month ago and before."""
    async with transaction():
        await PrivateFeed.filter(revoked_at__lte=now - LISTED_FOR).delete()


async def _change(feed: PrivateFeed, **columns: object) -> None:
    open_ = PrivateFeed.filter(id=feed.id, revoked_at=None)
    if not await open_.update(version=F("version") + 1, **columns):
        raise Revoked("This calendar was revoked. Make a new one.")
