"""A test letter goes to the mail server as the worker's letters do, one step after the other."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from netmentor.mail.trial import Step, hand_over
from tests.fetching import servers
from tests.mail.posting import READER
from tests.mail.sink import DROP, HANG, mail_server

SENDER = "post@netmentor.example"
MESSAGE = b"Subject: Sample\r\n\r\n.dot\r\n"
SHORT = timedelta(seconds=0.5)
STEPS = ["connect", "greet", "sender", "recipient", "letter"]


async def steps_to(url: str, patience: timedelta = SHORT) -> list[Step]:
    return [step async for step in hand_over(url, SENDER, READER, MESSAGE, patience)]


async def test_each_step_is_told_with_the_servers_answer() -> None:
    async with mail_server({"RCPT": "250 2.1.5 fine", "letter": "250 queued as 7"}) as sink:
        steps = await steps_to(f"smtp://127.0.0.1:{sink.port}")

    assert [step.name for step in steps] == STEPS
    assert all(step.is_done for step in steps)
    assert steps[0].answer == "220 sample.example"
    assert steps[3].answer == "250 2.1.5 fine"
    assert steps[4].answer == "250 queued as 7"
    assert sink.letters == [MESSAGE]
    assert sink.commands[-1] == "QUIT"


@pytest.mark.parametrize(
    ("says", "step", "answer"),
    [
        ({"greeting": "554 not you"}, "connect", "554 not you"),
        ({"EHLO": "502 no", "HELO": "502 neither"}, "greet", "502 neither"),
        ({"MAIL": "530 sign in first"}, "sender", "530 sign in first"),
        ({"RCPT": "550 5.1.1 no such mailbox"}, "recipient", "550 5.1.1 no such mailbox"),
        ({"RCPT": "451 later"}, "recipient", "451 later"),
        ({"DATA": "452 full"}, "letter", "452 full"),
        ({"letter": "554 looks like spam"}, "letter", "554 looks like spam"),
    ],
)
async def test_the_first_no_ends_it(says: Mapping[str, str], step: str, answer: str) -> None:
    async with mail_server(says) as sink:
        *done, last = await steps_to(f"smtp://127.0.0.1:{sink.port}")

    assert last == Step(step, False, answer)
    assert all(one.is_done for one in done)
    assert [one.name for one in done] == STEPS[: len(done)]


@pytest.mark.parametrize("says", [{"greeting": HANG}, {"greeting": DROP}, {"RCPT": HANG}])
async def test_a_server_that_falls_silent_is_a_step_not_done(says: Mapping[str, str]) -> None:
    async with mail_server(says) as sink:
        last = (await steps_to(f"smtp://127.0.0.1:{sink.port}"))[-1]

    assert not last.is_done
    assert last.answer


async def test_nobody_there_is_a_step_not_done() -> None:
    async with mail_server() as gone:
        pass
    [step] = await steps_to(f"smtp://127.0.0.1:{gone.port}")

    assert (step.name, step.is_done) == ("connect", False)
    assert str(gone.port) in step.answer


async def test_a_password_is_told_to_the_server_and_to_nobody_else() -> None:
    async with mail_server() as sink:
        steps = await steps_to(f"smtp://sample:moonlight@127.0.0.1:{sink.port}")
    assert [step.name for step in steps] == [*STEPS[:2], "sign in", *STEPS[2:]]
    assert steps[2] == Step("sign in", True, "235 welcome")

    async with mail_server({"AUTH": "535 who are you"}) as sink:
        steps += await steps_to(f"smtp://sample:moonlight@127.0.0.1:{sink.port}")
    assert steps[-1] == Step("sign in", False, "535 who are you")
    assert "moonlight" not in str(steps)


async def test_a_server_that_speaks_tls_is_spoken_to_in_tls() -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(Path(servers.__file__).with_name("calendar.example.pem"))
    async with mail_server(tls=tls) as sink:
        steps = await steps_to(f"smtps://127.0.0.1:{sink.port}", timedelta(seconds=5))

    assert [step.name for step in steps] == STEPS
    assert len(sink.letters) == 1


async def test_encryption_that_is_offered_and_does_not_come_is_a_step_not_done() -> None:
    offer = {"EHLO": "250-sample.example\r\n250 STARTTLS", "STARTTLS": "454 not now"}
    async with mail_server(offer) as sink:
        last = (await steps_to(f"smtp://127.0.0.1:{sink.port}"))[-1]

    assert last == Step("encrypt", False, "454 not now")
