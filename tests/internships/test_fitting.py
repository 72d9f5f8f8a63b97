"""*Fits me*: reasons in words, and the same for whole lists."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netmentor.internships.drafts import OpportunityDraft
from netmentor.internships.filters import OpportunityFilter
from netmentor.internships.fitting import asked_for, fit_of
from netmentor.internships.listing import listed
from netmentor.internships.models import Studies
from netmentor.settings import Settings
from tests.factories import NOON
from tests.internships.opportunities import (
    any_opportunity,
    any_studies,
    forget_opportunities,
    make_opportunity_draft,
    put_opportunities,
)


def test_of_what_is_said_of_nobody_it_is_unknown_whether_it_fits() -> None:
    bachelor = Studies(degree="bachelor", year="first")
    assert fit_of(make_opportunity_draft(), bachelor).words == (
        "May fit: it says nothing of degree or year."
    )
    half = fit_of(make_opportunity_draft(degrees=("bachelor",)), bachelor)
    assert half.words == "Fits what you study, as far as it says: nothing of year."
    whole = fit_of(make_opportunity_draft(degrees=("bachelor",), years=("first",)), bachelor)
    assert whole.words == "Fits what you study."


def test_what_is_asked_for_is_told_in_sentences() -> None:
    assert asked_for(make_opportunity_draft()) == []
    draft = make_opportunity_draft(
        degrees=("bachelor", "master"),
        years=("second",),
        accreditation=("cahme",),
        authorization="no_sponsorship",
        graduates_from_on=date(2026, 5, 1),
        graduates_until_on=date(2027, 6, 30),
    )
    assert asked_for(draft) == [
        "Degree: Bachelor’s degree or Master’s degree.",
        "Year: second year.",
        "Graduating on Fri, May 1, 2026, or later.",
        "Graduating by Wed, Jun 30, 2027.",
        "A program accredited by CAHME, preferred.",
        "No visa is sponsored.",
    ]


@pytest.mark.parametrize(
    ("asked", "studies", "said"),
    [
        ({"degrees": ("master",)}, {"degree": "bachelor"}, "It asks for Master’s degree."),
        (
            {"degrees": ("bachelor", "master")},
            {"degree": "associate"},
            "It asks for Bachelor’s degree or Master’s degree.",
        ),
        ({"years": ("second",)}, {"year": "first"}, "It is for people in their second year."),
        (
            {"accreditation": ("cahme", "ceph"), "accreditation_is_required": True},
            {"degree": "master", "accreditation": "aupha"},
            "It asks for a program accredited by CAHME or CEPH.",
        ),
        (
            {"graduates_until_on": date(2027, 6, 30)},
            {"graduates_on": date(2027, 7, 1)},
            "It is for who graduates by June 30, 2027.",
        ),
        (
            {"authorization": "no_sponsorship"},
            {"needs_sponsorship": True},
            "It sponsors no visa.",
        ),
    ],
)
def test_what_does_not_fit_says_why(
    asked: dict[str, Any], studies: dict[str, Any], said: str
) -> None:
    fit = fit_of(make_opportunity_draft(**asked), Studies(**studies))
    assert (fit.fits, fit.against) == (False, (said,))


def test_what_is_not_said_leaves_nobody_out() -> None:
    studies = Studies(degree="associate", year="first", needs_sponsorship=True)
    fit = fit_of(make_opportunity_draft(), studies)
    assert (fit.fits, fit.unsaid) == (True, ("degree", "year"))


def test_accreditation_that_is_only_preferred_leaves_nobody_out() -> None:
    draft = make_opportunity_draft(accreditation=("cahme",))
    assert fit_of(draft, Studies(degree="master")).fits


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drafts=st.lists(any_opportunity(), max_size=4), studies=any_studies())
async def test_a_list_leaves_out_exactly_what_does_not_fit(
    database: Settings, drafts: list[OpportunityDraft], studies: Studies
) -> None:
    await forget_opportunities()
    named = [_named(one, f"sample-{n}") for n, one in enumerate(drafts)]
    await put_opportunities(*named)
    found = await listed(OpportunityFilter(fits=True), studies, now=NOON)
    assert sorted(one.slug for one in found.shown) == [
        one.external_id for one in named if fit_of(one, studies).fits
    ]


def _named(draft: OpportunityDraft, name: str) -> OpportunityDraft:
    return OpportunityDraft(
        **{one: getattr(draft, one) for one in draft.__slots__} | {"external_id": name}
    )
