"""A table of people opens in a spreadsheet as what it says, and reads back as what it was."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from netmentor.contacts.books.tables import HEADERS, table
from netmentor.contacts.rules import WayKind
from netmentor.contacts.vcards import Person
from netmentor.events.importing.table_cells import RUN_BY_SPREADSHEETS, cell, safe
from netmentor.text import clean, one_line

UID = "0b6f2f0e-9a53-4c1e-8f3e-5f1d1f0b7a11"
TEXT = st.text(max_size=60).map(clean)


async def written(*people: Person) -> list[dict[str, str]]:
    async def each() -> AsyncIterator[Person]:
        for person in people:
            yield person

    text = "".join([line async for line in table(each())])
    assert text.startswith("\ufeffName,")
    assert text.count("\r\n") >= len(people) + 1
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


async def test_each_person_is_a_row_and_each_of_several_values_a_line_of_its_cell() -> None:
    ways = [(WayKind.EMAIL, "a@example.org"), (WayKind.PHONE, "1"), (WayKind.EMAIL, "b@x.example")]
    ada = Person(
        uid=UID,
        name="Ada Sample",
        credentials="CMPE, FACHE",
        ways=ways,
        note='Said "yes",\nthen left',
        tags=("Ohio", "a;b"),
        met_where="Sample congress",
        met_on=date(2026, 11, 24),
    )
    assert await written(ada, Person(uid="x", name="Zoë")) == [
        dict.fromkeys(HEADERS, "")
        | {
            "Name": "Ada Sample",
            "Credentials": "CMPE, FACHE",
            "Email": "a@example.org\nb@x.example",
            "Phone": "1",
            "Tags": "Ohio\na;b",
            "Note": 'Said "yes",\nthen left',
            "Met at": "Sample congress",
            "Met on": "2026-11-24",
            "Key": UID,
        },
        dict.fromkeys(HEADERS, "") | {"Name": "Zoë", "Key": "x"},
    ]


@given(TEXT)
@example("=1+1")
@example("'=1+1")
@example("''@x")
@example("+1 614 555 0100")
def test_no_cell_is_run_and_each_is_read_back_as_it_was(text: str) -> None:
    assert not safe(text).startswith(RUN_BY_SPREADSHEETS)
    assert cell(safe(text)) == text


@given(name=TEXT.map(one_line), note=TEXT)
async def test_no_text_breaks_out_of_its_cell(name: str, note: str) -> None:
    rows = await written(Person(uid=UID, name=name, note=note), Person(uid=UID, name="next"))
    assert [cell(row["Name"]) for row in rows] == [name, "next"]
    assert cell(rows[0]["Note"]) == note
