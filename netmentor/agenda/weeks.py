"""A week of one user: seven days, each with its whole days and with its hours beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from zoneinfo import ZoneInfo

from netmentor.agenda.placing import Placed
from netmentor.calendars.sheets import WEEK, Laid, laid, sunday_of, touching

QUARTERS = 4  # of an hour, the rows of a day
ROWS = 24 * QUARTERS
LEAST = 2  # rows that a title needs, and so everything takes
COLUMNS = 2  # beside each other; more could not be read
MORNING, EVENING = 8, 18  # hours that every week shows
NIGHT = 6  # the hour at which one is over

_QUARTER = 60 // QUARTERS  # minutes
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bar:
    """What takes several days, on one of them: all of its days of the week lie in one lane, from 1.

    `opens` on the first of the days that it has in the week, of which there are `days`.
    """

    placed: Placed
    lane: int
    opens: bool
    days: int
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """What has hours, on one day: `top` and `rows` in quarters of an hour, from midnight.

    It stands in `column`, from 0, of `of`.
    """

    placed: Placed
    top: int
    rows: int
    column: int = 0
    of: int = 1

    @property
    def bottom(self) -> int:
        return self.top + self.rows


@dataclass(frozen=True, slots=True)
class Day:
    """One day: what takes several days, what takes whole ones, and what has hours.

    `beside` has hours, too, but no room there: too much is on at its time, or it is only the
    end of the night before, for which all the hours of the night would have to be shown.
    `clock_change` is how far the clock goes forward on it, or back.
    """

    day: date
    bars: tuple[Bar, ...]
    whole: tuple[Placed, ...]
    beside: tuple[Placed, ...]
    pieces: tuple[Piece, ...]
    clock_change: timedelta

    @property
    def total(self) -> int:
        return len(self.bars) + len(self.whole) + len(self.beside) + len(self.pieces)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from Sunday on, and the hours that they need: from `first_hour` to `last_hour`."""

    days: tuple[Day, ...]
    first_hour: int
    last_hour: int
    total: int

    @property
    def first(self) -> date:
        return self.days[0].day

    @property
    def last(self) -> date:
        return self.days[-1].day


def week_of(several: Sequence[Placed], day: date, zone: ZoneInfo) -> Week:
    """Lay out the week that `day` is in; `several` are in the order of `placing.placed`."""
    sunday = sunday_of(day)
    spans = [(place, one.first_on, one.last_on) for place, one in enumerate(several)]
    by_day = touching(spans, sunday, WEEK)
    inside = {place for some in by_day for place in some}
    long = [spans[place] for place in sorted(inside) if _takes_days(several[place])]
    lying = {one.place: one for one in laid(long, sunday)}
    days = tuple(
        _day(sunday + timedelta(days=column), column, zone, several, some, lying)
        for column, some in enumerate(by_day)
    )
    pieces = [piece for one in days for piece in one.pieces]
    return Week(
        days=days,
        first_hour=min([MORNING, *(piece.top // QUARTERS for piece in pieces)]),
        last_hour=max([EVENING, *(-(-piece.bottom // QUARTERS) for piece in pieces)]),
        total=len(inside),
    )


def _takes_days(one: Placed) -> bool:
    return one.starts is None and one.first_on != one.last_on


def _ends_in_the_night(one: Placed, day: date) -> bool:
    return bool(one.ends and one.first_on < day == one.last_on and one.ends.hour < NIGHT)


def _day(
    day: date,
    column: int,
    zone: ZoneInfo,
    several: Sequence[Placed],
    places: Sequence[int],
    lying: Mapping[int, Laid],
) -> Day:
    bars = [_bar(several[place], lying[place], column) for place in places if place in lying]
    rest = [several[place] for place in places if place not in lying]
    timed = [one for one in rest if one.starts]
    nights = [one for one in timed if _ends_in_the_night(one, day)]
    by_day = (one for one in timed if not _ends_in_the_night(one, day))
    pieces, beside = _side_by_side(_piece(one, day) for one in by_day)
    return Day(
        day=day,
        bars=tuple(sorted(bars, key=attrgetter("lane"))),
        whole=tuple(one for one in rest if one.starts is None),
        beside=(*nights, *beside),
        pieces=tuple(pieces),
        clock_change=_midnight(day + _A_DAY, zone) - _midnight(day, zone),
    )


def _bar(one: Placed, lies: Laid, column: int) -> Bar:
    return Bar(
        placed=one,
        lane=lies.lane + 1,
        opens=column == lies.first,
        days=lies.last - lies.first + 1,
        begins=lies.begins,
        ends=lies.ends,
    )


def _piece(one: Placed, day: date) -> Piece:
    """What of something lies on `day`, by the clock on the wall.

    Where that is put back meanwhile, an hour can seem to last no time, or less.
    """
    starts, ends = one.starts, one.ends
    top = _minutes(starts) // _QUARTER if starts and starts.date() == day else 0
    bottom = -(-_minutes(ends) // _QUARTER) if ends and ends.date() == day else ROWS
    top = min(top, ROWS - LEAST)
    return Piece(one, top, max(LEAST, bottom - top))


def _side_by_side(pieces: Iterable[Piece]) -> tuple[list[Piece], list[Placed]]:
    """Put what overlaps beside each other; and what then finds no column, in order."""
    found: list[Piece] = []
    left: list[Placed] = []
    group: list[Piece] = []  # each overlaps another
    free = [0] * COLUMNS  # from which row on each column is
    for piece in sorted(pieces, key=lambda one: (one.top, -one.rows)):
        if piece.top >= max(free):
            found += _shared(group)
            group, free = [], [0] * COLUMNS
        column = next((n for n, row in enumerate(free) if row <= piece.top), None)
        if column is None:
            left.append(piece.placed)
            continue
        free[column] = piece.bottom
        group.append(replace(piece, column=column))
    return found + _shared(group), left


def _shared(group: Sequence[Piece]) -> list[Piece]:
    """Share the width of a day out among what overlaps."""
    of = max((one.column for one in group), default=0) + 1
    return [replace(one, of=of) for one in group]


def _minutes(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _midnight(day: date, zone: ZoneInfo) -> timedelta:
    """How far the clock is ahead of UTC when a day begins."""
    return datetime.combine(day, time(), zone).utcoffset() or timedelta()
