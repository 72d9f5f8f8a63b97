"""What an author of a calendar could do to others, and what comes of it."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from typing import Any

import pytest

from netmentor.db.columns import values_of
from netmentor.events.curating.models import Resemblance
from netmentor.events.importing import jsonld, sources
from netmentor.events.importing.items import Item, Skipped
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.reading import Unreadable
from netmentor.events.importing.sync import Report, read_into
from netmentor.events.models import Change, Event, Published
from netmentor.text import one_line
from tests.events.importing.reading_calendars import ASKED, between, calendar, event, read_apart
from tests.events.telling import make_teller
from tests.factories import NOON, make_organization

pytestmark = pytest.mark.usefixtures("database")

SECRET = "https://calendar.example/private-0123456789abcdef/feed?key=s3cr3t"


async def source_of(key: str, **fields: Any) -> Source:
    organization = await make_organization()
    return await make_teller(key, organization_id=organization.id, **fields)


async def read(source: Source, body: bytes, **asked: Any) -> Report:
    with tempfile.TemporaryFile() as file:
        file.write(body)
        file.flush()
        return await read_into(source, file, replace(ASKED, **asked), now=NOON)


def things(*told: dict[str, Any]) -> bytes:
    boring = {"@type": "Event", "name": "Sample talk", "startDate": "2027-06-15"}
    return json.dumps([{**boring, **one} for one in told]).encode()


@pytest.mark.parametrize("line", ["\x1b[2J\nForged line", 7.5, {"a": 1.5}, [1], None, -3])
def test_no_page_says_in_which_line_it_stands(line: object) -> None:
    body = things({"@line": line}, {"@line": line, "startDate": "never"})

    told = list(jsonld.read(body, charset="", address="", zone="America/Chicago"))

    assert [type(one) for one in told] == [Item, Skipped]
    assert [one.line for one in told] == [1, 1]


@pytest.mark.parametrize("thing", [{}, {"url": "#b"}, {"url": ""}, {"url": SECRET}])
async def test_the_address_of_a_page_is_never_shown(thing: dict[str, Any]) -> None:
    source = await source_of("alpha", format="jsonld", address=SECRET)

    for _ in range(2):
        source.fingerprint = ""
        report = await read(source, things(thing), format="jsonld", address=SECRET)

    assert (report.unchanged, report.skipped) == (1, [])
    columns = (
        "url",
        "registration_url",
        "source_url",
        "description",
        "slug",
        "search_head",
        "search_body",
    )
    [shown] = await Event.all().values(*columns)
    assert "s3cr3t" not in str(shown)
    assert "s3cr3t" not in str(await Published.all().values())


def test_a_page_that_offers_a_calendar_does_not_say_its_password() -> None:
    page = f'<link rel="alternate" type="text/calendar" href="{SECRET}"><p>Sample'

    with pytest.raises(Exception, match="offers a calendar at calendar") as said:
        list(jsonld.read(page.encode(), charset="", address=SECRET, zone="America/Chicago"))

    assert "s3cr3t" not in str(said.value)


async def test_a_title_of_stars_takes_nothing_from_the_others() -> None:
    starred = event(summary="cancel " + "*" * 1_990)

    items, skipped = await read_apart(
        between(*[starred.replace("sample@", f"{n}@") for n in range(40)])
    )

    assert (len(items), skipped) == (42, [])


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY;BYWEEKNO=53;BYMONTH=6", "FREQ=YEARLY;BYWEEKNO=54", "FREQ=YEARLY;BYWEEKNO=0"],
)
async def test_a_week_that_no_year_has_is_refused(rule: str) -> None:
    _, [skipped] = await read_apart(calendar(event(f"RRULE:{rule}")))

    assert skipped.reason == "Its recurrence rule counts weeks as no year does."


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ("BEGIN:VEVENT\nEND:VEVENT\n", "More than 2,000 of its entries are broken."),
        ("BEGIN:VEVENT\nUID:a\nEND:VEVENT\n", "It tells one entry in more than 2,000 pieces."),
    ],
)
async def test_a_file_of_nothing_but_rubbish_is_refused_whole(part: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        await read_apart(calendar(part * 3_000))


async def test_many_alike_are_suggested_a_few_times_each() -> None:
    for key in ("alpha", "beta"):
        told = [event(uid=f"{n}@{key}.example", summary="Conference") for n in range(30)]
        await read(await source_of(key), calendar(*told))

    pairs = await Resemblance.all().values_list("one_id", "other_id")
    assert len(pairs) == 30 * 5


async def test_a_series_does_not_keep_its_words_a_thousand_times() -> None:
    words = "Sample words. " * 2_000
    source = await source_of("alpha")

    await read(source, calendar(event("RRULE:FREQ=DAILY;COUNT=9", description=words)))
    await read(source, calendar(event("RRULE:FREQ=DAILY;COUNT=9", description=f"New {words}")))

    assert max(map(len, await values_of(Event.all(), "description"))) <= 2_100
    assert max(map(len, await values_of(Change.all(), "told"))) < 300


async def test_no_file_speaks_for_another_by_its_name() -> None:
    ache = await make_organization("ache")
    theirs = await sources.source_of_file("events.ics", "ache")
    theirs.organization_id = ache.id
    await theirs.save()
    connected = await sources.source_at("https://file.example.org/c.ics")
    await connected.save()

    names = (
        "ache events.ics",
        "ache-events.ics",
        connected.key.removeprefix("file-"),
        "caf\udce9.ics",
    )
    found = [await sources.source_of_file(name, "") for name in names]

    assert [one.id for one in found] == [None] * 4
    assert not {theirs.key, connected.key} & {one.key for one in found}
    assert (await sources.source_of_file("events.ics", "ache")).id == theirs.id


def test_marks_that_turn_the_text_around_do_not_stay() -> None:
    assert one_line("Sample \u202egala\u202c \u2066talk\u2069\u2028now") == "Sample gala talk now"


async def test_tellings_are_of_the_source_that_was_read() -> None:
    mine, theirs = await source_of("alpha"), await source_of("beta")
    await read(theirs, calendar(event()))

    await read(mine, calendar(event("STATUS:CANCELLED", summary="Taken over")))

    told = await Telling.get(source=theirs).prefetch_related("event")
    assert told.event is not None
    assert (told.event.title, told.event.status) == ("Sample event", "confirmed")
