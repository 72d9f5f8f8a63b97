"""Tables of opportunities as people fill them in, and what of them cannot be taken."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from netmentor.events.importing.items import Skipped, UnreadableFile
from netmentor.internships.drafts import OpportunityDraft, WindowDraft, why_not_listable
from netmentor.internships.importing.items import Item, packed, unpacked
from netmentor.internships.importing.tables import COLUMNS, TEMPLATE
from netmentor.internships.importing.windows import MIDNIGHT
from tests.factories import TODAY
from tests.internships.importing.reading import day, draft_of, row, table, told

EASTERN = "America/New_York"


def test_the_table_to_fill_in_can_be_listed_as_it_stands() -> None:
    [found] = told(TEMPLATE)
    draft = draft_of(found)
    assert why_not_listable(draft) is None
    assert (draft.external_id, draft.kind, draft.paid) == (
        "sample-fellowship-2027", "fellowship", "yes",
    )  # fmt: skip
    assert draft.windows[:2] == (
        WindowDraft(kind="opens", on=day("2026-08-01"), timezone=EASTERN),
        WindowDraft(kind="closes", on=day("2027-09-24"), at="17:00", timezone=EASTERN),
    )
    assert draft.verified_on == day("2026-11-20")


def test_every_field_of_a_draft_has_its_column_by_its_own_name() -> None:
    ours = {one.name for one in dataclasses.fields(OpportunityDraft)}
    assert ours - COLUMNS.headers.keys() == {
        "external_id",  # its column is called id
        "organization",  # found by organization_name
        "windows",  # six columns each
        "source_kind",
    }
    assert {"closes_on", "closes_time", "closes_timezone", "phase2_opens_not_before"} <= (
        COLUMNS.headers.keys()
    )


def test_what_nobody_filled_in_is_not_said() -> None:
    [found] = told("Title,Employer\nSample fellow,Sample Clinic\n")
    boring: dict[str, Any] = {
        "external_id": "sample-clinic/sample-fellow",
        "title": "Sample fellow",
        "kind": "fellowship",
        "status": "current",
        "organization_name": "Sample Clinic",
        "source_kind": "third_party",
        "verified_on": TODAY,
    }
    assert draft_of(found) == OpportunityDraft(**boring)


@pytest.mark.parametrize(
    ("columns", "cells", "window"),
    [
        (
            "deadline",
            '"Sep 24, 2027, 5 pm ET"',
            ("2027-09-24", "17:00", EASTERN),
        ),
        ("closes_on,closes_time,closes_timezone", "9/24/2027,11:59 PM,Eastern",
         ("2027-09-24", "23:59", EASTERN)),
        ("closes_on,closes_time,timezone", "2027-09-24,17:00,America/Chicago",
         ("2027-09-24", "17:00", "America/Chicago")),
        ("closes_on,closes_time", "2027-09-24,17:00", ("2027-09-24", "17:00", "")),
        ("closes_on", "2027-09-24", ("2027-09-24", "", "")),
        ("closes_on,timezone", "2027-09-24,Hawaii", ("2027-09-24", "", "Pacific/Honolulu")),
        ("closes_on", "2027-09-24T17:00:00-04:00", ("2027-09-24", "17:00", EASTERN)),
        ("closes_on,state", "2027-09-24T17:00:00-05:00,IL",
         ("2027-09-24", "17:00", "America/Chicago")),
        ("closes_on,closes_timezone", "2027-09-24T22:00:00Z,Central",
         ("2027-09-24", "17:00", "America/Chicago")),
    ],
)  # fmt: skip
def test_a_deadline_is_read_with_its_hour_and_its_zone(
    columns: str, cells: str, window: tuple[str, str, str]
) -> None:
    [found] = draft_of(row(columns, cells)).windows
    assert (str(found.on), found.at, found.timezone) == window


def test_an_hour_without_a_zone_is_in_that_of_the_file_and_a_day_in_none() -> None:
    both = row("closes_on,closes_time,opens_on", "2027-09-24,17:00,2027-08-01", zone=EASTERN)
    assert [one.timezone for one in draft_of(both).windows] == ["", EASTERN]


@pytest.mark.parametrize("told_", ["midnight", "00:00", "12:00 AM"])
def test_midnight_may_be_either_end_of_the_day_and_says_so(told_: str) -> None:
    [found] = draft_of(row("closes_on,closes_time", f"2027-09-24,{told_}")).windows
    assert (str(found.on), found.at, found.note) == ("2027-09-24", "", MIDNIGHT)


def test_an_expected_cycle_has_the_days_between_which_it_may_be() -> None:
    columns = "status,closes_not_before,closes_not_after,closes_note"
    draft = draft_of(row(columns, "Projected,2027-09-20,2027-09-30,By the last two cycles"))
    assert draft.status == "expected"
    first, last = day("2027-09-20"), day("2027-09-30")
    note = "By the last two cycles"
    assert draft.windows == (
        WindowDraft(kind="closes", not_before=first, not_after=last, note=note),
    )
    assert why_not_listable(draft) is None


@pytest.mark.parametrize(
    ("columns", "cells", "reason"),
    [
        ("closes_on", "soon", "Its closes_on “soon” cannot be read, or lies outside 1970 to 2100."),
        ("closes_on", "2027-02-30", "Its closes_on “2027-02-30” cannot be read"),
        ("closes_on", "9999-12-31", "Its closes_on “9999-12-31” cannot be read"),
        ("closes_on,closes_time", "2027-09-24,teatime", "The time “teatime” cannot be read."),
        ("closes_on,closes_time", "2027-09-24,TBD", "Its closes_time “TBD” names no time."),
        ("closes_time", "17:00", "Its closes_time stands beside no day."),
        ("closes_on,closes_timezone", "2027-09-24,Mars", "“Mars” is no time zone we know."),
        ("closes_on", "2027-09-24 25:00", "The time “25:00” cannot be read."),
        ("starts_on", "fall", "Its starts_on “fall” cannot be read"),
    ],
)
def test_a_day_that_cannot_be_read_costs_its_row_and_no_half_of_it_is_told(
    columns: str, cells: str, reason: str
) -> None:
    found = row(columns, cells)
    assert found.draft is None
    assert reason in found.reason


def test_choices_are_understood_as_people_write_them() -> None:
    columns = "kind,status,setting_kind,paid,degrees,years,accreditation,authorization,is_remote"
    cells = (
        "Job shadowing,Open,Medical group,Unpaid,Bachelor’s degree; MHA,Junior / 2nd,CAHME,"
        "No sponsorship,yes"
    )
    draft = draft_of(row(columns, cells))
    assert (draft.kind, draft.status, draft.setting_kind) == ("shadowing", "current", "practice")
    assert (draft.paid, draft.degrees) == ("no", ("bachelor", "master"))
    assert (draft.years, draft.accreditation) == (("later", "second"), ("cahme",))
    assert (draft.authorization, draft.is_remote) == ("no_sponsorship", True)


def test_what_is_not_known_is_noted_and_left_unsaid() -> None:
    columns = "paid,degrees,state,hours_total,url,contact_email"
    found = row(columns, "barely,wizard,Atlantis,many,javascript:alert(1),nobody")
    draft = draft_of(found)
    assert (draft.paid, draft.degrees, draft.state, draft.hours_total) == ("", (), "", None)
    assert (draft.url, draft.contact_email) == ("", "")
    assert sorted(found.notes) == [
        "Its hours_total “many” is no number of hours.",
        "Its paid “barely” is not known: one of yes, stipend, no.",
        "Its state “Atlantis” is none of the United States.",
        "Of its degrees “wizard” is not known.",
        "“javascript:alert(1)” is no address of a web page, or too long a one.",
        "“nobody” is no address for mail.",
    ]


def test_rows_are_known_by_their_id_else_their_address_else_what_they_are_called() -> None:
    found = told(
        table(
            "id,title,organization_name,cycle,url",
            "s-1,Sample A,Sample Clinic,2027,https://example.org/a",
            ",Sample B,Sample Clinic,2027,https://example.org/b",
            ",Sample C,Sample Clinic,2027,https://example.org/c",
            ",Sample C,Sample Clinic,2028,https://example.org/c",
            ",Sample C,Sample Clinic,2028,https://example.org/c",
        )
    )
    assert [one.key for one in found if isinstance(one, Item)] == [
        "s-1",
        "https://example.org/b",
        "sample-clinic/sample-c/2027",
        "sample-clinic/sample-c/2028",
    ]
    assert found[-1] == Skipped(6, "It is told twice; the one in line 5 counts.", "Sample C")


def test_headers_may_be_named_and_a_table_needs_titles() -> None:
    [found] = told("Was,Wer\nSample intern,Sample Clinic\n", title="was", organization_name="Wer")
    assert draft_of(found).organization_name == "Sample Clinic"
    with pytest.raises(UnreadableFile, match="There is no column for the title"):
        told("Was,Wer\nSample intern,Sample Clinic\n")


def test_what_a_reader_writes_down_is_read_back_as_it_was() -> None:
    [whole] = told(TEMPLATE)
    for one in (whole, row("closes_on", "soon"), Skipped(3, "It is broken.", "Sample")):
        assert unpacked(packed(one).encode()) == one
