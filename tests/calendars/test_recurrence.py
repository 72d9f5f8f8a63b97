"""Recurrence rules of others: admitted or not, and the days they come to."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from itertools import islice
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmentor.calendars.recurrence import MOST_INSTANCES, occurrences, why_not_expandable

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = datetime.fromisoformat("2027-03-01T18:00")
SINCE = datetime.fromisoformat("2026-09-25T00:00")
UNTIL = datetime.fromisoformat("2028-11-24T23:59")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
few = settings(max_examples=60, derandomize=True, deadline=None)
firsts = st.datetimes(datetime.fromisoformat("2020-01-01"), UNTIL).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


def found(rule: str, first: datetime = MONDAY, zone: ZoneInfo = CHICAGO) -> list[datetime]:
    assert why_not_expandable(rule, first) is None
    return list(occurrences(rule, first, zone, since=SINCE, until=UNTIL))


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("FREQ=SECONDLY", "more often"),
        ("freq=minutely;count=2", "more often"),
        ("FREQ=HOURLY;INTERVAL=24", "more often"),
        ("FREQ=DAILY;BYHOUR=9,17", "more often"),
        ("FREQ=DAILY;BYMINUTE=0,30", "more often"),
        ("FREQ=DAILY;BYSECOND=0", "more often"),
        ("FREQ=DAILY;INTERVAL=0", "counts outside"),
        ("FREQ=DAILY;INTERVAL=1001", "counts outside"),
        ("FREQ=DAILY;COUNT=0", "counts outside"),
        ("FREQ=DAILY;COUNT=5001", "counts outside"),
        ("FREQ=YEARLY;BYDAY=" + ",".join(["MO"] * 65), "more than 64"),
        ("FREQ=WEEKLY;BYSETPOS=1", "not understood"),
        ("FREQ=DAILY;BYEASTER=1", "not understood"),
        ("FREQ=DAILY;RSCALE=CHINESE", "not understood"),
        ("FREQ=DAILY;BYMONTHDAY=32", "never comes"),
        ("FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30,31", "never comes"),
        ("FREQ=DAILY;BYYEARDAY=367", "never comes"),
        ("FREQ=YEARLY;BYMONTH=13", "never comes"),
        ("", "cannot be read"),
        ("FREQ", "cannot be read"),
        ("FREQ=", "cannot be read"),
        ("COUNT=3", "cannot be read"),
        ("FREQ=DAILY;INTERVAL=", "cannot be read"),
        ("FREQ=DAILY;UNTIL=someday", "cannot be read"),
        ("FREQ=DAILY;UNTIL=20270101\u2028DTSTART:00010101T000000", "cannot be read"),
    ],
)
def test_a_rule_that_asks_too_much_is_not_admitted(rule: str, reason: str) -> None:
    assert reason in str(why_not_expandable(rule, MONDAY))


@pytest.mark.parametrize("year", [1969, 2101])
def test_a_rule_that_begins_outside_our_years_is_not_admitted(year: int) -> None:
    assert "years 1970 to 2100" in str(why_not_expandable("FREQ=DAILY", MONDAY.replace(year=year)))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU",
        "FREQ=MONTHLY;BYDAY=6MO",
        "FREQ=MONTHLY;BYSETPOS=60;BYDAY=MO",
        "FREQ=DAILY;UNTIL=20200101",
    ],
)
def test_a_rule_that_comes_to_nothing_says_so_at_once(rule: str) -> None:
    begun = monotonic()
    assert found(rule) == []
    assert monotonic() - begun < 0.5


def test_a_rule_that_breaks_its_expander_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="cannot be carried out"):
        found("FREQ=YEARLY;BYDAY=60MO")


def test_no_rule_is_told_more_than_a_thousand_times() -> None:
    far = UNTIL + timedelta(days=4_000)
    told = list(occurrences("FREQ=DAILY", MONDAY, CHICAGO, since=SINCE, until=far))
    assert len(told) == MOST_INSTANCES


@pytest.mark.parametrize(
    ("rule", "last"),
    [
        ("FREQ=WEEKLY;UNTIL=20270315", "2027-03-15"),
        ("FREQ=WEEKLY;UNTIL=20270315T180000", "2027-03-15"),
        ("FREQ=WEEKLY;UNTIL=20270315T175959", "2027-03-08"),
        ("FREQ=WEEKLY;UNTIL=20270316T045959Z", "2027-03-15"),
        ("FREQ=WEEKLY;UNTIL=20270315T225959Z", "2027-03-08"),
        ("UNTIL=20270316T045959Z;FREQ=WEEKLY", "2027-03-15"),
        ("FREQ=WEEKLY;until=20270316T045959Z;WKST=SU", "2027-03-15"),
        ("FREQ=WEEKLY;COUNT=9;UNTIL=20270315", "2027-03-15"),
    ],
)
def test_a_rule_ends_on_its_last_day(rule: str, last: str) -> None:
    assert f"{found(rule)[-1]:%Y-%m-%d}" == last


def test_a_count_is_counted_from_the_beginning() -> None:
    long_ago = datetime.fromisoformat("2026-09-20T12:00")
    assert len(found("FREQ=DAILY;COUNT=10", long_ago)) == 5


def test_a_rule_of_long_ago_keeps_its_beat() -> None:
    long_ago = datetime.fromisoformat("1970-01-05T12:00")  # a Monday
    for rule, days in (("FREQ=DAILY;INTERVAL=17", 17), ("FREQ=WEEKLY;INTERVAL=9;WKST=SU", 63)):
        told = found(rule, long_ago)
        assert told[0] < SINCE + timedelta(days=days)
        assert {(moment - long_ago).days % days for moment in told} == {0}


def test_the_fifth_tuesday_and_the_last_friday_are_found() -> None:
    fifth = found("FREQ=MONTHLY;BYDAY=5TU;COUNT=3")
    assert [f"{day:%m-%d}" for day in fifth] == ["03-30", "06-29", "08-31"]
    last = found("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3")
    assert [f"{day:%m-%d}" for day in last] == ["03-31", "04-30", "05-31"]


def test_a_leap_day_comes_every_four_years() -> None:
    leap = datetime.fromisoformat("2024-02-29T12:00")
    assert found("FREQ=YEARLY", leap) == [leap.replace(year=2028)]


@given(firsts, st.integers(1, 40), st.sampled_from(["", ";COUNT=7", ";UNTIL=20280301"]))
@few
def test_days_are_counted_as_by_hand(first: datetime, interval: int, ends: str) -> None:
    def fits(day: datetime) -> bool:
        return (day - first).days % interval == 0

    assert found(f"FREQ=DAILY;INTERVAL={interval}{ends}", first) == by_hand(first, fits, ends)


@given(
    firsts,
    st.integers(1, 6),
    st.sets(st.integers(0, 6), min_size=1),
    st.sampled_from(["", ";COUNT=7", ";UNTIL=20280301T235959"]),
)
@few
def test_weeks_are_counted_as_by_hand(
    first: datetime, interval: int, weekdays: set[int], ends: str
) -> None:
    monday = first - timedelta(days=first.weekday())

    def fits(day: datetime) -> bool:
        return day.weekday() in weekdays and (day - monday).days // 7 % interval == 0

    named = ",".join(WEEKDAYS[number] for number in sorted(weekdays))
    rule = f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={named}{ends}"
    assert found(rule, first) == by_hand(first, fits, ends)


@given(firsts, st.integers(1, 5), st.integers(1, 31), st.sampled_from(["", ";COUNT=7"]))
@few
def test_months_are_counted_as_by_hand(
    first: datetime, interval: int, month_day: int, ends: str
) -> None:
    def fits(day: datetime) -> bool:
        months = (day.year - first.year) * 12 + day.month - first.month
        return day.day == month_day and months % interval == 0

    rule = f"FREQ=MONTHLY;INTERVAL={interval};BYMONTHDAY={month_day}{ends}"
    assert found(rule, first) == by_hand(first, fits, ends)


@given(firsts, st.integers(0, 6), st.integers(-5, 5).filter(bool))
@few
def test_weekdays_of_a_month_are_counted_as_by_hand(
    first: datetime, weekday: int, number: int
) -> None:
    def fits(day: datetime) -> bool:
        size = calendar.monthrange(day.year, day.month)[1]
        from_end = -((size - day.day) // 7 + 1)
        return day.weekday() == weekday and number in ((day.day - 1) // 7 + 1, from_end)

    rule = f"FREQ=MONTHLY;BYDAY={number}{WEEKDAYS[weekday]}"
    assert found(rule, first) == by_hand(first, fits, "")


@given(firsts, st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
@few
def test_the_clock_is_the_same_each_time(first: datetime, frequency: str) -> None:
    assert {moment.time() for moment in found(f"FREQ={frequency}", first)} <= {first.time()}


def by_hand(first: datetime, fits: Callable[[datetime], bool], ends: str) -> list[datetime]:
    """Every day from the first on that fits, one after the other."""
    last = datetime.combine(datetime.fromisoformat("2028-03-01"), time.max)
    days = days_from(first, last if "UNTIL" in ends else UNTIL)
    fitting = (day for day in days if fits(day))
    return [day for day in islice(fitting, 7 if "COUNT" in ends else None) if day >= SINCE]


def days_from(first: datetime, last: datetime) -> Iterator[datetime]:
    day = first
    while day <= last:
        yield day
        day += timedelta(days=1)
