"""Erasures brought to their end: rows that are left of one that was cut off, then every byte."""

from __future__ import annotations

import logging

from netmentor import clock, keeping
from netmentor.db import wiping
from netmentor.settings import Settings

log = logging.getLogger(__name__)


async def finish_erasures(settings: Settings) -> None:
    """Erase the accounts whose erasure was cut off after it was noted."""
    if count := await keeping.erase_again(settings, now=clock.now()):
        log.info("Erasures that were cut off and are done now: %d.", count)


async def wipe() -> None:
    """Wipe what was erased out of the files, where it keeps others waiting for a moment only."""
    await wiping.wipe(now=clock.now())


async def wipe_at_night() -> None:
    """Wipe what was left for the night, because the database is large."""
    if not await wiping.wipe(now=clock.now(), largest=None):
        log.warning("Bytes of what was erased are left in the database's files: it was busy.")
