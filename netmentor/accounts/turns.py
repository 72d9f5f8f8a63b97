"""What one user does in two windows at once happens one after the other."""

from __future__ import annotations

from netmentor.accounts.models import User
from netmentor.db.transactions import take_turns

_TURNS_OF_USERS = 1 << 40  # and above it: turns of other things have small numbers


async def take_turns_of(user: User) -> None:
    """Wait until no other transaction of this user is open. First thing in a transaction."""
    await take_turns_of_id(user.id)


async def take_turns_of_id(*user_ids: int) -> None:
    """As `take_turns_of`, for whoever knows no more of users; of several, in ascending order."""
    await take_turns(*(_TURNS_OF_USERS + user_id for user_id in sorted(set(user_ids))))
