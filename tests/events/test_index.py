"""The bits of the index say what reading each event's facets one by one would say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from netmentor.events.bits import flags, places
from netmentor.events.filters import EventFilter
from netmentor.events.index import Facets, Index

steady = settings(derandomize=True, deadline=None)
TODAY = date(2026, 11, 24)
days = st.dates(TODAY - timedelta(days=60), TODAY + timedelta(days=60))
words = st.lists(st.sampled_from("abc"), unique=True, max_size=2)


@st.composite
def facets(draw: st.DrawFn, number: int = 0) -> Facets:
    """An event: dated, expected, or with neither a day nor a month."""
    form = draw(st.sampled_from(("dated", "expected", "none")))
    first, last = sorted((draw(days), draw(days)))
    dated, expected = form == "dated", form == "expected"
    return Facets(
        id=number,
        title=draw(st.sampled_from(("one", "two"))),
        kind=draw(st.sampled_from(("webinar", "course"))),
        modality="online",
        state=draw(st.sampled_from(("", "NY", "TX"))),
        series=draw(st.sampled_from(("", "a"))),
        is_expected=expected,
        is_gone=draw(st.booleans()),
        starts_on=first if dated else None,
        ends_on=last if dated else None,
        starts_time=draw(st.sampled_from(("", "09:00"))),
        window_from_on=first if expected else None,
        window_to_on=last if expected else None,
        organizations=draw(words),
        topics=draw(words),
        credentials=draw(words),
        due_on=draw(st.lists(days, max_size=2)),
        prices=draw(st.lists(st.tuples(st.sampled_from((0.0, 99.5, 250.0)), st.none() | days))),
        welcomes_students=draw(st.booleans()),
    )


@st.composite
def catalogues(draw: st.DrawFn) -> list[Facets]:
    return [draw(facets(number)) for number in range(1, draw(st.integers(0, 9)) + 1)]


def cheapest(event: Facets) -> float:
    standing = [amount for amount, until in event.prices if until is None or until >= TODAY]
    return min(standing, default=float("inf"))


QUESTIONS: dict[EventFilter, Callable[[Facets], bool]] = {
    EventFilter(kinds=("course",)): lambda event: event.kind == "course",
    EventFilter(states=("NY", "TX")): lambda event: event.state in ("NY", "TX"),
    EventFilter(series=("a",)): lambda event: event.series == "a",
    EventFilter(organizations=("a", "b")): lambda event: bool({"a", "b"} & {*event.organizations}),
    EventFilter(topics=("c",)): lambda event: "c" in event.topics,
    EventFilter(credentials=("none",)): lambda event: False,
    EventFilter(free=True): lambda event: cheapest(event) == 0,
    EventFilter(max_price=100): lambda event: cheapest(event) <= 100,
    EventFilter(students=True): lambda event: event.welcomes_students,
    EventFilter(deadline_within=30): lambda event: any(
        TODAY <= day <= TODAY + timedelta(days=30) for day in event.due_on
    ),
}


@steady
@given(catalogues())
def test_each_filter_lets_through_what_fits_it_and_nothing_else(events: list[Facets]) -> None:
    index = Index(events)
    for wanted, fits in QUESTIONS.items():
        [mask] = index.masks(wanted, TODAY).values()
        assert set(index.ids_of(mask)) == {event.id for event in events if fits(event)}, wanted


@steady
@given(catalogues(), days, st.none() | days)
def test_days_let_through_what_touches_them(
    events: list[Facets], first: date, last: date | None
) -> None:
    index = Index(events)
    dated = {
        event.id
        for event in events
        if event.starts_on and event.ends_on and event.ends_on >= first
        if last is None or event.starts_on <= last
    }
    expected = {
        event.id
        for event in events
        if event.is_expected and not event.is_gone
        if event.window_from_on and event.window_to_on and event.window_to_on >= first
        if last is None or first <= last >= event.window_from_on
    }
    assert set(index.ids_of(index.between(first, last))) == dated
    assert set(index.ids_of(index.expected_between(first, last))) == expected


@steady
@given(catalogues(), st.integers(0, 5), st.integers(0, 5))
def test_ids_come_in_the_order_of_the_list_and_by_the_page(
    events: list[Facets], first: int, most: int
) -> None:
    index = Index(events)
    dated = [event for event in events if event.starts_on]
    by_day = sorted(dated, key=lambda one: (one.starts_on, one.starts_time, one.title, one.id))
    all_of_them = index.ids_of(index.all())

    assert all_of_them[: len(dated)] == [event.id for event in by_day]
    assert sorted(all_of_them) == [event.id for event in events]
    assert index.ids_of(index.all(), first, most) == all_of_them[first : first + most]
    assert index.ids_of(index.of([*all_of_them, 999])) == all_of_them


@steady
@given(catalogues())
def test_what_is_dated_comes_first_and_the_rest_by_its_months(events: list[Facets]) -> None:
    index = Index(events)
    rest = [event for event in events if not event.starts_on]
    rest.sort(
        key=lambda one: (
            one.window_from_on or date.max,
            one.window_to_on or date.max,
            one.title,
            one.id,
        )
    )

    assert index.dated == len(events) - len(rest)
    assert index.ids_of(index.all())[index.dated :] == [event.id for event in rest]
    assert index.dated_of_series("a") == [
        one for one in index.ids[: index.dated] if one in {e.id for e in events if e.series}
    ]
    assert index.dated_of_series("none") == []


@steady
@given(catalogues(), days)
def test_what_is_expected_is_in_no_span_that_ends_before_it_begins(
    events: list[Facets], first: date
) -> None:
    assert Index(events).expected_between(first, first - timedelta(days=1)) == 0


@steady
@given(st.sets(st.integers(0, 300)))
def test_places_are_the_bits_that_are_set(some: set[int]) -> None:
    bits = sum(1 << place for place in some)
    assert list(places(bits)) == sorted(some)
    assert sum(flags(bits)) == len(some)


def test_the_memory_of_an_index_has_a_bound() -> None:
    index = Index([])
    for number in range(2000):
        index.between(TODAY + timedelta(days=number), None)
    asked = [("from", TODAY + timedelta(days=number)) for number in range(2000)]
    assert sum(index.memory.get(one) is not None for one in asked) < 300
