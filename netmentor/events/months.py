"""A month of events as a sheet of weeks: bars over several days, and what each day holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from netmentor.events.briefs import Brief, briefs
from netmentor.events.filters import EventFilter
from netmentor.events.index import Bits, Index, places
from netmentor.events.indexing import Catalogue, catalogue
from netmentor.events.listing import Choosing, choosing
from netmentor.events.matching import matches
from netmentor.events.rules import YEARS

LANES = 4  # of a week, one above the other
MOST_A_DAY = 6  # that the list of a day names
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Bar:
    """One event in one week: columns count from 1, Sunday's; `lane` from 1.

    `begins` and `ends` say whether it does so in this week.
    """

    event: Brief
    column: int
    days: int
    lane: int
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day, in a column from 1. `total` events touch it; `more` of them are in no lane.

    `events` are the first of those that touch it, as a phone lists them.
    """

    day: date
    column: int
    in_month: bool
    total: int
    more: int
    events: tuple[Brief, ...]


@dataclass(frozen=True, slots=True)
class Week:
    days: tuple[Day, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month, whole weeks from Sunday on, with the events that `month` touches.

    `total` counts the dated ones and `expected` are those that may come in it. `previous`
    and `next` are None where the calendar ends. `onward` is the next month that has any of the
    events, where this one has none.
    """

    month: date
    weeks: tuple[Week, ...]
    total: int
    expected: tuple[Brief, ...]
    previous: date | None
    next: date | None
    onward: date | None
    choosing: Choosing


@dataclass(frozen=True, slots=True)
class _Laid:
    """Where one event lies in one week, before anything but its days is known."""

    place: int
    first: int  # columns, from 0
    last: int
    lane: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """The whole weeks around a month, as far as the days asked for reach."""

    month: date
    asked_from: date
    asked_to: date

    @property
    def last(self) -> date:
        return _next(self.month) - timedelta(days=1)

    @property
    def sundays(self) -> list[date]:
        first = self.month - timedelta(days=self.month.isoweekday() % _WEEK)
        weeks = -(-((self.last - first).days + 1) // _WEEK)
        return [first + timedelta(weeks=n) for n in range(weeks)]

    def between(self, index: Index, first: date, last: date) -> Bits:
        first, last = max(first, self.asked_from), min(last, self.asked_to)
        return index.between(first, last) if first <= last else 0


async def sheet(wanted: EventFilter, *, today: date) -> Sheet:
    """The month that `wanted` asks for, or that of `today`."""
    among = await catalogue()
    index = among.index
    found = await matches(wanted, among, today=today)
    month = wanted.month or today.replace(day=1)
    frame = _Frame(month, wanted.from_on or date.min, wanted.to_on or date.max)
    in_time = frame.between(index, month, frame.last)
    begins = max(month, today)
    whole = index.between(month, frame.last) | index.expected_between(begins, frame.last)
    to_come = index.expected_between(max(begins, frame.asked_from), min(frame.last, frame.asked_to))
    expected = index.ids_of(found.all & to_come)
    weeks, told = await _weeks(among, found.all, frame, expected)
    total = (found.all & in_time).bit_count()
    return Sheet(
        month=month,
        weeks=weeks,
        total=total,
        expected=tuple(told[id_] for id_ in expected if id_ in told),
        previous=_in_years((month - timedelta(days=1)).replace(day=1)),
        next=_in_years(_next(month)),
        onward=None if total or expected else _onward(index, found.all, frame),
        choosing=choosing(wanted, found, in_time | to_come, among, today=today, whenever=whole),
    )


async def _weeks(
    among: Catalogue, found: Bits, frame: _Frame, also: Sequence[int]
) -> tuple[tuple[Week, ...], dict[int, Brief]]:
    """The weeks of the sheet, and by row id all events of it that are named, with `also`."""
    index, sundays = among.index, frame.sundays
    days = len(sundays) * _WEEK
    end = sundays[0] + timedelta(days=days - 1)
    shown = list(places(found & frame.between(index, sundays[0], end)))
    touching = _touching(index, shown, sundays[0], days)
    laid = [
        _laid(index, set(chain(*touching[n * _WEEK :][:_WEEK])), sunday)
        for n, sunday in enumerate(sundays)
    ]
    seen = {one.place for week in laid for one in week}
    seen.update(place for some in touching for place in some[:MOST_A_DAY])
    ids = [*(index.ids[n] for n in sorted(seen)), *also]
    told = {one.id: one for one in await briefs(ids, among.briefs)}
    named = {place: told[index.ids[place]] for place in seen if index.ids[place] in told}
    return tuple(
        _week(sunday, frame.month, laid[n], touching[n * _WEEK :], named)
        for n, sunday in enumerate(sundays)
    ), told


def _laid(index: Index, shown: Iterable[int], sunday: date) -> list[_Laid]:
    """Lay the events of one week into lanes: those of several days first, the longest above."""
    spans = [
        (
            place,
            max(0, (index.starts_on[place] - sunday).days),
            min(_WEEK - 1, (index.ends_on[place] - sunday).days),
        )
        for place in shown
    ]
    spans.sort(key=lambda span: (span[1] - span[2], span[1], span[0]))
    taken = [0] * LANES  # a bit for each day
    laid = []
    for place, first, last in spans:
        days = (1 << (last + 1)) - (1 << first)
        lane = next((n for n, bits in enumerate(taken) if not bits & days), None)
        if lane is not None:
            taken[lane] |= days
            laid.append(_Laid(place, first, last, lane))
    return sorted(laid, key=lambda one: (one.first, one.lane))


def _touching(index: Index, shown: Iterable[int], first_day: date, days: int) -> list[list[int]]:
    """The places of the events that touch each day, in the order of the list."""
    touching: list[list[int]] = [[] for _ in range(days)]
    for place in shown:
        first = max(0, (index.starts_on[place] - first_day).days)
        last = min(days - 1, (index.ends_on[place] - first_day).days)
        for day in range(first, last + 1):
            touching[day].append(place)
    return touching


def _week(
    sunday: date,
    month: date,
    laid: Sequence[_Laid],
    touching: Sequence[Sequence[int]],
    by_place: dict[int, Brief],
) -> Week:
    saturday = sunday + timedelta(days=_WEEK - 1)
    in_lanes: dict[int, int] = defaultdict(int)
    bars = []
    for one in laid:
        for column in range(one.first, one.last + 1):
            in_lanes[column] += 1
        if (event := by_place.get(one.place)) and event.starts_on and event.ends_on:
            begins, ends = event.starts_on >= sunday, event.ends_on <= saturday
            width = one.last - one.first + 1
            bars.append(Bar(event, one.first + 1, width, one.lane + 1, begins, ends))
    days = []
    for column, some in enumerate(touching[:_WEEK]):
        day = sunday + timedelta(days=column)
        listed = tuple(by_place[place] for place in some[:MOST_A_DAY] if place in by_place)
        more = len(some) - in_lanes[column]
        in_month = (day.year, day.month) == (month.year, month.month)
        days.append(Day(day, column + 1, in_month, len(some), more, listed))
    return Week(tuple(days), tuple(bars))


def _onward(index: Index, found: Bits, frame: _Frame) -> date | None:
    """The first month after the frame's in which something begins, or is expected to."""
    first = max(_next(frame.month), frame.asked_from)
    if first > frame.asked_to:
        return None
    dated = next(places(found & index.between(first, frame.asked_to)), None)
    days = [] if dated is None else [index.starts_on[dated]]
    windows = (index.windows[n][0] for n in places(found & index.expected_between(first, None)))
    days += [day for day in windows if day and day <= frame.asked_to]
    return max(first, min(days)).replace(day=1) if days else None


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _in_years(month: date) -> date | None:
    return month if month.year in YEARS else None
