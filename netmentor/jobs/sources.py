"""Reading every source whose time has come: a few hosts side by side, each by one at a time."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence

from netmentor import clock
from netmentor.events.importing import sources, turns
from netmentor.events.importing.models import Source
from netmentor.events.importing.refreshing import Refreshed, broke, refresh
from netmentor.fetching.web import Web

log = logging.getLogger(__name__)

SIDE_BY_SIDE = 4  # hosts; one that hangs keeps its place for 20 seconds

Tell = Callable[[Source, Refreshed], None]


def log_trouble(source: Source, done: Refreshed) -> None:
    if done.trouble:
        log.warning("%s: %s", source.key, done.trouble)


async def read_due_sources(web: Web | None = None, tell: Tell = log_trouble) -> int:
    """Read what is due until nothing is; return how many readings that were.

    What other processes read at this moment is left to them.
    """
    count = 0
    while read := await _read_what_is_due(web or Web(), tell):
        count += read
    return count


async def _read_what_is_due(web: Web, tell: Tell) -> int:
    by_host: dict[str, list[Source]] = defaultdict(list)
    for source in await sources.due(now=clock.now()):
        by_host[source.host].append(source)
    places = asyncio.Semaphore(SIDE_BY_SIDE)
    async with asyncio.TaskGroup() as tasks:
        hosts = [
            tasks.create_task(_read_in_turn(some, web, tell, places)) for some in by_host.values()
        ]
    return sum(host.result() for host in hosts)


async def _read_in_turn(
    some: Sequence[Source], web: Web, tell: Tell, places: asyncio.Semaphore
) -> int:
    count = 0
    async with places:
        for source in some:
            now = clock.now()
            if not await turns.take(source, now=now, where=turns.due(now)):
                continue
            try:
                tell(source, await _read(source, web))
            finally:
                await turns.give_back(source)
            count += 1
    return count


async def _read(source: Source, web: Web) -> Refreshed:
    """Read one source; what breaks us in the middle must not keep us from the others."""
    try:
        return await refresh(source, web, now=clock.now())
    except Exception:
        log.exception("Reading %s broke off.", source.key)
        return await broke(source, now=clock.now())
