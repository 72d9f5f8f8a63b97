"""How well a mentor fits whoever looks for one: points that explain themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from netmentor.events.rules import STATES
from netmentor.mentoring.rules import Band, Topic
from netmentor.mentoring.words import BAND_WORDS, TOPIC_WORDS

# What counts, and how much: what two people share comes before how soon they could meet.
_CREDENTIAL = 40
_STATE = 25
_TOPIC = 20
_THIS_WEEK = 15
_LATER = 6
_BANDS = {Band.DAY: 12, Band.TWO_DAYS: 9, Band.WEEK: 4}
_CHECKED = 2
_CLOSED = -100  # whoever takes nobody stands after all who do


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for; credentials as acronyms in small letters."""

    credentials: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What of a mentor is compared; `credentials` as acronyms by their small letters."""

    credentials: dict[str, str]
    state: str
    topics: frozenset[str]
    reply_band: str
    is_checked: bool
    is_closed: bool
    is_soon: bool
    has_opening: bool


def fit(traits: Traits, wish: Wish) -> tuple[int, tuple[str, ...]]:
    """Return the points of a mentor, and the reasons for them that are worth reading.

    >>> traits = Traits(credentials={"fache": "FACHE"}, state="OH", topics=frozenset(),
    ...     reply_band="two_days", is_checked=False, is_closed=False, is_soon=False,
    ...     has_opening=False)
    >>> fit(traits, Wish(frozenset({"fache"}), frozenset({"OH"})))
    (74, ('shares the FACHE path', 'in Ohio', 'usually answers within two days'))
    """
    found = list(_found(traits, wish))
    points = sum(one for one, _ in found)
    points += _CHECKED * traits.is_checked + _CLOSED * traits.is_closed
    return points, tuple(words for _, words in found if words)


def acronyms(credentials: str) -> dict[str, str]:
    """Return the acronyms of a line of credentials, each by its small letters.

    >>> acronyms("FACHE, CMPE (2019)")
    {'fache': 'FACHE', 'cmpe': 'CMPE'}
    """
    return {one.lower(): one for one in re.findall(r"[A-Za-z][A-Za-z-]{1,19}", credentials)}


def _found(traits: Traits, wish: Wish) -> Iterator[tuple[int, str]]:
    for shared in sorted(wish.credentials & traits.credentials.keys()):
        yield _CREDENTIAL, f"shares the {traits.credentials[shared]} path"
    if traits.state in wish.states:
        yield _STATE, f"in {STATES[traits.state]}"
    for topic in Topic:
        if topic in wish.topics and topic in traits.topics:
            words = TOPIC_WORDS[topic]
            yield _TOPIC, f"helps with {words[0].lower()}{words[1:]}"
    if traits.is_soon:
        yield _THIS_WEEK, "has time this week"
    elif traits.has_opening:
        yield _LATER, ""
    if traits.reply_band:
        band = Band(traits.reply_band)
        yield _BANDS.get(band, 0), f"usually answers {BAND_WORDS[band]}" if band in _BANDS else ""
