from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from netmentor.events.drafts import (
    CreditDraft,
    DeadlineDraft,
    PriceDraft,
    is_web_address,
    why_not_listable,
)
from tests.factories import make_draft, make_expected_draft

DAY = date(2026, 12, 9)


def test_a_plain_draft_is_listable() -> None:
    assert why_not_listable(make_draft()) is None
    assert why_not_listable(make_expected_draft()) is None


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "It has no title, or no name of its own in its source."),
        ({"title": "x" * 201}, "Its title is longer than 200 characters."),
        ({"organizers": ()}, "Nobody organizes it."),
        ({"kind": "party"}, "'party' is no kind we know."),
        ({"state": "ZZ"}, "'ZZ' is no state of the United States."),
        ({"url": "javascript:alert(1)"}, "'javascript:alert(1)' is no address of a web page."),
        ({"starts_on": date(1969, 12, 31)}, "It lies outside the years 1970 to 2100."),
        ({"ends_on": None}, "It has a first day or a last day, but not both."),
        ({"ends_on": date(2026, 12, 8)}, "It ends before it starts."),
        ({"starts_time": "14:00"}, "It ends before it starts."),
        ({"starts_time": "25:00"}, "'25:00' is no time of day; write it as 09:30."),
        ({"timezone": ""}, "It has a time of day, but no time zone."),
        ({"timezone": "Mars/Olympus"}, "'Mars/Olympus' is no time zone we know."),
        ({"timezone": "../../etc/passwd"}, "'../../etc/passwd' is no time zone we know."),
        (
            {"topics": ("Not A Topic",)},
            "'Not A Topic' is no topic; write it as practice-management.",
        ),
        (
            {"deadlines": (DeadlineDraft(kind="x" * 41, due_on=DAY),)},
            f"'{'x' * 40}' on 2026-12-09 is no deadline we can keep.",
        ),
        (
            {"prices": (PriceDraft(audience="all", amount=Decimal("-1")),)},
            "-1 USD is no price we can keep.",
        ),
        (
            {"credits": (CreditDraft(credential="CMPE", amount=Decimal("1e9")),)},
            "1E+9 is no amount of credit we can keep.",
        ),
        ({"country": "USA"}, "Its country is longer than 2 characters."),
        ({"starts_on": None, "ends_on": None}, "A confirmed event needs its first and last day."),
    ],
)
def test_what_cannot_be_listed_is_told_why(fields: dict[str, Any], sentence: str) -> None:
    assert why_not_listable(make_draft(**fields)) == sentence


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_on": DAY, "ends_on": DAY},
        {"starts_time": "09:00", "timezone": "America/Chicago"},
        {"deadlines": (DeadlineDraft(kind="registration_close", due_on=DAY),)},
    ],
)
def test_an_expected_event_never_carries_a_date(fields: dict[str, Any]) -> None:
    reason = why_not_listable(make_expected_draft(**fields))
    assert reason == "An expected event has no date, no time and no deadlines yet."


def test_an_expected_event_states_its_grounds() -> None:
    reason = why_not_listable(make_expected_draft(grounds=""))
    assert reason == "An expected event needs its months and the grounds for expecting it."


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https://user:secret@example.org/",
        "https://example.org/ space",
        'https://example.org/"onload=',
        "http://[::1",
        "ftp://example.org/",
        "https://localhost/",
    ],
)
def test_only_plain_web_addresses_are_taken(address: str) -> None:
    assert not is_web_address(address)
