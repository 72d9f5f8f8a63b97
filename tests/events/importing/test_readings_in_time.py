"""A calendar that is read again and again: what changes there changes here, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import httpx2
import pytest

from netmentor.calendars.entry import Span, Status
from netmentor.events.importing.models import Source
from netmentor.events.models import Event, Published
from tests.events.importing.reading_calendars import event
from tests.events.importing.reading_sources import (
    Origin,
    all_of,
    bumped,
    event_called,
    history_of,
    later,
    published_of,
    read,
    watch,
)
from tests.factories import NOON, revision

CHICAGO = ZoneInfo("America/Chicago")

pytestmark = pytest.mark.usefixtures("database")


async def test_the_first_reading_lists_what_a_calendar_tells(first: Origin, source: Source) -> None:
    breakfast = await event_called("breakfast", first)

    assert (breakfast.title, breakfast.status) == ("Sample breakfast of first", "confirmed")
    assert breakfast.starts_at == datetime(2026, 12, 9, 18, tzinfo=UTC)
    assert breakfast.source_url == "https://first.example/breakfast"
    assert await history_of(breakfast) == []
    assert (source.read_at, source.tried_at, source.failures) == (NOON, NOON, 0)
    assert source.next_try_at is not None
    assert later(5.4) <= source.next_try_at <= later(6.6)
    assert await Event.all().count() == await Published.all().count() == 3


async def test_what_moves_is_told_to_its_watchers_and_to_calendars(
    first: Origin, second: Origin, source: Source
) -> None:
    breakfast, dinner = await event_called("breakfast", first), await event_called("dinner", first)
    for user_id, watched in (
        (1, breakfast),
        (2, dinner),
        (3, await event_called("breakfast", second)),
        (4, breakfast),
        (4, dinner),
    ):
        await watch(watched, user_id)
    spared, theirs, was = await published_of(dinner), await all_of(second), await revision()
    moved = first.tells("breakfast", dtstart="20261216T073000", dtend="20261216T090000")
    first.holds(moved, first.tells("dinner"))

    done = await read(source, hours=6)

    assert (done.report.changed, done.report.unchanged, done.report.added) == (1, 1, 0)
    entry = await published_of(breakfast)
    assert entry.when == Span(
        datetime(2026, 12, 16, 7, 30, tzinfo=CHICAGO), datetime(2026, 12, 16, 9, tzinfo=CHICAGO)
    )
    assert (entry.sequence, entry.created_at, entry.changed_at) == (1, NOON, later(6))
    assert await history_of(breakfast) == [("Moved from December 9 to December 16.",)]
    assert (await event_called("breakfast", first)).starts_on == date(2026, 12, 16)
    assert await bumped() == {1: 1, 4: 1}
    assert await revision() == was + 1
    assert await published_of(dinner) == spared
    assert await all_of(second) == theirs


async def test_another_hour_of_the_same_day_is_told_by_the_clock(
    first: Origin, source: Source
) -> None:
    breakfast = await event_called("breakfast", first)
    first.holds(
        first.tells("breakfast", dtstart="20261209T080000", dtend="20261209T093000"),
        first.tells("dinner"),
    )

    await read(source, hours=6)

    assert await history_of(breakfast) == [
        ("Now 8:00 am to 9:30 am instead of 12:00 pm to 1:00 pm.",)
    ]
    assert (await published_of(breakfast)).sequence == 1


async def test_a_new_name_is_told_and_asks_nobody_to_look_at_the_time_again(
    first: Origin, source: Source
) -> None:
    breakfast = await event_called("breakfast", first)
    first.holds(first.tells("breakfast", summary="Early breakfast"), first.tells("dinner"))

    await read(source, hours=6)

    entry = await published_of(breakfast)
    assert (entry.title, entry.sequence, entry.changed_at) == ("Early breakfast", 0, later(6))
    assert await history_of(breakfast) == [("Renamed from “Sample breakfast of first”.",)]
    assert (await event_called("breakfast", first)).slug == breakfast.slug


@pytest.mark.parametrize(
    "said", [{"status": "CANCELLED"}, {"summary": "CANCELLED: Sample breakfast of first"}]
)
async def test_what_is_called_off_is_canceled_in_calendars_until_it_is_on_again(
    first: Origin, second: Origin, source: Source, said: dict[str, str]
) -> None:
    breakfast, theirs = await event_called("breakfast", first), await all_of(second)
    first.holds(first.tells("breakfast", **said), first.tells("dinner"))

    await read(source, hours=6)

    entry = await published_of(breakfast)
    assert (entry.status, entry.sequence) == (Status.CANCELED, 1)
    assert entry.title == "Canceled: Sample breakfast of first"
    assert (await Event.get(id=breakfast.id)).title == breakfast.title
    assert await history_of(breakfast) == [("Canceled.",)]
    assert (await Published.get(event=breakfast)).leaves_on == date(2027, 1, 23)

    first.holds(first.tells("breakfast"), first.tells("dinner"))
    await read(source, hours=12)

    entry = await published_of(breakfast)
    assert (entry.status, entry.sequence) == (Status.CONFIRMED, 2)
    assert entry.title == "Sample breakfast of first"
    assert await history_of(breakfast) == [("On again.",), ("Canceled.",)]
    assert (await Published.get(event=breakfast)).leaves_on is None
    assert await all_of(second) == theirs


async def test_what_a_calendar_drops_stays_and_says_since_when(
    first: Origin, second: Origin, source: Source
) -> None:
    dinner = await event_called("dinner", first)
    await watch(dinner, 1)
    theirs, entry = await all_of(second), await published_of(dinner)
    first.holds(first.tells("breakfast"))

    done = await read(source, hours=6)

    assert (done.report.missing, done.report.unchanged) == (1, 1)
    assert (await event_called("dinner", first)).gone_at == later(6)
    assert await history_of(dinner) == [("No longer listed by its source.",)]
    told = await published_of(dinner)
    assert "not listed there since" in told.description
    assert (told.essence, told.sequence) == (entry.essence, 0)
    assert await bumped() == {1: 1}

    again = await read(source, hours=12)
    assert (again.report.missing, await bumped()) == (0, {1: 1})

    first.holds(first.tells("breakfast"), first.tells("dinner"))
    await read(source, hours=18)

    assert (await event_called("dinner", first)).gone_at is None
    assert (await history_of(dinner))[0] == ("Listed by its source again.",)
    assert "not listed there" not in (await published_of(dinner)).description
    assert await bumped() == {1: 2}
    assert await all_of(second) == theirs


async def test_what_is_over_is_not_gone_when_its_calendar_drops_it(
    first: Origin, source: Source
) -> None:
    dinner = await event_called("dinner", first)
    first.holds(first.tells("breakfast"))

    await read(source, hours=24 * 20)

    assert (await event_called("dinner", first)).gone_at is None
    assert await history_of(dinner) == []


async def test_an_empty_calendar_deletes_nothing(
    first: Origin, second: Origin, source: Source
) -> None:
    theirs = await all_of(second)
    first.holds()

    done = await read(source, hours=6)

    assert (done.report.missing, done.trouble, source.failures) == (2, "", 0)
    assert set(await Event.filter(source=source).values_list("gone_at", flat=True)) == {later(6)}
    assert await Published.filter(event__source=source).count() == 2

    first.holds(first.tells("breakfast"), first.tells("dinner"))
    await read(source, hours=12)

    assert await Event.filter(source=source, gone_at=None).count() == 2
    assert await all_of(second) == theirs


async def test_the_same_again_writes_nothing_and_no_feed_changes(
    first: Origin, source: Source, client: httpx2.AsyncClient
) -> None:
    before, was = await all_of(first), await revision()
    etag = (await client.get("/events.ics")).headers["etag"]
    breakfast, dinner = first.tells("breakfast"), first.tells("dinner")
    for hours, told in enumerate([(breakfast, dinner), (dinner, breakfast)], start=1):
        first.holds(*told)
        assert (await read(source, hours=6 * hours)).report.unchanged == 2

    assert source.read_at == later(12)
    assert await all_of(first) == before
    assert await revision() == was
    assert (await client.get("/events.ics")).headers["etag"] == etag

    first.holds(breakfast)
    await read(source, hours=18)
    assert (await client.get("/events.ics")).headers["etag"] != etag


async def test_a_broken_entry_costs_itself_and_is_not_gone(first: Origin, source: Source) -> None:
    before = await event_called("breakfast", first)
    broken = event(uid=first.uid("breakfast"), dtstart="soon")
    first.holds(broken, first.tells("dinner", summary="Sample supper"))

    done = await read(source, hours=6)

    [skipped] = done.report.skipped
    assert skipped.reason == "Its DTSTART in line 7 is no date: 'soon'."
    assert (done.report.changed, done.report.missing, done.trouble) == (1, 0, "")
    assert await event_called("breakfast", first) == before
    assert (await event_called("dinner", first)).title == "Sample supper"


async def test_what_moves_under_another_uid_is_followed_by_its_address(
    first: Origin, source: Source
) -> None:
    dinner = await event_called("dinner", first)
    moved = first.tells("dinner", uid="another@first.example", dtstart="20261210T120000", dtend="")
    first.holds(first.tells("breakfast"), moved)

    done = await read(source, hours=6)

    assert (done.report.added, done.report.changed, done.report.missing) == (0, 1, 0)
    assert (await event_called("another", first)).id == dinner.id
    assert await history_of(dinner) == [("Moved from December 9 to December 10.",)]


async def test_a_series_whose_days_are_all_taken_back_is_no_longer_listed(
    first: Origin, source: Source
) -> None:
    weekly = {"rrule": "FREQ=WEEKLY;COUNT=2", "summary": "Sample meeting"}
    others = first.tells("breakfast"), first.tells("dinner")
    first.holds(*others, first.tells("meeting", **weekly))
    assert (await read(source, hours=6)).report.added == 2
    off = {"exdate": "20261209T120000,20261216T120000"}
    first.holds(*others, first.tells("meeting", **weekly, **off))

    done = await read(source, hours=12)

    assert (done.report.missing, done.report.unchanged) == (2, 2)
    meetings = await Event.filter(title="Sample meeting")
    assert [meeting.gone_at for meeting in meetings] == [later(12)] * 2

    first.holds(*others, first.tells("meeting", **weekly))
    await read(source, hours=18)

    assert await Event.filter(gone_at=None).count() == 5
