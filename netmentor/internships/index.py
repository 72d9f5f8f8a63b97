"""Every opportunity as one place in a row of bits, in the order of the list at a moment.

As with events (`events.index`) a filter is a few ANDs. Where something stands, and so the
order, stays until the next moment at which anything opens or closes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import reduce
from math import inf
from operator import and_
from zoneinfo import ZoneInfo

from netmentor.events.bits import Bits, Memory, among_places, bits_at, bits_by_value
from netmentor.internships.filters import OpportunityFilter
from netmentor.internships.models import Studies
from netmentor.internships.moments import LAST_ZONE
from netmentor.internships.rules import Phase, Standing, standing_of
from netmentor.text import folded

_MOST_ANSWERS = 256
_UNSAID = "-"  # what a listing says nothing of leaves nobody out
_STANDINGS = list(Standing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What lists ask of one opportunity; its columns' names. `phases` are its two, if it has."""

    id: int
    status: str
    kind: str
    setting: str
    state: str
    paid: str
    degrees: Sequence[str]
    years: Sequence[str]
    accreditation: Sequence[str]  # of which one is required
    graduates_from_on: date | None
    graduates_until_on: date | None
    authorization: str
    phases: tuple[Phase, Phase]
    expected_on: date | None
    is_gone: bool
    searched: str

    @property
    def moments(self) -> Iterable[datetime]:
        """All at which one begins or ceases to be able to apply."""
        several = (at for one in self.phases for at in (one.opens_at, one.closes_at))
        return (one for one in several if one)


class Index:
    """All opportunities as bits, as they stand at `now`."""

    def __init__(self, opportunities: Iterable[Facets], now: datetime) -> None:
        turns = sorted((_turn(one, now), one) for one in opportunities)
        ordered = [one for _, one in turns]
        self.ids = [one.id for one in ordered]
        self.since = now
        ahead = (at for one in ordered for at in one.moments if at > now)
        self.until = min(ahead, default=None)
        self.memory = Memory(_MOST_ANSWERS)
        self.listed = self._where(not one.is_gone for one in ordered)
        self._open = self._where(rank == _STANDINGS.index(Standing.OPEN) for (rank, *_), _ in turns)
        self._having = {name: bits_by_value(ordered, of) for name, of in _VALUES_OF.items()}
        self._searched = [one.searched for one in ordered]
        self._closes_at = [_next_closing(one, now) for one in ordered]
        days = [(one.graduates_from_on, one.graduates_until_on) for one in ordered]
        self._graduates = [(n, *pair) for n, pair in enumerate(days) if any(pair)]

    def holds_at(self, now: datetime) -> bool:
        """True while everything stands as it did when this was made."""
        return self.since <= now and (self.until is None or now < self.until)

    def matching(self, wanted: OpportunityFilter, studies: Studies | None) -> Bits:
        """What fits a filter, what no source lists any more, too."""
        return reduce(and_, self._masks(wanted, studies), (1 << len(self.ids)) - 1)

    def ids_of(self, bits: Bits, first: int = 0, most: int | None = None) -> list[int]:
        """The row ids of `bits`, in the order of the list; at most so many, after `first`."""
        return among_places(self.ids, bits, first, most)

    def _masks(self, wanted: OpportunityFilter, studies: Studies | None) -> Iterable[Bits]:
        for word in folded(wanted.q).split():
            yield self._saying(word)
        for name in ("kind", "setting", "state", "paid"):
            if value := getattr(wanted, name):
                yield self._having[name].get(value, 0)
        if wanted.degree:
            yield self._any_of("degree", wanted.degree)
        if wanted.open:
            yield self._open
        if wanted.deadline_before:
            yield self._closing_before(wanted.deadline_before)
        if wanted.fits and studies:
            yield from self._fitting(studies)

    def _fitting(self, studies: Studies) -> Iterable[Bits]:
        """The same as `fitting.fit_of` says of each."""
        if studies.degree:
            yield self._any_of("degree", studies.degree)
            yield self._any_of("accreditation", *studies.accreditation.split())
        if studies.year:
            yield self._any_of("year", studies.year)
        if studies.needs_sponsorship:
            yield self._any_of("authorization")
        if day := studies.graduates_on:
            amiss = (
                n
                for n, first, last in self._graduates
                if (first and day < first) or (last and day > last)
            )
            yield ~bits_at(amiss, len(self.ids))

    def _any_of(self, name: str, *values: str) -> Bits:
        """What asks for one of these, or says nothing of it."""
        having = self._having[name]
        bits = having.get(_UNSAID, 0)
        for one in values:
            bits |= having.get(one, 0)
        return bits

    def _saying(self, word: str) -> Bits:
        return self.memory.recall(  # type: ignore[no-any-return]
            ("word", word), lambda: self._where(word in text for text in self._searched)
        )

    def _closing_before(self, day: date) -> Bits:
        """What closes before this day has begun where the day before it ends last."""
        until = datetime.combine(day, time(), ZoneInfo(LAST_ZONE)).astimezone(UTC)
        return self.memory.recall(  # type: ignore[no-any-return]
            ("before", day), lambda: self._where(at and at < until for at in self._closes_at)
        )

    def _where(self, holds: Iterable[object]) -> Bits:
        return bits_at((n for n, true in enumerate(holds) if true), len(self.ids))


def _turn(one: Facets, now: datetime) -> tuple[int, float, int]:
    """The order of the list: where it stands; then what closes first, or was over last."""
    phases = [phase for phase in one.phases if phase.opens_at or phase.closes_at]
    standing = standing_of(one.status, phases, now=now)
    by = 0.0
    if standing in (Standing.OPEN, Standing.AHEAD):
        closes_at = _next_closing(one, now)
        by = closes_at.timestamp() if closes_at else inf
    elif standing is Standing.EXPECTED:
        by = one.expected_on.toordinal() if one.expected_on else inf
    elif standing in (Standing.PAST, Standing.CANCELED):
        first, second = one.phases
        last_at = second.closes_at or first.closes_at
        by = -last_at.timestamp() if last_at else inf
    return _STANDINGS.index(standing), by, one.id


def _next_closing(one: Facets, now: datetime) -> datetime | None:
    return next((at for phase in one.phases if (at := phase.closes_at) and at > now), None)


_VALUES_OF: Mapping[str, Callable[[Facets], Sequence[str]]] = {
    "kind": lambda one: (one.kind,),
    "setting": lambda one: (one.setting,),
    "state": lambda one: (one.state,),
    "paid": lambda one: (one.paid,),
    "degree": lambda one: one.degrees or (_UNSAID,),
    "year": lambda one: one.years or (_UNSAID,),
    "accreditation": lambda one: one.accreditation or (_UNSAID,),
    "authorization": lambda one: (one.authorization or _UNSAID,),
}
