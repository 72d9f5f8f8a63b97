"""The timetable does its jobs, survives one that fails, and lets none be cut in the middle."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest
import time_machine

from netmentor import clock
from netmentor.db import signs
from netmentor.events.models import Event
from netmentor.internships.models import Opportunity
from netmentor.jobs import timetable
from netmentor.jobs.timetable import TIMETABLE, Job, every
from netmentor.settings import Settings
from tests.factories import NOON, make_event
from tests.internships.opportunities import make_opportunity

OFTEN = every(timedelta(milliseconds=20))


async def test_a_worker_gives_a_sign_of_life_as_soon_as_it_runs(database: Settings) -> None:
    before = clock.now()

    async with timetable.running():
        await asyncio.sleep(0.3)

    sign = await signs.last("worker")
    assert sign is not None
    assert before <= sign.at <= clock.now()


def test_the_sign_of_life_comes_four_times_as_often_as_the_doctor_needs_it() -> None:
    [job] = [job for job in TIMETABLE if job.name == "sign_of_life"]

    assert job.when.interval == timedelta(seconds=30)


def test_moments_are_gone_over_each_night() -> None:
    [job] = [job for job in TIMETABLE if job.name == "keep_moments_true"]

    night = job.when.get_next_fire_time(None, NOON)

    assert night - NOON < timedelta(days=1)
    assert job.when.get_next_fire_time(night, night + timedelta(seconds=1)) - night == timedelta(1)


async def test_the_nightly_job_computes_moments_again(database: Settings) -> None:
    event = await make_event()
    await Event.filter(id=event.id).update(starts_at=NOON)

    await timetable.keep_moments_true()

    assert (await Event.get(id=event.id)).starts_at == event.starts_at


async def test_the_same_night_those_of_opportunities_are_computed_again(database: Settings) -> None:
    listed = await make_opportunity()
    await Opportunity.filter(id=listed.id).update(closes_at=NOON)

    await timetable.keep_moments_true()

    assert (await Opportunity.get(id=listed.id)).closes_at == listed.closes_at


async def test_a_job_that_fails_is_logged_and_comes_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    failed = asyncio.Semaphore(0)
    worked = asyncio.Semaphore(0)

    async def fail() -> None:
        failed.release()
        raise ValueError("sample failure")

    async def work() -> None:
        worked.release()

    with caplog.at_level(logging.ERROR):
        async with timetable.running([Job("fail", fail, OFTEN), Job("work", work, OFTEN)]):
            for _ in range(3):
                await failed.acquire()
                await worked.acquire()

    assert caplog.text.count("sample failure") >= 3


async def test_the_end_waits_for_the_job_that_runs_and_begins_no_other() -> None:
    done: list[str] = []
    began = asyncio.Event()

    async def take_long() -> None:
        done.append("began")
        began.set()
        await asyncio.sleep(0.3)
        done.append("ended")

    async with timetable.running([Job("take_long", take_long, OFTEN)]):
        await began.wait()

    assert done == ["began", "ended"]
    await asyncio.sleep(0.1)
    assert done == ["began", "ended"]


async def test_a_job_never_runs_beside_itself() -> None:
    at_once: list[int] = []
    running = 0
    ended = asyncio.Semaphore(0)

    async def take_long() -> None:
        nonlocal running
        running += 1
        at_once.append(running)
        await asyncio.sleep(0.1)
        running -= 1
        ended.release()

    async with timetable.running([Job("take_long", take_long, OFTEN)]):
        for _ in range(3):
            await ended.acquire()

    assert set(at_once) == {1}


async def test_a_job_that_hangs_does_not_hold_the_end_up_for_ever(
    caplog: pytest.LogCaptureFixture,
) -> None:
    canceled: list[bool] = []
    began = asyncio.Event()

    async def hang() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0.05)  # as giving back a lease takes
            canceled.append(True)
            raise

    async with timetable.running([Job("hang", hang, OFTEN)], timedelta(seconds=0.2)):
        await began.wait()

    assert canceled == [True]
    assert "did not end" in caplog.text


async def test_the_sign_of_life_follows_the_clock(database: Settings) -> None:
    with time_machine.travel(NOON, tick=False):
        await timetable.sign_of_life()

    sign = await signs.last("worker")
    assert sign is not None
    assert sign.at == NOON
