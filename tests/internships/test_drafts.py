"""Drafts of opportunities: what cannot be listed is refused with a sentence, the rest is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from netmentor.internships.drafts import (
    OpportunityDraft,
    WindowDraft,
    read,
    why_not_listable,
    written,
)
from netmentor.internships.rules import Status
from tests.internships.opportunities import any_opportunity, closing, make_opportunity_draft


@given(any_opportunity())
def test_what_is_written_down_is_read_back(draft: OpportunityDraft) -> None:
    assert why_not_listable(draft) is None
    assert read(written(draft)) == draft


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"title": ""}, "no title"),
        ({"organization_name": ""}, "nobody who offers it"),
        ({"kind": "job"}, "no kind"),
        ({"status": "open"}, "no status"),
        ({"state": "XX"}, "no state"),
        ({"degrees": ("phd",)}, "degrees"),
        ({"hours_total": 0}, "number of hours"),
        ({"url": "javascript:alert(1)"}, "no address"),
        ({"source_url": f"https://example.org/{'x' * 500}"}, "no address"),
        ({"status": Status.EXPECTED}, "no date yet"),
        ({"windows": (closing("2027-01-15", "5 pm"),)}, "no time of day"),
        ({"windows": (closing("2027-01-15", "17:00", "Eastern"),)}, "no time zone"),
        ({"windows": (WindowDraft(kind="closes"),)}, "nothing is said"),
        ({"windows": (WindowDraft(kind="end", note="soon"),)}, "no date we know"),
        ({"windows": (closing("2027-01-15"),) * 31}, "more dates"),
        ({"windows": (WindowDraft(kind="closes", not_before=date(2027, 1, 1)),)}, "not both"),
        ({"eligibility": "x" * 3001}, "longer than 3,000"),
        ({"materials": ("x" * 501,)}, "materials"),
        (
            {"graduates_from_on": date(2027, 1, 2), "graduates_until_on": date(2027, 1, 1)},
            "before the first",
        ),
    ],
)
def test_what_cannot_be_listed_is_refused_with_its_reason(
    told: dict[str, Any], reason: str
) -> None:
    assert reason in (why_not_listable(replace(make_opportunity_draft(), **told)) or "")
