"""Who carries a letter: a Protocol of one method, and whoever leaves letters where they are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from time import monotonic
from typing import Protocol

from netmentor.errors import Conflict, Denied
from netmentor.mail.models import OutgoingMail
from netmentor.mail.rules import MailState

Wanted = Callable[[Sequence[OutgoingMail]], Awaitable[Mapping[str, str]]]
"""Asked right before letters go out; answers by key, in a sentence, why one is not wanted."""

LastWord = Callable[[], Awaitable[str]]
"""Asked right before the text of one letter goes out: why it is not wanted, or ""."""


class NotNow(Conflict):
    """The mail server asks to come again later with this letter; it has not taken it."""


class Away(NotNow):
    """The mail server cannot be reached, or has nothing to do with us: so with no letter."""


class BrokeOff(Conflict):
    """The letter was out to its last byte, and nobody knows whether the server took it."""


class Unwanted(Conflict):
    """Nobody wants the letter any more, as its last word was; no byte of its text went out."""


class Refused(Denied):
    """The mail server will not take this letter, now or later."""


class NoSuchMailbox(Refused):
    """The mail server will take no letter to this address."""


class Hold:
    """A lease on letters as the process knows it that has them, by a clock that nobody sets."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._ends = monotonic() + seconds

    @property
    def is_half_over(self) -> bool:
        """True when no other letter may begin: each may take half of a lease."""
        return self._ends - monotonic() < self._seconds / 2

    @property
    def is_over(self) -> bool:
        """True when somebody else may have the letters."""
        return monotonic() >= self._ends


class Carrier(Protocol):
    """Takes one letter away within half of a lease, and no byte of it once the hold is over.

    It asks for the last word when only the text is left to be sent. Raises NotNow, Refused or
    Unwanted where it surely did not take it; after any other error it may have.
    """

    async def carry(self, mail: OutgoingMail, hold: Hold, last_word: LastWord) -> MailState: ...


class Mailbox:
    """For a service without a mail server: letters stay in the outbox."""

    async def carry(self, mail: OutgoingMail, hold: Hold, last_word: LastWord) -> MailState:
        return MailState.KEPT


async def everything(letters: Sequence[OutgoingMail]) -> Mapping[str, str]:
    """The Wanted of a service that wants every letter still."""
    return {}
