"""Whole weeks from Sunday on: bars over several days in lanes, and what each day holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Generic, TypeVar

LANES = 4  # of a week, one above the other
MOST_A_DAY = 6  # that the list of a day names
WEEK = 7

Spans = Iterable[tuple[int, date, date]]  # a number for each thing, its first and its last day
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Laid:
    """Where one thing lies in one week, before anything but its days is known."""

    place: int
    first: int  # columns, from 0
    last: int
    lane: int
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """One week before anything but days is known: what lies in its lanes, what touches each day."""

    sunday: date
    laid: Sequence[Laid]
    touching: Sequence[Sequence[int]]

    @property
    def named(self) -> set[int]:
        """The places of what the week names, in a lane or in the list of a day."""
        return {one.place for one in self.laid}.union(*(day[:MOST_A_DAY] for day in self.touching))


@dataclass(frozen=True, slots=True)
class Bar(Generic[Thing]):
    """One thing in one week: columns count from 1, Sunday's; `lane` from 1.

    `begins` and `ends` say whether it does so in this week.
    """

    thing: Thing
    column: int
    days: int
    lane: int
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Day(Generic[Thing]):
    """One day, in a column from 1. `total` things touch it; `more` of them are in no lane.

    `things` are the first of those that touch it, as a phone lists them.
    """

    day: date
    column: int
    in_month: bool
    total: int
    more: int
    things: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Week(Generic[Thing]):
    days: tuple[Day[Thing], ...]
    bars: tuple[Bar[Thing], ...]


def sunday_of(day: date) -> date:
    """The first day of the week that `day` is in.

    >>> sunday_of(date(2026, 11, 24)), sunday_of(date(2026, 11, 22))
    (datetime.date(2026, 11, 22), datetime.date(2026, 11, 22))
    """
    return day - timedelta(days=day.isoweekday() % WEEK)


def sundays(month: date) -> list[date]:
    """The first days of the weeks that a month touches; `month` is its first day."""
    first = sunday_of(month)
    weeks = -(-(next_month(month) - first).days // WEEK)
    return [first + timedelta(weeks=number) for number in range(weeks)]


def next_month(month: date) -> date:
    """The first day of the month after the one that begins on `month`."""
    return (month + timedelta(days=31)).replace(day=1)


def month_before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def layouts(month: date, spans: Spans) -> list[Layout]:
    """Lay what touches the weeks of a month, in the order in which a day is to list it."""
    begins = sundays(month)
    by_place = {span[0]: span for span in spans}
    by_day = touching(by_place.values(), begins[0], len(begins) * WEEK)
    found = []
    for number, sunday in enumerate(begins):
        several = by_day[number * WEEK : (number + 1) * WEEK]
        inside = [by_place[place] for place in set(chain(*several))]
        found.append(Layout(sunday, laid(inside, sunday), several))
    return found


def laid(spans: Spans, sunday: date, lanes: int = LANES) -> list[Laid]:
    """Lay what touches one week into lanes: what takes several days first, the longest above."""
    columns = [(place, (first - sunday).days, (last - sunday).days) for place, first, last in spans]
    inside = [
        (max(0, first), min(WEEK - 1, last), place, first >= 0, last < WEEK)
        for place, first, last in columns
    ]
    inside.sort(key=lambda one: (one[0] - one[1], one[0], one[2]))
    taken = [0] * lanes  # a bit for each day
    found = []
    for first, last, place, begins, ends in inside:
        days = (1 << (last + 1)) - (1 << first)
        lane = next((n for n, bits in enumerate(taken) if not bits & days), None)
        if lane is not None:
            taken[lane] |= days
            found.append(Laid(place, first, last, lane, begins, ends))
    return sorted(found, key=lambda one: (one.first, one.lane))


def touching(spans: Spans, first_day: date, days: int) -> list[list[int]]:
    """The places of what touches each of so many days, in the order of `spans`."""
    found: list[list[int]] = [[] for _ in range(days)]
    for place, first, last in spans:
        begins = max(0, (first - first_day).days)
        for day in range(begins, min(days - 1, (last - first_day).days) + 1):
            found[day].append(place)
    return found


def week(layout: Layout, month: date, things: Mapping[int, Thing]) -> Week[Thing]:
    """One week of a month, with things in their places; a place that has none is left out."""
    in_lanes: dict[int, int] = defaultdict(int)
    bars = []
    for one in layout.laid:
        for column in range(one.first, one.last + 1):
            in_lanes[column] += 1
        if one.place in things:
            width = one.last - one.first + 1
            bar = (one.first + 1, width, one.lane + 1, one.begins, one.ends)
            bars.append(Bar(things[one.place], *bar))
    days = []
    for column, some in enumerate(layout.touching):
        day = layout.sunday + timedelta(days=column)
        listed = tuple(things[place] for place in some[:MOST_A_DAY] if place in things)
        in_month = (day.year, day.month) == (month.year, month.month)
        more = len(some) - in_lanes[column]
        days.append(Day(day, column + 1, in_month, len(some), more, listed))
    return Week(tuple(days), tuple(bars))
