from __future__ import annotations

import pytest

from netmentor.calendars.lint import problems
from tests.calendars.test_publish import ENTRY, feed

GOOD = feed(ENTRY)


def test_a_good_calendar_has_no_problems() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "found"),
    [
        (b"VERSION:2.0\r\n", b"", "It does not begin with VCALENDAR and its VERSION."),
        (b"UID:sample-1\r\n", b"UID:sample-1\n", "A line ends in a bare LF or CR."),
        (b"UID:sample-1", b"UID:" + b"x" * 72, "has 76 octets."),
        (b"UID:sample-1", b"UID:\x01", "has a control character."),
        (b"UID:sample-1", b"UID:\xe6\xbc", "is not UTF-8"),
        (b"UID:sample-1\r\n", b"", "1 events and to-dos have 0 UIDs."),
        (b"UID:sample-1\r\n", b"UID:a\r\nUID:a\r\n", "UID a is there 2 times."),
        (b"DTSTART;VALUE=DATE:", b"DTSTART:", "DTSTART and its VALUE do not fit"),
        (b";VALUE=DURATION", b"", "REFRESH-INTERVAL lacks VALUE=DURATION"),
        (b"SOURCE;VALUE=URI", b"SOURCE", "SOURCE lacks VALUE=URI"),
        (b"DTSTAMP:20261124T120000Z", b"DTSTAMP:20261124T120000", "DTSTAMP is not in UTC"),
        (b"CALSCALE:", b"METHOD:PUBLISH\r\nCALSCALE:", "a METHOD makes it an invitation"),
        (b"END:VEVENT\r\n", b"", "which is not open."),
        (b"END:VCALENDAR\r\n", b"", "VCALENDAR is never ended."),
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR", "The last line does not end in CRLF."),
        (b"END:VCALENDAR\r\n", b"END:VCALENDAR\r\nX:1\r\n", "stands outside the calendar."),
        (
            b"DTSTART;VALUE=DATE:20261209",
            b"DTSTART;TZID=Nowhere:20261209T120000",
            "Nowhere is used and has no VTIMEZONE.",
        ),
    ],
)
def test_each_fault_is_found_and_named(good: bytes, bad: bytes, found: str) -> None:
    assert good in GOOD

    faults = problems(GOOD.replace(good, bad, 1))

    assert any(found in fault for fault in faults), faults


def test_a_calendar_without_a_component_is_found() -> None:
    bare = GOOD[: GOOD.index(b"BEGIN:VEVENT")] + b"END:VCALENDAR\r\n"

    assert problems(bare) == ["It has no component (RFC 5545 section 3.6 wants one)."]
