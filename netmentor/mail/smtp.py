"""The mail server: connections to it, opened by aiosmtplib and kept for letter after letter."""

from __future__ import annotations

import asyncio
from asyncio import Transport
from datetime import timedelta
from time import monotonic
from typing import Any, cast
from urllib.parse import unquote, urlsplit

import aiosmtplib
from aiosmtplib import SMTPResponse
from aiosmtplib.errors import SMTPException, SMTPHeloError, SMTPResponseException

from netmentor.mail.carriers import Away, Carrier, Hold, LastWord, Mailbox
from netmentor.mail.conversation import LETTERS_A_CONNECTION, Conversation
from netmentor.mail.models import OutgoingMail
from netmentor.mail.rules import MailState
from netmentor.mail.unwritten import written

PATIENCE = timedelta(seconds=30)  # for a connection, and for a letter; five of them half a lease
KEPT_IDLE = 60.0  # seconds
_HERE = ("localhost", "127.0.0.1", "::1")


class MailServer:
    """Hands letters to the server of an smtp:// or smtps:// address.

    With smtp:// the connection is encrypted where the server offers it; a password is never
    sent without, but to this very machine, whose certificate nobody signed. A connection is kept
    for the next letter: for a minute, a hundred letters, and until something goes wrong.
    """

    def __init__(self, url: str, sender: str, patience: timedelta = PATIENCE) -> None:
        self._sender = sender
        self._patience = patience.total_seconds()
        self._kept: list[tuple[float, Conversation]] = []  # since when
        self._tidying: asyncio.TimerHandle | None = None
        self._server = server_of(url, sender, patience)

    async def carry(self, mail: OutgoingMail, hold: Hold, last_word: LastWord) -> MailState:
        while self._kept:
            _, kept = self._kept.pop()
            if not kept.is_open:
                kept.abort()
                continue
            try:
                return await self._hand_over(kept, mail, hold, last_word)
            except Away:
                if kept.is_open:
                    raise
                break  # the server had closed it meanwhile, as servers do
        return await self._hand_over(await self._connected(), mail, hold, last_word)

    def close(self) -> None:
        """Say goodbye on every connection that is kept."""
        if self._tidying:
            self._tidying.cancel()
            self._tidying = None
        for _, connection in self._kept:
            connection.leave()
        self._kept.clear()

    async def _hand_over(
        self, connection: Conversation, mail: OutgoingMail, hold: Hold, last_word: LastWord
    ) -> MailState:
        try:
            message = written(mail.message)
            async with asyncio.timeout(self._patience):
                await connection.agree(self._sender, mail.to)
            await connection.hand_over(message, hold, last_word, 3 * self._patience)
        except TimeoutError as exc:
            connection.abort()
            raise Away("The mail server does not answer.") from exc
        except BaseException:
            connection.abort()
            raise
        self._keep(connection)
        return MailState.SENT

    def _keep(self, connection: Conversation) -> None:
        if connection.letters >= LETTERS_A_CONNECTION:
            connection.leave()
            return
        self._kept.append((monotonic(), connection))
        if self._tidying is None:
            self._tidying = asyncio.get_running_loop().call_later(KEPT_IDLE, self._tidy)

    def _tidy(self) -> None:
        """Leave connections that nobody used for a minute."""
        now = monotonic()
        for since, connection in self._kept:
            if now - since >= KEPT_IDLE:
                connection.leave()
        self._kept = [(since, one) for since, one in self._kept if now - since < KEPT_IDLE]
        self._tidying = None
        if self._kept:
            wait = self._kept[0][0] + KEPT_IDLE - now
            self._tidying = asyncio.get_running_loop().call_later(wait, self._tidy)

    async def _connected(self) -> Conversation:
        """Connect and sign in; whatever goes wrong is about us, or anybody, and no letter."""
        client = aiosmtplib.SMTP(**self._server)
        try:
            async with asyncio.timeout(self._patience):
                await client.connect()
                if client.is_ehlo_or_helo_needed:
                    await greet(client)
        except SMTPResponseException as exc:
            client.close()
            raise Away(f"The mail server answered {exc.code}: {exc.message}") from exc
        except TimeoutError as exc:
            client.close()
            raise Away("The mail server does not answer.") from exc
        except (SMTPException, OSError) as exc:
            client.close()
            raise Away(f"The mail server cannot be reached: {exc}.") from exc
        except BaseException:
            client.close()
            raise
        transport = cast(Transport, client.transport)
        return Conversation(transport, is_pipelined=client.supports_extension("PIPELINING"))


async def greet(client: aiosmtplib.SMTP) -> SMTPResponse:
    """Say who we are, in the old way to a server that knows no other."""
    try:
        return await client.ehlo()
    except SMTPHeloError:
        return await client.helo()


def server_of(url: str, sender: str, patience: timedelta) -> dict[str, Any]:
    """Return how aiosmtplib connects to the server of an address, as it names things.

    `start_tls` None encrypts where the server offers it; True refuses a server that does not.
    """
    parts = urlsplit(url)
    host, tls = parts.hostname or "localhost", parts.scheme == "smtps"
    here = host in _HERE
    return {
        "hostname": host,
        "port": parts.port or (465 if tls else 587 if parts.username else 25),
        "username": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password or "") if parts.username else None,
        "use_tls": tls,
        "start_tls": None if tls or here or not parts.username else True,
        "validate_certs": not here,
        "local_hostname": sender.rpartition("@")[2],
        "timeout": patience.total_seconds(),
    }


def carrier_of(smtp_url: str, sender: str) -> Carrier:
    """The carrier of a service with these settings."""
    return MailServer(smtp_url, sender) if smtp_url else Mailbox()
