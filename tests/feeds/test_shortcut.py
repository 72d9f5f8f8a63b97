"""Who asks again is answered past the router and the middleware, in the very same words."""

from __future__ import annotations

import zoneinfo
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from starlette.applications import Starlette
from tortoise.connection import get_connection

from netmentor.app import create_app
from netmentor.calendars.zones import zone_data_version
from netmentor.feeds.conditional import Version
from netmentor.feeds.copies import Copies
from netmentor.feeds.editions import Edition, State
from netmentor.feeds.shortcut import LONGEST_ADDRESS, MOST_ADDRESSES
from netmentor.organizations.models import CatalogueRevision
from netmentor.settings import Settings
from tests.factories import NOON, TODAY, make_draft, make_event, make_series, put
from tests.feeds.asking import Reply, ask, is_answered_by_shortcut, the_long_way

GZIP = ("Accept-Encoding", "gzip")
ADDRESSES = [
    "/events.ics",
    "/events.ics?kind=webinar&utm_source=letter",
    "/events.ics?q=caf%C3%A9",
    "/organizations/sample-association.ics",
    "/series/sample-series.ics?deadlines=exclude",
    "/events.atom",
    "/series/sample-series.atom",
    "/internships.ics?kind=fellowship",
]
CODINGS = ["", "gzip", "identity", "gzip;q=0", "*", "gzip;q=0, *", "br, GZIP;q=0.5", "zstd, br"]
TAGS = ['"TAG"', '"TAG-gzip"', 'W/"TAG"', '"old", W/"TAG-gzip"', "*", '"old"', "TAG", "", '"é"']
MOMENTS = [
    "Tue, 24 Nov 2026 12:00:00 GMT",
    "Tue, 24 Nov 2026 11:59:59 GMT",
    "Tuesday, 24-Nov-26 12:00:00 GMT",
    "yesterday",
]


@pytest.fixture
async def app(database: Settings) -> AsyncIterator[Starlette]:
    """The service with one event of a series, at noon UTC on November 24, 2026."""
    with time_machine.travel(NOON, tick=False):
        await make_series()
        await make_event(series="sample-series", description="Café")
        yield create_app(database)


async def both_ways(app: Starlette, address: str, *headers: tuple[str, str]) -> Reply:
    """What the service answers, once it is certain that the long way answers the same."""
    answered = await ask(app, address, headers)
    assert answered == await ask(the_long_way(app), address, headers)
    return answered


@pytest.mark.parametrize("address", ADDRESSES)
async def test_both_ways_answer_alike_header_by_header(app: Starlette, address: str) -> None:
    tag = (await ask(app, address)).header("etag").strip('"')
    await ask(app, address, [GZIP])
    given = [None, *(("If-None-Match", tags.replace("TAG", tag)) for tags in TAGS)]
    since = [None, *(("If-Modified-Since", moment) for moment in MOMENTS)]
    accepted = [None, *(("Accept-Encoding", coding) for coding in CODINGS)]

    seen = set()
    for method, *asked in product(("GET", "HEAD"), given, since, accepted):
        headers = [("Host", "test.example"), *(pair for pair in asked if pair)]
        quick = await ask(app, address, headers, method)
        assert quick == await ask(the_long_way(app), address, headers, method), headers
        assert await is_answered_by_shortcut(app, address, headers, method), headers
        seen.add((quick.status, dict(quick.headers).get(b"content-encoding")))

    assert seen == {(200, None), (200, b"gzip"), (304, None)}


async def test_of_headers_given_twice_both_ways_read_the_first(app: Starlette) -> None:
    tag = (await ask(app, "/events.ics")).header("etag")
    known, other = ("If-None-Match", tag), ("If-None-Match", '"other"')

    assert (await both_ways(app, "/events.ics", known, other)).status == 304
    assert (await both_ways(app, "/events.ics", other, known)).status == 200


async def test_a_change_is_told_at_once(app: Starlette) -> None:
    draft = make_draft()
    await put(draft)
    first = await ask(app, "/events.ics")
    asked = ("If-None-Match", first.header("etag"))
    assert await is_answered_by_shortcut(app, "/events.ics", [asked])

    await put(replace(draft, description="More is known now."))

    assert not await is_answered_by_shortcut(app, "/events.ics", [asked])
    second = await both_ways(app, "/events.ics", asked)
    assert (second.status, b"More is known now." in second.body) == (200, True)
    assert await is_answered_by_shortcut(app, "/events.ics", [asked])


async def test_a_new_day_is_told_at_once_and_so_is_the_day_before(app: Starlette) -> None:
    first = await ask(app, "/events.ics")
    asked = ("If-None-Match", first.header("etag"))

    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        assert not await is_answered_by_shortcut(app, "/events.ics", [asked])
        assert (await both_ways(app, "/events.ics", asked)).status == 200

    assert not await is_answered_by_shortcut(app, "/events.ics", [asked])
    assert (await both_ways(app, "/events.ics", asked)).status == 304


async def test_a_restored_database_whose_number_comes_again_is_another(app: Starlette) -> None:
    first = await ask(app, "/events.ics")
    asked = ("If-None-Match", first.header("etag"))

    await CatalogueRevision.filter(id=1).update(changed_at=NOON - timedelta(days=1))

    assert not await is_answered_by_shortcut(app, "/events.ics", [asked])
    assert (await both_ways(app, "/events.ics", asked)).status == 200


@pytest.fixture
def other_zone_data(tmp_path: Path) -> Iterator[None]:
    """A later release of the zone data."""
    folder = tmp_path / "zones"
    folder.mkdir()
    (folder / "tzdata.zi").write_text("# version 2099z\n")
    zoneinfo.reset_tzpath(to=[str(folder)])
    yield
    zoneinfo.reset_tzpath()
    zone_data_version()
    ZoneInfo.clear_cache()


async def test_other_zone_data_is_told_at_once(
    app: Starlette, request: pytest.FixtureRequest
) -> None:
    first = await ask(app, "/events.ics")
    asked = ("If-None-Match", first.header("etag"))

    request.getfixturevalue("other_zone_data")

    assert not await is_answered_by_shortcut(app, "/events.ics", [asked])
    assert (await both_ways(app, "/events.ics", asked)).status == 200


@pytest.mark.parametrize(
    ("address", "method", "headers"),
    [
        ("/events.ics", "POST", []),
        ("/events.ics", "OPTIONS", []),
        ("/events.ics", "GET", [("Content-Length", "1000000")]),
        ("/events.ics", "GET", [("Transfer-Encoding", "chunked")]),
        ("/events.ics?kind=webinar", "GET", []),
        ("/events/sample-webinar-2026.ics", "GET", []),
        ("/events", "GET", []),
        ("/events.ics?knd=webinar", "GET", []),
        ("/organizations/nobody.ics", "GET", []),
    ],
)
async def test_everything_else_goes_the_long_way(
    app: Starlette, address: str, method: str, headers: list[tuple[str, str]]
) -> None:
    await ask(app, "/events.ics")
    if address != "/events.ics?kind=webinar":  # never asked for before
        await ask(app, address)

    assert not await is_answered_by_shortcut(app, address, headers, method)


async def test_a_copy_that_made_room_for_others_is_built_again(app: Starlette) -> None:
    first = await ask(app, "/events.ics")
    copies: Copies = app.state.copies
    for number in range(3):
        copies.keep(f"other-{number}", bytes(copies.most_bytes // 2))

    assert not await is_answered_by_shortcut(app, "/events.ics")
    assert await both_ways(app, "/events.ics") == first


async def test_a_forged_host_is_remembered_nowhere(app: Starlette) -> None:
    for host in ("evil.example", "evil.example/x", "evil.example?x", "@evil.example:80"):
        await ask(app, "/events.ics", [("Host", host)])

        answered = await both_ways(app, "/events.ics", ("Host", "test.example"))

        assert b"SOURCE;VALUE=URI:http://test.example/events.ics\r\n" in answered.body
        assert b"evil" not in answered.body


async def test_what_keeps_the_version_from_being_known_is_for_the_long_way(app: Starlette) -> None:
    await ask(app, "/events.ics")
    connection = get_connection("default")

    await connection.execute_script("ALTER TABLE catalogue_revision RENAME TO elsewhere")
    assert not await is_answered_by_shortcut(app, "/events.ics")

    await connection.execute_script("ALTER TABLE elsewhere RENAME TO catalogue_revision")
    assert await is_answered_by_shortcut(app, "/events.ics")


async def test_on_postgres_nothing_new_may_be_told_late_and_a_whole_feed_never(
    database: Settings,
) -> None:
    with time_machine.travel(NOON, tick=False):
        await make_event(title="First")
        app = create_app(replace(database, feed_memory=timedelta(minutes=1)))
        first = await ask(app, "/events.ics")
        await make_event(title="Second")

        polled = await ask(app, "/events.ics", [("If-None-Match", first.header("etag"))])
        other = await ask(app, "/events.ics", [("If-None-Match", '"of another process"')])

    assert polled.status == (304 if database.on_postgres else 200)
    assert (other.status, b"SUMMARY:Second" in other.body) == (200, True)


async def test_of_too_many_addresses_the_longest_unasked_is_forgotten(app: Starlette) -> None:
    await ask(app, "/events.ics")
    _remember(app, *(f"a={number}" for number in range(MOST_ADDRESSES - 1)))
    assert await is_answered_by_shortcut(app, "/events.ics")

    _remember(app, *(f"b={number}" for number in range(MOST_ADDRESSES - 1)))
    assert await is_answered_by_shortcut(app, "/events.ics")

    _remember(app, *(f"c={number}" for number in range(MOST_ADDRESSES)))
    assert not await is_answered_by_shortcut(app, "/events.ics")


async def test_an_address_longer_than_any_calendar_has_is_not_remembered(app: Starlette) -> None:
    longest = "/events.ics?utm_source="
    longest += "a" * (LONGEST_ADDRESS - len(longest) + 1)  # the question mark does not count
    for address in (longest, longest + "a"):
        await ask(app, address)

    assert await is_answered_by_shortcut(app, longest)
    assert not await is_answered_by_shortcut(app, longest + "a")


def _remember(app: Starlette, *queries: str) -> None:
    edition = Edition(Version("abc", NOON), "sample.ics", "text/calendar")
    for query in queries:
        scope = {"path": "/events.ics", "query_string": query.encode()}
        app.state.shortcut.remember(scope, State(None, TODAY, "2026a"), edition)
