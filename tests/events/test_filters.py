from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmentor.events.filter_values import UnknownFilter
from netmentor.events.filters import EventFilter
from netmentor.events.rules import STATES, Deadlines, EventKind, Modality, View

steady = settings(derandomize=True, deadline=None)
names = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda n: len(n) < 80)
some_names = st.lists(names, unique=True, max_size=3).map(tuple)
words = st.text("abcdefghij é&=+%#'\"ŽØ漢🙂", max_size=40).map(lambda t: " ".join(t.split()))
FIRST = date(1970, 1, 1)
days = st.dates(FIRST, date(2100, 12, 31))

filters = st.builds(
    EventFilter,
    q=words,
    kinds=st.lists(st.sampled_from([k.value for k in EventKind]), unique=True).map(tuple),
    organizations=some_names,
    series=some_names,
    modalities=st.lists(st.sampled_from([m.value for m in Modality]), unique=True).map(tuple),
    states=st.lists(st.sampled_from(sorted(STATES)), unique=True, max_size=5).map(tuple),
    credentials=some_names,
    topics=some_names,
    free=st.booleans(),
    max_price=st.none() | st.integers(0, 100_000),
    students=st.booleans(),
    deadline_within=st.none() | st.integers(1, 366),
    from_on=st.none() | days,
    view=st.sampled_from([view.value for view in View]),
    month=st.none() | days.map(lambda day: day.replace(day=1)),
    deadlines=st.sampled_from([d.value for d in Deadlines]),
    page=st.integers(1, 9999),
)


@steady
@given(filters)
def test_what_is_written_into_an_address_is_read_back_from_it(wanted: EventFilter) -> None:
    assert EventFilter.read(parse_qsl(wanted.address())) == wanted


LISTS = ("kinds", "organizations", "series", "modalities", "states", "credentials", "topics")
SINGLE = ("q", "free", "max_price", "students", "deadline_within", "from_on", "to_on")


@steady
@given(filters)
def test_a_subscription_forgets_the_layout_and_keeps_the_rest(wanted: EventFilter) -> None:
    lasting = wanted.lasting()

    assert lasting == replace(wanted, view=View.LIST, month=None, page=1)
    assert lasting.narrows == wanted.narrows
    assert lasting.lasting() == lasting


@steady
@given(filters)
def test_a_filter_narrows_if_anything_but_layout_and_deadlines_is_asked(
    wanted: EventFilter,
) -> None:
    asked = any(getattr(wanted, name) not in ((), "", None, False) for name in (*LISTS, *SINGLE))
    assert wanted.narrows == asked


@steady
@given(filters, days)
def test_the_list_of_a_day_has_the_same_filters(wanted: EventFilter, day: date) -> None:
    of_day = EventFilter.read(parse_qsl(wanted.of_day(day).removeprefix("?")))
    assert of_day == replace(wanted.lasting(), from_on=day, to_on=day)


@steady
@given(filters)
def test_a_month_without_filters_is_the_same_month(wanted: EventFilter) -> None:
    bare = EventFilter.read(parse_qsl(wanted.bare_month().removeprefix("?")))
    assert bare == EventFilter(view=wanted.view, month=wanted.month)


@steady
@given(filters, st.sampled_from((*LISTS, *SINGLE)))
def test_what_is_taken_out_is_all_that_is_lost(wanted: EventFilter, name: str) -> None:
    rest = wanted.without(name)

    assert getattr(rest, name) == getattr(EventFilter(), name)
    assert replace(rest, **{name: getattr(wanted, name)}, page=wanted.page) == wanted
    assert rest.page == 1


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ([("free", "yes"), ("students", "ON")], EventFilter(free=True, students=True)),
        ([("free", "0"), ("students", "false")], EventFilter()),
        ([("max_price", "0")], EventFilter(max_price=0)),
        ([("max_price", "0250")], EventFilter(max_price=250)),
        ([("deadline_within", "366")], EventFilter(deadline_within=366)),
        ([("view", "month"), ("month", "1970-01")], EventFilter(view="month", month=FIRST)),
        ([("kind", "course,webinar,course")], EventFilter(kinds=("course", "webinar"))),
        ([("state", "tx, Ny")], EventFilter(states=("TX", "NY"))),
    ],
)
def test_an_address_may_be_written_in_several_ways(
    pairs: list[tuple[str, str]], wanted: EventFilter
) -> None:
    assert EventFilter.read(pairs) == wanted


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, value) for name in ("free", "students") for value in ("2", "-1", "maybe", "１")),
        *(("max_price", value) for value in ("-1", "100001", "9.5", "$5", "٣", "1" * 10, "1e3")),
        *(("deadline_within", value) for value in ("0", "367", "-7", "7 days", "٣")),
        *(("month", value) for value in ("2027", "2027-13", "2027-1", "2027-01-01", "march")),
        *(("month", value) for value in ("1969-12", "2101-01", "0001-01", "２０２７-01")),
        ("view", "week"),
        ("view", "List"),
    ],
)
def test_what_a_filter_does_not_take_is_refused_in_a_sentence_that_names_it(
    name: str, value: str
) -> None:
    with pytest.raises(UnknownFilter) as refused:
        EventFilter.read([(name, value)])
    assert f"“{value}”" in refused.value.message
    assert refused.value.message.endswith((".", "?"))


@steady
@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=5))
def test_any_pairs_are_a_filter_or_a_sentence(pairs: list[tuple[str, str]]) -> None:
    sentence = ""
    try:
        EventFilter.read(pairs)
    except UnknownFilter as exc:
        sentence = exc.message
    assert sentence == "" or sentence.endswith((".", "?"))


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [
        pytest.param(
            [("knd", "webinar")], "There is no filter “knd”. Did you mean “kind”?", id="name"
        ),
        pytest.param(
            [("kind", "webinr")], "There is no kind “webinr”. Did you mean “webinar”?", id="value"
        ),
        pytest.param([("state", "TXX")], "There is no state “TXX”. Did you mean “TX”?", id="state"),
        pytest.param([("from", "soon")], "“soon” is no day; write it as 2026-11-24.", id="no day"),
        pytest.param(
            [("from", "0001-01-01")],
            "“0001-01-01” lies outside the years 1970 to 2100.",
            id="year 1",
        ),
        pytest.param(
            [("from", "2026-02-02"), ("to", "2026-02-01")],
            "“to” (2026-02-01) is before “from” (2026-02-02).",
            id="backwards",
        ),
        pytest.param([("q", "a"), ("q", "b")], "“q” is there twice.", id="twice"),
        pytest.param([("page", "0")], "There is no page “0”.", id="page zero"),
        pytest.param([("page", "٣")], "There is no page “٣”.", id="digits of another script"),
        pytest.param([("page", "9" * 40)], f"There is no page “{'9' * 40}”.", id="a huge page"),
        pytest.param([("q", "x" * 201)], "“q” is longer than 200 characters.", id="long search"),
    ],
)
def test_what_nobody_knows_is_refused_by_name(pairs: list[tuple[str, str]], sentence: str) -> None:
    with pytest.raises(UnknownFilter) as refused:
        EventFilter.read(pairs)
    assert refused.value.message == sentence


def test_several_complaints_are_told_at_once() -> None:
    with pytest.raises(UnknownFilter, match=r"colour.*webinr"):
        EventFilter.read([("colour", "red"), ("kind", "webinr")])


def test_trackers_and_blanks_do_not_count() -> None:
    pairs = [("utm_source", "x"), ("fbclid", "y"), ("kind", ""), ("q", "  ")]
    assert EventFilter.read(pairs) == EventFilter()


def test_an_empty_filter_has_an_empty_address() -> None:
    assert EventFilter().address() == ""


def test_control_characters_and_lone_surrogates_never_reach_the_search() -> None:
    assert EventFilter.read([("q", "fee\x00\ud800 schedule")]).q == "fee schedule"
