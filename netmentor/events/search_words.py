"""The words an event is found by, and the words somebody types to find it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from netmentor.events.rules import STATES
from netmentor.text import folded

WORDS = 2  # grows when the same event would be kept with other words
MOST_WORDS = 12  # of one search
LONGEST_WORD = 60  # letters
_MOST_ALTERNATIVES = 24  # of one word

_WORD = re.compile(r"[^\W_]+")
_FIRST_HALVES = frozenset({"health", "tele", "non"})  # of what _WRITTEN_APART finds
_LETTERS = {n: chr(n) if chr(n).isalnum() else " " for n in range(128)}
_WRITTEN_APART = re.compile(  # and as one word: people write both
    r"\b(health(?= (?:care|it)\b)|tele(?= (?:health|care)\b)|non(?= profit\b)) "
)

# PostgreSQL's dictionary "english" leaves these out of every text, so none may be asked for.
COMMON = frozenset(
    """i me my myself we our ours ourselves you your yours yourself yourselves he him his himself
    she her hers herself it its itself they them their theirs themselves what which who whom this
    that these those am is are was were be been being have has had having do does did doing a an
    the and but if or because as until while of at by for with about against between into through
    during before after above below to from up down in out on off over under again further then
    once here there when where why how all any both each few more most other some such no nor not
    only own same so than too very s t can will just don should now""".split()
)
_OF_EVERY_EVENT = frozenset("event events near upcoming".split())  # and so of none
_STATES = {code.lower(): name.lower() for code, name in STATES.items() if " " not in name}
_ALSO = {  # what else the field calls it
    "virtual": ("online",),
    "remote": ("online",),
    "seminar": ("workshop", "course"),
    "training": ("course", "workshop"),
    "class": ("course",),
    "meetup": ("networking", "meeting"),
    "mixer": ("networking",),
    "convention": ("conference",),
    "congress": ("conference",),
    "summit": ("conference",),
    "cheap": ("free",),
    "exam": ("review",),
}


def words_of(text: str) -> list[str]:
    """Return the words of `text` as they are kept and compared.

    >>> words_of("Women’s Health-Care Leadership, Québec 2027")
    ['womens', 'healthcare', 'leadership', 'quebec', '2027']
    """
    plain = folded(text.replace("’", "")).replace("'", "")
    # Most texts are English, and for them a table is three times as fast as a pattern.
    apart = plain.translate(_LETTERS) if plain.isascii() else " ".join(_WORD.findall(plain))
    words = apart.split()
    if not _FIRST_HALVES.isdisjoint(words):
        words = _WRITTEN_APART.sub(r"\1", " ".join(words)).split()
    return [word[:LONGEST_WORD] for word in words]


def asked_for(search: str) -> list[str]:
    """Return the words of a search that tell events apart, each once.

    >>> asked_for("What are the events in Québec?")
    ['quebec']
    """
    words = dict.fromkeys(words_of(search))
    return [word for word in words if word not in COMMON | _OF_EVERY_EVENT][:MOST_WORDS]


def alternatives(word: str, known: Sequence[str]) -> list[str]:
    """Return the words that `word` may stand for: itself, what it begins, what else it is called.

    `known` is sorted. A word that is known is whole, and stands for itself: MHA begins
    nothing, and leaders are not leadership.

    >>> alternatives("him", ["himss", "himss26", "hit"]), alternatives("hit", ["hit", "hits"])
    (['him', 'himss', 'himss26'], ['hit'])
    """
    at = bisect_left(known, word)
    if word in _STATES:
        return [word, _STATES[word]]
    if list(known[at : at + 1]) == [word]:
        return [word]
    longer = [one for one in known[at : at + _MOST_ALTERNATIVES] if one.startswith(word)]
    return [word, *(longer if len(word) > 2 else ()), *_ALSO.get(word, ())]


def corrected(word: str, known: Sequence[str]) -> str:
    """Return the known word that `word` is most likely a slip of, or `word` itself.

    A slip is one letter more, less, other or swapped; two in a word of seven letters or
    more. The first letter is seldom wrong, and what has a digit in it is meant.

    >>> corrected("confrence", ["conference", "confer"]), corrected("mgam", ["ache", "mgma"])
    ('conference', 'mgma')
    """
    if len(word) < 4 or not word.isalpha():
        return word
    slips = 2 if len(word) >= 7 else 1
    close = extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=10)
    alike = [(distance, one[0] != word[0], one) for one, distance, _ in close if one.isalpha()]
    return min(alike)[2] if alike else word
