"""Whatever sources tell and people decide, in any order: each may do what it may, and no more."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netmentor.db.columns import values_of
from netmentor.errors import NetMentorError
from netmentor.events.curating.actions import accept, dismiss, lock, release, settle_resemblance
from netmentor.events.curating.models import Lock, Resemblance
from netmentor.events.curating.queries import open_resemblances, proposals
from netmentor.events.curating.rules import Verdict
from netmentor.events.facets import FACETS, facet_of
from netmentor.events.importing.models import Source, Telling
from netmentor.events.models import Event
from netmentor.events.rules import Authority
from netmentor.events.written import Plain
from tests.events.telling import (
    all_rows,
    day,
    facets_of,
    facts,
    leave_out,
    make_teller,
    start_anew,
    tell,
)
from tests.factories import NOON, make_draft

pytestmark = pytest.mark.usefixtures("database")

AUTHORITIES = {"gamma": Authority.OVERWRITE, "beta": Authority.FILL, "alpha": Authority.PROPOSE}

sayings = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["Sample webinar", "Sample webinar, renamed"]),
        "starts_on": st.sampled_from([day(9), day(9), day(16)]),
        "starts_time": st.sampled_from(["12:00", "12:30"]),
        "status": st.sampled_from(["confirmed", "canceled", "sold_out"]),
        "city": st.sampled_from(["", "Columbus"]),
        "topics": st.sampled_from([(), ("finance",)]),
    }
)
by_hand = st.sampled_from(
    [
        {"title": "By hand"},
        {"starts_on": "2026-12-20", "ends_on": "2026-12-20"},
        {"starts_on": "2026-12-20"},  # it may end before that
        {"status": "canceled"},
        {"city": "Dayton", "state": "OH"},
        {"topics": ["leadership"]},
    ]
)
which = st.integers(0, 3)
facets = st.sampled_from([(), (), ("title",), ("starts_on",), ("status", "city")])
steps = st.one_of(
    st.tuples(st.just("tell"), st.sampled_from(list(AUTHORITIES)), sayings),
    st.tuples(st.just("leave out"), st.sampled_from(["gamma", "beta"]), st.none()),
    st.tuples(st.just("lock"), which, by_hand),
    st.tuples(st.just("release"), which, st.none()),
    st.tuples(st.just("accept"), which, facets),
    st.tuples(st.just("dismiss"), which, facets),
    st.tuples(st.just("settle"), which, st.sampled_from([Verdict.SAME, Verdict.DIFFERENT])),
)
steady = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@dataclass
class Remembered:
    """What people decided so far, and which events there were."""

    sources: dict[str, Source]
    dismissed: dict[str, Plain] = field(default_factory=dict)  # what alpha said, by facet
    different: list[tuple[int, int]] = field(default_factory=list)
    same: list[tuple[int, int]] = field(default_factory=list)
    event_ids: set[int] = field(default_factory=set)


@given(st.booleans(), st.lists(steps, min_size=6, max_size=12))
@steady
async def test_nobody_does_what_is_not_theirs(
    taken: bool, told: list[tuple[str, Any, Any]]
) -> None:
    await start_anew()
    remembered = Remembered({key: await make_teller(key, one) for key, one in AUTHORITIES.items()})
    for key in AUTHORITIES:
        await _tell(remembered, key, {"description": f"By {key}."})
    if taken:
        await _do(remembered, "accept", 0, ())
    for deed, what, how in told:
        before = await all_rows() if deed in ("lock", "release", "accept", "dismiss") else {}
        try:
            await _do(remembered, deed, what, how)
        except NetMentorError:
            assert await all_rows() == before  # what is refused leaves nothing behind
        await _check(remembered)


async def _do(remembered: Remembered, deed: str, what: Any, how: Any) -> None:
    match deed:
        case "tell":
            await _tell(remembered, what, how)
        case "leave out":
            locked = await Lock.all().order_by("id").values()
            await leave_out(remembered.sources[what], f"of-{what}")
            assert await Lock.all().order_by("id").values() == locked
        case "lock" | "release":
            events = await Event.filter(merged_into_id=None).order_by("id")
            slug = events[what % len(events)].slug
            await (lock(slug, how, now=NOON) if deed == "lock" else release(slug, (), now=NOON))
        case "accept" | "dismiss":
            for proposal in await proposals():
                if deed == "accept":
                    await accept(proposal.number, how, now=NOON)
                else:
                    await dismiss(proposal.number, how, now=NOON)
                    names = how or proposal.changes
                    for facet in {_facet(name) for name in names}:
                        remembered.dismissed[facet] = proposal.changes[facet][1]
        case _:
            if pairs := await open_resemblances():
                pair = pairs[what % len(pairs)]
                await settle_resemblance(pair.id, how, now=NOON)
                kept = remembered.same if how is Verdict.SAME else remembered.different
                kept.append((pair.one_id, pair.other_id))


async def _tell(remembered: Remembered, key: str, saying: dict[str, Any]) -> None:
    """Have a source tell, and see that nothing changes that it may not change."""
    draft = make_draft(external_id=f"of-{key}", **saying)
    draft = replace(draft, ends_on=draft.starts_on)
    before, locked = await facts(), await Lock.all().order_by("id").values()
    of_beta = await Telling.get_or_none(external_id="of-beta")
    of_gamma = await Telling.get_or_none(external_id="of-gamma", last_seen_at=None)
    both_tell = of_gamma and of_beta and of_gamma.event_id == of_beta.event_id
    filled = await facets_of(of_gamma.event_id or 0) if of_gamma and both_tell else {}

    await tell(remembered.sources[key], draft)

    assert await Lock.all().order_by("id").values() == locked
    if key == "alpha":
        assert await facts() == before
        said = await _said("of-alpha")
        remembered.dismissed = {
            facet: value
            for facet, value in remembered.dismissed.items()
            if value == facet_of(said, facet)
        }
    if key == "beta" and of_gamma and both_tell:
        said = await _said("of-gamma")
        after = await facets_of(of_gamma.event_id or 0)
        for facet in FACETS:
            if any(facet_of(said, facet).values()):
                assert after[facet] == filled[facet]


async def _check(remembered: Remembered) -> None:
    """See that locks hold, that no event is lost, and that nothing is asked again."""
    ids = set(await values_of(Event.all(), "id"))
    assert remembered.event_ids <= ids
    remembered.event_ids = ids
    for held in await Lock.filter(event__merged_into_id=None):
        assert (await facets_of(held.event_id))[held.facet] == json.loads(held.value)
    for proposal in await proposals():
        come_back = [
            facet
            for facet, (_, proposed) in proposal.changes.items()
            if remembered.dismissed.get(facet) == proposed
        ]
        assert len(come_back) < len(FACETS) if proposal.slug == "" else come_back == []
    roots = await _roots()
    asked = {frozenset((pair.one_id, pair.other_id)) for pair in await open_resemblances()}
    settled = {frozenset((roots[one], roots[two])) for one, two in remembered.different}
    assert not asked & settled
    assert all(roots[one] == roots[two] for one, two in remembered.same)
    assert all(roots[one] == one for pair in asked for one in pair)
    verdicts = await Resemblance.exclude(verdict=Verdict.OPEN).values_list("one_id", "other_id")
    assert set(verdicts) >= {*remembered.same, *remembered.different}


async def _roots() -> dict[int, int]:
    """Each event, and the one that it turned out to be."""
    rows = await Event.all().values_list("id", "merged_into_id")
    return {event_id: merged_into_id or event_id for event_id, merged_into_id in rows}


async def _said(external_id: str) -> Plain:
    said: Plain = json.loads((await Telling.get(external_id=external_id)).draft)
    return said


def _facet(name: str) -> str:
    return next(facet for facet, names in FACETS.items() if name == facet or name in names)
