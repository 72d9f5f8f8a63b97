"""Which events fit a filter, and which of its names stand for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from netmentor.events.bits import Bits
from netmentor.events.filter_values import UnknownFilter
from netmentor.events.filters import EventFilter
from netmentor.events.indexing import Catalogue, catalogue
from netmentor.events.searching import Found, search

WORDS = "q"
_NOT_FOUND = {
    "organizations": "organization",
    "series": "series",
    "credentials": "credential",
    "topics": "topic",
}


@dataclass(frozen=True, slots=True)
class Matches:
    """The events that each part of a filter lets through, whatever their day."""

    everything: Bits
    masks: Mapping[str, Bits]  # by the field of the filter
    found: Found | None  # what the words searched for came to

    @property
    def all(self) -> Bits:
        return self.without("")

    def without(self, name: str) -> Bits:
        """The events that all but one part of the filter let through."""
        bits = self.everything
        for field, mask in self.masks.items():
            if field != name:
                bits &= mask
        return bits


async def matches(
    wanted: EventFilter, among: Catalogue, *, today: date, guess: bool = True
) -> Matches:
    """Find what fits `wanted`; UnknownFilter names every value that stands for nothing.

    `guess` is that of `search`.
    """
    refuse_unknown(wanted, among)
    masks = among.index.masks(wanted, today)
    found = await search(wanted.q, among, guess=guess) if wanted.q else None
    if found:
        masks[WORDS] = found.both
    return Matches(among.index.all(), masks, found)


async def ids_matching(wanted: EventFilter, *, today: date) -> list[int] | None:
    """The row ids of the events that fit `wanted` whatever their day; None: all do."""
    if not wanted.narrows:
        return None
    among = await catalogue()
    found = await matches(wanted, among, today=today, guess=False)
    return among.index.ids_of(found.all) if found.masks else None


def refuse_unknown(wanted: EventFilter, among: Catalogue) -> None:
    """Raise UnknownFilter where a name in `wanted` stands for nothing; it tells of each."""
    complaints = [
        f"There is no {word} “{value}”."
        for field, word in _NOT_FOUND.items()
        for value in getattr(wanted, field)
        if value not in among.names[field]
    ]
    if complaints:
        raise UnknownFilter(" ".join(complaints))
