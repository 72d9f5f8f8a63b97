"""Every program that reads calendars sees in ours what was published, and nothing else."""

from __future__ import annotations

import pytest

from gates.calendars.readers import READERS, Refused, Seen, calcurse, moment
from gates.services import answer
from netmentor.calendars.entry import Entry, Span, Status
from netmentor.calendars.lint import problems
from netmentor.calendars.parse import parse

FEEDS = {  # path → how many entries it holds
    "/events.ics?from=2017-01-01": 35 + 17,
    "/events.ics?from=2017-01-01&deadlines=exclude": 35,
    "/events.ics?from=2017-01-01&deadlines=only": 17,
    "/events.ics?q=nothing+is+called+this": 0,
    "/events.ics": 0,  # on a day when nothing ahead is confirmed
    "/organizations/hla-texas.ics?from=2017-01-01": 2,
    "/series/ache-congress.ics?from=2017-01-01": 2,
    "/events/houston-methodist-session-2025-06.ics": 3,
}


def body_of(service: str, path: str) -> bytes:
    status, body = answer(service + path)
    assert status == 200, body
    return body


def published(entry: Entry) -> Seen:
    starts = entry.when.starts if isinstance(entry.when, Span) else entry.when.first
    status = "CANCELLED" if entry.status == Status.CANCELED else "CONFIRMED"
    return Seen(entry.uid, moment(starts), status)


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("reader", READERS)
def test_a_reader_sees_what_was_published(service: str, reader: str, path: str) -> None:
    body = body_of(service, path)
    expected = {published(entry) for entry in parse(body)}

    assert READERS[reader](body) == expected
    if path != "/events.ics":  # what is within the last 60 days depends on the day
        assert len(expected) == FEEDS[path]


@pytest.mark.parametrize("path", FEEDS)
def test_calcurse_takes_every_entry(service: str, path: str) -> None:
    body = body_of(service, path)

    assert calcurse(body) == len(parse(body))


@pytest.mark.parametrize("path", FEEDS)
def test_our_own_lint_finds_nothing(service: str, path: str) -> None:
    assert problems(body_of(service, path)) == []


@pytest.mark.parametrize("reader", [*READERS, "calcurse"])
def test_a_reader_would_tell_of_a_broken_calendar(service: str, reader: str) -> None:
    whole = body_of(service, "/series/ache-congress.ics?from=2017-01-01")
    expected = {published(entry) for entry in parse(whole)}
    broken = whole.replace(b"DTSTART;VALUE=DATE:2026", b"DTSTART;VALUE=DATE:rubbish", 1)
    assert broken != whole

    try:
        if reader == "calcurse":
            noticed = calcurse(broken) != len(expected)
        else:
            noticed = READERS[reader](broken) != expected
    except Refused:
        noticed = True
    assert noticed
