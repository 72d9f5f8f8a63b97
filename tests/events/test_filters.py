from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmentor.events.filter_values import UnknownFilter
from netmentor.events.filters import EventFilter
from netmentor.events.rules import STATES, Deadlines, EventKind, Modality

names = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda n: len(n) < 80)
some_names = st.lists(names, unique=True, max_size=3).map(tuple)
words = st.text("abcdefghij é&=+%#'\"ŽØ漢🙂", max_size=40).map(lambda t: " ".join(t.split()))
days = st.dates(date(1970, 1, 1), date(2100, 12, 31))

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
    from_on=st.none() | days,
    deadlines=st.sampled_from([d.value for d in Deadlines]),
    page=st.integers(1, 9999),
)


@given(filters)
def test_what_is_written_into_an_address_is_read_back_from_it(wanted: EventFilter) -> None:
    assert EventFilter.read(parse_qsl(wanted.address())) == wanted


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
