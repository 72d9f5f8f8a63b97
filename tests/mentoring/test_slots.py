"""Slots are free on the mentor's own clock, whatever that does, and against everything taken."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from netmentor.mentoring.availability.holidays import holiday_on
from netmentor.mentoring.availability.slots import (
    Availability,
    Closed,
    Extra,
    Length,
    Limits,
    Slot,
    Taken,
    Weekly,
    slots,
)
from tests.mentoring.hours import HALF_AN_HOUR, NEW_YORK, taken, utc, weekly

ZONES = ("America/New_York", "America/Phoenix", "Pacific/Honolulu", "Europe/London")
MONDAY = date(2027, 3, 8)
BEFORE = utc(2027, 3, 1, 12)


def starts_of(found: list[Slot], zone: ZoneInfo) -> list[str]:
    return [f"{one.starts_at.astimezone(zone):%a %H:%M}" for one in found]


def on_monday(of: Availability, length: Length = HALF_AN_HOUR, now: datetime = BEFORE) -> list[str]:
    return [one[4:] for one in starts_of(slots(of, length, MONDAY, MONDAY, now), of.zone)]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("change", [date(2027, 3, 14), date(2027, 3, 28), date(2027, 11, 7)])
def test_nine_in_the_morning_stays_nine_through_both_changes(zone: str, change: date) -> None:
    here = ZoneInfo(zone)
    of = Availability(here, hours=weekly("09:00", "10:00", tuple(range(7))))
    days = (change - timedelta(days=7), change + timedelta(days=7))

    found = slots(of, Length(60), *days, now=utc(2027, 2, 20))
    if change.month == 11:
        found = slots(of, Length(60), *days, now=utc(2027, 10, 20))

    assert {f"{one.starts_at.astimezone(here):%H:%M}" for one in found} == {"09:00"}
    assert len(found) == 15


def test_what_another_zone_sees_moves_by_an_hour_when_the_mentors_clock_does() -> None:
    of = Availability(NEW_YORK, hours=weekly("09:00", "10:00", (6, 0)))

    found = slots(of, Length(60), date(2027, 3, 7), date(2027, 3, 15), utc(2027, 3, 1))

    assert starts_of(found, ZoneInfo("America/Phoenix")) == [
        "Sun 07:00",
        "Mon 07:00",
        "Sun 06:00",
        "Mon 06:00",
    ]
    assert starts_of(found, ZoneInfo("Australia/Sydney"))[0] == "Mon 01:00"


@pytest.mark.parametrize(
    ("day", "now", "expected"),
    [
        (date(2027, 3, 14), utc(2027, 3, 13), ["05:00", "05:30", "06:00", "06:30", "07:00"]),
        (
            date(2027, 11, 7),
            utc(2027, 11, 6),
            [f"{4 + n // 2:02}:{n % 2 * 30:02}" for n in range(9)],
        ),
    ],
)
def test_a_night_has_as_many_slots_as_it_has_hours(
    day: date, now: datetime, expected: list[str]
) -> None:
    """Midnight to 3:30 on the wall: two and a half hours in March, and four and a half in November.

    At 2:30 in March there is no such time; 3:30 is where it lands, which is the end.
    """
    of = Availability(NEW_YORK, hours=[Weekly(6, "00:00", "03:30")])

    found = slots(of, HALF_AN_HOUR, day, day, now)

    assert [f"{one.starts_at:%H:%M}" for one in found] == expected


def test_hours_inside_a_gap_are_as_much_after_it() -> None:
    of = Availability(NEW_YORK, hours=[Weekly(6, "02:00", "02:45")])

    found = slots(of, HALF_AN_HOUR, date(2027, 3, 14), date(2027, 3, 14), utc(2027, 3, 13))

    assert starts_of(found, NEW_YORK) == ["Sun 03:00"]


def test_a_slot_keeps_its_buffers_free_of_what_is_busy() -> None:
    of = Availability(NEW_YORK, hours=weekly(), busy=[taken(utc(2027, 3, 8, 15))])

    assert on_monday(of) == ["09:00", "09:30", "10:30", "11:00", "11:30"]
    assert on_monday(of, Length(30, before=15)) == ["09:00", "09:30", "11:00", "11:30"]
    assert on_monday(of, Length(30, after=15)) == ["09:00", "10:30", "11:00", "11:30"]


def test_a_session_keeps_its_own_buffers_free_and_the_wider_one_counts() -> None:
    held = taken(utc(2027, 3, 8, 15), before=30, after=10)
    of = Availability(NEW_YORK, hours=weekly(), held=[held])

    assert on_monday(of) == ["09:00", "11:00", "11:30"]
    assert on_monday(of, Length(30, before=20)) == ["09:00", "11:00", "11:30"]


def test_what_is_busy_until_a_slot_begins_leaves_it() -> None:
    busy = [Taken(utc(2027, 3, 8, 13), utc(2027, 3, 8, 14)), taken(utc(2027, 3, 8, 14, 30), 0)]

    assert on_monday(Availability(NEW_YORK, hours=weekly(), busy=busy))[0] == "09:00"


def test_a_closed_hour_moves_no_beginning() -> None:
    shut = Closed(MONDAY, MONDAY, "09:10", "09:20")
    of = Availability(NEW_YORK, hours=weekly("09:00", "10:30"), closed=[shut])

    assert on_monday(of) == ["09:30", "10:00"]


def test_closed_days_close_openings_too() -> None:
    of = Availability(
        NEW_YORK,
        hours=weekly(),
        extras=[Extra(MONDAY, "15:00", "16:00")],
        closed=[Closed(date(2027, 3, 5), MONDAY)],
    )

    assert on_monday(of) == []
    assert slots(of, HALF_AN_HOUR, MONDAY, date(2027, 3, 9), BEFORE)[0].starts_at == utc(
        2027, 3, 9, 14
    )


def test_hours_that_touch_are_one_stretch_over_midnight_too() -> None:
    late = [Weekly(0, "22:00", "24:00"), Weekly(1, "00:00", "01:00")]
    of = Availability(NEW_YORK, hours=late)

    found = slots(of, Length(90), MONDAY, MONDAY, BEFORE)

    assert starts_of(found, NEW_YORK) == ["Mon 22:00", "Mon 22:30", "Mon 23:00", "Mon 23:30"]


def test_notice_and_horizon_are_kept_to_the_minute_and_to_the_day() -> None:
    limits = Limits(notice=timedelta(hours=24), horizon_days=1)
    of = Availability(NEW_YORK, hours=weekly(), limits=limits)
    sunday = utc(2027, 3, 7, 14, 30)

    assert on_monday(of, now=sunday)[0] == "09:30"
    assert on_monday(of, now=sunday + timedelta(seconds=1))[0] == "10:00"
    assert on_monday(of, now=utc(2027, 3, 6, 14)) == []


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (Limits(cap_day=1), ["Wed", "Thu", "Fri"]),
        (Limits(cap_day=2), ["Tue", "Wed", "Thu", "Fri"]),
        (Limits(cap_week=3), []),
        (Limits(cap_week=4), ["Mon", "Tue", "Wed", "Thu", "Fri"]),
        (Limits(cap_month=3), []),
    ],
)
def test_a_full_day_week_or_month_has_no_slot(limits: Limits, expected: list[str]) -> None:
    held = [taken(utc(2027, 3, day, hour)) for day, hour in ((8, 14), (8, 15), (9, 14))]
    of = Availability(NEW_YORK, hours=weekly(), held=held, limits=limits)

    found = slots(of, HALF_AN_HOUR, MONDAY, date(2027, 3, 12), BEFORE)

    assert list(dict.fromkeys(one[:3] for one in starts_of(found, NEW_YORK))) == expected


def test_a_cap_counts_by_the_mentors_own_calendar() -> None:
    """It is Tuesday in UTC and still Monday in Honolulu."""
    here = ZoneInfo("Pacific/Honolulu")
    of = Availability(
        here,
        hours=weekly("08:00", "18:00"),
        held=[taken(utc(2027, 3, 9, 2))],
        limits=Limits(cap_day=1),
    )

    found = slots(of, HALF_AN_HOUR, MONDAY, date(2027, 3, 9), BEFORE)

    assert {one[:3] for one in starts_of(found, here)} == {"Tue"}


def test_holidays_keep_weekly_hours_shut_and_openings_open() -> None:
    monday = date(2027, 7, 5)  # the fourth is a Sunday
    of = Availability(
        NEW_YORK,
        hours=weekly(),
        extras=[Extra(monday, "14:00", "15:00")],
        limits=Limits(keeps_holidays=True),
    )

    found = slots(of, HALF_AN_HOUR, monday, monday, utc(2027, 7, 1))

    assert starts_of(found, NEW_YORK) == ["Mon 14:00", "Mon 14:30"]


def test_the_year_2027_has_the_federal_holidays_of_its_calendar() -> None:
    days = (date(2027, 1, 1) + timedelta(days=n) for n in range(365))

    assert {f"{day:%b %d}": name for day in days if (name := holiday_on(day))} == {
        "Jan 01": "New Year’s Day",
        "Jan 18": "Martin Luther King Jr. Day",
        "Feb 15": "Presidents’ Day",
        "May 31": "Memorial Day",
        "Jun 18": "Juneteenth",
        "Jun 19": "Juneteenth",
        "Jul 04": "Independence Day",
        "Jul 05": "Independence Day",
        "Sep 06": "Labor Day",
        "Oct 11": "Columbus Day",
        "Nov 11": "Veterans Day",
        "Nov 25": "Thanksgiving Day",
        "Dec 24": "Christmas Day",
        "Dec 25": "Christmas Day",
        "Dec 31": "New Year’s Day",
    }
