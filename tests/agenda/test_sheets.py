"""A month holds each thing on its days, in a lane or counted, by the user's own clock."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from netmentor.agenda.placing import placed
from netmentor.agenda.sheets import Sheet, sheet_of
from netmentor.calendars.dated import Dated
from netmentor.calendars.entry import Days, Span
from netmentor.calendars.sheets import LANES
from tests.agenda.dating import EASTERN, hours, make_dated, whens, whole, zones

DAY = date(2026, 12, 9)


def month(*several: Dated, zone: ZoneInfo = EASTERN) -> Sheet:
    return sheet_of(placed(several, zone, today=DAY), DAY)


def test_what_crosses_midnight_is_a_bar_over_both_days() -> None:
    found = month(make_dated(hours("2026-12-09T21:00", "2026-12-09T23:30")))

    bars = [(bar.column, bar.days) for week in found.weeks for bar in week.bars]
    assert bars == [(4, 2)]


def test_what_is_on_the_last_evening_of_a_month_elsewhere_is_of_the_next_month_here() -> None:
    found = month(
        make_dated(hours("2026-11-30T23:30", "2026-11-30T23:45")),
        make_dated(hours("2026-12-31T23:30", "2026-12-31T23:45")),
    )

    assert found.total == 1
    assert [(day.day, day.total) for week in found.weeks for day in week.days if day.total] == [
        (date(2026, 12, 1), 1),
        (date(2027, 1, 1), 1),
    ]


def test_what_finds_no_lane_is_counted() -> None:
    found = month(*(make_dated(whole("2026-12-09")) for _ in range(LANES + 3)))

    [full] = [day for week in found.weeks for day in week.days if day.total]
    assert (full.total, full.more) == (LANES + 3, 3)


@settings(deadline=None)
@given(zones, st.data())
def test_each_thing_is_on_its_days_alone(zone: ZoneInfo, data: st.DataObject) -> None:
    some: list[Span | Days] = data.draw(st.lists(whens(DAY, 30), max_size=15))
    things = placed(map(make_dated, some), zone, today=DAY)

    found = sheet_of(things, DAY)

    for week in found.weeks:
        cells = [(bar.lane, bar.column + number) for bar in week.bars for number in range(bar.days)]
        assert len(cells) == len(set(cells))
        for day in week.days:
            there = [one for one in things if one.first_on <= day.day <= one.last_on]
            in_lanes = [
                bar.thing for bar in week.bars if bar.column <= day.column < bar.column + bar.days
            ]
            assert all(one in there for one in in_lanes)
            assert (day.total, day.more) == (len(there), len(there) - len(in_lanes))
