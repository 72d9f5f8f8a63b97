"""The calendar of deadlines: the same bytes under one version, whoever builds them and when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from icalendar import Calendar

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


async def begins(database: Settings) -> list[tuple[str, date]]:
    """The title and the beginning of everything in the calendar, as a program reads it."""
    with time_machine.travel(NOON, tick=False):
        answer = await ask(create_app(database), "/internships.ics")
    read = Calendar.from_ical(answer.body)
    return [(str(one["SUMMARY"]), one.decoded("DTSTART")) for one in read.walk("VEVENT")]


async def test_an_hour_is_a_moment_that_every_reader_has_on_their_own_day(
    database: Settings,
) -> None:
    await make_opportunity(windows=(closing("2027-02-10", "00:30"),))

    [(title, at)] = await begins(database)

    assert title == "Applications close: Sample fellowship"
    assert isinstance(at, datetime)
    assert f"{at.astimezone(ZoneInfo('Pacific/Honolulu')):%b %d %H:%M}" == "Feb 09 19:30"


async def test_an_hour_in_no_zone_is_a_day_whose_title_says_the_hour(database: Settings) -> None:
    await make_opportunity(windows=(closing("2027-02-10", "17:00", ""),))
    title = "Applications close, 5:00 pm: Sample fellowship"
    assert await begins(database) == [(title, date(2027, 2, 10))]


async def test_an_hour_that_the_clock_has_twice_or_not_at_all_is_its_moment(
    database: Settings,
) -> None:
    await make_opportunity(
        windows=(
            closing("2027-03-14", "02:30"),
            closing("2027-11-07", "01:30", kind="phase2_closes"),
        )
    )

    (_, spring), (_, autumn) = await begins(database)

    assert isinstance(spring, datetime)
    assert isinstance(autumn, datetime)
    assert f"{spring:%H:%M %Z}" == "03:30 EDT"
    assert f"{autumn:%H:%M %Z}" == "01:30 EDT"
