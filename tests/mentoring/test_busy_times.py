"""A mentor's own calendar keeps them busy, and says nothing else of itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from netmentor.jobs.openings import read_busy_calendars
from netmentor.mentoring.availability import actions
from netmentor.mentoring.availability.models import BusyCalendar, BusyTime
from netmentor.mentoring.availability.reading import read_calendar
from netmentor.mentoring.models import Mentor
from netmentor.settings import Settings
from tests.events.importing.reading_sources import Origin, origin
from tests.factories import NOON
from tests.fetching.asking import web
from tests.fetching.servers import answering
from tests.mentoring.hours import open_mornings, utc

Times = list[tuple[datetime, datetime]]


@pytest.fixture
async def mine() -> AsyncIterator[Origin]:
    async with origin("mine") as made:
        yield made


async def read(mentor: Mentor, of: Origin, *, now: datetime = NOON) -> Times:
    """Read the calendar as the worker does, and return what keeps the mentor busy."""
    await actions.connect_calendar(mentor, of.address, now=now)
    return await again(mentor, of, now=now)


async def again(mentor: Mentor, of: Origin, *, now: datetime) -> Times:
    calendar = await BusyCalendar.get(mentor=mentor)
    assert await read_calendar(calendar, web(), now=now)
    rows = BusyTime.filter(calendar__mentor=mentor).order_by("starts_at")
    return [tuple(pair) for pair in await rows.values_list("starts_at", "ends_at")]


async def test_what_blocks_is_kept_and_what_does_not_is_not(
    database: Settings, mine: Origin
) -> None:
    mentor = await open_mornings()
    noon = {"dtstart": "20261201T120000Z", "dtend": "20261201T130000Z"}
    mine.holds(
        mine.tells("one", **noon),
        mine.tells("free", **noon | {"dtstart": "20261202T120000Z", "transp": "TRANSPARENT"}),
        mine.tells("off", **noon | {"dtstart": "20261203T120000Z", "status": "CANCELLED"}),
        mine.tells("hidden", dtstart="20261204T120000Z", dtend="20261204T130000Z", **PRIVATE),
    )

    assert await read(mentor, mine) == [
        (utc(2026, 12, 1, 12), utc(2026, 12, 1, 13)),
        (utc(2026, 12, 4, 12), utc(2026, 12, 4, 13)),
    ]


PRIVATE = {"class": "PRIVATE"}


async def test_whole_days_are_the_mentors_own_and_weeks_repeat(
    database: Settings, mine: Origin
) -> None:
    mentor = await open_mornings()
    mine.holds(
        mine.tells("away", dtstart="20261202", dtend="20261204"),
        mine.tells(
            "weekly",
            dtstart="20251103T090000",
            dtend="20251103T100000",
            rrule="FREQ=WEEKLY;UNTIL=20261215T000000Z",
            exdate="20261207T090000",
        ),
    )

    times = await read(mentor, mine)

    assert (utc(2026, 12, 2, 5), utc(2026, 12, 4, 5)) in times
    assert [one for one, _ in times if one.hour == 14] == [
        utc(2026, 11, 16, 14),
        utc(2026, 11, 23, 14),
        utc(2026, 11, 30, 14),
        utc(2026, 12, 14, 14),
    ]


async def test_nothing_but_times_is_kept(database: Settings, mine: Origin) -> None:
    mentor = await open_mornings()
    mine.holds(mine.tells("one", summary="Job interview elsewhere", dtstart="20261201T120000Z"))
    await read(mentor, mine)

    kept = [dict(row) for row in await BusyTime.all().values()]

    assert "interview" not in repr(kept) + repr(
        [dict(r) for r in await BusyCalendar.all().values()]
    )


async def test_times_that_change_have_the_next_openings_renewed(
    database: Settings, mine: Origin
) -> None:
    mentor = await open_mornings()
    mine.holds(mine.tells("one", dtstart="20261201T120000Z", dtend="20261201T130000Z"))
    await read(mentor, mine)
    await Mentor.filter(id=mentor.id).update(openings_stale=False)

    half_an_hour = NOON + timedelta(minutes=30)
    await again(mentor, mine, now=half_an_hour)
    assert not (await Mentor.get(id=mentor.id)).openings_stale

    mine.holds(mine.tells("one", dtstart="20261201T130000Z", dtend="20261201T140000Z"))
    await again(mentor, mine, now=half_an_hour + timedelta(minutes=30))
    assert (await Mentor.get(id=mentor.id)).openings_stale


async def test_a_calendar_that_fails_keeps_its_times_and_is_tried_later_and_later(
    database: Settings, mine: Origin
) -> None:
    mentor = await open_mornings()
    mine.holds(mine.tells("one", dtstart="20261201T120000Z", dtend="20261201T130000Z"))
    times = await read(mentor, mine)
    mine.answer = answering(503)

    first = NOON + timedelta(minutes=30)
    assert await again(mentor, mine, now=first) == times
    row = await BusyCalendar.get(mentor=mentor)
    assert row.next_read_at == first + timedelta(hours=1)
    assert "503" in row.trouble

    mine.answer = answering(200, b"BEGIN:VCALENDAR\r\n", content_type="text/calendar")
    assert await again(mentor, mine, now=row.next_read_at) == times
    assert (await BusyCalendar.get(mentor=mentor)).failures == 2


async def test_a_rule_that_never_ends_costs_its_entry_alone(
    database: Settings, mine: Origin
) -> None:
    mentor = await open_mornings()
    mine.holds(
        mine.tells("bomb", dtstart="20261201T120000Z", rrule="FREQ=SECONDLY"),
        mine.tells("one", dtstart="20261201T120000Z", dtend="20261201T130000Z"),
    )

    assert await read(mentor, mine) == [(utc(2026, 12, 1, 12), utc(2026, 12, 1, 13))]
    assert (await BusyCalendar.get(mentor=mentor)).skipped == 1


async def test_an_address_inside_is_never_asked(database: Settings) -> None:
    mentor = await open_mornings()
    await actions.connect_calendar(mentor, "http://127.0.0.1/mine.ics", now=datetime.now(UTC))

    assert await read_busy_calendars() == 1
    assert "public" in (await BusyCalendar.get(mentor=mentor)).trouble


async def test_one_process_reads_a_calendar_at_a_time(database: Settings, mine: Origin) -> None:
    mentor = await open_mornings()
    mine.holds()
    await actions.connect_calendar(mentor, mine.address, now=NOON)
    calendar = await BusyCalendar.get(mentor=mentor)
    await BusyCalendar.filter(id=calendar.id).update(taken_until=NOON + timedelta(minutes=1))

    assert not await read_calendar(calendar, web(), now=NOON)
    assert await read_calendar(calendar, web(), now=NOON + timedelta(minutes=1))
