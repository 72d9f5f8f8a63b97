"""What changed, in the sentences that pages and feeds tell it in."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from netmentor.events.changes import sentences, told
from netmentor.events.drafts import CreditDraft, DeadlineDraft, Draft, PriceDraft
from netmentor.events.facets import FACETS, differences, facet_of
from netmentor.events.models import Change
from netmentor.events.written import written
from tests.events.any_drafts import listable_drafts
from tests.factories import NOON, make_draft, make_event, make_expected_draft

FIRST, LAST = {"starts_on": date(2026, 3, 9)}, {"ends_on": date(2026, 3, 9)}
CLOSES = {"kind": "registration_close", "due_on": date(2026, 3, 1)}
NO_DAY: dict[str, Any] = {"starts_on": None, "ends_on": None, "starts_time": "", "ends_time": ""}


def on(first: date, last: date | None = None, **fields: Any) -> Draft:
    return make_draft(external_id="sample", starts_on=first, ends_on=last or first, **fields)


def sample(**fields: Any) -> Draft:
    """An event on March 9, 2026, from 12 to 1, unless `fields` say otherwise."""
    return make_draft(**{"external_id": "sample"} | FIRST | LAST | fields)


def expected(first: date, last: date, **fields: Any) -> Draft:
    window = {"window_from_on": first, "window_to_on": last}
    return make_expected_draft(external_id="sample", title="Sample webinar", **window | fields)


def said(before: Draft, after: Draft) -> list[str]:
    return list(sentences(differences(before, after)))


MARCH_9, MARCH_16 = date(2026, 3, 9), date(2026, 3, 16)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (on(MARCH_9), on(MARCH_16), "Moved from March 9 to March 16."),
        (
            on(MARCH_9),
            on(date(2027, 3, 8)),
            "Moved from March 9, 2026 to March 8, 2027.",
        ),
        (
            on(MARCH_9, date(2026, 3, 11)),
            on(MARCH_16, date(2026, 3, 18)),
            "Moved from March 9 to 11 to March 16 to 18.",
        ),
        (
            on(date(2026, 3, 30), date(2026, 4, 1)),
            on(MARCH_9),
            "Moved from March 30 to April 1 to March 9.",
        ),
        (
            on(date(2026, 12, 30), date(2027, 1, 2)),
            on(date(2027, 3, 9)),
            "Moved from December 30, 2026 to January 2, 2027 to March 9, 2027.",
        ),
        (
            on(date(2026, 12, 28)),
            on(date(2026, 12, 30), date(2027, 1, 2)),
            "Moved from December 28, 2026 to December 30, 2026 to January 2, 2027.",
        ),
    ],
)
def test_a_moved_event_says_from_when_to_when(before: Draft, after: Draft, sentence: str) -> None:
    assert said(before, after) == [sentence]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {"starts_time": "13:00", "ends_time": "14:30"},
            "Now 1:00 pm to 2:30 pm instead of 12:00 pm to 1:00 pm.",
        ),
        ({"ends_time": ""}, "Now 12:00 pm instead of 12:00 pm to 1:00 pm."),
        (
            {"starts_time": "", "ends_time": ""},
            "Now without an hour instead of 12:00 pm to 1:00 pm.",
        ),
        ({"timezone": "America/Denver"}, "Its time zone is another."),
        ({"grounds": "It was announced."}, "What is known of its date is told anew."),
        ({"status": "canceled"}, "Canceled."),
        ({"status": "postponed"}, "Postponed."),
        ({"status": "sold_out"}, "Sold out."),
        ({"title": "Sample webinar, renamed"}, "Renamed from “Sample webinar”."),
        ({"modality": "hybrid"}, "Now in person and online."),
        ({"modality": "in_person"}, "Now in person."),
        ({"kind": "info_session"}, "Now listed as information session."),
        ({"city": "Columbus", "state": "OH"}, "Now in Columbus, OH."),
        ({"url": ""}, "Web page changed."),
        ({"registration_url": "https://events.example.org/r"}, "Registration page changed."),
        ({"description": "More of it."}, "Description changed."),
        ({"organizers": ("sample-association", "another")}, "Organizers changed."),
        ({"series": "sample-series"}, "Series changed."),
        ({"topics": ("finance",)}, "Topics changed."),
        ({"prices": (PriceDraft(audience="all", amount=Decimal(95)),)}, "Prices changed."),
        ({"credits": (CreditDraft(credential="CMPE"),)}, "Credit changed."),
    ],
)
def test_each_change_has_its_sentence(fields: dict[str, Any], sentence: str) -> None:
    assert said(sample(), sample(**fields)) == [sentence]


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ("canceled", "On again."),
        ("postponed", "On again."),
        ("sold_out", "Places are open again."),
    ],
)
def test_what_stands_again_says_so(before: str, sentence: str) -> None:
    assert said(sample(status=before), sample()) == [sentence]


def test_a_place_that_is_taken_back_is_open() -> None:
    assert said(sample(city="Columbus", state="OH"), sample()) == ["The place is open again."]


def test_a_country_alone_moves_nothing() -> None:
    anew = ["What is known of its place is told anew."]
    assert said(sample(), sample(country="CA")) == anew
    assert said(sample(city="Ottawa", country="US"), sample(city="Ottawa", country="CA")) == anew


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ([], [CLOSES], "Registration closes March 1."),
        ([CLOSES], [CLOSES | {"due_on": date(2026, 3, 5)}], "Registration closes March 5."),
        ([CLOSES], [], "A deadline was taken back."),
        ([CLOSES], [CLOSES | {"due_time": "17:00"}], "Deadlines changed."),
        (
            [CLOSES],
            [CLOSES | {"due_on": date(2026, 3, 5)}, CLOSES | {"kind": "hotel_block"}],
            "Registration closes March 5; Hotel rate ends March 1.",
        ),
    ],
)
def test_deadlines_that_are_new_or_moved_are_named(
    before: list[dict[str, Any]], after: list[dict[str, Any]], sentence: str
) -> None:
    drafts = [
        sample(deadlines=tuple(DeadlineDraft(**due) for due in some)) for some in (before, after)
    ]
    assert said(*drafts) == [sentence]


def test_an_expected_event_that_is_dated_says_when() -> None:
    march = expected(date(2026, 3, 1), date(2026, 3, 31), modality="online", kind="webinar")
    assert said(march, sample()) == ["Confirmed.", "Now dated: March 9, 2026."]
    assert said(sample(), march) == ["Expected.", "The date is open again."]


def test_an_event_expected_in_other_months_says_which() -> None:
    march = expected(date(2027, 3, 1), date(2027, 3, 31))
    autumn = expected(date(2027, 9, 1), date(2027, 10, 31))
    anew = expected(date(2027, 3, 1), date(2027, 3, 31), grounds="Expected from last year.")
    assert said(march, autumn) == ["Now expected in September–October 2027."]
    assert said(march, anew) == ["What is known of its date is told anew."]


def test_a_postponed_event_without_months_has_an_open_date() -> None:
    march = expected(date(2027, 3, 1), date(2027, 3, 31))
    no_months = {"window_from_on": None, "window_to_on": None, "grounds": ""}
    off = make_expected_draft(
        external_id="sample", title="Sample webinar", status="postponed", **no_months
    )
    assert said(march, off) == ["Postponed.", "The date is open again."]


@pytest.mark.parametrize(
    ("both", "sentence"),
    [
        (["", "there"], "Listed for the first time."),
        (["there", "gone"], "No longer listed by its source."),
        (["gone", "there"], "Listed by its source again."),
    ],
)
def test_being_listed_is_told(both: list[str], sentence: str) -> None:
    assert list(sentences({"listing": both})) == [sentence]


def test_the_most_important_is_said_first() -> None:
    changes = differences(
        sample(), on(MARCH_16, title="Renamed", status="canceled", city="Dayton", url="")
    )
    assert list(sentences(changes | {"listing": ["gone", "there"]})) == [
        "Listed by its source again.",
        "Canceled.",
        "Moved from March 9 to March 16.",
        "Now in Dayton.",
        "Renamed from “Sample webinar”.",
        "Web page changed.",
    ]


@given(listable_drafts(), listable_drafts())
def test_any_change_has_a_sentence_for_each_facet(before: Draft, after: Draft) -> None:
    changes = json.loads(json.dumps(differences(before, after)))
    found = list(sentences(changes))
    assert len(found) == len(changes)
    assert all(one[-1] == "." and one[0].isupper() for one in found)
    titles = f"{before.title} {after.title}"  # one may be “None”
    assert "None" in titles or not any("None" in one for one in found)


@given(listable_drafts())
def test_all_of_a_new_event_has_a_sentence(draft: Draft) -> None:
    proposed = {facet: [{}, facet_of(written(draft), facet)] for facet in FACETS}
    assert all(one.startswith("New: ") for one in sentences(proposed))


@pytest.mark.usefixtures("database")
async def test_the_first_listing_and_each_change_are_kept_for_the_page() -> None:
    event = await make_event(external_id="sample")
    later = NOON + timedelta(days=1)
    await make_event(external_id="sample", starts_time="12:30", now=later)

    found = told(await Change.filter(event=event))

    assert [(one.seen_at, one.sentences) for one in found] == [
        (later, ("Now 12:30 pm to 1:00 pm instead of 12:00 pm to 1:00 pm.",)),
        (NOON, ("Listed for the first time.",)),
    ]
