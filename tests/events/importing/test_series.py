"""Recurring entries of others: what differs, what is left out, and what the rule does not tell."""

from __future__ import annotations

from datetime import date

import pytest

from netmentor.events.importing.items import Item, Skipped
from tests.events.importing.reading_calendars import calendar, event, items_in, read

EASTERN = "DTSTART;TZID=America/New_York:20270301T180000"
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4"


def seminar(*lines: str, starts: str = EASTERN) -> str:
    return event(starts, *lines, dtstart="", summary="Sample seminar")


def told(body: bytes) -> list[tuple[str, str]]:
    """The day and title of each item, and of each line that was skipped."""
    return [
        (f"{one.starts_on:%m-%d} {one.starts_time}".strip(), one.title)
        if isinstance(one, Item)
        else (f"line {one.line}", one.reason)
        for one in read(body)
    ]


def days(*lines: str, starts: str = EASTERN) -> list[str]:
    return [day for day, _ in told(calendar(seminar(*lines, starts=starts)))]


MONDAYS = ["03-01 18:00", "03-08 18:00", "03-15 18:00", "03-22 18:00"]


def test_a_weekly_evening_stays_at_its_hour_over_the_change_of_clocks() -> None:
    assert days(WEEKLY) == MONDAYS


@pytest.mark.parametrize(
    "left_out",
    [
        "EXDATE;TZID=America/New_York:20270308T180000",
        "EXDATE:20270308T230000Z",
        "EXDATE;TZID=America/Chicago:20270308T170000",
        "EXDATE;VALUE=DATE:20270308",
        "EXDATE;TZID=America/New_York:20270101T180000,20270308T180000",
    ],
)
def test_a_day_is_left_out_however_it_is_written(left_out: str) -> None:
    assert days(WEEKLY, left_out) == [MONDAYS[0], *MONDAYS[2:]]


def test_an_added_day_is_told_once() -> None:
    added = "RDATE;TZID=America/New_York:20270302T180000,20270308T180000"
    assert days(WEEKLY, added) == [MONDAYS[0], "03-02 18:00", *MONDAYS[1:]]


def test_an_added_stretch_of_time_counts_from_its_beginning() -> None:
    stretch = "RDATE;VALUE=PERIOD;TZID=America/New_York:20270302T180000/PT2H"
    assert days(stretch) == ["03-01 18:00", "03-02 18:00"]


def test_an_unreadable_day_that_is_left_out_is_noted() -> None:
    found = read(calendar(seminar(WEEKLY, "EXDATE:tomorrow")))
    assert {one.notes for one in found if isinstance(one, Item)} == {
        ("EXDATE in line 9 cannot be read.",)
    }
    assert len(found) == 4


@pytest.mark.parametrize(
    "was",
    [
        "RECURRENCE-ID;TZID=America/New_York:20270308T180000",
        "RECURRENCE-ID:20270308T230000Z",
        "RECURRENCE-ID;VALUE=DATE:20270308",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_moved_occurrence_takes_the_place_of_its_own(was: str, first: bool) -> None:
    moved = event("DTSTART:20270310T170000Z", was, dtstart="", summary="Sample, moved")
    pieces = (moved, seminar(WEEKLY)) if first else (seminar(WEEKLY), moved)
    assert told(calendar(*pieces)) == [
        (MONDAYS[0], "Sample seminar"),
        ("03-10 11:00", "Sample, moved"),
        (MONDAYS[2], "Sample seminar"),
        (MONDAYS[3], "Sample seminar"),
    ]


def test_whole_days_are_left_out_by_a_time_as_well() -> None:
    whole = "DTSTART;VALUE=DATE:20270301"
    assert days(WEEKLY, "EXDATE;TZID=America/New_York:20270308T000000", starts=whole) == [
        "03-01",
        "03-15",
        "03-22",
    ]


def test_a_change_that_cannot_be_placed_costs_only_itself() -> None:
    lost = event("RECURRENCE-ID:some day", summary="Sample, lost")
    assert told(calendar(seminar(WEEKLY), lost)) == [
        ("line 10", "Its RECURRENCE-ID in line 14 is no date: 'some day'."),
        *((day, "Sample seminar") for day in MONDAYS),
    ]


def test_a_broken_change_costs_only_itself() -> None:
    was = "RECURRENCE-ID;TZID=America/New_York:20270308T180000"
    broken = event(was, summary="Sample, broken", dtstart="soon")
    assert told(calendar(seminar(WEEKLY), broken)) == [
        (MONDAYS[0], "Sample seminar"),
        ("line 10", "Its DTSTART in line 13 is no date: 'soon'."),
        (MONDAYS[2], "Sample seminar"),
        (MONDAYS[3], "Sample seminar"),
    ]


def test_changes_without_their_series_are_told_each() -> None:
    was = "RECURRENCE-ID;TZID=America/New_York:202703{:02}T180000"
    pieces = [seminar(was.format(day)) for day in (8, 15)]
    found = items_in(calendar(*pieces))
    assert [one.part for one in found] == ["20270308T1800", "20270315T1800"]


def test_what_is_wrong_with_a_series_is_said_once() -> None:
    found = read(calendar(event("RRULE:FREQ=DAILY", summary="")))
    assert found == [Skipped(4, "It has no title.", "sample@example.org")]


@pytest.mark.parametrize(
    ("sequences", "counts"), [((0, 0), 2), ((0, 1), 2), ((1, 0), 1), ((9, 10), 2), ((10, 9), 1)]
)
def test_of_two_with_one_uid_the_newer_counts(sequences: tuple[int, int], counts: int) -> None:
    both = [
        event(f"SEQUENCE:{sequence}", summary=f"Sample {number}")
        for number, sequence in enumerate(sequences, start=1)
    ]
    skipped, kept = read(calendar(*both))
    assert isinstance(kept, Item)
    assert kept.title == f"Sample {counts}"
    assert skipped == Skipped(
        10 if counts == 1 else 4,
        "The same UID is told again, newer or further down.",
        f"Sample {3 - counts}",
    )


def test_a_rule_that_begins_in_utc_counts_its_days_in_utc() -> None:
    thursday_evening = "DTSTART:20270305T010000Z"  # a Friday in UTC
    found = items_in(
        calendar(seminar("RRULE:FREQ=WEEKLY;BYDAY=FR;COUNT=3", starts=thursday_evening))
    )
    assert [(one.starts_on, one.starts_time) for one in found] == [
        (date(2027, 3, 4), "19:00"),
        (date(2027, 3, 11), "19:00"),
        (date(2027, 3, 18), "20:00"),
    ]


def test_a_series_is_told_for_the_window_alone() -> None:
    found = items_in(calendar(event("RRULE:FREQ=DAILY", dtstart="20000101T120000")))
    assert (found[0].starts_on, found[-1].starts_on) == (date(2026, 9, 25), date(2028, 11, 24))
    assert len(found) == 792


def test_a_series_until_a_day_includes_that_day() -> None:
    assert days("RRULE:FREQ=WEEKLY;UNTIL=20270315") == MONDAYS[:3]
    assert days("RRULE:FREQ=WEEKLY;UNTIL=20270316T035959Z") == MONDAYS[:3]
    assert days("RRULE:FREQ=WEEKLY;UNTIL=20270315T215959Z") == MONDAYS[:2]


def test_a_canceled_series_is_canceled_on_each_day() -> None:
    found = items_in(calendar(seminar(WEEKLY, "STATUS:CANCELLED")))
    assert {one.status for one in found} == {"canceled"}
