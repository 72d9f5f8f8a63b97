"""A month of events as a sheet of weeks: bars over several days, and what each day holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from netmentor.calendars.sheets import (
    WEEK,
    Week,
    layouts,
    month_before,
    next_month,
    sundays,
    week,
)
from netmentor.events.bits import Bits, places
from netmentor.events.briefs import Brief, briefs
from netmentor.events.filters import EventFilter
from netmentor.events.index import Index
from netmentor.events.indexing import Catalogue, catalogue
from netmentor.events.listing import Choosing, choosing
from netmentor.events.matching import matches
from netmentor.events.rules import YEARS


@dataclass(frozen=True, slots=True)
class Sheet:
    """A month, whole weeks from Sunday on, with the events that `month` touches.

    `total` counts the dated ones and `expected` are those that may come in it. `previous`
    and `next` are None where the calendar ends. `onward` is the next month that has any of the
    events, where this one has none.
    """

    month: date
    weeks: tuple[Week[Brief], ...]
    total: int
    expected: tuple[Brief, ...]
    previous: date | None
    next: date | None
    onward: date | None
    choosing: Choosing


@dataclass(frozen=True, slots=True)
class _Frame:
    """The whole weeks around a month, as far as the days asked for reach."""

    month: date
    asked_from: date
    asked_to: date

    @property
    def last(self) -> date:
        return next_month(self.month) - timedelta(days=1)

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
        previous=_in_years(month_before(month)),
        next=_in_years(next_month(month)),
        onward=None if total or expected else _onward(index, found.all, frame),
        choosing=choosing(wanted, found, in_time | to_come, among, today=today, whenever=whole),
    )


async def _weeks(
    among: Catalogue, found: Bits, frame: _Frame, also: Sequence[int]
) -> tuple[tuple[Week[Brief], ...], dict[int, Brief]]:
    """The weeks of the sheet, and by row id all events of it that are named, with `also`."""
    index, begins = among.index, sundays(frame.month)
    end = begins[-1] + timedelta(days=WEEK - 1)
    shown = places(found & frame.between(index, begins[0], end))
    laid = layouts(
        frame.month, [(place, index.starts_on[place], index.ends_on[place]) for place in shown]
    )
    seen: set[int] = set().union(*(one.named for one in laid))
    ids = [*(index.ids[n] for n in sorted(seen)), *also]
    told = {one.id: one for one in await briefs(ids, among.briefs)}
    named = {place: told[index.ids[place]] for place in seen if index.ids[place] in told}
    return tuple(week(one, frame.month, named) for one in laid), told


def _onward(index: Index, found: Bits, frame: _Frame) -> date | None:
    """The first month after the frame's in which something begins, or is expected to."""
    first = max(next_month(frame.month), frame.asked_from)
    if first > frame.asked_to:
        return None
    dated = next(places(found & index.between(first, frame.asked_to)), None)
    days = [] if dated is None else [index.starts_on[dated]]
    windows = (index.windows[n][0] for n in places(found & index.expected_between(first, None)))
    days += [day for day in windows if day and day <= frame.asked_to]
    return max(first, min(days)).replace(day=1) if days else None


def _in_years(month: date) -> date | None:
    return month if month.year in YEARS else None
