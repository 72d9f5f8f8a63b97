"""The address of the operator's is asked for while letters move, and not while they do not."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from netmentor.jobs.heartbeat import Heartbeat
from netmentor.jobs.timetable import timetable_of
from netmentor.mail import pulse
from netmentor.mail.models import OutgoingMail
from netmentor.settings import Settings
from tests.factories import NOON
from tests.fetching.servers import answering, serving
from tests.mail.posting import post_sample

SECRET = "/ping/moonlight"


async def test_it_is_asked_for_each_minute_by_its_whole_address(database: Settings) -> None:
    async with serving(answering(body=b"OK")) as server:
        found = replace(database, heartbeat_url=f"http://127.0.0.1:{server.port}{SECRET}?msg=OK")
        [job] = [job for job in timetable_of(found) if job.name == "heartbeat"]
        await job.do()
        await job.do()

    assert [(head.method, head.target) for head in server.asked] == [
        ("GET", f"{SECRET}?msg=OK")
    ] * 2
    assert job.when.interval == timedelta(minutes=1)


def test_without_an_address_nothing_is_asked_for(tmp_path: object, database: Settings) -> None:
    assert not [job for job in timetable_of(database) if job.name == "heartbeat"]


async def test_it_waits_while_a_letter_has_waited_too_long(
    database: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    await post_sample(database, now=NOON - timedelta(minutes=10))
    async with serving(answering()) as server:
        heart = Heartbeat(f"http://127.0.0.1:{server.port}{SECRET}")
        for minutes, pings in ((0, 1), (1, 1), (2, 1)):
            with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
                await heart.beat()
            assert len(server.asked) == pings
        with caplog.at_level(logging.INFO):
            await OutgoingMail.all().update(state="sent")
            await heart.beat()
        assert len(server.asked) == 2

    assert caplog.text.count("One has been due for 11 minutes") == 1
    assert caplog.text.count("The heartbeat is back.") == 1


async def test_a_letter_that_is_due_later_keeps_nothing_back(database: Settings) -> None:
    await post_sample(database, now=NOON + timedelta(days=1))
    async with serving(answering()) as server:
        with time_machine.travel(NOON, tick=False):
            await Heartbeat(f"http://127.0.0.1:{server.port}{SECRET}").beat()
        assert len(server.asked) == 1


async def test_it_waits_while_the_last_round_of_letters_ended_badly(database: Settings) -> None:
    async with serving(answering()) as server:
        heart = Heartbeat(f"http://127.0.0.1:{server.port}{SECRET}")
        await pulse.note_round("The mail server cannot be reached.", now=NOON)
        await heart.beat()
        assert not server.asked
        await pulse.note_round(now=NOON)
        await heart.beat()
        assert len(server.asked) == 1


async def test_a_ping_that_fails_is_logged_once_without_its_secret(
    database: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(answering(500)) as server:
        heart = Heartbeat(f"http://127.0.0.1:{server.port}{SECRET}")
        with caplog.at_level(logging.DEBUG):
            for _ in range(3):
                await heart.beat()
    with caplog.at_level(logging.DEBUG):
        await heart.beat()  # nobody is there any more

    assert [one.message for one in caplog.records if one.name.startswith("netmentor")] == [
        "No heartbeat: 127.0.0.1 answers 500: it has trouble of its own."
    ]
    assert "moonlight" not in caplog.text
