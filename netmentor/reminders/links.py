"""Links of letters: signed, for one purpose, good until a day, and opened without signing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from uuid import UUID

from netmentor.accounts import signed as addresses
from netmentor.accounts.models import User
from netmentor.settings import Settings


class Purpose(IntEnum):
    """The one thing that a link does."""

    DONE = 1
    LATER = 2
    STOP = 3
    UNSUBSCRIBE = 4
    UNDO = 5


GOOD_FOR = {
    Purpose.DONE: timedelta(days=30),
    Purpose.LATER: timedelta(days=30),
    Purpose.STOP: timedelta(days=400),
    Purpose.UNSUBSCRIBE: timedelta(days=400),
    Purpose.UNDO: timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class Link(addresses.Signed):
    """What a link of this room says."""

    purpose: Purpose

    @property
    def uid(self) -> str:
        """Which follow-up is done, or comes later."""
        return str(UUID(bytes=self.what[:16]))

    @property
    def due_on(self) -> date:
        """The day on which a follow-up that comes later was due when it was told."""
        return date.fromordinal(int.from_bytes(self.what[16:], "big"))

    @property
    def words(self) -> list[str]:
        """What a link to stop, or to undo, names."""
        return self.what.decode().split(" ")


class Signer:
    """Makes the links of one user's letters; each is good from `now` on."""

    def __init__(self, settings: Settings, user: User, now: datetime) -> None:
        self._settings, self._user, self._now = settings, user, now
        self._base = settings.base_url

    def done(self, uid: str) -> str:
        """The address that says a follow-up is done."""
        return self._address(Purpose.DONE, UUID(uid).bytes)

    def later(self, uid: str, due_on: date) -> str:
        """The address that puts a follow-up off, while it is due on this day."""
        day = due_on.toordinal().to_bytes(3, "big")
        return self._address(Purpose.LATER, UUID(uid).bytes + day)

    def stop(self, kind: str) -> str:
        """The address that stops letters of one kind."""
        return self._address(Purpose.STOP, kind.encode())

    def unsubscribe(self) -> str:
        """The address that stops all letters of reminders (RFC 8058)."""
        return f"{self._base}/unsubscribe/{self._signed(Purpose.UNSUBSCRIBE, b'')}"

    def undo(self, *words: str) -> str:
        """The path, and no address, that undoes what these words name."""
        return f"/r/{self._signed(Purpose.UNDO, ' '.join(words).encode())}"

    def _address(self, purpose: Purpose, what: bytes) -> str:
        return f"{self._base}/r/{self._signed(purpose, what)}"

    def _signed(self, purpose: Purpose, what: bytes) -> str:
        ends_at = self._now + GOOD_FOR[purpose]
        return addresses.signed(self._settings, self._user, purpose, what, ends_at=ends_at)


def read(settings: Settings, signed: str) -> Link:
    """Return what a link says, whether or not it is over; raise NotFound for what is not ours."""
    said = addresses.read(settings, signed)
    if said.purpose not in set(Purpose):
        raise addresses.unknown()
    return Link(Purpose(said.purpose), said.user_id, said.account, said.ends_at, said.what)


async def owner(link: Link) -> User:
    """The user whose link it is; raise NotFound where there is no such account any more."""
    return await addresses.owner_of(link.user_id, link.account)
