"""Everything NetMentor does without being asked, on one page."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import partial
from typing import cast

from apscheduler.events import (  # type: ignore[import-untyped]
    EVENT_JOB_ERROR,
    EVENT_JOB_EXECUTED,
    EVENT_JOB_SUBMITTED,
    JobExecutionEvent,
    JobSubmissionEvent,
)
from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]
from apscheduler.triggers.base import BaseTrigger  # type: ignore[import-untyped]
from apscheduler.triggers.cron import CronTrigger  # type: ignore[import-untyped]
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped]

from netmentor import clock
from netmentor.copies.rules import Place
from netmentor.db import signs
from netmentor.events import actions
from netmentor.internships import zones as of_opportunities
from netmentor.jobs.applications import mind_applications
from netmentor.jobs.clearing import clear_away, forget_guests
from netmentor.jobs.copies import begin_copies, send_copies
from netmentor.jobs.erasing import finish_erasures, wipe, wipe_at_night
from netmentor.jobs.heartbeat import Heartbeat
from netmentor.jobs.imports import mind_imports
from netmentor.jobs.letters import deliver_due, forget_what_is_over
from netmentor.jobs.mentoring import mind_sessions
from netmentor.jobs.openings import read_busy_calendars, renew_openings
from netmentor.jobs.reminders import remind, wanted
from netmentor.jobs.silences import mind_silences
from netmentor.jobs.sources import read_due_sources
from netmentor.jobs.suggestions import read_suggested_pages
from netmentor.mail.smtp import carrier_of
from netmentor.settings import Settings

log = logging.getLogger(__name__)

PATIENCE = timedelta(seconds=20)  # for jobs in flight when the worker is to end


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do, and when; the first time is the start unless `when` is a time of day."""

    name: str
    do: Callable[[], Awaitable[object]]
    when: BaseTrigger


async def sign_of_life() -> None:
    """Write down that a worker runs; `netmentor doctor` reads it."""
    await signs.record("worker", at=clock.now())


async def keep_moments_true() -> None:
    """Follow new rules of time zones, which come with the system's updates."""
    if count := await actions.keep_moments_true(now=clock.now()):
        log.info("Zone data or renderer changed: %d events were gone over.", count)
    if count := await of_opportunities.keep_moments_true(now=clock.now()):
        log.info("Zone data changed: %d opportunities were gone over.", count)


def every(interval: timedelta) -> BaseTrigger:
    return IntervalTrigger(seconds=interval.total_seconds(), timezone=UTC)


TIMETABLE = (
    Job("sign_of_life", sign_of_life, every(timedelta(seconds=30))),
    Job("read_due_sources", read_due_sources, every(timedelta(minutes=1))),
    Job("read_suggested_pages", read_suggested_pages, every(timedelta(seconds=3))),
    Job("mind_imports", mind_imports, every(timedelta(seconds=2))),
    Job("read_busy_calendars", read_busy_calendars, every(timedelta(seconds=15))),
    Job("renew_openings", renew_openings, every(timedelta(seconds=30))),
    Job("mind_applications", mind_applications, every(timedelta(minutes=1))),
    Job("clear_away", clear_away, every(timedelta(hours=1))),
    Job("forget_what_is_over", forget_what_is_over, every(timedelta(minutes=5))),
    Job("wipe", wipe, every(timedelta(seconds=5))),
    Job("wipe_at_night", wipe_at_night, CronTrigger(hour=8, minute=47, timezone=UTC)),  # in Ohio
    Job("keep_moments_true", keep_moments_true, CronTrigger(hour=3, minute=17, timezone=UTC)),
)


def timetable_of(settings: Settings) -> tuple[Job, ...]:
    """All of it: the timetable, letters, whose way out settings tell, reminders and sessions."""
    carrier = carrier_of(settings.smtp_url, settings.mail_from)
    deliver = Job("deliver_due", partial(deliver_due, carrier, wanted), every(timedelta(seconds=3)))
    tell = Job("remind", partial(remind, settings), every(timedelta(seconds=20)))
    mind = Job("mind_sessions", partial(mind_sessions, settings), every(timedelta(minutes=1)))
    silent = Job("mind_silences", partial(mind_silences, settings), every(timedelta(minutes=5)))
    guests = Job("forget_guests", partial(forget_guests, settings), every(timedelta(hours=1)))
    finish = Job("finish_erasures", partial(finish_erasures, settings), every(timedelta(hours=1)))
    ours = (*TIMETABLE, finish, deliver, tell, mind, silent, guests, *_copies(settings))
    if not settings.heartbeat_url:
        return ours
    beat = Job("heartbeat", Heartbeat(settings.heartbeat_url).beat, every(timedelta(minutes=1)))
    return (*ours, beat)


def _copies(settings: Settings) -> tuple[Job, ...]:
    """Two ways out for uploads: a slow one keeps nobody else waiting."""
    post, upload = (partial(send_copies, settings, place) for place in (Place.MAIL, Place.WEBDAV))
    often = timedelta(seconds=4)
    return (
        Job("begin_copies", partial(begin_copies, settings), every(timedelta(seconds=20))),
        Job("post_copies", post, every(often)),
        Job("upload_copies", upload, every(often)),
        Job("upload_copies_beside", upload, every(often)),
    )


@asynccontextmanager
async def running(
    timetable: Sequence[Job] = TIMETABLE, patience: timedelta = PATIENCE
) -> AsyncIterator[None]:
    """Carry out the timetable for the length of the block, on the database that is open.

    Jobs hold no state: each reads what is due, so a missed or doubled tick is harmless,
    and memory is a good enough job store. A job that fails is logged, and comes again at
    its time. At the end no further job begins, and those that run are awaited for as long
    as `patience`; what runs longer is canceled and comes to its own end, leases given back.
    The scheduler's own shutdown would cancel all of them and wait for none.
    """
    scheduler = AsyncIOScheduler(
        timezone=UTC,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    flights = _Flights()
    scheduler.add_listener(
        flights.heard, EVENT_JOB_SUBMITTED | EVENT_JOB_EXECUTED | EVENT_JOB_ERROR
    )
    for job in timetable:
        at_once = {} if isinstance(job.when, CronTrigger) else {"next_run_time": clock.now()}
        scheduler.add_job(flights.of(job.do), job.when, id=job.name, name=job.name, **at_once)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.pause()
        await flights.landed(patience)
        scheduler.shutdown()
        await asyncio.sleep(0)  # the scheduler shuts down in the loop's next round


class _Flights:
    """The jobs that run at this moment."""

    def __init__(self) -> None:
        self._submitted = 0
        self._none = asyncio.Event()
        self._none.set()
        self._tasks: set[asyncio.Task[object]] = set()

    def of(self, do: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
        """The same job, known to us while it runs."""

        async def fly() -> None:
            task = cast("asyncio.Task[object]", asyncio.current_task())
            self._tasks.add(task)
            try:
                await do()
            finally:
                self._tasks.discard(task)

        return fly

    def heard(self, event: JobSubmissionEvent | JobExecutionEvent) -> None:
        self._submitted += 1 if event.code == EVENT_JOB_SUBMITTED else -1
        if self._submitted:
            self._none.clear()
        else:
            self._none.set()

    async def landed(self, patience: timedelta) -> None:
        try:
            await asyncio.wait_for(self._none.wait(), patience.total_seconds())
        except TimeoutError:
            log.warning("A job did not end within %s and is canceled.", patience)
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
