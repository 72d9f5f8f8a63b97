"""Cells as people fill them in, and files that are no table."""

from __future__ import annotations

from datetime import date

import pytest

from netmentor.events.drafts import DeadlineDraft
from netmentor.events.importing.items import Item, UnreadableFile
from netmentor.events.importing.reading import Unreadable
from tests.events.importing.reading_calendars import read_apart
from tests.events.importing.reading_tables import CHICAGO, row, told


@pytest.mark.parametrize("sign", "=+-@")
def test_the_mark_before_what_a_spreadsheet_would_run_is_taken_off(sign: str) -> None:
    assert row("Notes", f"'{sign}1+1").description == f"{sign}1+1"


def test_a_mark_before_anything_else_stays() -> None:
    assert row("Notes", "'tis sample data").description == "'tis sample data"


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Time,Time zone", "9:00 AM,CST"),
        ("Time", "9:00 AM CST"),
        ("Time,TZ", "9:00 AM,Central Standard Time"),
        ("Time,Time zone", "9:00 AM,(UTC-06:00) Central Time (US & Canada)"),
    ],
)
def test_central_standard_time_in_june_is_central_time(header: str, cells: str) -> None:
    [found] = told(
        f"Title,Date,{header}\nSample talk,2027-06-15,{cells}\n", zone="America/New_York"
    )
    assert isinstance(found, Item)
    assert (found.starts_time, found.timezone) == ("09:00", CHICAGO)


def test_a_deadline_a_status_and_a_format_come_from_their_columns() -> None:
    found = row("Register by,Status,Format,Type", '"June 1, 2027 5 PM ET",Sold out,Hybrid,Workshop')
    assert found.deadlines == (
        DeadlineDraft(
            kind="registration_close",
            due_on=date(2027, 6, 1),
            due_time="17:00",
            timezone="America/New_York",
        ),
    )
    assert (found.status, found.modality, found.kind) == ("sold_out", "hybrid", "workshop")


@pytest.mark.parametrize(
    ("body", "mapping", "reason"),
    [
        ("", {}, "The file is empty: a table begins with a line of headers."),
        ("\n \n", {}, "The file is empty"),
        ("Name,Where\n", {}, "There is no column for the start date. The headers are: Name, Wh"),
        ("Date\n", {}, "There is no column for the title. The headers are: Date."),
        ("Title,Date\n", {"title": "Event"}, "There is no column “Event”. The headers are: Title"),
        ("Title,Date\n", {"color": "Title"}, "We have no “color”. The headers are: Title, Date."),
        ("PK\x03\x04", {}, "This is a workbook or an archive; save the table as CSV first."),
        ("%PDF-1.7", {}, "This is a PDF document, not text."),
        ("Title,Date\n" + 'a"b"\n"' * 600, {}, "More than 500 rows cannot be read, the last in"),
        ("Title,Date\n" + "a,b\n" * 20_001, {}, "The table has more than 20,000 rows."),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(
    body: str, mapping: dict[str, str], reason: str
) -> None:
    with pytest.raises(UnreadableFile) as said:
        told(body, mapping)
    assert str(said.value).startswith(reason)


async def test_a_field_of_ten_megabytes_costs_its_row() -> None:
    body = f"Title,Date,Notes\nSample one,2027-03-01,{'x' * 10_000_000}\nSample two,2027-03-02,\n"
    [second], [skipped] = await read_apart(body.encode(), format="csv")
    assert (second.title, skipped.line) == ("Sample two", 2)


async def test_a_million_rows_are_refused() -> None:
    with pytest.raises(Unreadable, match=r"more than 20,000 rows|took more than"):
        await read_apart(b"Title,Date\n" + b"a,b\n" * 1_000_000, format="csv")
