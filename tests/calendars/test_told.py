"""A finished text reads back as its entry, and can be cut down without reading what it says."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netmentor.agenda.rules import Lead, trigger
from netmentor.calendars.alarms import with_alarm
from netmentor.calendars.discretion import busy, taken, titles
from netmentor.calendars.entry import Entry, Status
from netmentor.calendars.lint import problems
from netmentor.calendars.parse import parse
from netmentor.calendars.publish import Head, calendar, vevent
from netmentor.calendars.todos import vtodo
from netmentor.calendars.told import told
from tests.calendars.entries import entries, zones_of
from tests.calendars.test_publish import ENTRY, NOON, feed, steady

TELLING = {"SUMMARY", "DESCRIPTION", "LOCATION", "URL", "CONFERENCE", "CATEGORIES", "COLOR"}


def named(text: str) -> dict[str, str]:
    lines = text.replace("\r\n ", "").split("\r\n")
    return {re.split("[;:]", line)[0]: line for line in lines if line}


@given(entries)
@steady
def test_what_is_kept_is_read_back(entry: Entry) -> None:
    assert [told(vevent(entry))] == parse(feed(entry))


@given(entries)
@steady
def test_titles_take_away_what_describes_and_nothing_else(entry: Entry) -> None:
    text = vevent(entry)

    assert told(titles(text)) == replace(told(text), description="", url="", conference_url="")


@given(entries)
@steady
def test_busy_keeps_the_time_and_says_nothing(entry: Entry) -> None:
    since = datetime(2026, 11, 1, tzinfo=UTC)
    text = busy(vevent(entry), "another-uid", since=since, ahead=100)
    lines = named(text)

    assert lines.keys() & TELLING == {"SUMMARY"}
    assert (lines["SUMMARY"], lines["UID"]) == ("SUMMARY:Busy", "UID:another-uid")
    whole = named(vevent(entry))
    for name in ("DTSTART", "DTEND", "STATUS"):
        assert lines.get(name) == whole.get(name)
    moved = since + timedelta(seconds=entry.sequence)
    assert lines["DTSTAMP"] == f"DTSTAMP:{moved:%Y%m%dT%H%M%SZ}"
    assert lines["SEQUENCE"] == f"SEQUENCE:{100 + entry.sequence}"
    assert lines["TRANSP"] == f"TRANSP:{'TRANSPARENT' if 'CANCELLED' in text else 'OPAQUE'}"


@given(entries.filter(lambda entry: not entry.busy))
@steady
def test_taken_changes_whether_time_is_taken_and_nothing_else(entry: Entry) -> None:
    is_on = entry.status is Status.CONFIRMED

    assert told(taken(vevent(entry))) == replace(told(vevent(entry)), busy=is_on)


@given(st.lists(entries, max_size=4, unique_by=lambda entry: entry.uid), st.sampled_from(Lead))
@steady
def test_whatever_is_made_of_a_text_passes_the_lint(found: list[Entry], lead: Lead) -> None:
    offset = trigger(lead, whole_days=True)
    texts = [vevent(entry) for entry in found]
    for made in (
        [titles(text) for text in texts],
        [busy(text, f"uid-{n}", since=NOON, ahead=n) for n, text in enumerate(texts)],
        [with_alarm(text, offset) for text in texts],
        [with_alarm(vtodo(entry), offset, from_end=True) for entry in found],
        [vtodo(replace(entry, done_at=NOON)) for entry in found],
    ):
        assert problems(calendar(Head(name="Sample"), made, zones_of(*found))) == []


def test_an_alarm_is_of_the_item_even_where_its_text_speaks_of_ends() -> None:
    text = with_alarm(vevent(replace(ENTRY, description="END:VEVENT\nEND:V")), timedelta(hours=-1))

    assert text.endswith("TRIGGER:-PT1H\r\nEND:VALARM\r\nEND:VEVENT\r\n")
    assert told(text.replace("DESCRIPTION:Reminder\r\n", "")).description == "END:VEVENT\nEND:V"


@pytest.mark.parametrize(("lead", "whole_days"), list(product(Lead, (True, False))))
def test_an_alarm_rings_so_long_before_it_begins_or_before_nine(
    lead: Lead, whole_days: bool
) -> None:
    before = {
        Lead.START: timedelta(),
        Lead.HOUR: timedelta(hours=1),
        Lead.DAY: timedelta(hours=24),
        Lead.THREE_DAYS: timedelta(hours=72),
        Lead.WEEK: timedelta(hours=168),
    }[lead]
    nine = timedelta(hours=9) if whole_days else timedelta()

    assert trigger(lead, whole_days=whole_days) == nine - before


def test_a_to_do_says_when_it_is_due_and_whether_it_is_done() -> None:
    to_do = replace(ENTRY, title="Write", kind="follow_up", description="to Sample")
    lines = named(vtodo(to_do))
    done = named(vtodo(replace(to_do, done_at=NOON)))

    assert lines["DUE"] == f"DUE;VALUE=DATE:{date(2026, 12, 9):%Y%m%d}"
    assert lines["STATUS"] == "STATUS:NEEDS-ACTION"
    assert "COMPLETED" not in lines
    assert done["STATUS"] == "STATUS:COMPLETED"
    assert done["COMPLETED"] == "COMPLETED:20261124T120000Z"
