"""The calendar of deadlines: the same bytes under one version, whoever builds them and when."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from netmentor.app import create_app
from netmentor.settings import Settings
from tests.factories import NOON
from tests.feeds.asking import Reply, ask
from tests.internships.opportunities import closing, make_opportunity


async def test_what_is_open_is_the_same_all_day_in_every_process(database: Settings) -> None:
    await make_opportunity(windows=(closing("2026-11-24", "10:00"),))

    async def asked_after(**told: int) -> Reply:
        with time_machine.travel(NOON + timedelta(**told), tick=False):
            return await ask(create_app(database), "/internships.ics?open=1")

    at_seven, at_one, tomorrow = [await asked_after(hours=hours) for hours in (0, 6, 24)]

    assert b"BEGIN:VEVENT" in at_seven.body
    assert at_one == at_seven
    assert b"BEGIN:VEVENT" not in tomorrow.body
    assert tomorrow.header("etag") != at_seven.header("etag")
