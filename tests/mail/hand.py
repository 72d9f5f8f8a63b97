"""A carrier for tests that takes letters, or raises what it is told to."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from netmentor.mail.carriers import Hold, LastWord
from netmentor.mail.models import OutgoingMail
from netmentor.mail.rules import MailState


async def unopposed() -> str:
    """The last word on a letter that is wanted."""
    return ""


@dataclass
class Hand:
    """Where `about` is set, the trouble is with the letter of that key alone."""

    trouble: Exception | None = None
    about: str = ""
    taken: list[str] = field(default_factory=list)
    asked: int = 0
    holding: asyncio.Event = field(default_factory=asyncio.Event)
    may_go_on: asyncio.Event | None = None

    async def carry(self, mail: OutgoingMail, hold: Hold, last_word: LastWord) -> MailState:
        self.asked += 1
        self.holding.set()
        if self.may_go_on:
            await self.may_go_on.wait()
        await asyncio.sleep(0)
        if self.trouble and self.about in ("", mail.key):
            raise self.trouble
        self.taken.append(mail.key)
        return MailState.SENT
