"""Calendars that were made to break their reader: each broken entry costs itself alone."""

from __future__ import annotations

import asyncio
import os
import random
import time
from datetime import date
from pathlib import Path

import pytest

from netmentor.events.importing.items import Item
from netmentor.events.importing.reading import Unreadable
from tests.events.importing.reading_calendars import (
    FILES,
    SOUND,
    as_sent,
    between,
    calendar,
    event,
    read_apart,
)

NOON = "DTSTART:20261209T120000"
OUTSIDE = "It lies outside the years 1970 to 2100."
TOO_OFTEN = "It recurs more often than once a day."
NEVER = "Its recurrence rule asks for a day that never comes."
UNREAD = "Its recurrence rule cannot be read."
MISCOUNTS = "Its recurrence rule counts outside what can be."

# What is broken, and what is said of it.
BROKEN: dict[str, tuple[str, str]] = {
    "every second": (event("RRULE:FREQ=SECONDLY"), TOO_OFTEN),
    "every minute since the year 1": (
        event("RRULE:FREQ=MINUTELY", dtstart="00010101T0"),
        "no date",
    ),
    "every minute since year 1": (
        event("RRULE:FREQ=MINUTELY", dtstart="00010101T000000"),
        OUTSIDE,
    ),
    "every minute": (event("RRULE:FREQ=MINUTELY;COUNT=3"), TOO_OFTEN),
    "no interval": (event("RRULE:FREQ=DAILY;INTERVAL=0"), MISCOUNTS),
    "an interval backwards": (event("RRULE:FREQ=DAILY;INTERVAL=-1"), MISCOUNTS),
    "a huge interval": (event("RRULE:FREQ=DAILY;INTERVAL=100000"), MISCOUNTS),
    "an interval beyond numbers": (event(f"RRULE:FREQ=DAILY;INTERVAL={10**30}"), UNREAD),
    "a day that no month has": (event("RRULE:FREQ=MONTHLY;BYMONTHDAY=32"), NEVER),
    "a day that February lacks": (event("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), NEVER),
    "a week that no year has": (event("RRULE:FREQ=YEARLY;BYDAY=60MO"), UNREAD),
    "a billion times": (event("RRULE:FREQ=DAILY;COUNT=1000000000"), MISCOUNTS),
    "at each hour": (event("RRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9"), TOO_OFTEN),
    "a long list": (
        event(f"RRULE:FREQ=MONTHLY;BYMONTHDAY={','.join(['1'] * 65)}"),
        "Its recurrence rule lists more than 64 values.",
    ),
    "5,000 days left out": (
        event("RRULE:FREQ=DAILY", f"EXDATE:{','.join(['20261210T120000'] * 5_000)}"),
        "It lists more than 1,000 dates.",
    ),
    "no rule at all": (event("RRULE:"), UNREAD),
    "no rule of any kind": (event("RRULE:=;;=,=;FREQ"), UNREAD),
    "a megabyte of UID": (event(uid="x" * 1_000_000), "Its UID is longer than 220 characters."),
    "no UID": (event(uid=""), "It has no UID and no address to be known by."),
    "a UID of NUL": (event(uid="\x00\x07"), "It has no UID and no address to be known by."),
    "no beginning": (event(dtstart=""), "It does not say when it begins."),
    "the year 1969": (event(dtstart="19691231T235959"), OUTSIDE),
    "the year 1969 by its zone": (event(dtstart="19700101T000000Z"), OUTSIDE),
    "the year 2101": (event(dtstart="21010101"), OUTSIDE),
    "an end in 9999": (event("DTEND:99991231T235959"), ""),
    "a length of centuries": (event("DURATION:P9999W"), OUTSIDE),
    "a day that is none": (event(dtstart="20270230"), "is no date: '20270230'"),
    "an end before the beginning": (event("DTEND:20261208T120000"), ""),
    "a private one": (event("CLASS:PRIVATE"), "Its source marks it as private."),
    "a confidential one": (event("CLASS:confidential"), "Its source marks it as private."),
    "no title": (event(summary=""), "It has no title."),
    "no end of its own": (event().removesuffix("END:VEVENT\n"), "It has no END:VEVENT."),
    "one inside another": (
        "BEGIN:VEVENT\nUID:outer@example.org\n" + event(uid="inner@example.org") + "END:VEVENT\n",
        "It has no END:VEVENT.",
    ),
    "an alarm that does not end": (
        event("BEGIN:VALARM", NOON, dtstart=""),
        "It does not say when it begins.",
    ),
    "alarms inside alarms": (event(*["BEGIN:VALARM"] * 500, *["END:VALARM"] * 500), ""),
    "an end of what never began": (event("END:VALARM", NOON, dtstart=""), "does not say when"),
    "a zone that is a path": (
        event(f"DTSTART;TZID=../../../etc/passwd:{NOON[8:]}", dtstart=""),
        "",
    ),
    "a zone of 5,000 letters": (event(f"DTSTART;TZID={'A' * 5_000}:{NOON[8:]}", dtstart=""), ""),
    "a zone with NUL": (event(f"DTSTART;TZID=Amer\x00ica/New_York:{NOON[8:]}", dtstart=""), ""),
    "a quote that does not close": (event('URL;X="a:https://example.org/'), ""),
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
async def test_a_broken_entry_costs_itself_alone(ends: str) -> None:
    """All of them in one file, a sound one behind each."""
    pieces, lines = [], {}
    line = 4
    for number, (name, (broken, _)) in enumerate(BROKEN.items(), start=1):
        lines[line] = name
        pieces += [
            broken.replace("sample@example.org", f"{number}@example.org"),
            SOUND.format(number=number),
        ]
        line += sum(piece.count("\n") for piece in pieces[-2:])
    body = calendar(*pieces).replace(b"\r\n", ends.encode())
    items, skipped = await read_apart(body)
    sound = {one.key for one in items if one.key.startswith("sound-")}
    assert sound == {f"sound-{number}@example.org" for number in range(1, len(BROKEN) + 1)}
    said = {lines.get(one.line, f"line {one.line}"): one.reason for one in skipped}
    assert len(said) == len(skipped)
    assert said.keys() == {name for name, (_, reason) in BROKEN.items() if reason}
    assert [name for name in said if BROKEN[name][1] not in said[name]] == []
    assert all(len(one.what) <= 120 and one.what.isprintable() for one in skipped)


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("an end in 9999", "DTEND in line 14 cannot be read."),
        ("an end before the beginning", "It ends before it begins; only the beginning was kept."),
        ("a zone that is a path", "The time zone '../../../etc/passwd' is not known;"),
        ("a zone of 5,000 letters", "The time zone 'AAAAAAAA"),
        ("a quote that does not close", "Line 14: URL has no value."),
    ],
)
async def test_what_was_taken_all_the_same_says_what_was_left_out(name: str, note: str) -> None:
    [_, item, _], skipped = await read_apart(between(BROKEN[name][0]))
    assert (skipped, item.line) == ([], 10)
    assert [told[: len(note)] for told in item.notes] == [note]
    assert len(item.notes[0]) < 200


NOT_CALENDARS = {
    b"": "does not begin with BEGIN:VCALENDAR",
    b"\x00" * 5_000: "does not begin with BEGIN:VCALENDAR",
    b"<!doctype html><title>Sample</title>": "does not begin with BEGIN:VCALENDAR",
    random.Random(3).randbytes(100_000): "does not begin with BEGIN:VCALENDAR",
    b"BEGIN:VCALENDAR": "END:VCALENDAR is missing",
    b"\xff\xfeB": "does not begin with BEGIN:VCALENDAR",
    between()[:-20]: "END:VCALENDAR is missing",
    between().replace(b"\r\n", b"\r"): "one long line",
}


@pytest.mark.parametrize("body", NOT_CALENDARS, ids=list(NOT_CALENDARS.values()))
async def test_what_is_no_calendar_is_refused_with_a_sentence(body: bytes) -> None:
    with pytest.raises(Unreadable, match=NOT_CALENDARS[body]):
        await read_apart(body)


async def test_a_file_of_6000_entries_is_refused_whole() -> None:
    with pytest.raises(Unreadable, match="The file holds more than 5,000 entries"):
        await read_apart(calendar(*(SOUND.format(number=n) for n in range(6_000))))


async def test_a_file_of_5000_entries_is_read() -> None:
    items, skipped = await read_apart(calendar(*(SOUND.format(number=n) for n in range(5_000))))
    assert (len(items), skipped) == (5_000, [])


async def test_more_than_500_recurring_entries_are_refused() -> None:
    one = event("RRULE:FREQ=YEARLY;COUNT=1", uid="{}@example.org")
    with pytest.raises(Unreadable, match="More than 500 of its entries recur"):
        await read_apart(calendar(*(one.format(n) for n in range(501))))


async def test_500_weekly_meetings_since_2000_are_read_in_time() -> None:
    weekly = event("RRULE:FREQ=WEEKLY", uid="{0}@example.org", dtstart="20000103T120000")
    body = calendar(*(weekly.format(n) for n in range(500)))
    items, _ = await read_apart(body, until=date(2026, 12, 31))
    assert len(items) == 500 * 14


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
async def test_a_mark_of_its_letters_does_no_harm(mark: str) -> None:
    body = as_sent("university.ics")
    [marked], _ = await read_apart(body.decode().encode(mark))
    [plain], _ = await read_apart(body)
    assert marked == plain


@pytest.mark.parametrize(
    ("name", "letters"),
    [("DESCRIPTION", "x"), ("STATUS", "\\\\"), ("CATEGORIES", ",a"), ("ORGANIZER;CN", '"')],
)
async def test_a_line_of_20_megabytes_costs_its_entry_at_most(name: str, letters: str) -> None:
    long = letters * (20_000_000 // len(letters))
    items, skipped = await read_apart(between(event(f"{name}:{long}")))
    assert {one.key for one in items} >= {"sound-1@example.org", "sound-2@example.org"}
    assert len(items) + len(skipped) == 3
    assert len(items[1].description) <= 32 * 1024


async def test_a_picture_folded_over_100000_lines_is_passed_over_in_time() -> None:
    begun = time.monotonic()
    picture = "\n ".join(["ATTACH;ENCODING=BASE64;VALUE=BINARY:", *["QUJD" * 18] * 100_000])
    items, _ = await read_apart(between(event(picture)))
    assert len(items) == 3
    assert items[2].line == 10 + 6 + 100_000
    assert time.monotonic() - begun < 5


HOSTILE = (
    "<script>alert(1)</script><b>Sample</b> {{ 7*7 }} {% raw %} ${7*7} <%= 1 %> =1+1"
    " \\n\x00\x1b[31m\u202e\u2028javascript:alert(1) \ufffe '\"; DROP TABLE events;--"
)


async def test_markup_and_commands_come_out_as_text() -> None:
    names = "SUMMARY DESCRIPTION LOCATION CATEGORIES URL STATUS CLASS".split()
    lines = [f"{name}:{HOSTILE}" for name in names]
    lines.append(f'ORGANIZER;CN="{HOSTILE.replace(chr(34), "")}":mailto:a@example.org')
    surrogate = b"\xed\xa0\x80\xff\xfe"
    body = between(event(*lines, summary="")).replace(b"DROP", b"DROP" + surrogate)
    [_, item, _], skipped = await read_apart(body)
    assert skipped == []
    words = (item.title, item.description, item.venue, *item.organizers, *item.topics)
    assert [word for word in words if "\x00" in word or "\x1b" in word or "<b>" in word] == []
    assert [word for word in words if "<script" in word and word not in item.organizers] == []
    assert all(word.encode() for word in words)
    assert "{{ 7*7 }}" in item.title
    assert item.url == ""


async def test_no_answer_tells_of_how_it_failed_inside() -> None:
    with pytest.raises(Unreadable) as said:
        await read_apart(random.Random(4).randbytes(1_000))
    assert "Traceback" not in str(said.value)
    assert str(said.value).endswith(".")


SLOW = calendar(*(event("RRULE:FREQ=DAILY", uid=f"{number}@example.org") for number in range(500)))


async def test_a_reader_that_takes_too_long_is_ended() -> None:
    before = children()
    begun = time.monotonic()
    with pytest.raises(Unreadable, match=r"took more than 1\.5 seconds"):
        await read_apart(SLOW, seconds=1.5)
    assert time.monotonic() - begun < 5
    assert children() == before


async def test_a_reader_that_nobody_waits_for_is_ended() -> None:
    before = children()
    reading = asyncio.create_task(read_apart(SLOW))
    await asyncio.sleep(0.5)
    assert children() > before
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert children() == before


async def test_a_reader_that_wants_too_much_memory_is_ended() -> None:
    before = children()
    with pytest.raises(Unreadable, match="more memory than a calendar or a table should"):
        await read_apart(between(event(f"DESCRIPTION:{'x' * 120_000_000}")))
    assert children() == before


async def test_a_good_file_leaves_no_process_behind() -> None:
    before = children()
    items, _ = await read_apart(between())
    assert all(isinstance(one, Item) for one in items)
    assert children() == before


@pytest.mark.parametrize("name", sorted(path.name for path in FILES.glob("*.ics")))
async def test_the_process_apart_tells_what_files_tell(name: str) -> None:
    items, skipped = await read_apart(as_sent(name))
    assert items
    assert skipped == []


def children() -> set[str]:
    """The processes that this one has started and that are still there."""
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())
