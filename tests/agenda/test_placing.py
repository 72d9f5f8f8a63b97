"""What is dated lies on the days of the user's own clock, and says what it clashes with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmentor.agenda.placing import Placed, clashing, placed, within
from netmentor.calendars.dated import Dated, Kind
from netmentor.calendars.entry import Days, Span, Status
from tests.agenda.dating import EASTERN, hours, make_dated, whens, whole, zones

DAY = date(2026, 11, 1)  # when the clocks of most zones of the United States go back
SYDNEY = ZoneInfo("Australia/Sydney")


def put(*several: Dated, zone: ZoneInfo = EASTERN, today: date = DAY) -> list[Placed]:
    return placed(several, zone, today=today)


def test_four_in_chicago_is_five_in_new_york() -> None:
    [one] = put(make_dated(hours("2026-12-09T16:00", "2026-12-09T17:30")))

    assert one.starts is not None
    assert one.ends is not None
    assert (f"{one.starts:%H:%M}", f"{one.ends:%H:%M}") == ("17:00", "18:30")
    assert (one.first_on, one.last_on) == (date(2026, 12, 9), date(2026, 12, 9))


@pytest.mark.parametrize(
    ("starts", "ends", "first", "last"),
    [
        ("2026-12-09T22:30", "2026-12-09T23:30", "2026-12-09", "2026-12-10"),
        ("2026-12-09T22:00", "2026-12-09T23:00", "2026-12-09", "2026-12-09"),
        ("2026-12-09T23:00", "2026-12-09T23:59", "2026-12-10", "2026-12-10"),
        ("2026-12-09T23:00", "2026-12-09T23:00", "2026-12-10", "2026-12-10"),
    ],
)
def test_what_ends_at_midnight_does_not_touch_the_day_that_begins_then(
    starts: str, ends: str, first: str, last: str
) -> None:
    [one] = put(make_dated(hours(starts, ends)))

    assert (str(one.first_on), str(one.last_on)) == (first, last)


def test_whole_days_are_the_same_days_everywhere() -> None:
    [one] = put(make_dated(whole("2026-12-09", "2026-12-11")), zone=SYDNEY)

    assert (one.first_on, one.last_on) == (date(2026, 12, 9), date(2026, 12, 11))
    assert one.starts is None


def test_whole_days_come_first_and_then_hours_in_their_order() -> None:
    late = make_dated(hours("2026-12-09T18:00"), title="late")
    early = make_dated(hours("2026-12-09T18:30", zone=EASTERN), title="early")
    day = make_dated(whole("2026-12-09"), title="day")
    long = make_dated(whole("2026-12-08", "2026-12-10"), title="long")

    assert [one.title for one in put(late, day, early, long)] == ["long", "day", "early", "late"]


def test_the_word_for_what_is_called_off_is_told_apart_from_the_title() -> None:
    off: dict[str, Any] = {"status": Status.CANCELED}
    told = [
        make_dated(whole("2026-12-09"), title=title, **more)
        for title, more in (
            ("Postponed: Congress", off),
            ("Canceled: Dinner", off),
            ("Lunch", off),
            ("Canceled: a memoir", {}),
        )
    ]

    assert [(one.called_off, one.title) for one in put(*told)] == [
        ("Canceled", "Dinner"),
        ("", "Canceled: a memoir"),
        ("Canceled", "Lunch"),
        ("Postponed", "Congress"),
    ]


def test_what_one_goes_to_says_what_it_clashes_with_and_nothing_else_does() -> None:
    day = "2026-12-09"
    lunch = make_dated(hours(f"{day}T12:00", f"{day}T13:00"), title="Lunch")
    talk = make_dated(hours(f"{day}T13:30", f"{day}T14:30", EASTERN), title="Talk")
    after = make_dated(hours(f"{day}T13:30", f"{day}T14:00"), title="After")
    off = make_dated(hours(f"{day}T12:00", f"{day}T13:00"), status=Status.CANCELED)
    maybe = make_dated(hours(f"{day}T12:00", f"{day}T13:00"), Kind.INTERESTED)

    found = put(lunch, talk, after, off, maybe)
    over = put(lunch, talk, today=date(2026, 12, 10))

    assert {one.title: one.clashes for one in found if one.clashes} == {
        "Lunch": (talk,),
        "Talk": (lunch,),
    }
    assert [(one.title, other.title) for one, other in clashing(found)] == [("Lunch", "Talk")]
    assert not any(one.clashes for one in over)


def test_what_lasts_a_day_or_longer_is_of_whole_days() -> None:
    [one] = put(make_dated(hours("2026-12-09T09:00", "2026-12-11T09:00")))

    assert one.starts is None
    assert (one.first_on, one.last_on) == (date(2026, 12, 9), date(2026, 12, 11))


@settings(deadline=None)
@given(st.lists(whens(DAY, 5), max_size=6), zones)
def test_everything_is_on_exactly_the_days_it_touches_on_the_users_clock(
    some: list[Span | Days], zone: ZoneInfo
) -> None:
    known = {one.uid: one for one in map(make_dated, some)}

    found = {one.dated.uid: one for one in placed(known.values(), zone, today=DAY)}

    assert found.keys() == known.keys()
    for uid, one in found.items():
        days = [
            one.first_on + timedelta(days=number)
            for number in range((one.last_on - one.first_on).days + 1)
        ]
        assert days == sorted(days_of(known[uid].entry.when, zone))
        for day in days:
            assert within([one], day, day) == [one]
        assert not within([one], days[0] - timedelta(days=1), days[0] - timedelta(days=1))
        assert not within([one], days[-1] + timedelta(days=1), days[-1] + timedelta(days=1))


def days_of(when: Span | Days, zone: ZoneInfo) -> set[date]:
    """The days of `zone` that have a moment of something, a quarter of an hour at a time."""
    if isinstance(when, Days):
        return {when.first + timedelta(days=n) for n in range((when.last - when.first).days + 1)}
    first, last = when.starts.timestamp(), when.ends.timestamp()
    moments = [first, *(first + 900 * n for n in range(int(last - first) // 900)), last - 1]
    return {
        datetime.fromtimestamp(max(first, moment), UTC).astimezone(zone).date()
        for moment in moments
    }
