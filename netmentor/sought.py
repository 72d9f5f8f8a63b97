"""What somebody seeks by words, and what was found: each room hands its part over as a `Found`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from netmentor.text import folded

MOST_WORDS = 12
_QUOTES = "\"“”„«»'‘’`"


@dataclass(frozen=True, slots=True)
class Sought:
    """Words that are all to be there, in any order, each as a whole word or as a part of one.

    They are folded, and quotation marks around one say nothing.

    >>> Sought.of("  “Québec” budget BUDGET ").words
    ('quebec', 'budget')
    """

    words: tuple[str, ...]

    @classmethod
    def of(cls, told: str) -> Self:
        words = (word.strip(_QUOTES) for word in folded(told).split())
        return cls(tuple(dict.fromkeys(filter(None, words)))[:MOST_WORDS])

    def __str__(self) -> str:
        """The same as lists of single rooms are asked for it."""
        return " ".join(self.words)

    def are_in(self, *texts: str) -> bool:
        """True where each word is in one of `texts`."""
        return self.how_many(*texts) == len(self.words)

    def how_many(self, *texts: str) -> int:
        """How many of the words are in one of `texts`."""
        told = folded("\n".join(texts))
        return sum(word in told for word in self.words)

    def beside(self, shown: Sequence[str], told: Iterable[tuple[str, str]]) -> tuple[str, str]:
        """Of pairs (where, text) the first that adds most words to those `shown`, or ("", "").

        >>> Sought.of("priya budget").beside(["Priya"], [("Tag", "ally"), ("Note", "Budgets")])
        ('Note', 'Budgets')
        """
        most, best = self.how_many(*shown), ("", "")
        for where, text in told:
            if most == len(self.words):
                break
            if (many := self.how_many(*shown, text)) > most:
                most, best = many, (where, text)
        return best


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing that was found: what it is called, where its page is, what tells it from others.

    Where that does not hold the words, `where` says what does, and `text` is it.
    """

    title: str
    path: str
    line: str = ""
    where: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The first of what was found, and how much there is, or more where counting stopped."""

    hits: Sequence[Hit]
    total: int
    or_more: bool = False

    @classmethod
    def first(cls, hits: Iterable[Hit], most: int, *, or_more: bool = False) -> Self:
        """All that was found, of which `most` are handed over."""
        every = list(hits)
        return cls(every[:most], len(every), or_more)


NOTHING = Found((), 0)
