"""The form of an event: what it reads, what it says of what it cannot, and what it shows again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from netmentor.calendars.zones import zones_to_live_in
from netmentor.events.drafts import Draft, PriceDraft, why_not_listable
from netmentor.web.forms.events import (
    FIELDS,
    MEMBERS_NEED,
    ORGANIZERS_NEED,
    EventForm,
    blank,
    read_event,
    typed_of,
)
from netmentor.web.page import piece
from tests.factories import FULL, make_draft

ZONE = "America/Chicago"
HOSTILE = (
    "\x00",
    "\ud800 lone",
    "x" * 5_000,
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "' OR 1=1 --",
    "../../etc/passwd",
    "9" * 400,
    "\u202eelpmas",
    "١٢:٣٠",
    "=1+1",
)
LUNCH = blank(zone=ZONE) | {
    "title": "Sample chapter lunch",
    "starts_on": "2027-03-09",
    "starts_time": "12:00",
    "ends_time": "13:30",
    "city": "Columbus",
    "state": "OH",
}


def read(**told: str) -> EventForm:
    return read_event(LUNCH | told, needs=ORGANIZERS_NEED, credentials=["CMPE", "FACHE"])


def listed(form: EventForm) -> Draft:
    return replace(make_draft(), **form.fields)


def test_what_an_organizer_told_is_an_event_that_can_be_listed() -> None:
    form = read(
        price="45", student_price="free", prices="Members (early): $35 until 2027-02-01",
        credits="cmpe 1.5 (MGMA live)\nFACHE", students="1", topics="Revenue Cycle, leadership",
        deadline_on="2027-03-01", registration_url="events.example.org/lunch",
    )  # fmt: skip
    assert form.complaints == {}
    draft = listed(form)
    assert why_not_listable(draft) is None
    assert (draft.ends_on, draft.country, draft.kind) == (date(2027, 3, 9), "US", "chapter_event")
    assert draft.topics == ("revenue-cycle", "leadership", "students")
    assert [f"{one.audience} {one.amount}" for one in draft.prices] == [
        "general 45.00", "student 0.00", "Members 35.00",
    ]  # fmt: skip
    assert [(one.credential, one.amount) for one in draft.credits] == [
        ("CMPE", Decimal("1.5")),
        ("FACHE", None),
    ]
    assert draft.registration_url == "https://events.example.org/lunch"


def test_a_member_needs_a_title_and_a_day_alone() -> None:
    told = {"title": "Sample talk", "starts_on": "2027-03-09"}
    assert read_event(told, needs=MEMBERS_NEED, credentials=()).complaints == {}
    complaints = read_event(told, needs=ORGANIZERS_NEED, credentials=()).complaints
    assert complaints.keys() == {"kind", "modality", "city"}
    assert read_event({}, needs=MEMBERS_NEED, credentials=()).complaints.keys() == {
        "title",
        "starts_on",
    }


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("kind", "party"),
        ("starts_on", "03/09/2027"),
        ("starts_on", "2027-02-30"),
        ("starts_on", "1899-01-01"),
        ("ends_on", "2027-03-08"),
        ("starts_time", "11:60"),
        ("ends_time", "11:59"),
        ("timezone", "Mars/Olympus"),
        ("timezone", ""),
        ("state", "ZZ"),
        ("country", "USA"),
        ("modality", "telepathy"),
        ("url", "javascript:alert(1)"),
        ("registration_url", "https://user@example.org/"),
        ("topics", "x" * 50),
        ("price", "ask us"),
        ("student_price", "-3"),
        ("prices", "Members"),
        ("prices", "Members: 45 until 2027-02-30"),
        ("prices", "a: 1\n" * 21),
        ("credits", "CME 3"),
        ("deadline_on", "soon"),
        ("title", ""),
        ("title", "x" * 5_000),
        ("venue", "x" * 201),
        ("description", "x" * 10_001),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(field: str, told: str) -> None:
    form = read(**{field: told})
    assert form.complaints.keys() == {field}
    assert form.typed[field] == told.strip()


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("field", FIELDS)
def test_a_hostile_text_is_refused_or_kept_clean(field: str, text: str) -> None:
    form = read(**{field: text})
    if not form.complaints:
        assert why_not_listable(listed(form)) is None
    for kept in form.typed.values():
        assert "\x00" not in kept
        kept.encode()


@pytest.mark.parametrize(
    "fields", [FULL, {}, {"prices": (PriceDraft(audience="x", amount=Decimal(1)),)}]
)
def test_what_is_shown_and_sent_back_changes_nothing(fields: dict[str, object]) -> None:
    event = make_draft(**fields)
    form = read_event(
        typed_of(event, zone=ZONE), needs=ORGANIZERS_NEED, credentials=["CMPE", "FACHE"]
    )
    assert form.complaints == {}
    assert form.edited(event) == ()
    assert form.edit(event) == event


def test_an_edit_changes_its_facet_alone_and_keeps_what_the_form_does_not_show() -> None:
    event = make_draft(**FULL)
    told = typed_of(event, zone=ZONE) | {"deadline_on": "2026-12-02", "title": "Another"}
    form = read_event(told, needs=ORGANIZERS_NEED, credentials=["CMPE"])
    assert form.edited(event) == ("title", "deadlines")
    after = form.edit(event)
    assert replace(after, title=event.title, deadlines=event.deadlines) == event
    assert {(due.kind, due.due_on.day, due.note) for due in after.deadlines} == {
        ("hotel_block", 27, ""),
        ("registration_close", 2, "Online form."),
    }


def test_the_form_shows_what_was_typed_line_breaks_and_markup_included() -> None:
    form = read(description="One\n\n<b>Two</b>", kind="party", price="?")
    shown = piece("events/_form.html", "event_fields", form, zones_to_live_in(), ORGANIZERS_NEED)
    assert "One&#10;&#10;&lt;b&gt;Two&lt;/b&gt;" in shown
    assert '<option value="party" selected>' in shown
    assert '<details class="fold" open>' in shown
    assert 'aria-invalid="true" aria-describedby="price-said"' in shown
