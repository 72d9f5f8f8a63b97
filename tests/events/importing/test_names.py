"""An event stays the same one while its name in the source, its day, or its number changes."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from netmentor.db.columns import values_of
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.sync import Report, read_into
from netmentor.events.models import Event
from tests.events.importing.reading_calendars import ASKED, calendar, event
from tests.events.telling import all_rows, make_teller
from tests.factories import NOON, make_organization

pytestmark = pytest.mark.usefixtures("database")

DECEMBER_10 = datetime.fromisoformat("2026-12-10T12:00:00+00:00")  # the day after an event's
GALA = event(uid="gala@example.org", summary="Sample gala", url="https://chapter.example/events")
COURSE = event(
    uid="course@example.org",
    summary="Sample finance course",
    url="https://chapter.example/events",
    dtstart="20270615T120000",
)


@pytest.fixture
async def source(database: object) -> Source:
    organization = await make_organization()
    return await make_teller("alpha", organization_id=organization.id)


async def read(
    source: Source, *events: str, now: datetime = NOON, most: int = ASKED.most
) -> Report:
    return await _read(source, calendar(*events), now=now, most=most)


async def read_table(source: Source, *rows: str, now: datetime = NOON) -> Report:
    body = "\n".join(["Title,Date,URL", *rows, ""])
    return await _read(source, body.encode(), now=now, format="csv")


async def _read(source: Source, body: bytes, *, now: datetime, **asked: Any) -> Report:
    source.read_at = now
    with tempfile.TemporaryFile() as file:
        file.write(body)
        file.flush()
        return await read_into(source, file, replace(ASKED, **asked), now=now)


def told(report: Report) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.missing


async def listed() -> list[tuple[str, str]]:
    """Titles and days of what some source lists, by day."""
    rows = Event.filter(gone_at=None).order_by("starts_on", "starts_time", "id")
    return [(title, str(day)) for title, day in await rows.values_list("title", "starts_on")]


async def test_two_events_of_one_address_are_two_when_the_first_is_over(source: Source) -> None:
    await read(source, GALA)

    await read(source, COURSE, now=DECEMBER_10)

    assert await listed() == [
        ("Sample gala", "2026-12-09"),
        ("Sample finance course", "2027-06-15"),
    ]


async def test_what_takes_the_place_of_another_at_its_address_is_no_move(source: Source) -> None:
    await read(source, GALA)

    await read(source, COURSE)

    assert await listed() == [("Sample finance course", "2027-06-15")]
    assert (await Event.get(title="Sample gala")).gone_at == NOON


async def test_an_address_that_several_events_have_leads_nowhere(source: Source) -> None:
    await read(source, GALA, event(uid="other@example.org", url="https://chapter.example/events"))

    moved = GALA.replace("gala@", "new@").replace("20261209", "20261216")
    report = await read(source, moved, event(uid="other@example.org"))

    assert told(report)[0] == 1


async def test_a_post_that_recurs_is_followed_only_while_it_is_ahead(source: Source) -> None:
    def occurrence(day: str) -> str:
        return event(uid=f"77-1{day}0-1{day}1@chapter.example", dtstart=f"{day}T120000")

    await read(source, occurrence("20261209"))
    moved = await read(source, occurrence("20261211"))
    following = await read(source, occurrence("20270113"), now=DECEMBER_10 + timedelta(days=2))

    assert (told(moved), told(following)[0]) == ((0, 1, 0, 0), 1)
    assert [day for _, day in await listed()] == ["2026-12-11", "2027-01-13"]


async def test_a_second_day_under_one_name_leaves_the_first_event_what_it_was(
    source: Source,
) -> None:
    await read_table(source, "Sample breakfast,2027-01-05,")
    before = await Event.get()

    rows = ("Sample breakfast,2027-01-05,", "Sample breakfast,2027-02-02,")
    report = await read_table(source, *rows)
    again = await read_table(source, *reversed(rows), "Sample dinner,2027-03-01,")

    assert told(report)[0] == 1
    assert told(again)[:2] == (1, 0)
    assert await Event.get(id=before.id) == before
    assert [day for _, day in await listed()] == ["2027-01-05", "2027-02-02", "2027-03-01"]


async def test_one_day_of_two_that_stays_is_the_event_of_that_day(source: Source) -> None:
    await read_table(source, "Sample breakfast,2027-01-05,", "Sample breakfast,2027-02-02,")

    await read_table(source, "Sample breakfast,2027-02-02,")

    assert await listed() == [("Sample breakfast", "2027-02-02")]
    assert await Event.all().count() == 2


async def test_the_next_edition_under_one_name_is_another_event(source: Source) -> None:
    await read_table(source, "Sample breakfast,2026-12-09,https://chapter.example/breakfast")
    first = await Event.get()

    later = "Sample breakfast,2027-02-09,https://chapter.example/breakfast"
    report = await read_table(source, later, now=DECEMBER_10)
    moved = await read_table(source, later.replace("02-09", "04-13"), now=DECEMBER_10)

    assert (told(report)[0], told(moved)[:2]) == (1, (0, 1))
    assert await Event.get(id=first.id) == first
    assert await listed() == [
        ("Sample breakfast", "2026-12-09"),
        ("Sample breakfast", "2027-04-13"),
    ]


async def test_an_event_that_is_moved_late_is_still_the_same(source: Source) -> None:
    await read(source, GALA)

    report = await read(source, GALA.replace("20261209", "20261217"), now=DECEMBER_10)

    assert told(report) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("now", "then"), [("20261209T090000", "20261209T100000"), ("20261208", "20261209")]
)
async def test_a_series_that_shifts_keeps_its_events(source: Source, now: str, then: str) -> None:
    lines = ("RRULE:FREQ=WEEKLY;COUNT=6",)
    await read(source, event(*lines, dtstart=now))
    before = await values_of(Event.all().order_by("id"), "id")

    report = await read(source, event(*lines, dtstart=then))

    assert told(report) == (0, 6, 0, 0)
    assert await values_of(Event.filter(gone_at=None).order_by("id"), "id") == before
    rows = await all_rows()
    assert told(await read(source, event(*lines, dtstart=then))) == (0, 0, 6, 0)
    assert await all_rows() == rows


async def test_an_event_that_begins_to_recur_is_the_first_of_its_series(source: Source) -> None:
    await read(source, event())
    first = await Event.get()

    report = await read(source, event("RRULE:FREQ=WEEKLY;COUNT=3"))

    assert told(report)[0] == 2
    assert len(await listed()) == 3
    assert (await Event.get(id=first.id)).gone_at is None


async def test_names_that_two_entries_could_bear_are_borne_by_one(source: Source) -> None:
    address = "https://chapter.example/y"
    report = await read_table(
        source,
        f"Sample breakfast,2027-01-05,{address}",
        f"Sample breakfast,2027-01-06,{address}",
        f"Sample dinner,2027-01-05,{address}/2027-01-05",
    )

    assert (report.added, report.skipped) == (3, [])
    assert len(set(await values_of(Telling.all(), "external_id"))) == 3


async def test_what_goes_beyond_what_is_read_of_one_file_is_left_out(source: Source) -> None:
    daily = event("RRULE:FREQ=DAILY;COUNT=30")

    report = await read(source, daily, most=20)

    assert report.added == 20
    assert [one.reason for one in report.skipped] == [
        "It tells of more than 20 events; those from here on are left out."
    ]
    assert told(await read(source, daily, most=20))[0] == 0


async def test_the_address_of_a_calendar_is_never_shown(source: Source) -> None:
    source.address = "https://calendar.example/private-0123456789abcdef/basic.ics"
    source.format = "ics"
    await source.save()

    await read(source, event())

    assert (await Event.get()).source_url == "https://events.example.org/"


async def test_another_organizer_in_the_file_is_noted(source: Source) -> None:
    await make_organization("other-association")

    report = await read(source, event('ORGANIZER;CN="Other Association":mailto:a@example.org'))

    assert [one.reason for one in report.notes] == [
        "It names “Other Association” as its organizer; “Sample Association” is listed, as asked."
    ]
