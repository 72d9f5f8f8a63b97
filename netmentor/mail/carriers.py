"""Who carries a letter: a Protocol of one method, and whoever leaves letters where they are."""

from __future__ import annotations

from typing import Protocol

from netmentor.errors import Conflict, Denied
from netmentor.mail.models import OutgoingMail
from netmentor.mail.rules import MailState


class NotNow(Conflict):
    """The mail server cannot be reached, or asks to come again later."""


class Refused(Denied):
    """The mail server will not take this letter."""


class Carrier(Protocol):
    """Takes one letter away; raises NotNow or Refused where it did not."""

    async def carry(self, mail: OutgoingMail) -> MailState: ...


class Mailbox:
    """For a service without a mail server: letters stay in the outbox."""

    async def carry(self, mail: OutgoingMail) -> MailState:
        return MailState.KEPT
