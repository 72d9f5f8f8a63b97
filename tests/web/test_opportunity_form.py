"""The form of an opportunity reads again what it shows, and nothing hostile breaks it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmentor.errors import Invalid
from netmentor.internships.drafts import OpportunityDraft, WindowDraft
from netmentor.internships.rules import Status, WindowKind
from netmentor.web.forms.opportunities import FIELDS, read_opportunity, typed_of
from netmentor.web.forms.window_lines import lines_of, windows_in
from tests.internships.opportunities import any_opportunity, closing, make_opportunity_draft

TODAY = date(2026, 11, 24)
_days = st.dates(date(1970, 1, 1), date(2100, 12, 31))
_notes = st.sampled_from(["", "by mail", "17:00: or so", "to 2027-01-01", "a; b, c"])


@st.composite
def any_window(draw: st.DrawFn) -> WindowDraft:
    kind, note = draw(st.sampled_from(list(WindowKind))).value, draw(_notes)
    zone = draw(st.sampled_from(["", "UTC", "America/New_York", "America/Port-au-Prince"]))
    match draw(st.integers(0, 2)):
        case 0:
            at = draw(st.sampled_from(["", "17:00"]))
            return WindowDraft(kind=kind, on=draw(_days), at=at, timezone=zone, note=note)
        case 1:
            first, last = sorted((draw(_days), draw(_days)))
            return WindowDraft(
                kind=kind, not_before=first, not_after=last, timezone=zone, note=note
            )
        case _:
            return WindowDraft(kind=kind, note=note or "rolling")


@given(st.lists(any_window(), max_size=5))
def test_dates_are_read_as_they_are_written(windows: list[WindowDraft]) -> None:
    assert windows_in(lines_of(windows)) == tuple(windows)


@given(st.text(max_size=80))
def test_no_line_breaks_the_reading(text: str) -> None:
    with suppress(Invalid):
        assert windows_in(lines_of(windows_in(text))) == windows_in(text)


@given(any_opportunity())
def test_a_form_that_is_sent_as_it_was_shown_changes_nothing(draft: OpportunityDraft) -> None:
    draft = replace(draft, materials=("Resume", "Transcript"), hours_week=40, is_remote=True)
    form = read_opportunity(typed_of(draft), today=TODAY)
    assert form.complaints == {}
    assert form.changed(draft, TODAY) == {}


def test_of_what_was_changed_no_more_is_told() -> None:
    draft = make_opportunity_draft(city="Dayton", state="OH", degrees=("master",))
    shown = typed_of(draft)
    shown |= {"city": " Columbus ", "closes_time": "23:59", "degrees": "master,bachelor"}
    changed = read_opportunity(shown, today=TODAY).changed(draft, TODAY)
    assert (changed["city"], changed["degrees"]) == ("Columbus", ["bachelor", "master"])
    assert changed["windows"][0]["at"] == "23:59"
    assert set(changed) == {"city", "degrees", "windows"}


def test_a_closing_with_a_note_keeps_it() -> None:
    draft = make_opportunity_draft(windows=(closing("2027-01-15", "17:00", note="by mail"),))
    shown = typed_of(draft) | {"city": "Dayton"}
    assert shown["closes_on"] == ""
    assert set(read_opportunity(shown, today=TODAY).changed(draft, TODAY)) == {"city"}


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"dates": "Applications open 2027-08-01 to 2027-08-31"}, Status.EXPECTED),
        ({"closes_on": "2027-01-15"}, Status.CURRENT),
        ({}, Status.CURRENT),
        ({"status": "past"}, Status.PAST),
    ],
)
def test_where_it_stands_goes_by_its_dates_unless_it_is_said(
    told: dict[str, str], status: Status
) -> None:
    main = {"title": "Sample", "organization_name": "Sample Clinic", "kind": "internship"}
    form = read_opportunity(main | told, today=TODAY)
    assert (form.complaints, form.draft(TODAY).status) == ({}, status)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("title", ""), ("title", "x" * 201), ("organization_name", "\x00"), ("kind", ""),
        ("kind", "job"), ("paid", "maybe"), ("state", "XX"), ("closes_on", "2027-02-30"),
        ("closes_on", "9999-01-01"), ("closes_time", "25:00"), ("closes_time", "17:00"),
        ("timezone", "Mars/Olympus"), ("url", "javascript:alert(1)"), ("apply_url", "x"),
        ("hours_total", "-1"), ("hours_week", "1e3"), ("degrees", "phd"), ("years", "x,first"),
        ("dates", "Closes 2027-01-01"), ("dates", "Applications close 2027-02-30"),
        ("dates", "Applications close 2027-01-01 17:00 Mars/Olympus"),
        ("dates", "Offers: x\n" * 31), ("starts_on", "0000-00-00"), ("status", "open"),
    ],
)  # fmt: skip
def test_what_is_amiss_is_said_beside_its_field(name: str, told: str) -> None:
    main = {"title": "Sample", "organization_name": "Sample Clinic", "kind": "internship"}
    form = read_opportunity(main | {name: told}, today=TODAY)
    assert list(form.complaints) == [name]


@pytest.mark.parametrize(
    "told",
    [
        {"status": "expected", "closes_on": "2027-01-15"},
        {"dates": "Offers"},
        {"materials": "x" * 501},
        {"hours_total": "99999"},
        {"url": f"https://example.org/{'x' * 500}"},
    ],
)
def test_what_does_not_go_together_is_said_of_the_whole(told: dict[str, str]) -> None:
    main = {"title": "Sample", "organization_name": "Sample Clinic", "kind": "internship"}
    assert list(read_opportunity(main | told, today=TODAY).complaints) == ["all"]


@given(st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=60)))
def test_nothing_typed_breaks_the_form(told: dict[str, Any]) -> None:
    form = read_opportunity(told, today=TODAY)
    assert set(form.complaints) <= {*FIELDS, "all"}
