"""Reading the pages that members suggest, one after the other."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from datetime import datetime
from typing import Protocol

from netmentor import clock
from netmentor.events.suggesting.arriving import note_found, take_one_to_read
from netmentor.events.suggesting.models import Arriving, Suggestion
from netmentor.events.suggesting.reading import read_page as read_event
from netmentor.fetching.web import Web
from netmentor.internships.suggesting.models import OpportunitySuggestion
from netmentor.internships.suggesting.reading import read_page as read_opportunity

log = logging.getLogger(__name__)

_OUR_FAULT = "Reading the page broke off on our side; tell of it by hand."


class _Read(Protocol):
    """Returns what a page tells, as JSON, or "" and why it tells nothing."""

    def __call__(
        self, address: str, web: Web, *, zone: str, now: datetime
    ) -> Awaitable[tuple[str, str]]: ...


_KINDS: tuple[tuple[type[Arriving], _Read], ...] = (
    (Suggestion, read_event),
    (OpportunitySuggestion, read_opportunity),
)


async def read_suggested_pages(web: Web | None = None) -> int:
    """Read what waits until nothing does; return how many pages that were."""
    count = 0
    for kind, read in _KINDS:
        while suggestion := await take_one_to_read(kind, now=clock.now()):
            await _read(suggestion, read, web or Web())
            count += 1
    return count


async def _read(suggestion: Arriving, read: _Read, web: Web) -> None:
    """Read one page; what breaks us in the middle must not keep us from the others."""
    try:
        zone = suggestion.user.timezone
        found, trouble = await read(suggestion.address, web, zone=zone, now=clock.now())
    except Exception:
        log.exception("Reading %s %d broke off.", type(suggestion).__name__, suggestion.id)
        found, trouble = "", _OUR_FAULT
    await note_found(suggestion, found, trouble, now=clock.now())
