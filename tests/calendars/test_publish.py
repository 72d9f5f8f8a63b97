"""What is published can be read back, is the same each time, and passes the lint."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmentor.calendars.entry import Days, Entry, Span, Status
from netmentor.calendars.lint import problems
from netmentor.calendars.parse import UnreadableCalendar, parse
from netmentor.calendars.publish import Head, calendar, vevent
from tests.calendars.entries import entries, hostile, zones_of

HEAD = Head(name="Sample, a calendar", source_url="https://example.org/events.ics?q=a,b;c")
CHICAGO = ZoneInfo("America/Chicago")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ENTRY = Entry(
    uid="sample-1",
    kind="conference",
    title="Sample conference",
    when=Days(date(2026, 12, 9), date(2026, 12, 11)),
    created_at=NOON,
    changed_at=NOON,
)

steady = settings(max_examples=150, derandomize=True, deadline=None)


def feed(*found: Entry, head: Head = HEAD) -> bytes:
    return calendar(head, [vevent(entry) for entry in found], zones_of(*found))


def written(**changes: Any) -> list[str]:
    """The content lines of the sample entry with `changes`."""
    return vevent(replace(ENTRY, **changes)).replace("\r\n ", "").split("\r\n")


@given(entries)
@steady
def test_what_is_published_is_read_back(entry: Entry) -> None:
    assert parse(feed(entry)) == [entry]


@given(st.lists(entries, max_size=4, unique_by=lambda entry: entry.uid))
@steady
def test_every_calendar_passes_the_lint(found: list[Entry]) -> None:
    assert problems(feed(*found)) == []


@given(entries)
@steady
def test_the_same_entry_is_the_same_bytes(entry: Entry) -> None:
    assert vevent(entry) == vevent(replace(entry))


@given(hostile, hostile)
@steady
def test_no_name_or_description_breaks_a_calendar(name: str, description: str) -> None:
    body = feed(ENTRY, head=Head(name=name, description=description))

    assert problems(body) == []
    assert parse(body) == [ENTRY]


def test_the_head_says_what_readers_look_for() -> None:
    assert feed().decode().split("BEGIN:VTIMEZONE")[0].split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//NetMentor//NetMentor 0//EN",
        "CALSCALE:GREGORIAN",
        "NAME:Sample\\, a calendar",
        "X-WR-CALNAME:Sample\\, a calendar",
        "SOURCE;VALUE=URI:https://example.org/events.ics?q=a,b;c",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "",
    ]


def test_an_empty_calendar_has_one_zone_and_nothing_else() -> None:
    body = feed()

    assert body.count(b"BEGIN:VTIMEZONE") == 1
    assert problems(body) == []
    assert parse(body) == []


def test_whole_days_end_the_day_after_and_bind_nobody() -> None:
    assert {
        "DTSTART;VALUE=DATE:20261209",
        "DTEND;VALUE=DATE:20261212",
        "TRANSP:TRANSPARENT",
    } <= set(written())


def test_a_timed_entry_names_its_zone_and_tells_its_rules() -> None:
    starts, ends = (datetime(2026, 12, 9, hour, tzinfo=CHICAGO) for hour in (12, 13))
    body = feed(replace(ENTRY, when=Span(starts, ends))).decode()

    assert "DTSTART;TZID=America/Chicago:20261209T120000\r\n" in body
    assert "DTEND;TZID=America/Chicago:20261209T130000\r\n" in body
    assert "TZID:America/Chicago\r\n" in body


def test_an_entry_without_a_known_end_has_none() -> None:
    starts = datetime(2026, 12, 9, 12, tzinfo=CHICAGO)

    assert not [line for line in written(when=Span(starts, starts)) if "DTEND" in line]


def test_canceled_is_spelled_as_the_standard_spells_it() -> None:
    assert {"STATUS:CANCELLED", "SEQUENCE:3"} <= set(written(status=Status.CANCELED, sequence=3))


def test_stamps_tell_when_it_changed_and_never_the_present() -> None:
    later = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)

    assert {
        "DTSTAMP:20261125T093000Z",
        "LAST-MODIFIED:20261125T093000Z",
        "CREATED:20261124T120000Z",
    } <= set(written(changed_at=later))


def test_control_characters_are_gone_and_specials_are_escaped_once() -> None:
    assert "SUMMARY:a\\, b\\; c \\\\ d" in written(title="a, b; c \\ d\x00\x07")
    assert "DESCRIPTION:one\\ntwo" in written(description="one\r\ntwo")


def test_an_online_entry_says_where_to_join() -> None:
    assert "CONFERENCE;VALUE=URI:https://example.org/join" in written(
        conference_url="https://example.org/join"
    )


def test_a_long_line_folds_between_characters_at_75_octets() -> None:
    lines = vevent(replace(ENTRY, title="漢字" * 60)).encode().split(b"\r\n")

    assert max(len(line) for line in lines) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)


@pytest.mark.parametrize("fold", ["starts", "ends"])
def test_the_second_of_two_equal_wall_times_is_refused(fold: str) -> None:
    first = datetime(2026, 11, 1, 1, 30, tzinfo=CHICAGO)
    starts, ends = (first.replace(fold=1 if name == fold else 0) for name in ("starts", "ends"))

    with pytest.raises(ValueError, match="second of two equal wall times"):
        Span(starts, ends)


@pytest.mark.parametrize(
    ("starts", "ends", "sentence"),
    [
        (NOON.replace(tzinfo=CHICAGO), NOON, "one named zone"),
        (NOON, NOON, "one named zone"),
        (NOON.replace(tzinfo=CHICAGO), NOON.replace(hour=11, tzinfo=CHICAGO), "before it starts"),
    ],
)
def test_a_span_that_makes_no_sense_is_refused(
    starts: datetime, ends: datetime, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        Span(starts, ends)


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="before the first"):
        Days(date(2026, 12, 2), date(2026, 12, 1))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR",
        feed(ENTRY).replace(b"DTSTART;VALUE=DATE:20261209", b"DTSTART:rubbish"),
        feed(ENTRY).replace(b"UID:sample-1\r\n", b""),
        feed(ENTRY).replace(b"DTSTART;VALUE=DATE:", b"DTSTART;TZID=" + b"A" * 5000 + b":"),
    ],
)
def test_what_is_no_calendar_of_ours_is_refused_with_a_sentence(body: bytes) -> None:
    with pytest.raises(UnreadableCalendar, match="not a calendar"):
        parse(body)
