"""Keeping mentors' openings true: busy times of their own calendars, and the next ones."""

from __future__ import annotations

import asyncio
import logging

from netmentor import clock
from netmentor.fetching.web import Web
from netmentor.mentoring.availability import reading, renewing
from netmentor.mentoring.availability.models import BusyCalendar

log = logging.getLogger(__name__)

SIDE_BY_SIDE = 4  # calendars; one that hangs keeps its place for 20 seconds


async def renew_openings() -> int:
    """Renew what is kept of mentors to whom something changed; return how many that were."""
    count = 0
    while some := await renewing.renew_openings(now=clock.now()):
        count += some
    return count


async def read_busy_calendars(web: Web | None = None) -> int:
    """Read the calendars whose time has come; return how many that were.

    What other processes read at this moment is left to them.
    """
    places = asyncio.Semaphore(SIDE_BY_SIDE)
    async with asyncio.TaskGroup() as tasks:
        readings = [
            tasks.create_task(_read(calendar, web or Web(), places))
            for calendar in await reading.calendars_due(now=clock.now())
        ]
    return sum(one.result() for one in readings)


async def _read(calendar: BusyCalendar, web: Web, places: asyncio.Semaphore) -> bool:
    """Read one; what breaks us in the middle must not keep us from the others."""
    async with places:
        try:
            return await reading.read_calendar(calendar, web, now=clock.now())
        except Exception:
            log.exception("Reading the calendar of mentor %d broke off.", calendar.mentor_id)
            await reading.put_off(calendar, now=clock.now())
            return True
