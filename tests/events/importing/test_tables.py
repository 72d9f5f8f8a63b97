"""Tables of events as spreadsheet programs save them, and as people break them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from netmentor.events.drafts import PriceDraft
from netmentor.events.importing.items import Item, Skipped
from tests.events.importing.reading_calendars import FILES, read_apart
from tests.events.importing.reading_tables import CHICAGO, told

QUOTE = "A quotation mark is never closed, or stands where none may."
FREE = PriceDraft(audience="general", amount=Decimal("0.00"))
MIXER = Item(
    key="s-1",
    line=2,
    title="Sample Residents’ Mixer",
    kind="networking",
    status="confirmed",
    modality="in_person",
    starts_on=date(2027, 3, 9),
    ends_on=date(2027, 3, 9),
    starts_time="17:30",
    ends_time="19:00",
    timezone=CHICAGO,
    venue="Sample Bar",
    city="Nashville",
    state="TN",
    country="US",
    url="https://example.org/sample-mixer",
    description='Sample data.\n\nTwo paragraphs, with "quotes" and a comma.',
    topics=("networking", "early-careers"),
)
COURSE = Item(
    key="s-2",
    line=5,
    part="2027-06-01",
    title="Sample Course",
    kind="course",
    status="confirmed",
    modality="online",
    starts_on=date(2027, 6, 1),
    ends_on=date(2027, 6, 3),
    starts_time="09:00",
    timezone=CHICAGO,
    url="https://www.example.org/sample-course",
    description="Sample data",
)
BREAKFAST = Item(
    key="sample-womens-breakfast/sample-chapter",
    line=2,
    title="Sample – Women’s Breakfast",
    kind="networking",
    status="confirmed",
    modality="in_person",
    starts_on=date(2027, 3, 9),
    ends_on=date(2027, 3, 9),
    starts_time="07:30",
    ends_time="09:00",
    timezone=CHICAGO,
    venue="Café Sample",
    city="Rochester",
    state="NY",
    country="US",
    registration_url="https://example.org/sample-breakfast",
    description="Sample data",
    organizers=("Sample Chapter",),
    prices=(PriceDraft(audience="general", amount=Decimal("25.00")),),
)
WEBINAR = Item(
    key="sample-webinar",
    line=3,
    title="Sample Webinar",
    kind="webinar",
    status="confirmed",
    modality="online",
    starts_on=date(2027, 3, 16),
    ends_on=date(2027, 3, 16),
    starts_time="12:00",
    ends_time="13:00",
    timezone="America/New_York",
    description="Sample data; join us",
    prices=(FREE,),
)
DINNER = Item(
    key="sample-dinner",
    line=5,
    title="Sample Dinner",
    kind="networking",
    status="canceled",
    modality="in_person",
    starts_on=date(2027, 3, 25),
    ends_on=date(2027, 3, 25),
    starts_time="18:00",
    timezone=CHICAGO,
    venue="Sample Hotel; 2nd floor",
    description="=Sample cell",
    notes=("“25/3/2027” was read as day/month/year.",),
)
SYMPOSIUM = Item(
    key="sample-cafe-symposium",
    line=2,
    title="Sample Café Symposium",
    kind="symposium",
    status="confirmed",
    modality="in_person",
    starts_on=date(2027, 5, 10),
    ends_on=date(2027, 5, 11),
    venue="Sample Hall",
    description="Sample data",
)
STUDY_GROUP = Item(
    key="sample-study-group",
    line=3,
    title="Sample Study Group",
    kind="exam_review",
    status="confirmed",
    modality="in_person",
    starts_on=date(2027, 5, 11),
    ends_on=date(2027, 5, 11),
    starts_time="09:00",
    ends_time="10:30",
    timezone=CHICAGO,
    venue="Sample Library",
    description="Sample data",
)
TOUR = Item(
    key="sample-fuhrung-klinik",
    line=3,
    title="Sample Führung: Klinik",
    kind="chapter_event",
    status="confirmed",
    modality="in_person",
    starts_on=date(2027, 3, 25),
    ends_on=date(2027, 3, 25),
    starts_time="18:30",
    ends_time="20:00",
    timezone="Europe/Berlin",
    venue="Sample Klinik",
    city="Zürich",
    country="CH",
    description="Sample data; bitte\nanmelden",
    prices=(PriceDraft(audience="general", amount=Decimal("49.50"), currency="EUR"),),
)
CONGRESS = Item(
    key="sample-kongress",
    line=5,
    title="Sample Kongress",
    kind="chapter_event",
    status="confirmed",
    modality="in_person",
    starts_on=date(2027, 5, 3),
    ends_on=date(2027, 5, 3),
    venue="Sample Halle",
    city="Berlin",
    country="DE",
    description="+49 sample",
)
NO_ADDRESS = "“javascript:alert(1)” is no address of a web page, or too long a one."
FIRST = Item(
    key="https://example.org/sample-1",
    line=2,
    title="Sample one",
    kind="chapter_event",
    status="confirmed",
    modality="in_person",
    starts_on=date(2027, 3, 1),
    ends_on=date(2027, 3, 1),
    url="https://example.org/sample-1",
    description="Sample data",
)


def numbered(number: int, *, line: int, name: str, **changes: Any) -> Item:
    """The first item of the broken table as a later one, on that day of March."""
    address = f"https://example.org/sample-{number}"
    day = date(2027, 3, number)
    own: dict[str, Any] = {"key": address, "url": address, "starts_on": day, "ends_on": day}
    return replace(FIRST, line=line, title=f"Sample {name}", **own | changes)


def test_a_table_of_google_sheets_is_read() -> None:
    again = replace(
        COURSE,
        line=6,
        part="2027-06-08",
        starts_on=date(2027, 6, 8),
        ends_on=date(2027, 6, 10),
        notes=("Its time zone “Narnia” is not known; that of the source is taken.",),
    )
    assert told((FILES / "sheets_utf8.csv").read_bytes()) == [
        MIXER,
        COURSE,
        again,
        Skipped(7, "It is told twice; the one in line 6 counts.", "Sample Course"),
    ]


def test_a_table_that_excel_saved_for_windows_is_read() -> None:
    assert told((FILES / "excel_cp1252.csv").read_bytes()) == [
        BREAKFAST,
        WEBINAR,
        Skipped(4, "It has no date.", "Sample: no date"),
        DINNER,
    ]


async def test_a_table_that_excel_saved_as_unicode_text_is_read() -> None:
    body = (FILES / "excel_unicode_text.txt").read_bytes()
    assert told(body) == [SYMPOSIUM, STUDY_GROUP]
    assert await read_apart(body, format="csv") == ([SYMPOSIUM, STUDY_GROUP], [])


def test_a_european_table_is_read_by_the_headers_it_is_told() -> None:
    mapping = {
        "title": "Veranstaltung",
        "Start date": "DATUM",
        "start_time": "Uhrzeit",
        "location": "Ort",
        "price": "Preis",
        "description": "Hinweis",
    }
    body = (FILES / "excel_europe.csv").read_bytes()
    assert told(body, mapping, "Europe/Berlin") == [TOUR, CONGRESS]


def test_a_broken_row_costs_itself_alone() -> None:
    lines = (FILES / "broken.csv").read_text(encoding="utf-8").splitlines()
    eighth = numbered(8, line=10, name="eight", key="sample-eight", url="", notes=(NO_ADDRESS,))
    fourth = numbered(4, line=5, name='"four"', description="Sample data\nin two lines")
    no_day = "Its date “2027-02-30” cannot be read, or lies outside 1970 to 2100."
    assert told((FILES / "broken.csv").read_bytes()) == [
        FIRST,
        Skipped(3, QUOTE, lines[2]),
        numbered(3, line=4, name="three"),
        fourth,
        Skipped(7, QUOTE, lines[6]),
        Skipped(8, no_day, "Sample six"),
        Skipped(9, "It has no date.", "Sample seven"),
        eighth,
    ]
