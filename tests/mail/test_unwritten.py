"""Letters that are written when they go out say what they would have said at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from netmentor.db.bulk import change_all
from netmentor.db.transactions import transaction
from netmentor.errors import Invalid
from netmentor.mail import letters
from netmentor.mail.assembling import Calendar, finished
from netmentor.mail.carrying import deliver_some
from netmentor.mail.models import OutgoingMail
from netmentor.mail.outbox import posting_of
from netmentor.mail.rules import MailState
from netmentor.mail.smtp import MailServer
from netmentor.mail.unwritten import Unwritten, packed, written
from netmentor.settings import Settings
from tests.factories import NOON
from tests.mail.posting import READER, parsed, post_sample, text_of
from tests.mail.sink import mail_server

URL, SENDER = "https://netmentor.example", "post@netmentor.example"
FACTS: dict[str, Any] = {
    "name": "Zoë “Sample” O'Reader",
    "subject": "Sample session — confirmed",
    "opening": 'It takes place.\r\nBcc: x@example.org <b>"now"</b>',
    "facts": [("When", "Monday, 9:00 am"), ("Where", "Café ☕ \ud800")],
    "buttons": [("Approve", "https://netmentor.example/m/1?a=b&c=d")],
    "closing": "",
    "path": "/sessions/1",
}
CALENDAR = Calendar("REQUEST", "BEGIN:VCALENDAR\r\nSUMMARY:Café\r\nEND:VCALENDAR\r\n".encode())
# As the outbox of a running service may hold it when a newer version starts.
KEPT = (
    b'{"template": "session", "facts": {"name": "Sample Reader", "subject": "Kept", "opening":'
    b' "It takes place.", "facts": [["When", "Monday"]], "buttons": [], "closing": "", "path":'
    b' "/sessions/1", "base_url": "https://netmentor.example"}, "key": "kept", "to":'
    b' "reader@example.org", "sender": "post@netmentor.example", "at":'
    b' "2026-11-24T12:00:00+00:00", "calendar": ["CANCEL", "BEGIN:VCALENDAR\\r\\n"]}'
)


def sample(**changed: Any) -> Unwritten:
    told = {"name": "session_confirmed", "template": "session", "facts": FACTS, "key": "sample"}
    return Unwritten(**{**told, "to": READER, **changed})


@pytest.mark.parametrize("calendar", [None, CALENDAR])
def test_it_is_byte_for_byte_what_it_would_have_been_at_once(calendar: Calendar | None) -> None:
    at = datetime(2026, 11, 24, 12, 0, 5, 123456, tzinfo=UTC)
    kept = packed(sample(calendar=calendar), base_url=URL, sender=SENDER, now=at)

    letter = letters.write("session", base_url=URL, **FACTS)
    assert written(kept) == finished(
        letter, key="sample", to=READER, sender=SENDER, now=at, calendar=calendar
    )


def test_what_was_finished_already_stays_as_it_is() -> None:
    assert written(b"Subject: {\r\n\r\n{}\r\n") == b"Subject: {\r\n\r\n{}\r\n"


def test_what_an_earlier_version_kept_is_written() -> None:
    told = parsed(written(KEPT))
    assert (told["Subject"], told["To"]) == ("Kept", READER)
    assert "It takes place." in text_of(written(KEPT))


def test_an_address_of_odd_letters_is_refused_before_it_is_kept() -> None:
    for odd in ("reader@example.org\r\nBcc: x@example.org", "=?utf-8?q?x?=@example.org", "nobody"):
        with pytest.raises(Invalid):
            packed(sample(to=odd), base_url=URL, sender=SENDER, now=NOON)


async def test_it_arrives_written_and_one_that_cannot_be_costs_no_other(
    database: Settings,
) -> None:
    without = {name: fact for name, fact in FACTS.items() if name != "opening"}
    some = [sample(key="broken", facts=without), sample()]
    async with transaction():
        await change_all(posting_of(database, some, now=NOON))
    await post_sample(database, "plain", now=NOON + timedelta(seconds=1))

    async with mail_server() as sink:
        server = MailServer(f"smtp://127.0.0.1:{sink.port}", SENDER)
        came = await deliver_some(server, now=NOON + timedelta(seconds=2))
        server.close()

    assert (came.claimed, came.taken, came.away) == (3, 2, "")
    first, second = map(parsed, sink.letters)
    assert first["Subject"] == "Sample session — confirmed"
    assert "another email address" in text_of(sink.letters[1])
    assert first["Message-ID"] != second["Message-ID"]
    broken = await OutgoingMail.get(key="broken")
    assert (broken.state, broken.attempts) == (MailState.DUE, 1)
    assert broken.last_error == "A fault of ours: UndefinedError."
