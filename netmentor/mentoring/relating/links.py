"""The one link of this part's letters: a mentor's listing that silence paused is shown again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from netmentor.accounts import signed as addresses
from netmentor.accounts.models import User
from netmentor.errors import NetMentorError
from netmentor.settings import Settings

RETURN = 19  # the number of its purpose; booking has those below
GOOD_FOR = timedelta(days=400)
_BYTES = 4  # of the number of a silence


class ReturnOver(NetMentorError):
    """A link that was good until a day; signed in, the same is done on /mentoring."""


@dataclass(frozen=True, slots=True)
class Return:
    """Whose listing it is, and which silence is to end."""

    user: User
    silence_id: int


def sign(settings: Settings, mentor: User, silence_id: int, *, now: datetime) -> str:
    """Return the address that shows a mentor's listing again."""
    what = silence_id.to_bytes(_BYTES, "big")
    letters = addresses.signed(settings, mentor, RETURN, what, ends_at=now + GOOD_FOR)
    return f"{settings.base_url}/m/again/{letters}"


async def opened(settings: Settings, letters: str, *, now: datetime) -> Return:
    """Return what a link says; raises NotFound for forged ones, and ReturnOver."""
    said = addresses.read(settings, letters)
    if said.purpose != RETURN:
        raise addresses.unknown()
    user = await addresses.owner_of(said.user_id, said.account)
    if said.ends_at <= now:
        raise ReturnOver(f"This link was good until {said.ends_at:%B} {said.ends_at.day}.")
    return Return(user, int.from_bytes(said.what, "big"))
