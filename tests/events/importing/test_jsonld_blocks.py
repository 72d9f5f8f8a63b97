"""Each block of JSON-LD on its own: what is wrapped around it, what it says, what breaks it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from netmentor.events.importing.items import Skipped, UnreadableFile
from netmentor.events.importing.reading import Unreadable
from tests.events.importing.reading_calendars import read_apart
from tests.events.importing.reading_pages import ITEM, item, page, sample, told


@pytest.mark.parametrize(
    "wrapped",
    [
        "{}",
        "<!-- {} -->",
        "<![CDATA[{}]]>",
        "//<![CDATA[ {} //]]>",
        "/*<![CDATA[*/{}/*]]>*/",
        "{};",
    ],
)
def test_what_is_wrapped_around_json_is_taken_off(wrapped: str) -> None:
    assert told(page(wrapped.replace("{}", sample()))) == [ITEM]


def test_a_block_that_is_never_closed_is_read() -> None:
    assert told(page(sample()).removesuffix("</script>")) == [ITEM]


@pytest.mark.parametrize(
    "nested",
    [
        '{"@graph": [%s]}',
        '{"@graph": %s}',
        "[[%s]]",
        '[{"@graph": [[{"@type": "WebPage", "mainEntity": %s}]]}]',
        '{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": %s}]}',
        '{"@type": "Organization", "event": [%s]}',
        '{"@type": "Place", "events": %s}',
    ],
)
def test_an_event_is_found_wherever_it_stands(nested: str) -> None:
    assert told(nested % sample()) == [ITEM]


@pytest.mark.parametrize(
    "types",
    [
        "EducationEvent",
        "BusinessEvent",
        "http://schema.org/SocialEvent",
        ["Thing", "schema:ExhibitionEvent"],
        "CourseInstance",
    ],
)
def test_a_subtype_is_an_event_whose_title_tells_its_kind(types: Any) -> None:
    assert item(**{"@type": types}) == ITEM


@pytest.mark.parametrize("types", ["EventSeries", "Course", "WebPage", "", None, 7, {}, [None]])
def test_what_is_no_event_is_not_read_as_one(types: Any) -> None:
    with pytest.raises(UnreadableFile, match="This file tells of no event"):
        told(sample(**{"@type": types}))


@pytest.mark.parametrize(
    ("fields", "changes"),
    [
        ({"eventStatus": "https://schema.org/EventCancelled"}, {"status": "canceled"}),
        ({"eventStatus": "http://schema.org/EventPostponed/"}, {"status": "postponed"}),
        ({"eventStatus": {"@id": "schema:EventCancelled"}}, {"status": "canceled"}),
        ({"eventStatus": ["EventScheduled"]}, {}),
        ({"eventStatus": "EventMovedOnline"}, {"modality": "online"}),
        ({"eventStatus": "EventRescheduled", "previousStartDate": "2027-01-09T08:00"}, {}),
        ({"eventStatus": 3}, {}),
        ({"name": "POSTPONED: Sample breakfast"}, {"status": "postponed"}),
        ({"offers": {"availability": "https://schema.org/SoldOut"}}, {"status": "sold_out"}),
        ({"offers": [{"availability": "SoldOut"}, {"availability": "InStock"}]}, {}),
        ({"eventAttendanceMode": "OnlineEventAttendanceMode"}, {"modality": "online"}),
        ({"eventAttendanceMode": "schema:MixedEventAttendanceMode"}, {"modality": "hybrid"}),
        ({"courseMode": "Blended"}, {"modality": "hybrid"}),
        ({"location": "https://meet.example.org/sample"}, {"modality": "online"}),
    ],
)
def test_status_and_way_of_meeting_come_from_their_properties(
    fields: dict[str, Any], changes: dict[str, Any]
) -> None:
    assert item(**fields) == replace(ITEM, **changes)


@pytest.mark.parametrize(
    ("offers", "prices"),
    [
        ({"price": 25}, [("general", "25.00", "USD")]),
        ({"price": 49.5, "priceCurrency": "eur"}, [("general", "49.50", "EUR")]),
        ({"price": "1,250.00", "name": "Guests"}, [("Guests", "1250.00", "USD")]),
        ({"@type": "AggregateOffer", "lowPrice": "10"}, [("general", "10.00", "USD")]),
        (
            {"@type": "AggregateOffer", "lowPrice": 1, "offers": [{"name": "A", "price": 2}]},
            [("A", "2.00", "USD")],
        ),
        (
            {"priceSpecification": [{"name": "Early", "price": 5}, {"name": "Late", "price": 9}]},
            [("Early", "5.00", "USD"), ("Late", "9.00", "USD")],
        ),
        ([{"price": -5}, {"price": "ask us"}, {"price": 10**9}, {"price": None}, "free"], []),
    ],
)
def test_prices_are_those_of_the_offers(offers: Any, prices: list[tuple[str, str, str]]) -> None:
    found = item(offers=offers).prices
    assert [(one.audience, str(one.amount), one.currency) for one in found] == prices


def test_each_broken_block_costs_itself_alone() -> None:
    sound = sample(name="Sample second", url="https://example.org/second", endDate=None)
    found = told(page(sample(), "{", '{"@type": NaN}', "", '{"a": 1e999999999}', sound))
    second = replace(
        ITEM,
        key="https://example.org/second",
        line=6,
        title="Sample second",
        kind="chapter_event",
        ends_time="",
        url="https://example.org/second",
    )
    not_a_number = "This JSON-LD is broken: it has a number that is none, or too large a one."
    assert found[0] == ITEM
    assert [one for one in found if one == second] == [second]
    said = {one.line: one.reason for one in found if isinstance(one, Skipped)}
    assert said[3] == not_a_number
    assert said[2].startswith("This JSON-LD is broken: ")


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "9" * 5_000, "1e99999999999999999999"]
)
async def test_a_number_that_is_none_costs_its_block(number: str) -> None:
    bad = page(sample(), f'{{"@type": "Event", "name": "Sample bad", "position": {number}}}')
    items, skipped = await read_apart(bad.encode(), format="jsonld", zone="America/New_York")
    assert (items, [one.line for one in skipped]) == ([ITEM], [2])
    assert skipped[0].reason.startswith("This JSON-LD is broken: it has a number that is none")


async def test_numbers_past_any_column_are_no_prices_and_no_names() -> None:
    huge = sample(offers={"price": 2**63}, identifier=2**70, url=None)
    [one], skipped = await read_apart(huge.encode(), format="jsonld")
    assert (one.prices, one.key, skipped) == ((), str(2**70), [])


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"@graph":' * 100_000, '{"a":[' * 100_000])
async def test_what_is_nested_too_deeply_costs_its_block(deep: str) -> None:
    body = page(deep, sample()).encode()
    [one], [skipped] = await read_apart(body, format="jsonld", zone="America/New_York")
    assert (one, skipped.line) == (replace(ITEM, line=2), 1)
    assert "nested too deeply" in skipped.reason or "is broken" in skipped.reason


async def test_an_event_nine_levels_deep_is_skipped() -> None:
    inner = sample(name="Sample deep")
    for _ in range(8):
        inner = f'{{"subEvent": {inner}}}'
    body = page(sample(), inner).encode()
    [one], skipped = await read_apart(body, format="jsonld", zone="America/New_York")
    assert one == ITEM
    assert skipped == [Skipped(2, "It is nested more than 8 levels deep.")]


async def test_a_page_of_5001_events_is_refused() -> None:
    body = f"[{','.join([sample()] * 5_001)}]".encode()
    with pytest.raises(Unreadable, match="It tells of more than 5,000 events"):
        await read_apart(body, format="jsonld")


def test_central_standard_time_in_june_is_central_time() -> None:
    found = item(startDate="June 15, 2027 9:00 AM CST", endDate=None)
    assert (found.starts_time, found.timezone) == ("09:00", "America/Chicago")


HOSTILE = (
    "<script>alert(1)<\\/script><b>Sample</b> {{ 7*7 }} ${7*7} =1+1 \\u0000\\u001b[31m"
    "\\ud800 javascript:alert(1) '; DROP TABLE event;--"
)


async def test_markup_and_commands_come_out_as_text() -> None:
    places = '"location": {"name": "%s", "address": {"addressLocality": "%s"}}'
    names = ("name", "description", "organizer", "keywords", "url", "eventStatus", "identifier")
    told = ", ".join([*(f'"{name}": "%s"' for name in names), places]).replace("%s", HOSTILE)
    body = page(f'{{"@type": "Event", "startDate": "2027-03-09", {told}}}').encode()
    [found], skipped = await read_apart(body, format="jsonld")
    words = (found.title, found.description, found.venue, found.city, *found.organizers)
    assert skipped == []
    assert [
        word for word in words if "<script" in word or "<b>" in word or "alert(1)S" in word
    ] == []
    assert all("{{ 7*7 }}" in word and word.encode() and "\x00" not in word for word in words)
    assert found.url == ""
