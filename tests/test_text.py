"""Words from outside are made safe the same way however long they are."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from netmentor.text import clean, folded

LETTERS = "ae \u0301\u0316\u0308xé\u1100\u1161\u11a8\n"


@given(st.text(alphabet=LETTERS, min_size=1_100, max_size=4_000))
def test_long_text_is_composed_as_short_text_is(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text).strip()


def test_marks_without_end_keep_nobody_waiting() -> None:
    marks = "\u0301\u0316" * 200_000  # minutes, were they sorted as one
    assert len(clean(f"a{marks}")) > 100_000
    assert folded(f"a{marks}") == "a"
