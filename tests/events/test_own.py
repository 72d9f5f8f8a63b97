"""What somebody keeps for themselves: made, changed, put away, and in nothing of anybody else's."""

from __future__ import annotations

from datetime import date, timedelta

import httpx2
import pytest

from netmentor.accounts.models import AgendaRevision
from netmentor.calendars.told import told as read_back
from netmentor.db import signs
from netmentor.db.columns import values_of
from netmentor.errors import NotFound
from netmentor.events import own
from netmentor.events.actions import keep_moments_true
from netmentor.events.attending.queries import my_events
from netmentor.events.attending.rules import Answer
from netmentor.events.curating.models import Resemblance
from netmentor.events.curating.resembling import look_for_resemblances
from netmentor.events.drafts import DeadlineDraft
from netmentor.events.importing import sources
from netmentor.events.models import Change, Event, Published, Topic
from netmentor.events.own import Unkeepable
from netmentor.organizations.queries import catalogue_revision
from tests.accounts.casting import STRANGER, make_user
from tests.factories import FULL, NOON, make_draft, make_event, make_series

pytestmark = pytest.mark.usefixtures("database")
WORD = "Quokkafest"


async def test_title_and_day_suffice() -> None:
    user = await make_user()
    bare = make_draft(
        organizers=(), starts_time="", ends_time="", timezone="", url="", source_url=""
    )
    event = await own.keep(user, bare, now=NOON)
    [mine] = (await my_events(user, now=NOON)).ahead
    assert (mine.event.id, mine.attendance.answer) == (event.id, Answer.GOING)


async def test_what_is_no_event_is_refused_with_a_sentence() -> None:
    user = await make_user()
    for wrong in ({"title": ""}, {"starts_on": None, "ends_on": None}, {"url": "javascript:1"}):
        with pytest.raises(Unkeepable):
            await own.keep(user, make_draft(organizers=(), **wrong), now=NOON)
    assert await Event.all().count() == 0


async def test_nobody_else_reaches_it_by_its_address() -> None:
    user, other = await make_user(), await make_user(STRANGER)
    event = await own.keep(user, make_draft(organizers=()), now=NOON)
    assert (await own.own_event(user, event.slug)).id == event.id
    with pytest.raises(NotFound):
        await own.own_event(other, event.slug)


async def test_it_is_changed_put_away_and_taken_back() -> None:
    user = await make_user()
    event = await own.keep(user, make_draft(organizers=()), now=NOON)
    await own.change(event, make_draft(organizers=(), title="Another"), now=NOON)
    await own.put_away(event, now=NOON)
    assert (await my_events(user, now=NOON)).ahead == []
    await own.empty_bins(now=NOON + timedelta(days=29))
    await own.take_back(event)
    [mine] = (await my_events(user, now=NOON)).ahead
    assert mine.event.title == "Another"
    await own.put_away(event, now=NOON)
    await own.empty_bins(now=NOON + timedelta(days=30))
    assert await Event.all().count() == 0


async def test_it_is_never_searched_compared_or_taken_for_a_change_of_the_list() -> None:
    user = await make_user()
    series = await make_series()
    listed = await make_event(**FULL, series=series.slug)
    revision = await catalogue_revision()
    event = await own.keep(user, make_draft(**FULL, series=series.slug), now=NOON)
    await look_for_resemblances([event.id, listed.id])
    await keep_moments_true(now=NOON)

    kept = await Event.get(id=event.id)
    assert (kept.search_head, kept.search_body, kept.series_id) == ("", "", None)
    assert await Change.filter(event=kept).count() == 0
    assert await Resemblance.all().count() == 0
    assert WORD.lower() not in kept.slug
    found = await catalogue_revision()
    assert revision
    assert found
    assert found.number <= revision.number + 1  # of keep_moments_true, for the listed one


async def test_its_topics_are_no_topics_of_the_list() -> None:
    await own.keep(await make_user(), make_draft(organizers=(), topics=("quokkas",)), now=NOON)
    assert await Topic.all().count() == 0


async def test_what_members_keep_cannot_be_removed_as_a_source() -> None:
    await own.keep(await make_user(), make_draft(organizers=()), now=NOON)
    with pytest.raises(sources.BadSource):
        await sources.withdraw(await sources.source_called(own.KEY), now=NOON)
    assert await Event.all().count() == 1


async def test_no_public_page_feed_or_count_has_a_word_of_it(client: httpx2.AsyncClient) -> None:
    user = await make_user()
    series = await make_series()
    listed = await make_event(**FULL, series=series.slug)
    pages = [
        "/events", f"/events?q={WORD}", "/events?q=quokkafes", "/events?from=2017-01-01",
        "/events?view=month&month=2026-12", "/events.ics", "/events.atom", "/events/embed",
        "/sitemap.xml", "/organizations", "/organizations/sample-association", "/path",
        "/organizations/sample-association.ics", "/organizations/sample-association/embed",
        "/associations", f"/events/{listed.slug}", f"/events/{listed.slug}.ics",
        "/events?free=1", "/events?topic=leadership", "/events?state=OH", "/events?kind=conference",
        "/events.ics?from=2017-01-01", "/events.ics?deadlines=only", "/events.ics?state=OH",
        "/events.ics?deadlines=exclude&to=2027-01-31", "/events.atom?from=2017-01-01",
        f"/events.ics?q={WORD}", f"/events.atom?q={WORD}", f"/series/{series.slug}",
        f"/series/{series.slug}.ics", f"/series/{series.slug}.atom", "/sitemap-1.xml", "/guides",
        f"/events/embed?q={WORD}", "/privacy", "/manifest.webmanifest", "/sw.js", "/robots.txt",
    ]  # fmt: skip
    before = {page: (await client.get(page)).content for page in pages}
    due = DeadlineDraft(kind="registration_close", due_on=date(2026, 12, 1), note=WORD)
    fields = FULL | {"external_id": "x", "title": WORD, "venue": WORD, "description": WORD}
    fields |= {"deadlines": (due,), "series": series.slug}
    kept = await own.keep(user, make_draft(**fields), now=NOON)
    await own.change(kept, make_draft(**fields | {"deadlines": ()}), now=NOON)
    texts = await values_of(Published.filter(event=kept), "text")
    assert len(texts) == 2
    assert all(WORD in text for text in texts)
    await signs.record("rendering", at=NOON, note="of an older version")
    await keep_moments_true(now=NOON)

    for page in pages:
        told = (await client.get(page)).content
        assert told == before[page], page
        assert WORD.encode() not in told or f"q={WORD}" in page
        assert kept.uid.encode() not in told, page
    for path in ("", ".ics", "/qr.svg", "/edit"):
        assert (await client.get(f"/events/{kept.slug}{path}")).status_code in (303, 404)
    assert (await client.get(f"/events/{kept.slug}")).status_code == 404


async def test_what_is_kept_is_told_to_its_owners_calendars_with_all_that_becomes_of_it() -> None:
    user = await make_user()
    due = DeadlineDraft(kind="registration_close", due_on=date(2026, 12, 1))
    bare = {"organizers": (), "source_url": "", "external_id": "x"}
    event = await own.keep(user, make_draft(**bare, deadlines=(due,)), now=NOON)
    moved = make_draft(**bare, starts_on=date(2026, 12, 10), ends_on=date(2026, 12, 10))
    later = NOON + timedelta(hours=1)
    await own.change(event, moved, now=later)

    rows = {row.part: row for row in await Published.filter(event=event)}
    entries = {part: read_back(row.text) for part, row in rows.items()}
    itself, deadline = entries[""], entries["registration_close"]
    assert (itself.sequence, itself.created_at, itself.changed_at) == (1, NOON, later)
    assert (deadline.status, deadline.sequence) == ("canceled", 1)
    assert rows["registration_close"].leaves_on == date(2027, 1, 23)
    assert "By" not in itself.description
    assert "Source" not in itself.description


async def test_what_was_kept_before_gets_its_texts_at_the_next_start() -> None:
    user = await make_user()
    event = await own.keep(user, make_draft(organizers=()), now=NOON)
    kept = await values_of(Published.all(), "text")
    await keep_moments_true(now=NOON)
    before = (await AgendaRevision.get(user_id=user.id)).number
    await Published.all().delete()
    await signs.record("rendering", at=NOON, note="of an older version")

    await keep_moments_true(now=NOON)

    assert await values_of(Published.filter(event=event), "text") == kept
    assert (await AgendaRevision.get(user_id=user.id)).number == before + 1


async def test_what_lies_in_the_bin_is_told_to_no_calendar_and_says_so_once() -> None:
    user = await make_user()
    event = await own.keep(user, make_draft(organizers=()), now=NOON)
    before = (await AgendaRevision.get(user_id=user.id)).number
    for number, away in enumerate((True, True, False, False)):
        await (own.put_away(event, now=NOON) if away else own.take_back(event))
        grown = (await AgendaRevision.get(user_id=user.id)).number - before
        assert grown == (1, 1, 2, 2)[number]
