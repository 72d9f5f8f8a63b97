"""The pieces of a text that hold the words of a search, and so much around them as a line takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from netmentor.sought import Sought
from netmentor.text import folded

AROUND = 160  # characters of a text that is longer
_BEFORE = 40  # of them before the first word that was found
_MOST_LOOKED_AT = 20_000  # characters


class Piece(NamedTuple):
    """A piece of a text, and whether it is what was sought."""

    text: str
    is_found: bool


def marked(text: str, sought: Sought, most: int = 0) -> list[Piece]:
    """Return `text`, or `most` characters around what was found of it, in pieces.

    Where a word begins as a whole word somewhere, what it is only a part of is not marked.

    >>> marked("Québec, the quebecer", Sought.of("quebec"))
    [Piece(text='Québec', is_found=True), Piece(text=', the ', is_found=False), \
Piece(text='quebec', is_found=True), Piece(text='er', is_found=False)]
    """
    line = " ".join(text[:_MOST_LOOKED_AT].split())
    spots = _spots(line, sought.words)
    first, last = _window(line, spots, most)
    pieces, at = [], first
    for begins, ends in spots:
        if first <= begins and ends <= last:
            pieces += [Piece(line[at:begins], False), Piece(line[begins:ends], True)]
            at = ends
    pieces.append(Piece(line[at:last], False))
    before, after = "… " if first else "", " …" if last < len(line) else ""
    framed = chain([Piece(before, False)], pieces, [Piece(after, False)])
    return [one for one in framed if one.text]


def _window(line: str, spots: Sequence[tuple[int, int]], most: int) -> tuple[int, int]:
    """The part of a line that is shown, from one space to another."""
    if not most or len(line) <= most:
        return 0, len(line)
    begins = spots[0][0] if spots else 0
    first = max(0, min(begins - _BEFORE, len(line) - most))
    first = line.find(" ", first, begins) + 1 or first if first else 0
    last = first + most
    if last >= len(line):
        return first, len(line)
    ends = next((ends for begins, ends in spots if begins < last < ends), last)
    return first, max(line.rfind(" ", begins + 1, last + 1), ends if ends > last else 0) or last


def _spots(line: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in a line, from left to right, none within another."""
    told, at = _folded(line)
    found = sorted(
        (at[begins], at[begins + len(word)]) for word in words for begins in _places(told, word)
    )
    spots: list[tuple[int, int]] = []
    for begins, ends in found:
        if spots and begins < spots[-1][1]:
            spots[-1] = (spots[-1][0], max(spots[-1][1], ends))
        elif ends > begins:
            spots.append((begins, ends))
    return spots


def _places(told: str, word: str) -> Iterator[int]:
    places = [one.start() for one in re.finditer(re.escape(word), told)]
    whole = [place for place in places if not place or not told[place - 1].isalnum()]
    yield from whole or places


def _folded(line: str) -> tuple[str, Sequence[int]]:
    """A line as words are compared with it; where each of its letters came from, and its end."""
    if line.isascii():
        return line.casefold(), range(len(line) + 1)
    letters, at = [], []
    for place, letter in enumerate(line):
        for one in _letters(letter):
            letters.append(one)
            at.append(place)
    return "".join(letters), [*at, len(line)]


@lru_cache(maxsize=4096)
def _letters(letter: str) -> str:
    return folded(letter) or (" " if letter.isspace() else "")
