"""One letter handed to the mail server step by step, with what it answers to each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiosmtplib
from aiosmtplib import SMTPResponse
from aiosmtplib.errors import SMTPException, SMTPResponseException

from netmentor.mail.smtp import greet, server_of
from netmentor.text import one_line

PATIENCE = timedelta(seconds=20)  # for each step
_GOODBYE = 2.0  # seconds; the letter is taken already
_LONGEST_ANSWER = 300
_BY_US = ("username", "password", "start_tls")  # what aiosmtplib would do while it connects


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was asked of the server, whether it did it, and what it said to that."""

    name: str
    is_done: bool
    answer: str


async def hand_over(
    url: str, sender: str, to: str, message: bytes, patience: timedelta = PATIENCE
) -> AsyncIterator[Step]:
    """Go as far as the server lets us, with the settings that the worker has.

    The last step is done only where the letter was taken; of others nothing was.
    """
    server = server_of(url, sender, patience)
    client = aiosmtplib.SMTP(
        **{name: value for name, value in server.items() if name not in _BY_US}, start_tls=False
    )
    steps: tuple[tuple[str, Callable[[], Awaitable[SMTPResponse | None]]], ...] = (
        ("connect", client.connect),
        ("greet", lambda: greet(client)),
        ("encrypt", lambda: _encrypt(client, server)),
        ("sign in", lambda: _sign_in(client, server)),
        ("sender", lambda: client.mail(sender)),
        ("recipient", lambda: client.rcpt(to)),
        ("letter", lambda: client.data(message)),
    )
    try:
        for name, ask in steps:
            step = await _asked(name, ask)
            if step:
                yield step
            if step and not step.is_done:
                return
        with suppress(SMTPException, OSError):
            await client.quit(timeout=_GOODBYE)
    finally:
        client.close()


async def _asked(name: str, ask: Callable[[], Awaitable[SMTPResponse | None]]) -> Step | None:
    """Ask for one thing; None where it is not needed."""
    try:
        answer = await ask()
    except SMTPResponseException as exc:
        return Step(name, False, _words(f"{exc.code} {exc.message}"))
    except (SMTPException, OSError) as exc:
        return Step(name, False, _words(str(exc) or type(exc).__name__))
    return Step(name, True, _words(f"{answer.code} {answer.message}")) if answer else None


async def _encrypt(client: aiosmtplib.SMTP, server: Mapping[str, Any]) -> SMTPResponse | None:
    is_offered = client.supports_extension("STARTTLS")
    if server["use_tls"] or not (is_offered or server["start_tls"]):
        return None
    return await client.starttls()  # what is not offered is refused here, in words


async def _sign_in(client: aiosmtplib.SMTP, server: Mapping[str, Any]) -> SMTPResponse | None:
    if server["username"] is None:
        return None
    return await client.login(server["username"], server["password"])


def _words(answer: str) -> str:
    return one_line(answer)[:_LONGEST_ANSWER]
