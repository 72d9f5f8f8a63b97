"""Web pages with events of schema.org, read whole: as publishers write, escape and break them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from netmentor.events.drafts import PriceDraft
from netmentor.events.importing.items import Item, Skipped, UnreadableFile
from tests.events.importing.reading_calendars import FILES
from tests.events.importing.reading_pages import PAGE, told

BREAKFAST = Item(
    key="https://example.org/event/sample-breakfast/",
    line=12,
    title="Sample Women’s Leadership Breakfast",
    kind="networking",
    status="canceled",
    modality="in_person",
    starts_on=date(2027, 3, 9),
    ends_on=date(2027, 3, 9),
    starts_time="07:30",
    ends_time="09:00",
    timezone="America/New_York",
    venue="Sample Hall, 1 Sample Street",
    city="Rochester",
    state="NY",
    country="US",
    url="https://example.org/event/sample-breakfast/",
    description="Sample data. Dues & fees apply.",
    organizers=("Sample Chapter of Western New York",),
)
WORKSHOP = Item(
    key="https://example.org/event/sample-workshop/#event",
    line=44,
    title="Sample Finance Workshop",
    kind="workshop",
    status="confirmed",
    modality="in_person",
    starts_on=date(2027, 6, 9),
    ends_on=date(2027, 6, 9),
    starts_time="09:00",
    ends_time="11:00",
    timezone="America/Chicago",
    venue="Sample Center, 2 Sample Ave",
    city="Chicago",
    state="IL",
    country="US",
    registration_url="https://example.org/event/sample-workshop/register",
    organizers=("Sample Association", "Sample Partner"),
    topics=("finance", "revenue-cycle"),
    prices=(
        PriceDraft(audience="Members", amount=Decimal("25.00"), until_on=date(2027, 5, 20)),
        PriceDraft(audience="Guests", amount=Decimal("1050.00")),
    ),
)
CONGRESS = Item(
    key="https://example.org/sample-congress",
    line=6,
    title="Sample Annual Congress",
    kind="conference",
    status="confirmed",
    modality="hybrid",
    starts_on=date(2027, 4, 5),
    ends_on=date(2027, 4, 8),
    venue="Sample Convention Center",
    city="Toronto",
    country="CA",
    url="https://example.org/sample-congress",
    prices=(PriceDraft(audience="general", amount=Decimal("450.00"), currency="CAD"),),
)
RECEPTION = Item(
    key="#sample-opening-reception",
    line=15,
    title="Sample Opening Reception",
    kind="networking",
    status="confirmed",
    modality="hybrid",
    starts_on=date(2027, 4, 5),
    ends_on=date(2027, 4, 5),
    starts_time="18:00",
    timezone="America/New_York",
    venue="Sample Convention Center",
    city="Toronto",
    country="CA",
    notes=("Its end lies before its start and was left out.",),
)
COURSE = Item(
    key="77",
    line=20,
    title="Sample Coding Course",
    kind="course",
    status="confirmed",
    modality="online",
    starts_on=date(2027, 2, 1),
    ends_on=date(2027, 2, 1),
)
MIXER = Item(
    key="https://example.org/sample-mixer",
    line=25,
    part="2027-05-03",
    title="Sample Weekly Mixer",
    kind="networking",
    status="postponed",
    modality="in_person",
    starts_on=date(2027, 5, 3),
    ends_on=date(2027, 5, 3),
    starts_time="18:00",
    timezone="America/New_York",
    url="https://example.org/sample-mixer",
)
MOVED_ONLINE = replace(
    MIXER,
    line=28,
    part="2027-05-10",
    status="confirmed",
    modality="online",
    starts_on=date(2027, 5, 10),
    ends_on=date(2027, 5, 10),
)
TALK = Item(
    key="https://example.org/sample-talk?a=1&b=2",
    line=7,
    title="Sample Café talk: caring & sharing",
    kind="chapter_event",
    status="confirmed",
    modality="online",
    starts_on=date(2027, 6, 9),
    ends_on=date(2027, 6, 9),
    starts_time="19:00",
    ends_time="20:30",
    timezone="America/New_York",
    url="https://example.org/sample-talk?a=1&b=2",
    registration_url="https://tickets.example.org/sample-talk",
    description="First line, with a tab and a break.\n\n• One\n• R&D",
    organizers=("Sample & Partners",),
    prices=(PriceDraft(audience="general", amount=Decimal("0.00")),),
)
FALL_COURSE = Item(
    key="https://example.org/sample-course#fall",
    line=20,
    title="Sample Coding Basics",
    kind="course",
    status="canceled",
    modality="in_person",
    starts_on=date(2027, 9, 7),
    ends_on=date(2027, 11, 30),
    venue="Sample College",
    city="Tempe",
    state="AZ",
    country="US",
)


def test_a_wordpress_page_is_read_but_for_its_broken_block() -> None:
    broken = Skipped(
        37, "This JSON-LD is broken: Expecting property name enclosed in double quotes."
    )
    found = told((FILES / "wordpress_page.html").read_bytes(), address=PAGE)
    assert found == [BREAKFAST, broken, WORKSHOP]


def test_a_list_tells_its_events_and_their_parts() -> None:
    assert told((FILES / "list.json").read_bytes()) == [
        CONGRESS,
        RECEPTION,
        COURSE,
        Skipped(
            21,
            "Its start date “soon” cannot be read, or lies outside 1970 to 2100.",
            "Sample Coding Course",
        ),
        Skipped(22, "It has no start date.", "Sample Coding Course"),
        MIXER,
        MOVED_ONLINE,
        Skipped(31, "It is told twice; the one in line 28 counts.", "Sample Weekly Mixer"),
    ]


def test_what_was_escaped_twice_is_read_twice_and_control_characters_do_no_harm() -> None:
    found = told((FILES / "escaped_page.html").read_bytes(), address=PAGE)
    assert found == [TALK, FALL_COURSE]


def test_a_page_without_events_tells_where_its_calendar_is() -> None:
    with pytest.raises(UnreadableFile) as said:
        told((FILES / "no_events.html").read_bytes(), address=PAGE)
    assert str(said.value) == (
        "This page tells of no event, but offers a calendar at example.org; connect that one."
    )
