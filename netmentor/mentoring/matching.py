"""How well a mentor fits whoever looks for one: points that explain themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from netmentor.events.rules import STATES
from netmentor.mentoring.rules import Band, Topic
from netmentor.mentoring.words import BAND_WORDS, TOPIC_WORDS

# What counts, and how much: what two people share comes before how soon they could meet.
_CREDENTIAL = 40
_STATE = 25
_TOPIC = 20
_NEXT = {"soon": 15, "later": 6, "": 0}
_BANDS: dict[str, int] = {Band.DAY: 12, Band.TWO_DAYS: 9, Band.WEEK: 4}
_CHECKED = 2
_CLOSED = -100  # whoever takes nobody stands after all who do


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for; credentials as acronyms in small letters."""

    credentials: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()


class Traits(NamedTuple):
    """What of a mentor is compared; credentials as acronyms in small letters.

    `next_is` is "soon" for an opening within a week, "later" for one after it, "" for none.
    """

    credentials: frozenset[str]
    state: str
    topics: frozenset[str]
    reply_band: str
    is_checked: bool
    is_closed: bool
    next_is: str


def points(traits: Traits, wish: Wish) -> int:
    """Return how well a mentor fits; `reasons` says why, with a sentence for what counts most.

    A thousand are compared for each page, so nothing here is put into words.
    """
    return (
        _CREDENTIAL * len(wish.credentials & traits.credentials)
        + (_STATE if traits.state in wish.states else 0)
        + _TOPIC * len(wish.topics & traits.topics)
        + _NEXT[traits.next_is]
        + _BANDS.get(traits.reply_band, 0)
        + _CHECKED * traits.is_checked
        + _CLOSED * traits.is_closed
    )


def reasons(traits: Traits, wish: Wish) -> Iterator[str]:
    """Say why a mentor has their points, in the order of what counts most.

    >>> traits = Traits(frozenset({"fache"}), "OH", frozenset(), "two_days", False, False, "")
    >>> wish = Wish(frozenset({"fache"}), frozenset({"OH"}))
    >>> points(traits, wish), list(reasons(traits, wish))
    (74, ['shares the FACHE path', 'in Ohio', 'usually answers within two days'])
    """
    for shared in sorted(wish.credentials & traits.credentials):
        yield f"shares the {shared.upper()} path"
    if traits.state in wish.states:
        yield f"in {STATES[traits.state]}"
    for topic in Topic:
        if topic in wish.topics and topic in traits.topics:
            words = TOPIC_WORDS[topic]
            yield f"helps with {words[0].lower()}{words[1:]}"
    if traits.next_is == "soon":
        yield "has time this week"
    if traits.reply_band in _BANDS:
        yield f"usually answers {BAND_WORDS[Band(traits.reply_band)]}"


def acronyms(credentials: str) -> tuple[str, ...]:
    """Return the acronyms of a line of credentials.

    >>> acronyms("FACHE, CMPE (2019)")
    ('FACHE', 'CMPE')
    """
    return tuple(re.findall(r"[A-Za-z][A-Za-z-]{1,19}", credentials))
