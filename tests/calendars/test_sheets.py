"""Whole weeks of a month, no two bars in one place, and each thing on its days and no other."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from netmentor.calendars.sheets import (
    LANES,
    MOST_A_DAY,
    WEEK,
    laid,
    layouts,
    next_month,
    sundays,
    week,
)

SUNDAY = date(2027, 3, 7)
months = st.dates(date(1970, 1, 1), date(2100, 12, 31)).map(lambda day: day.replace(day=1))
spans = st.lists(st.tuples(st.integers(-9, 45), st.integers(0, 40)), max_size=30)


def spans_of(first_day: date, some: list[tuple[int, int]]) -> list[tuple[int, date, date]]:
    begins = [first_day + timedelta(days=first) for first, _ in some]
    return [
        (place, first, first + timedelta(days=days))
        for place, (first, (_, days)) in enumerate(zip(begins, some, strict=True))
    ]


@given(months)
def test_the_weeks_of_a_month_begin_on_sundays_and_hold_it_without_a_week_to_spare(
    month: date,
) -> None:
    found = sundays(month)

    assert all(sunday.isoweekday() == 7 for sunday in found)
    assert [one - found[0] for one in found] == [timedelta(weeks=n) for n in range(len(found))]
    assert found[0] <= month < found[0] + timedelta(weeks=1)
    assert found[-1] < next_month(month) <= found[-1] + timedelta(weeks=1)


@given(spans)
def test_no_two_bars_lie_in_one_place(some: list[tuple[int, int]]) -> None:
    touching = [
        (place, first, last)
        for place, first, last in spans_of(SUNDAY, some)
        if first < SUNDAY + timedelta(days=WEEK) and last >= SUNDAY
    ]

    found = laid(touching, SUNDAY)

    cells = [(one.lane, day) for one in found for day in range(one.first, one.last + 1)]
    assert len(cells) == len(set(cells))
    assert all(0 <= one.first <= one.last < WEEK and one.lane < LANES for one in found)


@given(months, spans)
def test_each_thing_touches_its_days_alone_and_is_in_a_lane_or_counted(
    month: date, some: list[tuple[int, int]]
) -> None:
    known = spans_of(sundays(month)[0], some)
    things = {place: (first, last) for place, first, last in known}
    for layout in layouts(month, known):
        made = week(layout, month, things)
        for day in made.days:
            on_it = [thing for thing in things.values() if thing[0] <= day.day <= thing[1]]
            bars = [
                bar.thing for bar in made.bars if bar.column <= day.column < bar.column + bar.days
            ]
            assert all(bar in on_it for bar in bars)
            assert (day.total, day.more) == (len(on_it), len(on_it) - len(bars))
            assert len(day.things) == min(day.total, MOST_A_DAY)
            assert all(first <= day.day <= last for first, last in day.things)
        for bar in made.bars:
            first = layout.sunday + timedelta(days=bar.column - 1)
            last = first + timedelta(days=bar.days - 1)
            assert bar.begins == (bar.thing[0] >= layout.sunday) == (bar.thing[0] == first)
            assert bar.ends == (bar.thing[1] == last) or last.isoweekday() != 6
