"""The worker as operators run it carries letters to the mail server, or keeps them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from netmentor.accounts import mailed
from netmentor.db.connections import connected
from netmentor.mail.models import OutgoingMail
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, make_user
from tests.cli.processes import environ, running
from tests.factories import NOON
from tests.mail.posting import post_sample
from tests.mail.sink import HANG, Sink, mail_server

WORK = ["-m", "netmentor", "work"]
PATIENCE = 30.0  # seconds
LATER = NOON + timedelta(days=365 * 50)  # later than the worker's own clock


def address(sink: Sink) -> str:
    return f"smtp://127.0.0.1:{sink.port}"


async def state_is(wanted: str) -> OutgoingMail:
    async with asyncio.timeout(PATIENCE):
        while (mail := await OutgoingMail.get()).state != wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    return mail


async def test_a_letter_goes_out_and_its_code_is_kept_nowhere(home: Settings) -> None:
    async with connected(home), mail_server() as sink:
        await make_user()
        await mailed.ask_to_reset(home, OWNER, now=NOON)
        await OutgoingMail.all().update(secret_until=LATER)
        env = environ(home, NETMENTOR_SMTP_URL=address(sink))
        with running(WORK, env, home.data / "work.log") as worker:
            mail = await state_is("sent")
            said = worker.said()

    assert (mail.message, len(sink.letters)) == (b"", 1)
    assert OWNER not in said


async def test_a_worker_killed_in_the_middle_of_a_letter_loses_none(home: Settings) -> None:
    async with connected(home):
        mail = await post_sample(home)
        async with mail_server({"letter": HANG}) as sink:
            env = environ(home, NETMENTOR_SMTP_URL=address(sink))
            with running(WORK, env, home.data / "work.log"):
                await asyncio.wait_for(sink.came.wait(), PATIENCE)  # killed at the block's end
        assert (await OutgoingMail.get()).state == "sending"
        await OutgoingMail.all().update(lease_until=NOON)  # as three minutes later

        async with mail_server() as again:
            env = environ(home, NETMENTOR_SMTP_URL=address(again))
            with running(WORK, env, home.data / "work.log"):
                await state_is("sent")
    assert sink.letters == again.letters == [mail.message]  # one Message-ID


async def test_without_a_mail_server_the_worker_keeps_letters(home: Settings) -> None:
    async with connected(home):
        await post_sample(home)
        with running(WORK, environ(home), home.data / "work.log"):
            await state_is("kept")
