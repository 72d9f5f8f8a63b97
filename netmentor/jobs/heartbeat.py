"""Asking for an address of the operator's while letters move, so that silence tells of trouble."""

from __future__ import annotations

import logging

from netmentor import clock
from netmentor.fetching.pinging import ping
from netmentor.fetching.web import Unfetchable
from netmentor.mail import pulse

log = logging.getLogger(__name__)


class Heartbeat:
    """The pings to one address; what keeps them back is logged when it begins and when it ends."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._is_well = True

    async def beat(self) -> None:
        """Ping once, if the queue moves."""
        felt = await pulse.feel()
        amiss = felt.why_letters_stay(now=clock.now()) or await _why_not_pinged(self._url)
        if amiss and self._is_well:
            log.warning("No heartbeat: %s", amiss)
        elif not amiss and not self._is_well:
            log.info("The heartbeat is back.")
        self._is_well = not amiss


async def _why_not_pinged(url: str) -> str | None:
    try:
        await ping(url)
    except Unfetchable as exc:
        return exc.message
    return None
