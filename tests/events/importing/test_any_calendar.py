"""Calendars nobody thought of: whatever the bytes are, they are read, skipped or refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netmentor.calendars.entry import Days, Entry, Span, Status
from netmentor.calendars.publish import Head, vevent
from netmentor.calendars.publish import calendar as published
from netmentor.events.drafts import Draft
from netmentor.events.importing.drafting import Directory, Teller, draft_of
from netmentor.events.importing.items import Item, UnreadableFile, packed, unpacked
from netmentor.events.importing.naming import own_name
from netmentor.events.importing.normalize import plain_text, status_in_title
from netmentor.events.rows import Names
from netmentor.organizations.models import Organization
from netmentor.text import clean, one_line
from tests.calendars.entries import entries, hostile, zones_of
from tests.events.importing.reading_calendars import FILES, as_sent, calendar, event, read

few = settings(max_examples=60, derandomize=True, deadline=None)
TELLER = Teller("sample")
NAMES = Names(
    organizations={"sample": Organization(slug="sample", name="Sample", url="https://example.org")},
    series={},
    credentials={},
    topics={},
)
GOOD = [as_sent(path.name) for path in sorted(FILES.glob("*.ics"))]
VALUES = st.one_of(
    hostile,
    st.from_regex(r"[0-9]{8}(T[0-9]{6}Z?)?", fullmatch=True),
    st.from_regex(
        r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;(BYDAY|BYMONTH|BYMONTHDAY|BYSETPOS|BYWEEKNO|BYYEARDAY"
        r"|COUNT|INTERVAL|UNTIL|WKST)=-?[0-9]{0,3}(MO|TU|L)?(,[0-9-]{1,3})?){0,3}",
        fullmatch=True,
    ),
    st.from_regex(r"-?P[0-9]{0,6}[WD]?(T[0-9]{0,6}[HMS])?", fullmatch=True),
)
NAMES_OF_LINES = st.sampled_from(
    "UID SUMMARY DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID SEQUENCE URL LOCATION"
    " DESCRIPTION CATEGORIES ORGANIZER;CN STATUS CLASS DTSTART;TZID DTSTART;VALUE=DATE BEGIN END"
    ' DTEND;TZID="a;b:c" EXDATE;TZID=America/Chicago ORGANIZER;CN="x'.split()
)
LINES = st.builds(
    lambda name, joint, value: name + joint + " ".join(value.splitlines()),
    NAMES_OF_LINES,
    st.sampled_from([":", "=", ";", ""]),
    VALUES,
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good file with pieces cut out, doubled, and put in."""
    body = draw(st.sampled_from(GOOD))
    for _ in range(draw(st.integers(1, 6))):
        start, end = sorted(draw(st.tuples(*[st.integers(20, len(body) - 20)] * 2)))
        end = min(end, start + draw(st.integers(0, 200)))
        middle = draw(st.one_of(st.binary(max_size=20), st.just(body[start:end] * 2)))
        body = body[:start] + middle + body[end:]
    return body


def check(body: bytes, zone: str = "America/Chicago") -> list[Item]:
    """Read a file that may be refused; every item of it can be listed, and be sent along."""
    try:
        told = read(body, zone=zone)
    except UnreadableFile:
        return []
    for one in told:
        assert unpacked(packed(one)) == one
        if isinstance(one, Item):
            draft = draft_of(
                one, own_name(one), TELLER, Directory({}), NAMES, today=date(2026, 11, 24)
            )
            assert isinstance(draft, Draft), draft
            assert all(word == one_line(word) for word in (one.key, one.title, one.venue, one.city))
            assert one.description == clean(one.description)
        else:
            assert one.line > 0
            assert one.reason.endswith((".", "'", '"'))
    return [one for one in told if isinstance(one, Item)]


@given(st.binary(max_size=2_000))
@few
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    check(body)
    check(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + body + b"\r\nEND:VEVENT\r\nEND:VCALENDAR")


@given(damaged())
@few
def test_a_damaged_file_is_read_as_far_as_it_goes(body: bytes) -> None:
    check(body)


@given(st.lists(LINES, max_size=8))
@few
def test_any_lines_of_an_entry_leave_the_others_alone(lines: list[str]) -> None:
    sound = event(uid="sound@example.org")
    body = calendar(sound, event(*lines), sound.replace("sound@", "sound-too@"))
    keys = [one.key for one in check(body)]
    assert {"sound@example.org", "sound-too@example.org"} <= set(keys)


@given(VALUES, VALUES, VALUES)
@few
def test_any_values_of_a_series_are_read_or_skipped(rule: str, starts: str, other: str) -> None:
    rule, starts, other = (" ".join(value.splitlines()) for value in (rule, starts, other))
    check(calendar(event(f"RRULE:{rule}", f"EXDATE:{other}")))
    check(calendar(event(f"RRULE:{rule}", dtstart=starts)))
    check(calendar(event(f"DTSTART;TZID={other}:{starts}", f"DURATION:{rule}", dtstart="")))


@given(st.lists(entries, max_size=4, unique_by=lambda entry: entry.uid))
@few
def test_what_we_publish_is_read_back(found: list[Entry]) -> None:
    """Days, times and zones of every entry that has a title, and the title itself."""
    texts = [vevent(entry) for entry in found]
    body = published(Head(name="Sample"), texts, zones_of(*found))
    items = {one.key: one for one in check(body, zone="UTC")}
    for entry in found:
        title = one_line(entry.title)
        if entry.uid not in items:
            assert not plain_text(title)
            continue
        item = items[entry.uid]
        first, last = ends_of(entry.when)
        assert (item.starts_on, item.starts_time) == first
        assert item.timezone == (entry.when.zone.key if isinstance(entry.when, Span) else "")
        assert (item.ends_on, item.ends_time) == last
        told_title, told_status = status_in_title(one_line(plain_text(title)))
        assert item.title == told_title
        # A title of "CANCELED" alone says so of an event whose STATUS does not.
        off = entry.status is Status.CANCELED
        assert item.status == ("canceled" if off else told_status or "confirmed")


def ends_of(when: Span | Days) -> tuple[tuple[date, str], tuple[date, str]]:
    """The first and the last day with their clocks, as the list of events keeps them."""
    if isinstance(when, Days):
        return (when.first, ""), (when.last, "")
    first = (when.starts.date(), f"{when.starts:%H:%M}")
    if when.starts.replace(tzinfo=None) == when.ends.replace(tzinfo=None):
        return first, (when.ends.date(), "")
    clock = f"{when.ends:%H:%M}"
    if clock == "00:00" and when.ends.date() > when.starts.date():
        return first, (date.fromordinal(when.ends.toordinal() - 1), "23:59")
    return first, (when.ends.date(), clock)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("moment", ["19700101T000000Z", "21001231T235959Z", "21001231"])
def test_the_ends_of_time_are_kept_or_skipped(zone: str, moment: str) -> None:
    body = calendar(event(dtstart=moment), head=f"X-WR-TIMEZONE:{zone}\n")
    assert all(1970 <= one.starts_on.year <= 2100 for one in check(body))
