"""A week holds each thing on its days alone, and no two things in one place."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmentor.agenda.placing import Placed, placed
from netmentor.agenda.weeks import COLUMNS, LEAST, ROWS, Day, Piece, Week, week_of
from netmentor.calendars.dated import Dated
from netmentor.calendars.entry import Days, Span
from tests.agenda.dating import CHICAGO, EASTERN, hours, make_dated, whens, whole, zones

WEDNESDAY = date(2026, 12, 9)
FALL_BACK = date(2026, 11, 1)
SPRING_FORWARD = date(2027, 3, 14)


def week(*several: Dated, day: date = WEDNESDAY, zone: ZoneInfo = EASTERN) -> Week:
    return week_of(placed(several, zone, today=day), day, zone)


def pieces_of(found: Week) -> list[tuple[int, str, str]]:
    """Day of the month, and from when to when the pieces of a week stand."""
    return [
        (day.day.day, _clock(piece.top), _clock(piece.bottom))
        for day in found.days
        for piece in day.pieces
    ]


def _clock(row: int) -> str:
    return f"{row // 4:02}:{row % 4 * 15:02}"


def test_a_week_begins_on_sunday_and_shows_the_working_day() -> None:
    found = week()

    assert (found.first, found.last) == (date(2026, 12, 6), date(2026, 12, 12))
    assert (found.first_hour, found.last_hour, found.total) == (8, 18, 0)


def test_a_week_shows_the_hours_that_it_needs() -> None:
    found = week(
        make_dated(hours("2026-12-09T05:45", "2026-12-09T06:30")),
        make_dated(hours("2026-12-10T18:00", "2026-12-10T19:15")),
    )

    assert (found.first_hour, found.last_hour) == (6, 21)


def test_what_crosses_midnight_has_a_piece_on_both_days() -> None:
    found = week(make_dated(hours("2026-12-09T21:00", "2026-12-10T06:30")))

    assert pieces_of(found) == [(9, "22:00", "24:00"), (10, "00:00", "07:30")]
    assert found.total == 1


def test_the_end_of_a_night_asks_for_no_hours_of_its_own() -> None:
    found = week(make_dated(hours("2026-12-09T21:00", "2026-12-09T23:30"), title="Late talk"))

    assert pieces_of(found) == [(9, "22:00", "24:00")]
    assert [(day.day.day, one.title) for day in found.days for one in day.beside] == [
        (10, "Late talk")
    ]
    assert (found.first_hour, found.last_hour) == (8, 24)


def test_what_has_no_end_or_a_late_one_takes_room_for_a_title() -> None:
    found = week(
        make_dated(hours("2026-12-09T12:00")),
        make_dated(hours("2026-12-10T22:50", "2026-12-10T22:55")),
    )

    assert pieces_of(found) == [(9, "13:00", "13:30"), (10, "23:30", "24:00")]


def test_bars_of_several_days_keep_their_lane_and_open_once() -> None:
    long = make_dated(whole("2026-12-05", "2026-12-08"), title="long")
    short = make_dated(whole("2026-12-07", "2026-12-08"), title="short")

    bars = {
        (bar.placed.title, day.day.day): (bar.lane, bar.opens, bar.days, bar.begins, bar.ends)
        for day in week(long, short).days
        for bar in day.bars
    }

    assert bars == {
        ("long", 6): (1, True, 3, False, True),
        ("long", 7): (1, False, 3, False, True),
        ("long", 8): (1, False, 3, False, True),
        ("short", 7): (2, True, 2, True, True),
        ("short", 8): (2, False, 2, True, True),
    }


def test_what_overlaps_stands_side_by_side_and_what_is_alone_has_all_the_room() -> None:
    found = week(
        make_dated(hours("2026-12-09T09:00", "2026-12-09T12:00"), title="morning"),
        make_dated(hours("2026-12-09T09:00", "2026-12-09T10:00"), title="first"),
        make_dated(hours("2026-12-09T10:30", "2026-12-09T11:30"), title="second"),
        make_dated(hours("2026-12-09T11:30", "2026-12-09T12:30"), title="last"),
        make_dated(hours("2026-12-09T12:00", "2026-12-09T12:30"), title="beside the last"),
        make_dated(hours("2026-12-09T13:00", "2026-12-09T14:00"), title="alone"),
    )

    placed_at = {
        piece.placed.title: (piece.column, piece.of) for day in found.days for piece in day.pieces
    }
    assert placed_at == {
        "morning": (0, 2),
        "first": (1, 2),
        "second": (1, 2),
        "last": (1, 2),
        "beside the last": (0, 2),
        "alone": (0, 1),
    }


def test_what_finds_no_room_beside_the_others_stands_above_them() -> None:
    at_once = [
        make_dated(hours("2026-12-09T09:00", "2026-12-09T10:00")) for _ in range(COLUMNS + 2)
    ]

    day = week(*at_once).days[3]

    assert (len(day.pieces), len(day.beside), day.total) == (COLUMNS, 2, COLUMNS + 2)


@pytest.mark.parametrize(
    ("day", "change"),
    [
        (FALL_BACK, timedelta(hours=-1)),
        (SPRING_FORWARD, timedelta(hours=1)),
        (WEDNESDAY, timedelta()),
    ],
)
def test_a_day_says_when_the_clock_is_changed_on_it(day: date, change: timedelta) -> None:
    changes = {one.day: one.clock_change for one in week(day=day).days}

    assert changes.pop(day) == change
    assert not any(changes.values())


def test_on_a_day_of_25_hours_everything_stands_where_the_clock_says() -> None:
    found = week(
        make_dated(hours("2026-11-01T00:30", "2026-11-01T03:00", EASTERN)),
        make_dated(hours("2026-11-01T10:00", "2026-11-01T11:00", EASTERN)),
        make_dated(hours("2026-11-01T23:00", "2026-11-01T23:45", EASTERN)),
        day=FALL_BACK,
    )

    assert pieces_of(found) == [
        (1, "00:30", "03:00"),
        (1, "10:00", "11:00"),
        (1, "23:00", "23:45"),
    ]


def test_an_hour_that_is_there_twice_takes_room_and_does_not_end_before_it_begins() -> None:
    # 1:30 am in New York, and 1:15 am there an hour after the clocks went back
    found = week(
        make_dated(hours("2026-11-01T05:30", "2026-11-01T06:15", ZoneInfo("UTC"))), day=FALL_BACK
    )

    assert pieces_of(found) == [(1, "01:30", "02:00")]


def test_on_a_day_of_23_hours_everything_stands_where_the_clock_says() -> None:
    found = week(
        make_dated(hours("2027-03-14T07:30", "2027-03-14T09:00", ZoneInfo("UTC"))),
        make_dated(hours("2027-03-14T23:00", "2027-03-14T23:30", CHICAGO)),
        day=SPRING_FORWARD,
    )

    assert pieces_of(found) == [
        (14, "03:30", "05:00"),
        (15, "00:00", "00:30"),
    ]


def of_day(day: Day) -> list[Placed]:
    return [
        *(bar.placed for bar in day.bars),
        *day.whole,
        *day.beside,
        *(piece.placed for piece in day.pieces),
    ]


@settings(deadline=None)
@given(st.sampled_from([FALL_BACK, SPRING_FORWARD, WEDNESDAY]), zones, st.data())
def test_each_thing_is_on_its_days_alone_and_nothing_covers_another(
    day: date, zone: ZoneInfo, data: st.DataObject
) -> None:
    some: list[Span | Days] = data.draw(st.lists(whens(day, 6), max_size=25))
    things = placed(map(make_dated, some), zone, today=day)

    found = week_of(things, day, zone)

    for one in found.days:
        there = [thing for thing in things if thing.first_on <= one.day <= thing.last_on]
        assert sorted(map(id, of_day(one))) == sorted(map(id, there))
        assert one.total == len(there)
        lanes = [bar.lane for bar in one.bars]
        assert len(lanes) == len(set(lanes))
        for piece in one.pieces:
            assert 0 <= piece.top < piece.bottom <= ROWS
            assert piece.rows >= LEAST
            assert 0 <= piece.column < piece.of <= COLUMNS
            assert found.first_hour * 4 <= piece.top
            assert piece.bottom <= found.last_hour * 4
        assert not [pair for pair in combinations(one.pieces, 2) if covers(*pair)]
    assert found.total == len([one for one in things if touches(one, found)])


def covers(one: Piece, other: Piece) -> bool:
    """True where two pieces of a day have a place in common, wherever their edges are."""
    if not (one.top < other.bottom and other.top < one.bottom):
        return False
    left, right = ((p.column / p.of, (p.column + 1) / p.of) for p in (one, other))
    return left[0] < right[1] - 1e-9 and right[0] < left[1] - 1e-9


def touches(one: Placed, found: Week) -> bool:
    return one.first_on <= found.last and one.last_on >= found.first


def test_the_first_and_the_last_week_there_are_can_be_shown() -> None:
    for day in (date(1970, 1, 1), date(2100, 12, 31)):
        assert week(day=day).days[0].day.isoweekday() == 7
