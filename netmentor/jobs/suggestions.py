"""Reading the pages that members suggest, one after the other."""

from __future__ import annotations

import logging

from netmentor import clock
from netmentor.events.suggesting import actions
from netmentor.events.suggesting.models import Suggestion
from netmentor.events.suggesting.reading import read_page
from netmentor.fetching.web import Web

log = logging.getLogger(__name__)

_OUR_FAULT = "Reading the page broke off on our side; tell of the event by hand."


async def read_suggested_pages(web: Web | None = None) -> int:
    """Read what waits until nothing does; return how many pages that were."""
    count = 0
    while suggestion := await actions.take_one_to_read(now=clock.now()):
        await _read(suggestion, web or Web())
        count += 1
    return count


async def _read(suggestion: Suggestion, web: Web) -> None:
    """Read one page; what breaks us in the middle must not keep us from the others."""
    try:
        zone = suggestion.user.timezone
        draft, trouble = await read_page(suggestion.address, web, zone=zone, now=clock.now())
    except Exception:
        log.exception("Reading suggestion %d broke off.", suggestion.id)
        draft, trouble = None, _OUR_FAULT
    await actions.note_found(suggestion, draft, trouble, now=clock.now())
