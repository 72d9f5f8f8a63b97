"""Files that were made to break their reader, or whoever reads what came of them."""

from __future__ import annotations

import gzip
import json
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netmentor.events.importing.items import Skipped, UnreadableFile
from netmentor.events.importing.reading import Unreadable
from netmentor.internships.drafts import why_not_listable
from netmentor.internships.importing.items import Item, packed, unpacked
from netmentor.internships.importing.tables import COLUMNS
from netmentor.internships.models import Opportunity
from netmentor.settings import Settings
from tests.internships.importing.reading import (
    PAGE,
    draft_of,
    make_file,
    one_posting,
    posted,
    posting,
    put_file,
    read_apart,
    row,
    table,
    told,
)

HOSTILE = (
    "<script>alert(1)</script><b>Sample</b> {{ 7*7 }} {% raw %} ${7*7} <%= 1 %> =1+1"
    " \x00\x1b[31m\u202e\u2028javascript:alert(1) \ufffe '\"; DROP TABLE opportunity;--"
)
SOUND = "s-{},Sample {},Sample Clinic,2027-09-24"
HEADER = "id,title,organization_name,closes_on"


def texts_of(found: Item | Skipped) -> list[str]:
    """All words that came of a row, wherever they stand."""

    def gathered(value: Any) -> list[str]:
        if isinstance(value, list):
            return [word for one in value for word in gathered(one)]
        if isinstance(value, dict):
            return [word for one in value.values() for word in gathered(one)]
        return [value] if isinstance(value, str) else []

    return gathered(json.loads(packed(found)))


def check(found: Item | Skipped) -> None:
    """Whatever a file holds: words that can be kept and shown, and a draft that is judged."""
    assert unpacked(packed(found).encode()) == found
    for words in texts_of(found):
        words.encode()  # no half letter, which no database takes
        assert not {"\x00", "\x1b", "\u202e"} & set(words)
    if isinstance(found, Item) and found.draft:
        assert found.key
        why_not_listable(found.draft)
        for address in (found.draft.url, found.draft.apply_url, found.draft.source_url):
            assert address == "" or address.startswith(("http://", "https://"))


@pytest.mark.parametrize("name", COLUMNS.headers)
def test_markup_and_commands_in_any_cell_come_out_as_text(name: str) -> None:
    quoted = HOSTILE.replace('"', '""')
    found = told(f'title,organization_name,{name}\nSample,Sample Clinic,"{quoted}"\n')
    for one in found:
        check(one)


@pytest.mark.parametrize(
    "formula",
    ['=HYPERLINK("http://x.example")', "+1+1", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0"],
)
def test_what_a_spreadsheet_would_run_is_a_title_like_any_other(formula: str) -> None:
    quoted = formula.replace('"', '""')
    for cell in (quoted, f"'{quoted}"):
        [found] = told(f'title,organization_name\n"{cell}","{cell}"\n')
        assert (draft_of(found).title, draft_of(found).organization_name) == (formula, formula)


BROKEN: dict[str, tuple[str, str]] = {
    "a quote that never closes": ('s-9,"Sample,Sample Clinic,2027-09-24', "quotation mark"),
    "a quote where none may be": ('s-9,Sa"mple" x,"Sam"ple,2027-09-24', "quotation mark"),
    "a cell of 100 KB": (f"s-9,{'x' * 100_000},Sample Clinic,2027-09-24", "longer than 32,768"),
    "a day of many digits": (f"s-9,Sample,Sample Clinic,{'9' * 5_000}", "cannot be read"),
    "a day of other digits": ("s-9,Sample,Sample Clinic,٢٠٢٧-٠٩-٢٤", ""),
    "the year 10000": ("s-9,Sample,Sample Clinic,10000-01-01", "cannot be read"),
    "the year 1969": ("s-9,Sample,Sample Clinic,1969-12-31", "cannot be read"),
    "the year 2101 by its zone": ("s-9,Sample,Sample Clinic,2101-01-01T00:00Z", "cannot be read"),
    "February 30": ("s-9,Sample,Sample Clinic,2027-02-30", "cannot be read"),
    "no title": ("s-9,,Sample Clinic,2027-09-24", "It has no title."),
    "a title of NUL": ("s-9,\x00\x07,Sample Clinic,2027-09-24", "It has no title."),
    "a title of tags": ("s-9,<b></b>,Sample Clinic,2027-09-24", "It has no title."),
    "the name of another": ("s-1,Sample,Sample Clinic,2027-09-24", "It is told twice"),
    "too many cells": (f"s-9,Sample,Sample Clinic,2027-09-24{',x' * 5_000}", ""),
    "too few cells": ("s-9,Sample", ""),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_row_costs_itself_alone(name: str) -> None:
    broken, said = BROKEN[name]
    found = told(table(HEADER, SOUND.format(1, 1), broken, SOUND.format(2, 2)))
    keys = [one.key for one in found if isinstance(one, Item) and one.draft]
    assert [key for key in keys if key in ("s-1", "s-2")] == ["s-1", "s-2"]
    reasons = [one.reason for one in found if one.reason]
    assert [said in one for one in reasons] == [True] * bool(said)
    for one in found:
        check(one)


@pytest.mark.parametrize("zone", ["../../etc/passwd", "A" * 5_000, "\x00", "Etc", "EST5EDT4,M3"])
def test_a_zone_that_is_none_costs_its_row(zone: str) -> None:
    found = row("closes_on,closes_time,closes_timezone", f'2027-09-24,17:00,"{zone}"')
    assert found.draft is None or draft_of(found).windows[0].timezone == ""
    check(found)


NO_FILES = {
    "empty": (b"", "The file is empty"),
    "rubbish": (random.Random(1).randbytes(100_000), "its letters cannot be told"),
    "a workbook": (b"PK\x03\x04sample", "a workbook or an archive"),
    "a document": (b"%PDF-1.7 sample", "a PDF document"),
    "compressed": (gzip.compress(b"title\n" * 1_000_000), "a compressed file"),
    "a headless table": (b"a,b\n1,2\n", "There is no column for the title"),
    "quotes and nothing else": (b"title\n" + b'"a"b\n' * 2_000, "More than 500 rows"),
}


@pytest.mark.parametrize("name", NO_FILES)
def test_what_is_no_table_is_refused_with_a_sentence(name: str) -> None:
    body, said = NO_FILES[name]
    with pytest.raises(UnreadableFile, match=said):
        told(body)


def test_a_table_of_more_than_20000_rows_is_refused_whole() -> None:
    with pytest.raises(UnreadableFile, match="more than 20,000 rows"):
        told(table(HEADER, *(SOUND.format(n, n) for n in range(20_001))))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
async def test_a_table_in_other_letters_is_read(codec: str) -> None:
    text = "title,organization_name\r\nSample résumé fellow,Sample Clínica\r\n"
    mark = "\ufeff" if codec == "utf-16-le" else ""
    [found] = await read_apart((mark + text).encode(codec))
    assert draft_of(found).title == "Sample résumé fellow"
    assert draft_of(found).organization_name == "Sample Clínica"


VALUES: list[object] = [
    HOSTILE, "", None, [], {}, [[]], [None], {"@value": None}, {"name": []}, True, 0, -1, 1e308,
    10**40, "9" * 9_000, ["x"] * 10_000, {"@id": "#self", "name": {"@id": "#self"}},
    {"value": {"value": {"value": 1}}}, {"address": {"address": "x"}}, {"address": [[1]]},
]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    "@id title url hiringOrganization jobLocation jobLocationType validThrough datePosted"
    " employmentType baseSalary educationRequirements qualifications identifier description"
    " applicantLocationRequirements applicationContact totalJobOpenings jobStartDate".split(),
)  # fmt: skip
def test_no_value_of_a_posting_breaks_its_reader(name: str) -> None:
    sample = {"@type": "JobPosting", "title": "Sample"}
    body = json.dumps([sample | {name: value} for value in VALUES])
    for one in posted(body, address=PAGE):
        check(one)


def test_of_keys_that_stand_twice_the_last_counts_and_none_tells_its_line() -> None:
    body = '{"@type":"JobPosting","@line":"\\u001b[2J","title":"One","title":"Two","@line":-7}'
    [found] = posted(body)
    assert (found.line, draft_of(found).title) == (1, "Two")


NO_PAGES = {
    "nested": ("[" * 200_000, "nested too deeply"),
    "nested things": ('{"@graph":' * 30 + "{}" + "}" * 30, "nested more than 8 levels deep"),
    "many things": ("[" + "{}," * 260_000 + "{}]", "more than 250,000 things"),
    "not a number": ('{"@type":"JobPosting","title":"x","baseSalary":NaN}', "a number that is"),
    "a number without end": (f'{{"title":1e{"9" * 400}}}', "a number that is"),
    "half": ('{"@type":"JobPosting","title":"x"', "This JSON-LD is broken"),
    "an endless comment": ("<html><!--" * 50_000, "holds no JSON-LD"),
    "an endless entity": (f"<html>&#{'9' * 5_000};", "holds no JSON-LD"),
}


@pytest.mark.parametrize("name", NO_PAGES)
def test_what_tells_of_no_opening_is_refused_with_a_sentence(name: str) -> None:
    body, said = NO_PAGES[name]
    with pytest.raises(UnreadableFile, match=said):
        posted(body)


def test_more_than_5000_postings_are_refused_whole() -> None:
    one = posting()
    with pytest.raises(UnreadableFile, match="more than 5,000 job postings"):
        posted(f"[{','.join([one] * 5_001)}]")


def test_a_posting_full_of_markup_is_text() -> None:
    names = ("title", "description", "qualifications", "workHours", "jobStartDate")
    draft = one_posting(**dict.fromkeys(names, HOSTILE))
    assert "<script" not in str(draft)
    assert "{{ 7*7 }}" in draft.title


_words = st.text(max_size=60)
_cells = st.one_of(
    _words,
    st.sampled_from(
        ["2027-09-24", "5 pm ET", "17:00", "Eastern", "expected", "=1", "\x00", "&#0;"]
    ),
)
_json = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        _words,
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from("@id @type @value name value address url".split()), inner),
    ),
    max_leaves=6,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(sorted(COLUMNS.headers)), _cells, max_size=8))
def test_any_cells_make_a_row_that_is_judged(cells: dict[str, str]) -> None:
    names = {"title": "Sample"} | cells

    def quoted(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    lines = [",".join(names), ",".join(quoted(one) for one in names.values())]
    for one in told(("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")):
        check(one)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(
            "title url hiringOrganization jobLocation validThrough datePosted employmentType"
            " baseSalary educationRequirements applicationContact identifier jobStartDate".split()
        ),
        _json,
    )
)
def test_any_json_makes_a_posting_that_is_judged(fields: dict[str, object]) -> None:
    for one in posted(json.dumps({"@type": "JobPosting", "title": "Sample"} | fields)):
        check(one)


async def test_a_reader_that_wants_too_much_memory_or_time_is_ended() -> None:
    with pytest.raises(Unreadable, match="more memory than a calendar or a table should"):
        await read_apart(table(HEADER, f"s-1,{'x' * 120_000_000},Sample Clinic,"))
    many = table(HEADER, *(SOUND.format(n, n) for n in range(19_000)))
    with pytest.raises(Unreadable, match=r"took more than 0\.1 seconds"):
        await read_apart(many, seconds=0.1)


async def test_a_hostile_file_leaves_what_others_told_as_it_was(database: Settings) -> None:
    await put_file(await make_file(), table(HEADER, SOUND.format(1, 1)))
    before = await Opportunity.all().order_by("id").values()
    other = await make_file("other")
    lines = [broken for broken, _ in BROKEN.values() if "never closes" not in broken]
    quoted = HOSTILE.replace('"', '""')
    await put_file(other, table(HEADER, *lines, f'"{quoted}","{quoted}","{quoted}",2027-09-24'))
    rows = await Opportunity.all().order_by("id").values()
    assert rows[: len(before)] == before
    with pytest.raises(Unreadable):
        await put_file(other, gzip.compress(b"title\n"))
    assert await Opportunity.all().order_by("id").values() == rows
