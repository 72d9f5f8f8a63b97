"""A letter that nobody wants any more stays here, though the server waits for its text already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from time import monotonic

import pytest

from netmentor.mail import carrying
from netmentor.mail.carriers import Hold, LastWord
from netmentor.mail.carrying import deliver_some
from netmentor.mail.models import OutgoingMail
from netmentor.mail.rules import MailState
from netmentor.mail.smtp import MailServer
from netmentor.settings import Settings
from tests.factories import NOON
from tests.mail.hand import Hand
from tests.mail.posting import post_sample
from tests.mail.sink import Sink, mail_server

WHY = "You turned off reminders."
EXTENSIONS = pytest.mark.parametrize("extension", ["HELP", "PIPELINING"])


@dataclass
class Reader:
    """Wants no letter from the moment on at which the server was told of one, or breaks then."""

    sink: Sink
    trouble: Exception | None = None
    asked: list[list[str]] = field(default_factory=list)

    async def __call__(self, letters: Sequence[OutgoingMail]) -> Mapping[str, str]:
        self.asked.append([mail.key for mail in letters])
        if "DATA" not in self.sink.commands:
            return {}
        if self.trouble:
            raise self.trouble
        return {mail.key: WHY for mail in letters}


def to(sink: Sink) -> MailServer:
    return MailServer(f"smtp://127.0.0.1:{sink.port}", "post@netmentor.example")


@EXTENSIONS
async def test_a_letter_that_fell_silent_at_a_slow_server_does_not_go_out(
    database: Settings, monkeypatch: pytest.MonkeyPatch, extension: str
) -> None:
    monkeypatch.setattr(carrying, "ASKED_AGAIN_AFTER", 0.0)
    await post_sample(database)
    async with mail_server({"EHLO": f"250-sample\r\n250 {extension}"}) as sink:
        assert (await deliver_some(to(sink), Reader(sink), now=NOON)).taken == 0

    assert "DATA" in sink.commands
    assert sink.letters == []
    mail = await OutgoingMail.get()
    assert (mail.state, mail.last_error, mail.message) == ("suppressed", WHY, b"")
    assert (mail.unsure, mail.sent_at) == (0, None)


async def test_a_last_word_that_breaks_leaves_its_letter_for_later(
    database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "ASKED_AGAIN_AFTER", 0.0)
    await post_sample(database)
    async with mail_server() as sink:
        reader = Reader(sink, KeyError("sample"))
        assert (await deliver_some(to(sink), reader, now=NOON)).taken == 0

    assert sink.letters == []
    mail = await OutgoingMail.get()
    assert (mail.state, mail.unsure) == ("due", 0)
    assert mail.last_error == "A fault of ours: KeyError."


async def test_a_server_that_is_quick_makes_nobody_ask_twice(
    database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "ASKED_AGAIN_AFTER", 600.0)
    for key in ("first", "second", "third"):
        await post_sample(database, key)
    async with mail_server() as sink:
        server, reader = to(sink), Reader(sink)
        assert (await deliver_some(server, reader, now=NOON)).taken == 3
        server.close()

    assert reader.asked == [["first", "second", "third"]]


@dataclass
class Unhurried(Hand):
    """A carrier that takes half a minute for a letter, by the clock that nobody sets."""

    seconds: float = 0.0

    def monotonic(self) -> float:
        return monotonic() + self.seconds

    async def carry(self, mail: OutgoingMail, hold: Hold, last_word: LastWord) -> MailState:
        self.seconds += 30
        return await super().carry(mail, hold, last_word)


async def test_a_letter_is_sent_when_the_server_took_it_and_not_when_it_was_claimed(
    database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("first", "second"):
        await post_sample(database, key)
    hand = Unhurried()
    monkeypatch.setattr(carrying, "monotonic", hand.monotonic)
    assert (await deliver_some(hand, now=NOON)).taken == 2

    sent = {mail.key: mail.sent_at - NOON for mail in await OutgoingMail.all()}
    assert timedelta(seconds=30) <= sent["first"] < timedelta(seconds=60) <= sent["second"]
