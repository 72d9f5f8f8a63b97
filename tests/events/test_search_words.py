"""Words are kept and compared in one way, and a slip is read as what was most likely meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmentor.events.search_words import (
    COMMON,
    LONGEST_WORD,
    MOST_WORDS,
    alternatives,
    asked_for,
    corrected,
    words_of,
)

steady = settings(derandomize=True, deadline=None)
KNOWN = sorted(
    "ache aha billing conference congress fellowship health healthcare himss himss26 leaders"
    " leadership management meeting mgma mha rural vital2027 webinar".split()
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@steady
@given(st.text(max_size=300))
def test_words_are_letters_and_digits_and_are_kept_as_they_are_asked_for(text: str) -> None:
    words = words_of(text)

    assert all(word.isalnum() and len(word) <= LONGEST_WORD for word in words)
    assert set(asked_for(text)) <= set(words)
    assert len(asked_for(text)) <= MOST_WORDS
    assert not COMMON & {*asked_for(text)}


@steady
@given(st.text("abZé ÉßŁłÖøИиЙй’-9", max_size=60))
def test_case_makes_no_difference(text: str) -> None:
    assert words_of(text.upper()) == words_of(text) == words_of(text.lower())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Health care, health-care and HEALTHCARE", "healthcare healthcare and healthcare"),
        ("Future of Health | Health Care Executives", "future of health healthcare executives"),
        ("Public health IT", "public healthit"),
        ("Health careers", "health careers"),
        ("Tele-health for non profits", "telehealth for non profits"),
        ("a non-profit’s tele health", "a non profits telehealth"),
        ("search_head:x NEAR(a*)", "search head x near a"),
        ("Łódź Ærø straße Québec", "lodz aero strasse quebec"),
        ("ﬁnance ＭＧＭＡ ²", "finance mgma 2"),
        ("日本 Київ 🙂", "日本 киів"),
        ("", ""),
    ],
)
def test_words_forgive_how_they_are_written(text: str, words: str) -> None:
    assert words_of(text) == words.split()


@pytest.mark.parametrize("text", ["What is on near me?", "events", "the", "?!", "🙂"])
def test_what_tells_nothing_apart_is_not_asked_for(text: str) -> None:
    assert asked_for(text) == []


def test_a_word_that_is_known_stands_for_itself_alone() -> None:
    assert alternatives("leaders", KNOWN) == ["leaders"]
    assert alternatives("mha", KNOWN) == ["mha"]
    assert alternatives("ache", sorted(["achievement", "headaches", "ache"])) == ["ache"]


def test_a_word_that_is_not_known_stands_for_what_it_begins_and_for_what_it_means() -> None:
    assert alternatives("him", KNOWN) == ["him", "himss", "himss26"]
    assert alternatives("vital", KNOWN) == ["vital", "vital2027"]
    assert alternatives("he", KNOWN) == ["he"]
    assert alternatives("virtual", KNOWN) == ["virtual", "online"]
    assert alternatives("tx", KNOWN) == ["tx", "texas"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("confrence", "conference", id="a letter less"),
        pytest.param("billling", "billing", id="a letter more"),
        pytest.param("webimar", "webinar", id="another letter"),
        pytest.param("cnoference", "conference", id="two swapped"),
        pytest.param("mgam", "mgma", id="two swapped in a short word"),
        pytest.param("donference", "conference", id="the first letter"),
        pytest.param("managment", "management", id="a common slip"),
        pytest.param("felowshp", "fellowship", id="two slips in a long word"),
        pytest.param("leadrs", "leaders", id="nearer than what is longer"),
        pytest.param("rrul", "rrul", id="two slips in a short word"),
        pytest.param("mhh", "mhh", id="too short to tell"),
        pytest.param("himss27", "himss27", id="a digit is meant"),
        pytest.param("zebra", "zebra", id="like nothing"),
        pytest.param("conference", "conference", id="no slip"),
    ],
)
def test_a_slip_is_read_as_the_likeliest_word(typed: str, meant: str) -> None:
    assert corrected(typed, KNOWN) == meant


@steady
@given(st.sampled_from("conference fellowship leadership management".split()), st.data())
def test_one_slip_after_the_first_letter_is_always_forgiven(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 2))
    letter = data.draw(st.sampled_from(LETTERS))
    slips = (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    )
    assert {corrected(slip, KNOWN) for slip in slips} == {word}
