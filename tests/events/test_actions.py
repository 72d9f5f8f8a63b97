from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from netmentor.db.columns import values_of
from netmentor.events.actions import (
    Unlistable,
    mark_gone,
    put_from_source,
)
from netmentor.events.models import Event, Published
from netmentor.events.rows import draft_of
from tests.factories import (
    FULL,
    NOON,
    event_of,
    make_draft,
    make_event,
    make_organization,
    make_source,
    put,
    revision,
)

pytestmark = pytest.mark.usefixtures("database")

LATER = NOON + timedelta(hours=1)


async def stored() -> dict[str, tuple[int, datetime, str]]:
    return {row.uid: (row.sequence, row.changed_at, row.text) for row in await Published.all()}


async def test_an_event_holds_all_that_its_draft_said() -> None:
    draft = make_draft(**FULL)
    await put(draft)

    event = await event_of(draft)
    back = draft_of(event)

    assert replace(back, slug="", deadlines=(), topics=()) == replace(
        draft, slug="", deadlines=(), topics=()
    )
    assert {*back.deadlines} == {*draft.deadlines}
    assert {*back.topics} == {*draft.topics}


async def test_the_same_draft_again_writes_nothing() -> None:
    draft = make_draft(**FULL)
    await put(draft)
    before, number = await stored(), await revision()

    outcome = await put(draft, now=LATER)

    assert outcome.unchanged == ("sample-full",)
    assert await stored() == before
    assert await revision() == number


async def test_an_event_its_source_drops_is_marked_and_kept() -> None:
    kept, dropped = make_draft(), make_draft()
    await put(kept, dropped)

    gone = await mark_gone(await make_source(), [kept.external_id], now=LATER)

    assert gone.changed == [(await event_of(dropped)).id]
    assert (await event_of(dropped)).gone_at == LATER
    assert (await event_of(kept)).gone_at is None


async def test_an_event_its_source_names_again_is_no_longer_gone() -> None:
    draft = make_draft()
    await put(draft)
    await mark_gone(await make_source(), [], now=LATER)

    await put(draft, now=LATER + timedelta(hours=1))

    assert (await event_of(draft)).gone_at is None


async def test_an_unlistable_draft_is_refused_whole() -> None:
    await make_organization()
    good, bad = make_draft(), make_draft(title="")

    with pytest.raises(Unlistable, match="has no title"):
        await put(good, bad)

    assert await Event.all().count() == 0


async def test_two_events_of_one_title_have_two_addresses() -> None:
    first, second = await make_event(), await make_event()

    assert [first.slug, second.slug] == ["sample-webinar-2026", "sample-webinar-2026-2"]


async def test_moments_follow_the_zone_of_the_event() -> None:
    event = await make_event(starts_time="12:00", ends_time="13:30", timezone="America/Chicago")

    assert event.starts_at == datetime(2026, 12, 9, 18, 0, tzinfo=UTC)
    assert event.ends_at == datetime(2026, 12, 9, 19, 30, tzinfo=UTC)


async def test_a_source_never_touches_what_another_source_named() -> None:
    mine = make_draft(external_id="shared-name", title="Of the sample source")
    await put(mine)
    other = await make_source("other")

    await put_from_source(other, [replace(mine, title="Of the other source")], now=LATER)

    assert sorted(await values_of(Event.all(), "title")) == [
        "Of the other source",
        "Of the sample source",
    ]
