"""What is marked in a text is what was sought, and nothing of the text is lost or made up."""

from __future__ import annotations

import pytest

from netmentor.searching.marking import AROUND, marked
from netmentor.sought import MOST_WORDS, Sought

LONG = f"{'We talked for long. ' * 30}The Büdget of a clinic. {'And so on. ' * 40}"


def found(text: str, words: str, most: int = 0) -> list[str]:
    return [one.text for one in marked(text, Sought.of(words), most) if one.is_found]


@pytest.mark.parametrize(
    ("text", "words", "spots"),
    [
        ("Congrès de Québec", "quebec congres", ["Congrès", "Québec"]),
        ("CONGRE\u0300S", "congrès", ["CONGRÈS".replace("È", "E\u0300")]),
        ("Straße", "strasse", ["Straße"]),
        ("budget, rebudget", "budget", ["budget"]),  # a word's beginning before its middle
        ("rebudget", "budget", ["budget"]),
        ("staffing", "staff staffing", ["staffing"]),
        ("<b>bold</b>", "<b>", ["<b>"]),
        ("a.b", ".", ["."]),
        ("nothing", "else", []),
        ("", "else", []),
    ],
)
def test_the_words_are_marked_as_they_are_written(text: str, words: str, spots: list[str]) -> None:
    assert found(text, words) == spots
    assert "".join(one.text for one in marked(text, Sought.of(words))) == text


def test_of_a_long_text_what_stands_around_the_first_word_is_shown() -> None:
    pieces = marked(LONG, Sought.of("budget"), AROUND)
    told = "".join(one.text for one in pieces)

    assert found(LONG, "budget", AROUND) == ["Büdget"]
    assert told.startswith("… ")
    assert told.endswith(" …")
    assert told.strip("… ") in " ".join(LONG.split())
    assert len(told) <= AROUND + 4


def test_quotes_and_more_words_than_anybody_types_are_let_go() -> None:
    assert Sought.of("“Priya” 'budget' \"").words == ("priya", "budget")
    assert len(Sought.of(" ".join(map(str, range(50)))).words) == MOST_WORDS
