"""Anything a mentor could say, around the nights on which clocks change."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from netmentor.mentoring.availability.slots import (
    Availability,
    Closed,
    Extra,
    Length,
    Limits,
    Taken,
    Weekly,
)
from tests.mentoring.hours import taken, utc

ZONES = ("America/New_York", "America/Phoenix", "Pacific/Honolulu", "Europe/London")
CHANGES = (date(2027, 3, 13), date(2027, 3, 27), date(2027, 10, 30), date(2027, 11, 6))
Plan = tuple[Availability, Length, date, datetime]

_CLOCKS = st.integers(0, 95).map(lambda n: f"{n // 4:02}:{n % 4 * 15:02}")
_STRETCHES = st.tuples(_CLOCKS, st.one_of(_CLOCKS, st.just("24:00"))).map(
    lambda two: two if two[0] < two[1] else (two[1], "24:00")
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """What somebody set, a length, a day before a night with a change, and the present."""
    change, zone = draw(st.sampled_from(CHANGES)), ZoneInfo(draw(st.sampled_from(ZONES)))
    noon = datetime(change.year, change.month, change.day, 12, tzinfo=zone)
    day = st.integers(-1, 3).map(lambda n: change + timedelta(days=n))
    taking = _takings(utc(change.year, change.month, change.day, 12))
    of = Availability(
        zone,
        hours=draw(st.lists(_hours(day), max_size=6)),
        extras=draw(st.lists(_extras(day), max_size=3)),
        closed=draw(st.lists(_closings(day), max_size=2)),
        busy=draw(st.lists(taking, max_size=4)),
        held=draw(st.lists(taking, max_size=3)),
        limits=draw(_limits()),
    )
    lengths = st.builds(Length, st.sampled_from((20, 30, 90)), st.sampled_from((0, 15)), st.just(0))
    return of, draw(lengths), change, noon - timedelta(days=draw(st.integers(0, 2)))


def _hours(day: st.SearchStrategy[date]) -> st.SearchStrategy[Weekly]:
    return st.tuples(st.integers(0, 6), _STRETCHES, day).map(
        lambda told: Weekly(told[0], *told[1], from_on=told[2])
    )


def _extras(day: st.SearchStrategy[date]) -> st.SearchStrategy[Extra]:
    return st.tuples(day, _STRETCHES).map(lambda told: Extra(told[0], *told[1]))


def _closings(day: st.SearchStrategy[date]) -> st.SearchStrategy[Closed]:
    hours = st.one_of(st.just(("", "")), _STRETCHES)
    return st.tuples(day, day, hours).map(
        lambda told: Closed(min(told[:2]), max(told[:2]), *told[2])
    )


def _takings(noon: datetime) -> st.SearchStrategy[Taken]:
    return st.builds(
        taken,
        st.integers(-300, 1200).map(lambda n: noon + timedelta(minutes=5 * n)),
        st.sampled_from((0, 5, 30, 240)),
        st.sampled_from((0, 0, 20)),
        st.sampled_from((0, 0, 45)),
    )


def _limits() -> st.SearchStrategy[Limits]:
    return st.builds(
        Limits,
        notice=st.sampled_from((0, 1, 24)).map(lambda hours: timedelta(hours=hours)),
        horizon_days=st.sampled_from((1, 3, 56)),
        step=st.sampled_from((15, 30, 45)),
        cap_day=st.sampled_from((0, 0, 1)),
        cap_week=st.sampled_from((0, 0, 2)),
        cap_month=st.sampled_from((0, 0, 2)),
        keeps_holidays=st.booleans(),
    )
