"""How a round of letters went is written down, so that operators see when none goes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest
import time_machine
from tortoise.connection import get_connection
from tortoise.exceptions import OperationalError

from netmentor import clock
from netmentor.jobs.letters import deliver_due
from netmentor.mail import pulse
from netmentor.mail.carriers import Carrier, Hold, LastWord, Mailbox
from netmentor.mail.models import OutgoingMail
from netmentor.mail.rules import MailState
from netmentor.mail.smtp import carrier_of
from netmentor.settings import Settings
from tests.factories import NOON
from tests.mail.hand import Hand
from tests.mail.posting import post_sample
from tests.mail.sink import Sink, mail_server

SENDER = "post@netmentor.example"


class Slow(Hand):
    """A carrier that takes half a minute for a letter, by everybody's clock."""

    def __init__(self, shift: Callable[[float], None]) -> None:
        super().__init__()
        self._shift = shift

    async def carry(self, mail: OutgoingMail, hold: Hold, last_word: LastWord) -> MailState:
        self._shift(30)
        return await super().carry(mail, hold, last_word)


def to(sink: Sink) -> Carrier:
    return carrier_of(f"smtp://127.0.0.1:{sink.port}", SENDER)


async def trouble() -> str:
    return (await pulse.feel()).trouble


async def test_a_server_that_is_not_there_is_written_down_until_it_is(database: Settings) -> None:
    await post_sample(database, now=clock.now())
    async with mail_server() as gone:
        pass
    assert await deliver_due(to(gone)) == 0
    assert "mail server" in await trouble()

    async with mail_server() as sink:
        assert await deliver_due(to(sink)) == 0  # not due again yet: nothing is known
        assert "mail server" in await trouble()
        await OutgoingMail.all().update(due_at=(await OutgoingMail.get()).posted_at)
        assert await deliver_due(to(sink)) == 1
    assert await trouble() == ""


async def test_a_server_that_greets_nobody_is_away(database: Settings) -> None:
    await post_sample(database)
    async with mail_server({"greeting": "421 busy"}) as sink:
        assert await deliver_due(to(sink)) == 0

    assert "421" in await trouble()


async def test_no_words_about_one_letter_stand_beside_another(database: Settings) -> None:
    for number in range(3):
        await post_sample(database, f"sample-{number}")
    async with mail_server({"letter": "421 4.7.0 not 1234 5678 to reader@example.org"}) as sink:
        assert await deliver_due(to(sink)) == 0

    assert await trouble() == "The mail server answered 421 4.7.0."
    errors = [mail.last_error for mail in await OutgoingMail.all()]
    rest = "The mail server takes nothing just now."
    assert sorted(errors) == ["The mail server answered 421 4.7.0.", rest, rest]


@pytest.mark.parametrize("says", [{"RCPT": "450 greylisted"}, {"RCPT": "550 no such mailbox"}])
async def test_a_letter_that_is_not_taken_is_no_trouble_with_all(
    database: Settings, says: Mapping[str, str]
) -> None:
    await pulse.note_round("The mail server cannot be reached.", now=NOON)
    await post_sample(database)
    async with mail_server(says) as sink:
        assert await deliver_due(to(sink)) == 0

    assert await trouble() == ""


async def test_a_round_that_breaks_off_is_written_down(database: Settings) -> None:
    connection = get_connection("default")
    await connection.execute_query("ALTER TABLE outgoing_mail RENAME TO mislaid")
    with pytest.raises(OperationalError):
        await deliver_due(Mailbox())
    await connection.execute_query("ALTER TABLE mislaid RENAME TO outgoing_mail")

    assert await trouble() == "The last round of letters broke off on our side; the log says more."


async def test_a_round_that_asked_no_server_for_anything_says_nothing(database: Settings) -> None:
    async def nothing(letters: Sequence[OutgoingMail]) -> Mapping[str, str]:
        return {mail.key: "It was called off." for mail in letters}

    await pulse.note_round("The mail server cannot be reached.", now=NOON)
    await post_sample(database)
    assert await deliver_due(Mailbox(), nothing) == 0
    assert (await OutgoingMail.get()).state == "suppressed"
    assert await trouble() == "The mail server cannot be reached."

    await post_sample(database, "another")
    assert await deliver_due(Mailbox()) == 1
    assert await trouble() == ""


async def test_a_round_ends_after_a_minute_whatever_is_left(database: Settings) -> None:
    for number in range(40):
        await post_sample(database, f"sample-{number}")
    with time_machine.travel(NOON, tick=False) as traveller:
        slow = Slow(traveller.shift)
        assert await deliver_due(slow) == 30  # what three lanes have begun they bring to its end
        assert await deliver_due(slow) == 10
