"""What each filter of a list can be set to, and how many events each choice would leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from netmentor.events.bits import Bits
from netmentor.events.filters import EventFilter
from netmentor.events.indexing import Catalogue
from netmentor.events.matching import Matches
from netmentor.events.rules import Deadlines, EventKind, Modality
from netmentor.events.words import money_words

MOST_CHOICES = 200  # of one filter; any other is found by its name
PRICES = (100, 250, 500, 1000)  # US dollars
DAYS = (7, 30, 90)
_ALL_SHOWN: Mapping[str, Iterable[str]] = {"kinds": EventKind, "modalities": Modality}
_TIME = "days"
_SELECTED = frozenset({"max_price", "deadline_within"})  # in a menu, which may be short


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a filter can be set to; `count` events would be left."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Remedy:
    """The part of a filter without which something is found: how it reads, and the rest."""

    label: str
    without: EventFilter
    count: int


def choices(
    wanted: EventFilter, found: Matches, shown: Bits, among: Catalogue, *, today: date
) -> dict[str, list[Choice]]:
    """Return field of the filter → its choices. `shown` are the events of the days asked for.

    A choice counts what it would leave beside the other parts of the filter.
    """
    offered = {
        name: _of_list(name, wanted, found.without(name) & shown, among)
        for name in among.index.having
    }
    for name, values, label in (
        ("free", (True,), lambda _: "Free"),
        ("students", (True,), lambda _: "Students welcome"),
        ("max_price", PRICES, lambda dollars: f"Up to {money_words(Decimal(dollars), 'USD')}"),
        ("deadline_within", DAYS, lambda days: f"Within {days} days"),
    ):
        left = found.without(name) & shown
        offered[name] = _of_values(name, values, label, wanted, left, among, today)
    return offered


def remedy(
    wanted: EventFilter, found: Matches, among: Catalogue, shown: Bits, whenever: Bits
) -> Remedy | None:
    """Return the one part of `wanted` whose removal helps most, or None if none alone does.

    `shown` are the events of the days asked for, `whenever` those a list without days has.
    """
    counts = {name: (found.without(name) & shown).bit_count() for name in found.masks}
    if wanted.from_on or wanted.to_on:
        counts[_TIME] = (found.all & whenever).bit_count()
    name = max(counts, key=lambda one: counts[one], default="")
    if not counts.get(name):
        return None
    if name == _TIME:
        rest = wanted.without("from_on").without("to_on")
        return Remedy("these days", rest, counts[name])
    rest, alone = wanted.without(name), replace(EventFilter(), **{name: getattr(wanted, name)})
    return Remedy(", ".join(in_words(alone, among)), rest, counts[name])


def in_words(wanted: EventFilter, among: Catalogue) -> list[str]:
    """Return what `wanted` asks for, each part as people say it.

    An organizer goes by its acronym where it has one: names of calendars are cut short.
    """
    named = among.names["organizations"]
    dollars, days = wanted.max_price, wanted.deadline_within
    return [
        *(named[one].other or named[one].label for one in wanted.organizations if one in named),
        *(among.label("series", one) for one in wanted.series),
        *(among.label("kinds", one) for one in wanted.kinds),
        *(among.label("modalities", one) for one in wanted.modalities),
        *wanted.states,
        *(among.label("credentials", one) for one in wanted.credentials),
        *(among.label("topics", one).lower() for one in wanted.topics),
        *(["free"] if wanted.free else []),
        *([f"up to {money_words(Decimal(dollars), 'USD')}"] if dollars is not None else []),
        *(["students welcome"] if wanted.students else []),
        *([f"deadline within {days} days"] if days is not None else []),
        *([f"“{wanted.q}”"] if wanted.q else []),
        *(["deadlines"] if wanted.deadlines == Deadlines.ONLY else []),
    ] or ["events"]


def _of_list(name: str, wanted: EventFilter, left: Bits, among: Catalogue) -> list[Choice]:
    having = among.index.having[name]
    counts = {value: (left & bits).bit_count() for value, bits in having.items()}
    chosen = getattr(wanted, name)
    if name in _ALL_SHOWN:  # as chips, which must not vanish under the finger
        return [
            Choice(value, among.label(name, value), counts.get(value, 0))
            for value in _ALL_SHOWN[name]
            if value in counts or value in chosen
        ]
    often = sorted((value for value in counts if counts[value]), key=lambda one: -counts[one])
    kept = dict.fromkeys((*often[:MOST_CHOICES], *chosen))
    offered = [Choice(one, among.label(name, one), counts.get(one, 0)) for one in kept]
    return sorted(offered, key=lambda choice: choice.label.casefold())


def _of_values(
    name: str,
    values: Iterable[int | bool],
    label: Callable[[int], str],
    wanted: EventFilter,
    left: Bits,
    among: Catalogue,
    today: date,
) -> list[Choice]:
    offered = []
    for value in values:
        mask = among.index.masks(EventFilter(**{name: value}), today)[name]  # type: ignore[arg-type]
        count = (left & mask).bit_count()
        if count or name not in _SELECTED or value == getattr(wanted, name):
            offered.append(Choice(f"{value:d}", label(value), count))
    return offered
