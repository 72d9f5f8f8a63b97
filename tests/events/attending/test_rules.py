"""When two events clash, and which event somebody is at."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmentor.events.attending.rules import Taken, at_now, clash, clashes

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
DAY = NOON.date()


def timed(id_: int, starts_at: datetime, minutes: int | None = 60) -> Taken:
    ends_at = None if minutes is None else starts_at + timedelta(minutes=minutes)
    day = starts_at.date()
    return Taken(id=id_, first_on=day, last_on=day, starts_at=starts_at, ends_at=ends_at)


def days(id_: int, first: int, last: int, zone: str = "") -> Taken:
    begins, ends = DAY + timedelta(days=first), DAY + timedelta(days=last)
    return Taken(id=id_, first_on=begins, last_on=ends, timezone=zone)


taken = st.builds(
    lambda id_, offset, length, whole: (
        days(id_, offset // 24, offset // 24 + length)
        if whole
        else timed(id_, NOON + timedelta(hours=offset), minutes=30 * length)
    ),
    st.integers(1, 10**6),
    st.integers(-100, 100),
    st.integers(0, 4),
    st.booleans(),
)


def test_one_may_begin_when_the_other_ends() -> None:
    assert not clash(timed(1, NOON), timed(2, NOON + timedelta(hours=1)))
    assert clash(timed(1, NOON), timed(2, NOON + timedelta(minutes=59)))


def test_whole_days_take_all_of_their_days() -> None:
    assert clash(days(1, 0, 2), timed(2, NOON))
    assert clash(days(1, -2, 0), days(2, 0, 1))
    assert not clash(days(1, 1, 2), timed(2, NOON))


@given(st.lists(taken, max_size=12, unique_by=lambda one: one.id))
def test_all_clashes_are_those_of_each_two(several: list[Taken]) -> None:
    found = clashes(several)
    for one in several:
        wanted = {other.id for other in several if other is not one and clash(one, other)}
        assert set(found.get(one.id, ())) == wanted


@pytest.mark.parametrize(
    ("minutes", "here"), [(-61, None), (-60, 1), (0, 1), (60, 1), (180, 1), (181, None)]
)
def test_people_come_early_and_stay_late(minutes: int, here: int | None) -> None:
    now = NOON + timedelta(minutes=minutes)
    assert at_now([timed(1, NOON)], now=now, zone="UTC") == here


def test_the_clock_at_the_event_decides_which_day_it_is() -> None:
    late = datetime(2026, 11, 25, 7, 30, tzinfo=UTC)  # 23:30 on the 24th in Los Angeles
    assert at_now([days(1, 0, 0, "America/Los_Angeles")], now=late, zone="UTC") == 1
    assert at_now([days(1, 0, 0)], now=late, zone="UTC") is None
    assert at_now([days(1, 0, 0)], now=late, zone="America/Los_Angeles") == 1


def test_a_session_within_a_conference_is_where_one_is() -> None:
    assert at_now([days(1, -1, 1), timed(2, NOON)], now=NOON, zone="UTC") == 2
    assert at_now([days(1, -1, 1), days(2, 0, 0)], now=NOON, zone="UTC") == 2
    assert at_now([], now=NOON, zone="UTC") is None


def test_an_event_without_an_end_takes_two_hours() -> None:
    assert clash(timed(1, NOON, None), timed(2, NOON + timedelta(minutes=119)))
    assert not clash(timed(1, NOON, None), timed(2, NOON + timedelta(minutes=120)))
