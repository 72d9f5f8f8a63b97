"""When a calendar is asked again, where, and for what."""

from __future__ import annotations

from asyncio import StreamWriter
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from netmentor.events.importing import sources
from netmentor.events.importing.models import Source
from netmentor.events.importing.sources import Terms
from netmentor.events.models import Event, EventOrganizer
from netmentor.jobs.sources import read_due_sources
from tests.events.importing.reading_sources import (
    Origin,
    all_of,
    connected,
    event_called,
    later,
    read,
)
from tests.factories import make_organization
from tests.fetching.asking import web
from tests.fetching.servers import Head, answering, redirecting

pytestmark = pytest.mark.usefixtures("database")


async def test_nothing_new_is_asked_for_by_etag_and_once_a_month_all_is(
    first: Origin, source: Source
) -> None:
    first.holds(first.tells("breakfast"), etag='"1"', last_modified="Tue, 24 Nov 2026 10:00:00 GMT")
    await read(source, hours=6)
    before = await all_of(first)
    first.answer = answering(304)

    done = await read(source, hours=12)

    asked = first.server.asked[-1].headers
    assert (asked["if-none-match"], done.trouble) == ('"1"', "")
    assert asked["if-modified-since"] == "Tue, 24 Nov 2026 10:00:00 GMT"
    assert (source.read_at, source.etag, source.failures) == (later(12), '"1"', 0)
    assert await all_of(first) == before

    first.holds(first.tells("breakfast"))
    await read(source, hours=24 * 7)  # December

    assert "if-none-match" not in first.server.asked[-1].headers
    assert await all_of(first) == before


async def test_a_detour_is_taken_in_silence_and_a_removal_is_told(
    first: Origin, second: Origin, source: Source
) -> None:
    to = f"http://elsewhere.example:{second.server.port}/events.ics"
    theirs = await all_of(second)
    second.holds(first.tells("breakfast"), first.tells("dinner"), first.tells("lunch"))
    first.answer = redirecting(to, 302)

    done = await read(source, hours=6)

    assert (done.report.added, source.trouble, source.failures) == (1, "", 0)

    first.answer = redirecting(to, 301)
    done = await read(source, hours=12)

    assert (done.trouble, source.failures, source.read_at) == ("", 0, later(12))
    assert source.trouble == f"It has moved for good to {to}: change its address."
    assert source.address == first.address

    first.holds(first.tells("breakfast"), first.tells("dinner"), first.tells("lunch"))
    await read(source, hours=18)

    assert source.trouble == ""
    assert await all_of(second) == theirs


async def test_the_job_reads_each_calendar_at_its_time_and_no_sooner(
    first: Origin, second: Origin, source: Source
) -> None:
    theirs = await all_of(second)
    first.answer = answering(500)
    for hours, readings in ((5, 0), (7, 2), (7.1, 0)):
        with time_machine.travel(later(hours), tick=False):
            assert await read_due_sources(web()) == readings
    assert len(first.server.asked) == len(second.server.asked) == 2
    assert await all_of(second) == theirs


async def test_each_failure_in_a_row_is_left_alone_for_twice_as_long(
    first: Origin, source: Source
) -> None:
    first.answer = answering(500)
    hours, waits = 6.0, []
    for _ in range(4):
        await read(source, hours=hours)
        assert source.next_try_at is not None
        waits.append(source.next_try_at - later(hours))
        hours += 24

    for wait, about in zip(waits, (0.5, 1, 2, 4), strict=True):
        assert 0.9 * about <= wait / timedelta(hours=1) <= 1.1 * about


async def test_who_asks_to_be_left_alone_is_left_alone_so_long(
    first: Origin, source: Source
) -> None:
    for hours in range(20):  # days on which the spread is another
        first.answer = answering(429, retry_after="90000")

        await read(source, hours=24 * hours)

        assert source.next_try_at is not None
        assert source.next_try_at >= later(24 * hours) + timedelta(hours=25)
        await Source.filter(id=source.id).update(failures=0)


async def test_other_terms_are_followed_though_the_calendar_is_the_same(first: Origin) -> None:
    """Its server says that nothing is new, and every entry is as it was."""
    source = await connected(first, organization=None, timezone="")
    first.holds(first.tells("breakfast"), etag='"1"')
    same = first.answer

    async def unless_known(head: Head, writer: StreamWriter) -> None:
        known = head.headers.get("if-none-match") == '"1"'
        await (answering(304) if known else same)(head, writer)

    first.answer = unless_known
    [skipped] = (await read(source)).report.skipped
    assert skipped.reason == "Nobody we know organizes it: name the organization of this source."
    assert not await Event.exists()

    await make_organization("one-association")
    for hours, (slug, zone, moment) in enumerate(
        [
            ("sample-association", "America/Chicago", 18),
            ("one-association", "America/Chicago", 18),
            ("one-association", "America/Denver", 19),
        ],
        start=1,
    ):
        await make_organization(slug)
        await sources.agree(source, Terms(organization=slug, zone=zone))
        await source.save()
        await read(source, hours=hours)

        breakfast = await event_called("breakfast", first)
        assert breakfast.starts_at == datetime(2026, 12, 9, moment, tzinfo=UTC)
        row = await EventOrganizer.get(event=breakfast).select_related("organization")
        assert row.organization.slug == slug
    assert (await read(source, hours=5)).report.unchanged == 0
    assert first.server.asked[-1].headers["if-none-match"] == '"1"'
