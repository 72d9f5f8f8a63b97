"""Every listed event as one place in a row of bits, so that any question is a few ANDs.

For each value of each filter there is a number whose bits say which events have it. The
places are in the order of the list, so that the events of a page are the first bits that
are set, and a count beside a choice costs the same however many events there are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from netmentor.events.bits import Bits, Memory, among_places, bits_at, bits_by_value
from netmentor.events.filters import EventFilter

DOLLARS = "USD"
_MOST_ANSWERS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What the filters ask of one event. `opens` marks a deadline at which something begins."""

    id: int
    title: str
    kind: str
    modality: str
    state: str
    series: str
    is_expected: bool
    is_gone: bool
    starts_on: date | None
    ends_on: date | None
    starts_time: str
    window_from_on: date | None
    window_to_on: date | None
    organizations: Sequence[str] = ()
    topics: Sequence[str] = ()
    credentials: Sequence[str] = ()
    due_on: Sequence[date] = ()  # deadlines that a reader can miss
    prices: Sequence[tuple[float, date | None]] = ()  # dollars, and the last day they stand
    welcomes_students: bool = False


class Index:
    """The facets of all events as bits; made anew when the catalogue has changed."""

    def __init__(self, events: Iterable[Facets]) -> None:
        ordered = sorted(events, key=_turn)
        self.ids = [event.id for event in ordered]
        self.dated = sum(1 for event in ordered if _is_dated(event))  # the first places
        self.starts_on = [event.starts_on or date.max for event in ordered[: self.dated]]
        self.ends_on = [event.ends_on or date.max for event in ordered[: self.dated]]
        self.windows = [(event.window_from_on, event.window_to_on) for event in ordered]
        self.having = {name: bits_by_value(ordered, values) for name, values in _VALUES_OF.items()}
        self.expected = self._where(event.is_expected and not event.is_gone for event in ordered)
        self._students = self._where(event.welcomes_students for event in ordered)
        self._dues = sorted((day, n) for n, event in enumerate(ordered) for day in event.due_on)
        self._prices = [(n, event.prices) for n, event in enumerate(ordered) if event.prices]
        self._place_of = {id_: n for n, id_ in enumerate(self.ids)}
        self.memory = Memory(_MOST_ANSWERS)

    def masks(self, wanted: EventFilter, today: date) -> dict[str, Bits]:
        """Return field of the filter → the events it lets through, for the fields that are set.

        Days, and the words searched for, are not among them.
        """
        masks = {}
        for name, having in self.having.items():
            if values := getattr(wanted, name):
                masks[name] = _any_of(having.get(value, 0) for value in values)
        if wanted.free:
            masks["free"] = self._at_most(0, today)
        if wanted.max_price is not None:
            masks["max_price"] = self._at_most(wanted.max_price, today)
        if wanted.students:
            masks["students"] = self._students
        if wanted.deadline_within is not None:
            masks["deadline_within"] = self._due_within(wanted.deadline_within, today)
        return masks

    def all(self) -> Bits:
        return (1 << len(self.ids)) - 1

    def all_dated(self) -> Bits:
        return (1 << self.dated) - 1

    def between(self, first: date, last: date | None) -> Bits:
        """The dated events that touch the days from `first` to `last`."""
        bits: Bits = self.memory.recall(
            ("from", first),
            lambda: self._where(ends_on >= first for ends_on in self.ends_on),
        )
        return bits if last is None else bits & self._begun_by(last)

    def expected_between(self, first: date, last: date | None) -> Bits:
        """The expected events whose months touch the days from `first` to `last`."""
        if last is not None and last < first:
            return 0
        return self.memory.recall(  # type: ignore[no-any-return]
            ("expected", first, last),
            lambda: (
                self.expected
                & self._where(
                    begins is not None
                    and ends is not None
                    and ends >= first
                    and (last is None or begins <= last)
                    for begins, ends in self.windows
                )
            ),
        )

    def of(self, ids: Iterable[int]) -> Bits:
        """The events with these row ids; those that are not listed do not count."""
        places = map(self._place_of.get, ids)
        return bits_at((place for place in places if place is not None), len(self.ids))

    def ids_of(self, bits: Bits, first: int = 0, most: int | None = None) -> list[int]:
        """The row ids of `bits`, in the order of the list; at most so many, after `first`."""
        return among_places(self.ids, bits, first, most)

    def dated_of_series(self, series: str) -> list[int]:
        """The row ids of the editions that have a date, the earliest first."""
        bits = self.having["series"].get(series, 0)
        return self.ids_of(bits & self.all_dated())

    def _begun_by(self, last: date) -> Bits:
        return (1 << bisect_right(self.starts_on, last)) - 1

    def _at_most(self, dollars: int, today: date) -> Bits:
        """The events whose lowest price that still stands is at most `dollars`."""
        return self.memory.recall(  # type: ignore[no-any-return]
            ("price", dollars, today),
            lambda: bits_at(
                (
                    place
                    for place, prices in self._prices
                    if any(
                        amount <= dollars and (until is None or until >= today)
                        for amount, until in prices
                    )
                ),
                len(self.ids),
            ),
        )

    def _due_within(self, days: int, today: date) -> Bits:
        first = bisect_right(self._dues, (today, -1))
        last = bisect_right(self._dues, (today + timedelta(days=days), len(self.ids)))
        return self.memory.recall(  # type: ignore[no-any-return]
            ("due", first, last),
            lambda: bits_at((place for _, place in self._dues[first:last]), len(self.ids)),
        )

    def _where(self, holds: Iterable[bool]) -> Bits:
        return bits_at((n for n, true in enumerate(holds) if true), len(self.ids))


def _any_of(several: Iterable[Bits]) -> Bits:
    bits = 0
    for one in several:
        bits |= one
    return bits


def _is_dated(event: Facets) -> bool:
    return event.starts_on is not None and not event.is_expected


def _turn(event: Facets) -> tuple[Any, ...]:
    """The order of lists: the dated by day and time, then the others by their months."""
    if _is_dated(event):
        return (0, event.starts_on, event.starts_time, event.title, event.id)
    begins, ends = event.window_from_on or date.max, event.window_to_on or date.max
    return (1, begins, ends, event.title, event.id)


_VALUES_OF: Mapping[str, Callable[[Facets], Sequence[str]]] = {
    "kinds": lambda event: (event.kind,),
    "organizations": lambda event: event.organizations,
    "series": lambda event: (event.series,),
    "modalities": lambda event: (event.modality,),
    "states": lambda event: (event.state,),
    "credentials": lambda event: event.credentials,
    "topics": lambda event: event.topics,
}
