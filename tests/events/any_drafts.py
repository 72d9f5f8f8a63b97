"""Drafts of every kind that could be listed, for property tests."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from netmentor.events.drafts import CreditDraft, DeadlineDraft, Draft, PriceDraft, why_not_listable
from netmentor.events.rules import EventKind, EventStatus, Modality, SourceKind
from tests.factories import make_draft

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 28))
CLOCKS = st.sampled_from(["", "08:00", "12:00", "17:30"])
ADDRESSES = st.sampled_from(["", "https://events.example.org/a", "https://events.example.org/b"])
WORDS = st.text(max_size=12)

deadlines = st.builds(
    DeadlineDraft,
    kind=st.sampled_from(["registration_close", "hotel_block", "poster_upload"]),
    due_on=DAYS,
    due_time=CLOCKS,
    timezone=st.sampled_from(["", "America/Denver"]),
    note=WORDS,
)
prices = st.builds(
    PriceDraft,
    audience=WORDS,
    step=WORDS,
    amount=st.decimals(0, 9_999, places=2),
    until_on=st.none() | DAYS,
)
credit = st.builds(
    CreditDraft,
    credential=st.sampled_from(["CMPE", "FACHE"]),
    amount=st.none() | st.sampled_from([Decimal("1.5"), Decimal("1.50"), Decimal("14")]),
)
anything = st.fixed_dictionaries(
    {
        "external_id": st.sampled_from(["one", "two", "three"]),
        "title": st.text(min_size=1, max_size=20),
        "kind": st.sampled_from([kind.value for kind in EventKind]),
        "modality": st.sampled_from([form.value for form in Modality]),
        "organizers": st.sampled_from([("sample-a",), ("sample-b", "sample-a")]),
        "series": st.sampled_from(["", "sample-series"]),
        "venue": WORDS,
        "city": WORDS,
        "state": st.sampled_from(["", "OH"]),
        "country": st.sampled_from(["", "US", "CA"]),
        "url": ADDRESSES,
        "registration_url": ADDRESSES,
        "description": WORDS,
        "topics": st.lists(st.sampled_from(["finance", "leadership"]), unique=True).map(tuple),
        "deadlines": st.lists(deadlines, max_size=3).map(tuple),
        "prices": st.lists(prices, max_size=2).map(tuple),
        "credits": st.lists(credit, max_size=2).map(tuple),
        "source_kind": st.sampled_from([kind.value for kind in SourceKind]),
        "verified_on": DAYS,
    }
)
months = st.sampled_from(
    [
        {"window_from_on": first, "window_to_on": last, "grounds": "Expected from earlier years."}
        for first, last in (
            (date(2027, 3, 1), date(2027, 3, 31)),
            (date(2027, 9, 1), date(2027, 10, 31)),
        )
    ]
)
no_months = st.just({"window_from_on": None, "window_to_on": None, "grounds": ""})
no_day: dict[str, Any] = {"starts_on": None, "ends_on": None, "starts_time": "", "ends_time": ""}


@st.composite
def dated(draw: st.DrawFn) -> dict[str, Any]:
    """When an event with a date is, and its status; it may have had months before."""
    first = draw(DAYS)
    clocks = sorted([draw(CLOCKS), draw(CLOCKS)])
    return draw(months | no_months) | {
        "status": draw(st.sampled_from(["confirmed", "canceled", "postponed", "sold_out"])),
        "starts_on": first,
        "ends_on": first + timedelta(days=draw(st.integers(0, 3))),
        "starts_time": clocks[0],
        "ends_time": clocks[1],
        "timezone": draw(st.sampled_from(["America/Chicago", "America/New_York"])),
    }


expected = months.map(lambda window: window | no_day | {"status": "expected", "deadlines": ()})
called_off = st.builds(
    lambda window, status: window | no_day | {"status": status},
    months | no_months,
    st.sampled_from([EventStatus.CANCELED.value, EventStatus.POSTPONED.value]),
)


@st.composite
def listable_drafts(draw: st.DrawFn) -> Draft:
    """A draft that could be listed: dated, expected, or off without a day."""
    draft = make_draft(**draw(anything) | draw(st.one_of(dated(), expected, called_off)))
    assert why_not_listable(draft) is None
    return draft
