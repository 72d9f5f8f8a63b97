"""A letter that does something to its reader's calendar holds that twice, and no more headers."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from netmentor.mail.assembling import Calendar, UnsafeLetter, finished
from netmentor.mail.letters import Letter
from tests.factories import NOON

READER, SENDER = "reader@example.org", "post@example.org"
INVITE = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
LETTER = Letter("Confirmed", "Words\n", "<p>Words</p>\n")


def made(calendar: Calendar | None) -> bytes:
    return finished(LETTER, key="k", to=READER, sender=SENDER, now=NOON, calendar=calendar)


def test_a_calendar_reads_it_as_an_alternative_and_people_as_a_file() -> None:
    message = message_from_bytes(made(Calendar("REQUEST", INVITE)), policy=policy.default)

    inline, file = list(message.walk())[-2:]
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    assert inline.get_param("method") == "REQUEST"
    assert inline.get_payload(decode=True) == file.get_payload(decode=True) == INVITE
    assert file.get_filename() == "invite.ics"
    assert not message.defects


def test_it_has_the_headers_of_every_letter_and_no_other() -> None:
    plain, more = (
        message_from_bytes(made(calendar), policy=policy.default)
        for calendar in (None, Calendar("CANCEL", INVITE))
    )

    assert plain.keys() == more.keys()


def test_a_method_that_nobody_wrote_is_refused() -> None:
    with pytest.raises(UnsafeLetter):
        made(Calendar("REQUEST\r\nBcc: evil@example.org", INVITE))
