"""Signed addresses of letters: whose each is, what it is for, and until when it is good.

Each room that writes such letters has purposes of its own, by numbers that no other room has.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from struct import Struct

from netmentor.accounts.models import User
from netmentor.errors import NotFound
from netmentor.settings import Settings

_HEAD = Struct(">IQI")  # the user's number, which account and address that was, the end's second
_SEAL = 16  # bytes of HMAC-SHA256: half of it, which RFC 2104 section 5 lets a seal be cut to
_SHORTEST, _LONGEST = 44, 300  # letters
_LETTERS = re.compile(f"[A-Za-z0-9_-]{{{_SHORTEST},{_LONGEST}}}", re.ASCII)
_FOR = b"link of a letter\0"  # nothing else that the key signs begins so


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signed address says: the number of its purpose, and `what` it does that to."""

    purpose: int
    user_id: int
    account: int  # by its age and address: another may have its number, or have the old mailbox
    ends_at: datetime
    what: bytes


def signed(settings: Settings, user: User, purpose: int, what: bytes, *, ends_at: datetime) -> str:
    """Return the letters of an address that is good for one purpose until `ends_at`."""
    # The purpose comes last: programs that look for links leave a last "-" or "_" out of them.
    head = _HEAD.pack(user.id, _account(user), int(ends_at.timestamp()))
    said = what + head + bytes((purpose,))
    sealed = _seal(settings.secret_key.encode(), said) + said
    return urlsafe_b64encode(sealed).rstrip(b"=").decode()


def read(settings: Settings, letters: str) -> Signed:
    """Return what an address says, whether or not it is over; raise NotFound for forged ones."""
    made = _bytes(letters)
    seal, said = made[:_SEAL], made[_SEAL:]
    keys = (settings.secret_key, *settings.old_secret_keys)
    if not any(hmac.compare_digest(_seal(key.encode(), said), seal) for key in keys):
        raise unknown()
    user_id, account, ends = _HEAD.unpack(said[-_HEAD.size - 1 : -1])
    return Signed(
        purpose=said[-1],
        user_id=user_id,
        account=account,
        ends_at=datetime.fromtimestamp(ends, UTC),
        what=said[: -_HEAD.size - 1],
    )


async def owner_of(user_id: int, account: int) -> User:
    """The user of this account; raise NotFound where there is no such account any more.

    So it is where the account has another address by now.
    """
    user = await User.get_or_none(id=user_id)
    if user is None or _account(user) != account:
        raise unknown()
    return user


def unknown() -> NotFound:
    """What is answered to an address that nobody signed, and to one of another room."""
    return NotFound("There is no page at this address.")


def _bytes(letters: str) -> bytes:
    """Return what the letters stand for, and only for those that we would have written."""
    if not _LETTERS.fullmatch(letters):
        raise unknown()
    padded = letters.encode() + b"=" * (-len(letters) % 4)
    try:
        made = urlsafe_b64decode(padded)
    except ValueError as exc:  # one letter too many
        raise unknown() from exc
    if urlsafe_b64encode(made) != padded:  # the last letter has bits that stand for nothing
        raise unknown()
    return made


def _seal(key: bytes, said: bytes) -> bytes:
    return hmac.digest(key, _FOR + said, "sha256")[:_SEAL]


def _account(user: User) -> int:
    told = f"{int(user.created_at.timestamp())} {user.email}"
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:8], "big")
