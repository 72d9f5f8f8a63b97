"""Counts beside choices, over catalogues of any kind, are those of counting event by event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from netmentor.events.bits import Bits
from netmentor.events.choices import choices, remedy
from netmentor.events.filter_values import READERS
from netmentor.events.filters import EventFilter
from netmentor.events.index import Facets, Index
from netmentor.events.indexing import Catalogue
from netmentor.events.matching import Matches
from tests.events.test_index import TODAY, catalogues, cheapest, days

steady = settings(derandomize=True, deadline=None)
VALUES: Mapping[str, Sequence[str]] = {
    "kinds": ("webinar", "course"),
    "organizations": "abc",
    "series": "a",
    "modalities": ("online",),
    "states": ("NY", "TX"),
    "credentials": "abc",
    "topics": "abc",
}


def some(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(VALUES[name]), unique=True, max_size=2).map(tuple)


filters = st.builds(
    EventFilter,
    **{name: st.just(()) | some(name) for name in VALUES},
    free=st.booleans(),
    students=st.booleans(),
    max_price=st.sampled_from((None, None, 0, 100, 250)),
    deadline_within=st.sampled_from((None, None, 7, 30)),
    from_on=st.none() | days,
)


def fits(event: Facets, wanted: EventFilter) -> bool:
    has = {
        "kinds": {event.kind},
        "organizations": {*event.organizations},
        "series": {event.series},
        "modalities": {event.modality},
        "states": {event.state},
        "credentials": {*event.credentials},
        "topics": {*event.topics},
    }
    if any(getattr(wanted, name) and not {*getattr(wanted, name)} & has[name] for name in has):
        return False
    within = timedelta(days=wanted.deadline_within or 0)
    return (
        (not wanted.free or cheapest(event) == 0)
        and (wanted.max_price is None or cheapest(event) <= wanted.max_price)
        and (not wanted.students or event.welcomes_students)
        and (not within or any(TODAY <= due <= TODAY + within for due in event.due_on))
    )


def is_shown(event: Facets, first: date) -> bool:
    if event.is_expected:
        last = event.window_to_on or date.min
        return not event.is_gone and last >= max(first, TODAY)
    return event.ends_on is not None and event.ends_on >= first


def counted(events: Sequence[Facets], wanted: EventFilter) -> int:
    first = wanted.from_on or TODAY
    return sum(fits(event, wanted) and is_shown(event, first) for event in events)


def opened(events: Sequence[Facets], wanted: EventFilter) -> tuple[Catalogue, Matches]:
    among = Catalogue(Index(events), {name: {} for name in VALUES})
    return among, Matches(among.index.all(), among.index.masks(wanted, TODAY), None)


def shown(among: Catalogue, first: date) -> Bits:
    index = among.index
    return index.between(first, None) | index.expected_between(max(first, TODAY), None)


@steady
@given(catalogues(), filters)
def test_each_choice_counts_what_it_would_leave(events: list[Facets], wanted: EventFilter) -> None:
    among, found = opened(events, wanted)

    offered = choices(wanted, found, shown(among, wanted.from_on or TODAY), among, today=TODAY)

    for name, of_field in offered.items():
        for choice in of_field:
            value: Any = (choice.value,) if name in VALUES else READERS[name](choice.value)
            assert choice.count == counted(events, replace(wanted, **{name: value})), choice
        asked = getattr(wanted, name)
        assert not isinstance(asked, tuple) or {*asked} <= {one.value for one in of_field}


@steady
@given(catalogues(), filters)
def test_the_way_out_is_the_one_that_leads_to_most(
    events: list[Facets], wanted: EventFilter
) -> None:
    among, found = opened(events, wanted)
    in_days, whenever = shown(among, wanted.from_on or TODAY), shown(among, TODAY)
    lighter = [
        wanted.without(name)
        for name in (*VALUES, "free", "students", "max_price", "deadline_within", "from_on")
        if wanted.without(name) != wanted
    ]
    most = max((counted(events, one) for one in lighter), default=0)

    offered = remedy(wanted, found, among, in_days, whenever)

    if offered is None:
        assert most == 0
    else:
        assert (offered.count, counted(events, offered.without)) == (most, most)
        assert offered.without in lighter
        assert offered.label
