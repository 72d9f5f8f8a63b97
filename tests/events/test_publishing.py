from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from netmentor.calendars.parse import parse
from netmentor.calendars.publish import Head, calendar
from netmentor.events.actions import (
    keep_moments_true,
)
from netmentor.events.drafts import Draft
from netmentor.events.models import Event, Published
from netmentor.organizations.models import Organization
from tests.factories import (
    FULL,
    NOON,
    event_of,
    make_draft,
    make_event,
    make_expected_draft,
    put,
    revision,
)

pytestmark = pytest.mark.usefixtures("database")

LATER = NOON + timedelta(hours=1)


async def told(row: Published) -> Any:
    zones = [row.timezone] if row.timezone else []
    [entry] = parse(calendar(Head(name="sample"), [row.text], zones))
    return entry


async def itself(draft: Draft) -> Published:
    return await Published.get(event_id=(await event_of(draft)).id, part="")


@pytest.mark.parametrize(
    "change",
    [
        {"starts_on": date(2026, 12, 8)},
        {"ends_on": date(2026, 12, 12)},
        {"venue": "Other Hall"},
        {"city": "Dublin"},
        {"status": "canceled"},
        {"status": "postponed"},
    ],
)
async def test_time_place_and_status_move_the_sequence(change: dict[str, Any]) -> None:
    draft = make_draft(**FULL)
    await put(draft)

    await put(replace(draft, **change), now=LATER)

    row = await itself(draft)
    assert (row.sequence, row.changed_at) == (1, LATER)
    assert (await told(row)).sequence == 1


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another title"},
        {"description": "Another description."},
        {"status": "sold_out"},
        {"prices": ()},
        {"credits": ()},
        {"deadlines": ()},
        {"url": "https://events.example.org/elsewhere"},
        {"registration_url": "https://events.example.org/register"},
        {"verified_on": date(2026, 11, 24)},
    ],
)
async def test_nothing_else_moves_the_sequence(change: dict[str, Any]) -> None:
    draft = make_draft(**FULL)
    await put(draft)
    number = await revision()

    await put(replace(draft, **change), now=LATER)

    row = await itself(draft)
    assert (row.sequence, row.changed_at) == (0, LATER)
    assert await revision() == number + 1


async def test_moved_and_back_again_counts_twice_and_keeps_its_uid() -> None:
    draft = make_draft(**FULL)
    await put(draft)
    uid = (await itself(draft)).uid
    await put(replace(draft, ends_on=date(2026, 12, 12)), now=LATER)

    await put(draft, now=LATER + timedelta(hours=1))

    row = await itself(draft)
    assert (row.uid, row.sequence) == (uid, 2)


async def test_a_deadline_that_moves_keeps_its_place_in_calendars() -> None:
    draft = make_draft(**FULL)
    await put(draft)
    before = {row.part: row.uid for row in await Published.exclude(part="")}
    moved = tuple(
        replace(due, due_on=date(2026, 12, 5)) if due.kind == "registration_close" else due
        for due in draft.deadlines
    )

    await put(replace(draft, deadlines=moved), now=LATER)

    rows = {row.part: row for row in await Published.exclude(part="")}
    assert {part: row.uid for part, row in rows.items()} == before
    assert rows["registration_close"].sequence == 1
    assert rows["registration_close"].first_on == date(2026, 12, 5)
    assert rows["hotel_block"].sequence == 0


async def test_a_dropped_deadline_is_told_as_canceled_for_sixty_days() -> None:
    draft = make_draft(**FULL)
    await put(draft)

    await put(replace(draft, deadlines=draft.deadlines[:1]), now=LATER)

    row = await Published.get(part="hotel_block")
    entry = await told(row)
    assert (entry.status, entry.sequence) == ("canceled", 1)
    assert entry.title == "Canceled: Hotel rate ends: Sample conference 2026"
    assert row.leaves_on == date(2027, 1, 23)


async def test_a_deadline_that_comes_back_is_confirmed_again() -> None:
    draft = make_draft(**FULL)
    await put(draft)
    await put(replace(draft, deadlines=()), now=LATER)

    await put(draft, now=LATER + timedelta(hours=1))

    row = await Published.get(part="hotel_block")
    assert (row.sequence, row.leaves_on) == (2, None)
    assert (await told(row)).status == "confirmed"


async def test_an_expected_event_is_in_no_calendar() -> None:
    await put(make_expected_draft())

    assert await Published.all().count() == 0


async def test_an_event_that_loses_its_date_is_told_as_canceled() -> None:
    draft = make_draft(**FULL)
    await put(draft)
    no_date = make_expected_draft(external_id="sample-full", title="Sample conference 2026")

    await put(no_date, now=LATER)

    row = await itself(draft)
    entry = await told(row)
    assert (entry.status, entry.when.first) == ("canceled", date(2026, 12, 9))
    assert (await event_of(draft)).starts_on is None


async def test_a_postponed_event_without_a_new_day_keeps_the_old_one() -> None:
    draft = make_draft(**FULL)
    await put(draft)

    await put(
        replace(
            draft, status="postponed", starts_on=None, ends_on=None, starts_time="", ends_time=""
        ),
        now=LATER,
    )

    event = await event_of(draft)
    assert (event.status, event.starts_on) == ("postponed", date(2026, 12, 9))
    assert (await told(await itself(draft))).title == "Postponed: Sample conference 2026"


async def test_an_organizers_new_name_shows_in_calendars() -> None:
    draft = make_draft()
    await put(draft)
    await Organization.filter(slug="sample-association").update(name="Renamed Association")

    outcome = await put(draft, now=LATER)

    assert outcome.changed == (draft.external_id,)
    assert "By Renamed Association." in (await told(await itself(draft))).description


async def test_other_zone_data_or_renderer_makes_moments_and_texts_anew() -> None:
    event = await make_event()
    # what an older version, or older zone data, would have left behind
    await Event.filter(id=event.id).update(starts_at=NOON, search_head="", search_body="x")
    await Published.filter(event=event).update(text="BEGIN:VEVENT\r\nEND:VEVENT\r\n")

    assert await keep_moments_true(now=LATER) == 1

    again = await Event.get(id=event.id)
    row = await Published.get(event=event)
    assert again.starts_at == event.starts_at
    words = (event.search_head, event.search_body)
    assert (again.search_head, again.search_body) == words
    assert (await told(row)).title == "Sample webinar"
    assert row.sequence == 0
    assert await keep_moments_true(now=LATER) == 0


@pytest.fixture(autouse=True)
async def _nothing_half_written(database: object) -> AsyncIterator[None]:
    """Whatever a test did, each stored text is one whole VEVENT."""
    yield
    for row in await Published.all():
        assert row.text.startswith("BEGIN:VEVENT\r\n")
        assert row.text.endswith("END:VEVENT\r\n")
