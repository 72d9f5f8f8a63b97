"""Who reads which source now: one process a source, one fetch a host, over all processes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q

from netmentor.db.transactions import transaction
from netmentor.errors import Conflict
from netmentor.events.importing.models import HostTurn, Source
from netmentor.events.importing.rules import LEASE


class Busy(Conflict):
    """Another process reads this source at this moment."""


ANY = Q()


def due(now: datetime) -> Q:
    """The sources whose time has come."""
    return Q(retired_at=None, next_try_at__lte=now) & ~Q(address="")


async def take(source: Source, *, now: datetime, where: Q = ANY) -> bool:
    """Take `source`, as it is now, and its host's turn; False if somebody has either.

    False, too, for one that is no longer as `where` says.
    """
    until = now + LEASE
    free = Q(held_until=None) | Q(held_until__lte=now)
    if source.host and not await _take_turn(source.host, now=now):
        return False
    if await Source.filter(free, where, id=source.id).update(held_until=until):
        await source.refresh_from_db()
        return True
    await _end_turn(source.host, until)
    return False


@asynccontextmanager
async def held(source: Source, *, now: datetime) -> AsyncIterator[None]:
    """Hold `source` and its host for the block; raise Busy where somebody else does."""
    if not await take(source, now=now):
        raise Busy(f"{source.key} is being read at this moment; try again in a minute.")
    try:
        yield
    finally:
        await give_back(source)


async def give_back(source: Source) -> None:
    """Let others have `source` and its host again; what lapsed meanwhile is not touched."""
    if source.held_until is None:
        return
    await Source.filter(id=source.id, held_until=source.held_until).update(held_until=None)
    await _end_turn(source.host, source.held_until)
    source.held_until = None


async def _take_turn(host: str, *, now: datetime) -> bool:
    until = now + LEASE
    if await HostTurn.filter(host=host, held_until__lte=now).update(held_until=until):
        return True
    try:
        async with transaction():
            await HostTurn.create(host=host, held_until=until)
    except IntegrityError:
        return False
    return True


async def _end_turn(host: str, until: datetime) -> None:
    await HostTurn.filter(host=host, held_until=until).delete()
