"""Links of letters: signed, for one purpose, good until a day, and opened without signing in."""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from struct import Struct
from uuid import UUID

from netmentor.accounts.models import User
from netmentor.errors import NotFound
from netmentor.settings import Settings

# The user's number, the second of their account, bytes for their address, the second of the end.
_HEAD = Struct(">IIII")
_SEAL = 16  # bytes of HMAC-SHA256: half of it, which RFC 2104 section 5 lets a seal be cut to
_SHORTEST, _LONGEST = 44, 300  # letters
_LETTERS = re.compile(f"[A-Za-z0-9_-]{{{_SHORTEST},{_LONGEST}}}", re.ASCII)
_FOR = b"link of a letter\0"  # nothing else that the key signs begins so


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
class Link:
    """What a link says: whose it is, what it does to `what`, and until when."""

    purpose: Purpose
    user_id: int
    joined: int  # when the account was made: another one may have its number after a restore
    addressed: int  # to which address: whoever reads letters to an old one answers none
    ends_at: datetime
    what: bytes

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
        self._key, self._base = settings.secret_key.encode(), settings.base_url
        self._whose = user.id, _joined(user), _addressed(user)
        self._ends = {one: int((now + after).timestamp()) for one, after in GOOD_FOR.items()}

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
        # The purpose comes last: programs that look for links leave a last "-" or "_" out of them.
        said = what + _HEAD.pack(*self._whose, self._ends[purpose]) + bytes((purpose,))
        return urlsafe_b64encode(_seal(self._key, said) + said).rstrip(b"=").decode()


def read(settings: Settings, signed: str) -> Link:
    """Return what a link says, whether or not it is over; raise NotFound for what is not ours."""
    made = _bytes(signed)
    seal, said = made[:_SEAL], made[_SEAL:]
    keys = (settings.secret_key, *settings.old_secret_keys)
    if not any(hmac.compare_digest(_seal(key.encode(), said), seal) for key in keys):
        raise _unknown()
    user_id, joined, addressed, ends = _HEAD.unpack(said[-_HEAD.size - 1 : -1])
    return Link(
        purpose=Purpose(said[-1]),
        user_id=user_id,
        joined=joined,
        addressed=addressed,
        ends_at=datetime.fromtimestamp(ends, UTC),
        what=said[: -_HEAD.size - 1],
    )


async def owner(link: Link) -> User:
    """The user whose link it is; raise NotFound where there is no such account any more.

    So it is where the account has another address by now.
    """
    user = await User.get_or_none(id=link.user_id)
    if user is None or (_joined(user), _addressed(user)) != (link.joined, link.addressed):
        raise _unknown()
    return user


def _bytes(signed: str) -> bytes:
    """Return what the letters stand for, and only for those that we would have written."""
    if not _LETTERS.fullmatch(signed):
        raise _unknown()
    padded = signed.encode() + b"=" * (-len(signed) % 4)
    try:
        made = urlsafe_b64decode(padded)
    except ValueError as exc:  # one letter too many
        raise _unknown() from exc
    if urlsafe_b64encode(made) != padded:  # the last letter has bits that stand for nothing
        raise _unknown()
    return made


def _seal(key: bytes, said: bytes) -> bytes:
    return hmac.digest(key, _FOR + said, "sha256")[:_SEAL]


def _joined(user: User) -> int:
    return int(user.created_at.timestamp())


def _addressed(user: User) -> int:
    return int.from_bytes(hashlib.sha256(user.email.encode()).digest()[:4], "big")


def _unknown() -> NotFound:
    return NotFound("There is no page at this address.")
