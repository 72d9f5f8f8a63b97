"""What several voices and a hand make of one event, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmentor.events.drafts import DeadlineDraft, Draft, PriceDraft, why_not_listable
from netmentor.events.facets import FACETS, Voice, differences, facet_of, merged
from netmentor.events.rules import Authority
from netmentor.events.written import read, written
from tests.events.any_drafts import listable_drafts
from tests.factories import FULL, make_draft, make_expected_draft


def voice(draft: Draft, **fields: Any) -> Voice:
    """What a source that may overwrite says today, unless `fields` say otherwise."""
    boring = {
        "authority": Authority.OVERWRITE.value,
        "is_shipped": False,
        "is_gone": False,
        "source_key": "sample",
    }
    return Voice(said=written(draft), **boring | fields)  # type: ignore[arg-type]


voices = st.lists(
    st.builds(
        voice,
        listable_drafts(),
        authority=st.sampled_from([one.value for one in Authority]),
        is_shipped=st.booleans(),
        is_gone=st.booleans(),
        source_key=st.sampled_from(["alpha", "beta", "gamma"]),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda one: one.name,
)


@given(voices, st.randoms(use_true_random=False))
def test_the_order_of_voices_does_not_matter(some: list[Voice], chance: Any) -> None:
    shuffled = list(some)
    chance.shuffle(shuffled)
    assert merged(shuffled, {}) == merged(some, {})


@given(voices)
def test_whatever_voices_say_together_can_be_listed(some: list[Voice]) -> None:
    assert why_not_listable(read(merged(some, {}))) is None


@given(voices)
def test_each_facet_is_what_one_voice_says_of_it_whole(some: list[Voice]) -> None:
    event = merged(some, {})
    for facet in FACETS.keys() - {"status", "when", "deadlines"}:  # those settle contradictions
        assert facet_of(event, facet) in [facet_of(one.said, facet) for one in some]


@given(listable_drafts())
def test_a_single_voice_is_the_event(draft: Draft) -> None:
    assert read(merged([voice(draft)], {})) == draft


@given(voices, listable_drafts())
def test_a_hand_stands_above_every_voice(some: list[Voice], by_hand: Draft) -> None:
    plain = written(by_hand)
    locks = {facet: facet_of(plain, facet) for facet in FACETS}
    assert differences(by_hand, read(merged(some, locks))) == {}


@given(listable_drafts(), listable_drafts())
def test_two_events_differ_in_the_facets_that_are_named_and_in_no_other(
    before: Draft, after: Draft
) -> None:
    told = differences(before, after)
    made = written(before)
    for _, facet in told.values():
        made |= facet
    assert differences(read(made), after) == {}
    assert all(both[0] != both[1] for both in told.values())
    assert differences(before, before) == {}


@pytest.mark.parametrize(
    ("louder", "quieter"),
    [
        ({}, {"authority": Authority.FILL}),
        ({"authority": Authority.FILL}, {"authority": Authority.PROPOSE}),
        ({}, {"is_shipped": True}),
        ({"authority": Authority.FILL}, {"is_gone": True}),
        ({"is_shipped": True}, {"is_gone": True}),
        ({"source_key": "alpha"}, {"source_key": "beta"}),
    ],
)
def test_the_louder_voice_says_what_both_tell(
    louder: dict[str, Any], quieter: dict[str, Any]
) -> None:
    loud = voice(make_draft(title="Loud"), **louder)
    quiet = voice(make_draft(title="Quiet", city="Columbus", state="OH"), **quieter)
    event = merged([quiet, loud], {})
    assert event["title"] == "Loud"
    assert event["city"] == "Columbus"  # the louder one says nothing of a place


def test_an_organizer_counts_more_than_somebody_else_who_tells_of_it() -> None:
    third = voice(make_draft(title="Third", source_kind="third_party"), source_key="alpha")
    own = voice(make_draft(title="Own"), source_key="beta")
    assert merged([third, own], {})["title"] == "Own"


def test_a_place_is_one_facet() -> None:
    loud = voice(make_draft(city="Dayton"))
    quiet = voice(make_draft(venue="Sample Hall", city="Columbus", state="OH"), source_key="x")
    event = merged([loud, quiet], {})
    assert facet_of(event, "place") == facet_of(written(make_draft(city="Dayton")), "place")


@pytest.mark.parametrize("status", ["confirmed", "sold_out", "expected", "canceled", "postponed"])
@pytest.mark.parametrize("draft", [make_draft(**FULL), make_expected_draft()])
def test_a_status_by_hand_fits_the_days_that_sources_tell(status: str, draft: Draft) -> None:
    event = read(merged([voice(draft)], {"status": {"status": status}}))
    assert why_not_listable(event) is None
    assert event.starts_on == draft.starts_on
    off = ("canceled", "postponed")
    fitting = (*off, *(("confirmed", "sold_out") if draft.starts_on else ("expected",)))
    assert event.status == (status if status in fitting else fitting[2])


def test_without_a_day_or_months_a_confirmed_event_is_postponed() -> None:
    off = make_draft(status="canceled", starts_on=None, ends_on=None, starts_time="", ends_time="")
    event = merged([voice(off)], {"status": {"status": "confirmed"}})
    assert event["status"] == "postponed"


def test_amounts_that_mean_the_same_do_not_differ() -> None:
    prices = [(PriceDraft(audience="all", amount=Decimal(told)),) for told in ("95.5", "95.50")]
    assert "prices" not in differences(make_draft(prices=prices[0]), make_draft(prices=prices[1]))


def test_the_order_of_topics_and_deadlines_means_nothing() -> None:
    draft = make_draft(**FULL)
    turned = replace(draft, topics=draft.topics[::-1], deadlines=draft.deadlines[::-1])
    assert differences(draft, turned) == {}


def test_a_moved_deadline_is_a_difference() -> None:
    first, second = (
        make_draft(deadlines=(DeadlineDraft(kind="hotel_block", due_on=date(2026, 12, day)),))
        for day in (1, 2)
    )
    assert list(differences(first, second)) == ["deadlines"]
