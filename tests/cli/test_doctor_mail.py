"""`netmentor doctor --mail-to` sends one letter at once, and says how the mail server took it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from subprocess import CompletedProcess

import pytest

from netmentor.settings import Settings
from tests.cli.processes import netmentor
from tests.mail.posting import READER, parsed, text_of
from tests.mail.sink import Sink, mail_server


async def doctor(
    home: Settings, says: Mapping[str, str], *more: str, to: str = READER
) -> tuple[CompletedProcess[str], Sink]:
    async with mail_server(says) as sink:
        done = await asyncio.to_thread(
            netmentor,
            home,
            "doctor",
            "--mail-to",
            to,
            *more,
            NETMENTOR_SMTP_URL=f"smtp://sample:moonlight@127.0.0.1:{sink.port}",
            NETMENTOR_MAIL_FROM="post@netmentor.example",
            NETMENTOR_BASE_URL="https://netmentor.example",
        )
    assert "moonlight" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done, sink


async def test_a_letter_arrives_and_each_step_is_told(home: Settings) -> None:
    done, sink = await doctor(home, {"letter": "250 queued as 7"}, to=" Reader@Example.org ")

    assert (done.returncode, done.stderr) == (0, "")
    *steps, last = done.stdout.splitlines()
    names = ["connect", "greet", "sign in", "sender", "recipient", "letter"]
    assert [line[6:15].strip() for line in steps] == names
    assert {line.split()[0] for line in steps} == {"ok"}
    assert steps[-1].endswith("250 queued as 7")
    assert READER in last
    [letter] = sink.letters
    assert parsed(letter)["Subject"] == "A test letter"
    assert "https://netmentor.example" in text_of(letter)


async def test_a_letter_that_is_not_taken_is_a_failure(home: Settings) -> None:
    done, _ = await doctor(home, {"RCPT": "550 5.1.1 no such mailbox"})

    assert done.returncode == 1
    assert done.stdout.splitlines()[-2:] == [
        "fail  recipient 550 5.1.1 no such mailbox",
        f"The mail server did not take the letter to {READER}.",
    ]


async def test_programs_are_told_the_same(home: Settings) -> None:
    done, _ = await doctor(home, {"DATA": "452 full"}, "--json")

    told = json.loads(done.stdout)
    assert (done.returncode, told["ok"]) == (1, False)
    assert told["steps"][-1] == {"name": "letter", "is_done": False, "answer": "452 full"}


@pytest.mark.parametrize("wrong", ["", "reader", "a@b.example\r\nRCPT TO:<c@d.example>", "a b@c.d"])
async def test_what_is_no_address_is_refused_before_anybody_is_asked(
    home: Settings, wrong: str
) -> None:
    done, sink = await doctor(home, {}, to=wrong)

    assert (done.returncode, sink.commands) == (1, [])


def test_without_a_mail_server_it_says_what_to_set(home: Settings) -> None:
    done = netmentor(home, "doctor", "--mail-to", READER)

    assert done.returncode == 1
    assert "NETMENTOR_SMTP_URL is not set" in done.stderr
