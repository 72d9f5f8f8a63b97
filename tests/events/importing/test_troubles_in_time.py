"""A calendar in trouble: it says so in a sentence, touches no event, and comes back well."""

from __future__ import annotations

import gzip
from typing import Any

import httpx2
import pytest

from netmentor.events.importing.models import Source
from netmentor.events.models import Event
from tests.events.importing.reading_calendars import calendar
from tests.events.importing.reading_sources import (
    ICS,
    Origin,
    all_of,
    connected,
    later,
    origin,
    read,
)
from tests.factories import NOON, revision
from tests.fetching.servers import (
    Handler,
    answering,
    flooding,
    hanging_up,
    redirecting,
    resetting,
    saying,
    trickling,
)

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n\r\n"
WHOLE = calendar("BEGIN:VEVENT\nUID:a\nSUMMARY:Sample\nDTSTART:20261209T120000\nEND:VEVENT\n")
RULE = "BEGIN:VEVENT\nUID:{}\nSUMMARY:A\nDTSTART:20261209T120000\nRRULE:FREQ=DAILY\nEND:VEVENT\n"
EVERY_DAY = calendar(*(RULE.format(number) for number in range(501)))
PAGE = b"<!doctype html><html><title>Please sign in</title><p>Sign in.</html>"
NO_CALENDAR = "This is no iCalendar file: it does not begin with BEGIN:VCALENDAR."
HALF = "The file ends in the middle: END:VCALENDAR is missing."
BROKE_OFF = "first.example broke off before its answer was whole."
COMPRESSED = "first.example answers compressed, which was not asked for."
TOO_LARGE = "What first.example answers is larger than 9000 bytes."

TROUBLES: dict[str, tuple[Handler, dict[str, Any], str]] = {
    "nothing at all": (answering(200, content_type=ICS), {}, NO_CALENDAR),
    "a page": (answering(200, PAGE, content_type="text/html"), {}, NO_CALENDAR),
    "a page said to be a calendar": (answering(200, PAGE, content_type=ICS), {}, NO_CALENDAR),
    "404": (answering(404), {}, "first.example answers 404: there is nothing at this address."),
    "500": (answering(500), {}, "first.example answers 500: it has trouble of its own."),
    "403": (
        answering(403, b"go away"),
        {},
        "first.example answers 403: it wants a sign-in, or lets nobody in.",
    ),
    "an uncalled-for 304": (
        answering(304),
        {},
        "first.example answers 304: it says that nothing is new, though that was not asked.",
    ),
    "half a file": (answering(200, WHOLE[:90], content_type=ICS), {}, HALF),
    "half an answer": (
        saying(HEAD[:-2] + b"Content-Length: 999\r\n\r\nBEGIN:", then_close=True),
        {},
        BROKE_OFF,
    ),
    "a crash": (resetting, {}, BROKE_OFF),
    "no word": (hanging_up, {}, "first.example gave no answer in HTTP."),
    "a trickle": (
        trickling(HEAD, b"B"),
        {"seconds": 0.3},
        "first.example did not finish its answer within 0.3 seconds.",
    ),
    "a flood": (flooding(HEAD, bytes(4_000)), {"largest": 9_000}, TOO_LARGE),
    "too much": (answering(200, bytes(9_001)), {"largest": 9_000}, TOO_LARGE),
    "a bomb": (
        answering(200, gzip.compress(bytes(9_000_000)), content_encoding="gzip"),
        {},
        COMPRESSED,
    ),
    "every day, 501 times": (
        answering(200, EVERY_DAY, content_type=ICS),
        {},
        "More than 500 of its entries recur.",
    ),
    "a circle": (
        redirecting("/events.ics"),
        {},
        "first.example leads on and on: more than 5 redirects.",
    ),
    "a way inside": (
        redirecting("file:///etc/passwd"),
        {},
        "first.example leads on to an address that is not read."
        " Only addresses that begin with https:// or http:// are read.",
    ),
}

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
async def source(first: Origin) -> Source:
    """The source of `first`, read at noon."""
    made = await connected(first)
    assert (await read(made)).trouble == ""
    return made


async def test_no_trouble_touches_an_event_and_all_of_them_pass(
    first: Origin, source: Source, client: httpx2.AsyncClient
) -> None:
    async with origin("second") as second:
        second.holds(second.tells("breakfast"))
        await read(await connected(second))
        before = await all_of(first), await all_of(second), await revision()
        etag, well = (await client.get("/events.ics")).headers["etag"], first.answer
        for hours, (name, (handler, limits, sentence)) in enumerate(TROUBLES.items(), start=1):
            first.answer = handler
            done = await read(source, hours=hours, **limits)

            assert (name, done.trouble) == (name, sentence)
            await source.refresh_from_db()
            assert (name, source.trouble, source.failures) == (name, sentence, hours)
            assert (source.read_at, source.tried_at) == (NOON, later(hours))
            await first.server.left()
        first.answer = well
        done = await read(source, hours=24)

        assert (done.trouble, done.report.unchanged) == ("", 2)
        await source.refresh_from_db()
        assert (source.trouble, source.failures, source.read_at) == ("", 0, later(24))
        assert (await all_of(first), await all_of(second), await revision()) == before
        assert (await client.get("/events.ics")).headers["etag"] == etag


async def test_what_changed_during_the_trouble_is_told_after_it(
    first: Origin, source: Source
) -> None:
    first.answer = answering(503)
    await read(source, hours=6)
    first.holds(first.tells("breakfast", dtstart="20261216T120000", dtend=""))

    done = await read(source, hours=7)

    assert (done.report.changed, done.report.missing) == (1, 1)


@pytest.mark.parametrize(
    "trouble",
    [
        answering(200, PAGE, content_type="text/html"),
        answering(200, content_type="application/octet-stream"),
        answering(200, b"Not a calendar, today"),
        answering(500),
    ],
)
async def test_trouble_at_the_first_reading_does_not_settle_what_the_calendar_is(
    first: Origin, trouble: Handler
) -> None:
    source, well = await connected(first), first.answer
    first.answer = trouble
    assert (await read(source)).trouble != ""
    assert (source.read_at, source.failures) == (None, 1)

    first.answer = well
    done = await read(source, hours=1)

    assert (done.trouble, done.report.added) == ("", 2)
    assert source.format == "ics"


async def test_what_is_gone_for_good_is_never_read_again_and_its_events_stay(
    first: Origin, source: Source
) -> None:
    before = await all_of(first)
    first.answer = answering(410)

    done = await read(source, hours=6)

    assert done.trouble == "first.example answers 410: what was there is gone for good."
    await source.refresh_from_db()
    assert (source.retired_at, source.next_try_at) == (later(6), None)
    assert await all_of(first) == before
    assert await Event.filter(gone_at=None).count() == 2
