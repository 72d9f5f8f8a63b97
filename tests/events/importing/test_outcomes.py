"""What comes of several sources, in whatever order and however often they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netmentor.events.curating.actions import accept, settle_resemblance
from netmentor.events.curating.queries import open_resemblances, proposals
from netmentor.events.curating.rules import Verdict
from netmentor.events.drafts import DeadlineDraft, Draft, PriceDraft
from netmentor.events.importing.models import Source, Telling
from netmentor.events.models import Event
from netmentor.events.rules import Authority
from tests.events.telling import (
    all_rows,
    day,
    facts,
    leave_out,
    make_teller,
    start_anew,
    tell,
)
from tests.factories import NOON, make_draft

pytestmark = pytest.mark.usefixtures("database")

AUTHORITIES = {"gamma": Authority.OVERWRITE, "beta": Authority.FILL, "alpha": Authority.PROPOSE}
LATER = NOON + timedelta(days=1)

Saying = dict[str, Any] | None  # of the one event a source tells of; None leaves it out
sayings = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Sample webinar", "Sample webinar, renamed"]),
        "starts_on": st.sampled_from([day(9), day(16)]),
        "starts_time": st.sampled_from(["12:00", "12:30"]),
        "status": st.sampled_from(["confirmed", "canceled", "sold_out"]),
        "city": st.sampled_from(["", "Columbus", "Dayton"]),
        "description": st.sampled_from(["", "More of it."]),
        "registration_url": st.sampled_from(["", "https://events.example.org/register"]),
        "topics": st.sampled_from([(), ("finance",), ("leadership", "finance")]),
        "deadlines": st.sampled_from(
            [(), (DeadlineDraft(kind="hotel_block", due_on=day(1)),)],
        ),
        "prices": st.sampled_from([(), (PriceDraft(audience="student", amount=Decimal(95)),)]),
    }
)
histories = st.fixed_dictionaries(
    {key: st.lists(st.none() | sayings, max_size=2) for key in AUTHORITIES}
)
orders = st.permutations(list(AUTHORITIES))
chances = st.randoms(use_true_random=False)


def steady(examples: int) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )


def draft_of(key: str, saying: dict[str, Any]) -> Draft:
    draft = make_draft(external_id=f"of-{key}", **saying)
    return replace(draft, ends_on=draft.starts_on)


async def say(sources: dict[str, Source], key: str, saying: Saying, **fields: Any) -> None:
    if saying is None:
        await leave_out(sources[key], f"of-{key}", **fields)
    else:
        await tell(sources[key], draft_of(key, saying), **fields)


async def told_as_one(order: Sequence[str]) -> dict[str, Source]:
    """Three sources, first read in this order, whose events a person found to be one."""
    await start_anew()
    sources = {key: await make_teller(key, authority) for key, authority in AUTHORITIES.items()}
    for key in order:
        await say(sources, key, {"description": f"By {key}."})
    for proposal in await proposals():
        await accept(proposal.number, (), now=NOON)
    while pairs := await open_resemblances():
        await settle_resemblance(pairs[0].id, Verdict.SAME, now=NOON)
    assert await Event.filter(merged_into_id=None).count() == 1
    return sources


def interleaved(told: dict[str, list[Saying]], chance: Random) -> list[tuple[str, Saying]]:
    """All that is told, each source's in its order and the sources' in any."""
    left = {key: list(some) for key, some in told.items() if some}
    found: list[tuple[str, Saying]] = []
    while left:
        key = chance.choice(sorted(left))
        found.append((key, left[key].pop(0)))
        left = {key: some for key, some in left.items() if some}
    return found


@given(histories, orders, orders, chances)
@steady(6)
async def test_the_order_of_readings_does_not_change_what_they_come_to(
    told: dict[str, list[Saying]], order: list[str], other_order: list[str], chance: Random
) -> None:
    outcomes = []
    for first_read in (order, other_order):
        sources = await told_as_one(first_read)
        for key, saying in interleaved(told, chance):
            await say(sources, key, saying)
        outcomes.append((await facts(), [one.changes for one in await proposals()]))
    assert outcomes[0] == outcomes[1]


@given(st.lists(sayings, min_size=2, max_size=4), chances)
@steady(6)
async def test_the_order_of_sources_does_not_change_what_is_listed_and_suggested(
    told: list[dict[str, Any]], chance: Random
) -> None:
    outcomes = []
    for _ in range(2):
        await start_anew()
        for number, saying in chance.sample(list(enumerate(told)), len(told)):
            key = f"source-{number}"
            await tell(await make_teller(key), draft_of(key, saying))
        pairs = {
            frozenset((pair.one.external_id, pair.other.external_id))
            for pair in await open_resemblances()
        }
        outcomes.append((await facts(), pairs))
    assert outcomes[0] == outcomes[1]


@given(histories, orders, chances)
@steady(6)
async def test_reading_the_same_again_changes_no_row(
    told: dict[str, list[Saying]], order: list[str], chance: Random
) -> None:
    sources = await told_as_one(order)
    for key, saying in interleaved(told, chance):
        await say(sources, key, saying)
    before = await all_rows()

    for key in chance.sample(order, len(order)):
        last = told[key][-1] if told[key] else {"description": f"By {key}."}
        seen = None if last is None else last | {"verified_on": LATER.date()}
        await say(sources, key, seen, now=LATER)

    assert await all_rows() == before


@given(histories, chances)
@steady(6)
async def test_no_reading_deletes_an_event_and_what_is_told_again_comes_back(
    told: dict[str, list[Saying]], chance: Random
) -> None:
    sources = await told_as_one(list(AUTHORITIES))
    ids = set(await Event.all().values_list("id", flat=True))
    still_told = dict.fromkeys(AUTHORITIES, True)
    for key, saying in interleaved(told, chance):
        await say(sources, key, saying)
        still_told[key] = saying is not None
        one = await Event.get(merged_into_id=None)
        assert set(await Event.all().values_list("id", flat=True)) == ids
        assert (one.gone_at is None) == any(still_told.values())
    assert await Telling.all().count() == len(AUTHORITIES)
