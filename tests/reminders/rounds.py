"""Days of reminders in a test: a worker's rounds at chosen moments, and what the post was given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine

from netmentor import clock
from netmentor.jobs.letters import deliver_due
from netmentor.jobs.reminders import remind, wanted
from netmentor.mail.carriers import Hold, LastWord, NotNow
from netmentor.mail.models import OutgoingMail
from netmentor.mail.rules import MailState
from netmentor.settings import Settings
from tests.mail.posting import text_of

CHICAGO = ZoneInfo("America/Chicago")


@dataclass(frozen=True)
class Came:
    """A letter as it arrived."""

    at: datetime
    key: str
    to: str
    subject: str
    text: str

    @property
    def kind(self) -> str:
        return self.key.split(":")[2]


@dataclass
class Post:
    """A mail server that keeps what it is given; while it `is_away` it takes nothing."""

    is_away: bool = False
    came: list[Came] = field(default_factory=list)

    async def carry(self, mail: OutgoingMail, hold: Hold, last_word: LastWord) -> MailState:
        if self.is_away:
            raise NotNow("The mail server cannot be reached.")
        message = bytes(mail.message)
        self.came.append(
            Came(clock.now().astimezone(CHICAGO), mail.key, mail.to, mail.subject, text_of(message))
        )
        return MailState.SENT

    def subjects(self) -> list[str]:
        return [one.subject for one in self.came]


def at(wall: str, zone: ZoneInfo = CHICAGO) -> datetime:
    """The moment a clock shows this: "2026-12-08 08:00"."""
    return datetime.fromisoformat(wall).replace(tzinfo=zone)


async def round_at(settings: Settings, post: Post, now: datetime) -> None:
    """What a worker does in one round, as if it were `now`."""
    with time_machine.travel(now, tick=False):
        await remind(settings)
        await deliver_due(post, wanted)


async def rounds(
    settings: Settings, post: Post, first: datetime, last: datetime, every: timedelta
) -> None:
    """All the rounds from one moment to another."""
    for now in moments(first, last, every):
        await round_at(settings, post, now)


def moments(first: datetime, last: datetime, every: timedelta) -> Iterator[datetime]:
    now = first
    while now <= last:
        yield now
        now = (now.astimezone(ZoneInfo("UTC")) + every).astimezone(first.tzinfo)
