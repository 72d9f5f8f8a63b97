"""On which days an event repeats, and what all following take over from the one that is edited."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmentor.events.organizing.rules import (
    MOST_TIMES,
    Repeats,
    days_of,
    name_of,
    original_day,
    repeats_words,
    taken_over,
    two_years_after,
    why_not_repeating,
)
from netmentor.events.rules import moment

DAYS = st.dates(date(2026, 1, 1), date(2030, 12, 31))
ZONES = st.sampled_from(
    ["America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "Europe/London"]
)


@given(DAYS, st.sampled_from(Repeats), st.integers(2, 200))
def test_every_day_is_the_weekday_of_the_first_and_none_lies_too_far(
    first: date, repeats: Repeats, times: int
) -> None:
    days = days_of(first, repeats, until=None, times=times)
    if repeats != Repeats.MONTHLY_LAST:
        assert days[0] == first
    assert len(days) <= min(times, MOST_TIMES)
    assert {day.weekday() for day in days} <= {first.weekday()}
    assert days == sorted(set(days))
    assert all(day <= two_years_after(first) for day in days)


@given(DAYS, st.integers(2, 24))
def test_a_month_has_its_weekday_in_the_same_turn(first: date, times: int) -> None:
    days = days_of(first, Repeats.MONTHLY, until=None, times=times)
    assert {(day.day - 1) // 7 for day in days} == {(first.day - 1) // 7}
    assert len({(day.year, day.month) for day in days}) == len(days)


@given(DAYS, DAYS, st.sampled_from([Repeats.WEEKLY, Repeats.BIWEEKLY]))
def test_weeks_are_counted_until_a_day(first: date, until: date, repeats: Repeats) -> None:
    step = 7 if repeats == Repeats.WEEKLY else 14
    days = days_of(first, repeats, until=until, times=None)
    last = min(until, two_years_after(first))
    expected = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, step)]
    assert days == expected[:MOST_TIMES]


def test_the_last_weekday_of_each_month() -> None:
    days = days_of(date(2027, 1, 26), Repeats.MONTHLY_LAST, until=None, times=4)
    assert [day.isoformat() for day in days] == [
        "2027-01-26",
        "2027-02-23",
        "2027-03-30",
        "2027-04-27",
    ]
    assert repeats_words(date(2027, 1, 26), Repeats.MONTHLY_LAST) == "last Tuesday of each month"


def test_a_fifth_weekday_is_left_out_where_a_month_has_none() -> None:
    days = days_of(date(2027, 3, 30), Repeats.MONTHLY, until=None, times=3)
    assert [day.month for day in days] == [3, 6, 8]


@pytest.mark.parametrize(
    ("repeats", "until", "times", "said"),
    [
        ("daily", None, "3", "Choose how often"),
        ("weekly", None, "", "one of both"),
        ("weekly", date(2027, 4, 1), "3", "one of both"),
        ("weekly", None, "1", "a number from 2 to 60"),
        ("weekly", None, "61", "a number from 2 to 60"),
        ("weekly", None, "9" * 400, "a number from 2 to 60"),
        ("weekly", None, "٣", "a number from 2 to 60"),
        ("weekly", date(2027, 3, 9), "", "before it comes a second time"),
        ("weekly", date(2029, 3, 10), "", "two years"),
        ("monthly_last", None, "3", "not the last"),
    ],
)
def test_what_cannot_repeat_is_said(
    repeats: str, until: date | None, times: str, said: str
) -> None:
    assert said in str(why_not_repeating(date(2027, 3, 9), repeats, until, times))


def test_an_occurrence_keeps_its_name_and_its_first_day() -> None:
    assert original_day(name_of("a" * 32, date(2027, 3, 9))) == date(2027, 3, 9)
    assert original_day("a" * 32) is None


@given(DAYS, ZONES, st.sampled_from(["02:30", "12:00", "23:30"]))
def test_the_wall_clock_is_the_same_on_both_sides_of_each_change(
    first: date, zone: str, clock: str
) -> None:
    days = days_of(first, Repeats.WEEKLY, until=None, times=52)
    gaps = {moment(later, clock, zone) - moment(day, clock, zone) for day, later in pairwise(days)}
    assert {timedelta(weeks=1)} <= gaps
    assert gaps <= {timedelta(weeks=1) + timedelta(hours=hours) for hours in (-1, 0, 1)}


@dataclass(frozen=True)
class Model:
    """An occurrence as the model knows it: days by their distance from the first one."""

    title: str = "Sample lunch"
    status: str = "confirmed"
    off_by: int = 0
    length: int = 0
    starts: str = "12:00"
    price: str = "45.00"
    early_until: int = -7


EDITS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.booleans(),
        st.sampled_from(
            [
                {"title": "Renamed"},
                {"title": "Sample lunch"},
                {"status": "canceled"},
                {"status": "confirmed"},
                {"off_by": 1},
                {"off_by": -3, "starts": "17:30"},
                {"starts": "08:00"},
                {"length": 1},
                {"price": "50.00"},
                {"early_until": -14},
            ]
        ),
    ),
    max_size=12,
)
_WHEN = {"off_by", "length", "starts"}
_PRICES = {"price", "early_until"}


def facets(one: Model, original: date) -> dict[str, dict[str, Any]]:
    starts = original + timedelta(days=one.off_by)
    until = original + timedelta(days=one.early_until)
    return {
        "title": {"title": one.title},
        "status": {"status": one.status},
        "when": {
            "starts_on": starts.isoformat(),
            "ends_on": (starts + timedelta(days=one.length)).isoformat(),
            "starts_time": one.starts,
            "timezone": "America/New_York",
            "window_from_on": None,
        },
        "prices": {"prices": [{"amount": one.price, "until_on": until.isoformat()}]},
    }


def names_of(facet: str) -> set[str]:
    return {"when": _WHEN, "prices": _PRICES}.get(facet, {facet})


@given(DAYS, st.sampled_from(Repeats), EDITS)
def test_edits_of_all_following_do_what_a_small_model_does(
    first: date, repeats: Repeats, edits: list[tuple[int, bool, dict[str, Any]]]
) -> None:
    days = days_of(first, repeats, until=None, times=6)
    models = [Model() for _ in days]
    told = [facets(one, day) for one, day in zip(models, days, strict=True)]
    for place, following, edit in edits:
        if place >= len(days):
            continue
        before, after = models[place], replace(models[place], **edit)
        edited = {
            facet: fields
            for facet, fields in facets(after, days[place]).items()
            if fields != told[place][facet]
        }
        old = told[place]
        for other in range(place, len(days) if following else place + 1):
            changes = edited if other == place else taken_over(
                days[place], old, edited, other_original=days[other], other=told[other]
            )  # fmt: skip
            told[other] = told[other] | changes
            for facet in edited:
                names = names_of(facet)
                if all(getattr(models[other], n) == getattr(before, n) for n in names):
                    models[other] = replace(
                        models[other], **{name: getattr(after, name) for name in names}
                    )
    assert told == [facets(one, day) for one, day in zip(models, days, strict=True)]
