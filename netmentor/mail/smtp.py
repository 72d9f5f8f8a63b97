"""The mail server: letters handed over by SMTP, one a connection, each with a time limit."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPConnectResponseError,
    SMTPException,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from netmentor.mail.carriers import Carrier, Hold, Mailbox, NotNow, Refused
from netmentor.mail.models import OutgoingMail
from netmentor.mail.rules import MailState

PATIENCE = timedelta(seconds=60)  # for one letter, from the first byte to the last answer
_GOODBYE = 2.0  # seconds; the letter is taken already
_HERE = ("localhost", "127.0.0.1", "::1")


class MailServer:
    """Hands letters to the server of an smtp:// or smtps:// address, one a connection.

    With smtp:// the connection is encrypted where the server offers it; a password is never
    sent without, but to this very machine, whose certificate nobody signed.
    """

    def __init__(self, url: str, sender: str, patience: timedelta = PATIENCE) -> None:
        parts = urlsplit(url)
        host, tls = parts.hostname or "localhost", parts.scheme == "smtps"
        here = host in _HERE
        self._sender = sender
        self._patience = patience
        self._server: dict[str, Any] = {
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

    async def carry(self, mail: OutgoingMail, hold: Hold) -> MailState:
        client = aiosmtplib.SMTP(**self._server)
        try:
            async with asyncio.timeout(self._patience.total_seconds()):
                await client.connect()
                await client.sendmail(self._sender, [mail.to], mail.message)
            with suppress(SMTPException, OSError):
                await client.quit(timeout=_GOODBYE)
        except SMTPRecipientsRefused as exc:
            raise _answer(exc.recipients[0]) from exc
        except (SMTPAuthenticationError, SMTPConnectResponseError, SMTPHeloError) as exc:
            raise NotNow(_words(exc)) from exc  # of us, or of anybody: not of this letter
        except SMTPResponseException as exc:
            raise _answer(exc) from exc
        except TimeoutError as exc:
            raise NotNow("The mail server does not answer.") from exc
        except (SMTPException, OSError) as exc:
            raise NotNow(f"The mail server cannot be reached: {exc}.") from exc
        finally:
            client.close()
        return MailState.SENT


def carrier_of(smtp_url: str, sender: str) -> Carrier:
    """The carrier of a service with these settings."""
    return MailServer(smtp_url, sender) if smtp_url else Mailbox()


def _answer(exc: SMTPResponseException) -> NotNow | Refused:
    return Refused(_words(exc)) if exc.code >= 500 else NotNow(_words(exc))


def _words(exc: SMTPResponseException) -> str:
    return f"The mail server answered {exc.code}: {exc.message}"
