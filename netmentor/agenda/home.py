"""Where a user lives: what is dated by their own clock goes along when they move."""

from __future__ import annotations

from datetime import datetime

from netmentor.accounts import actions
from netmentor.accounts.models import User
from netmentor.accounts.turns import take_turns_of
from netmentor.internships.applying.clocks import put_on_clock_of
from netmentor.internships.writing import answering


async def describe_oneself(user: User, *, name: str, timezone: str, now: datetime) -> None:
    """Change what a user is called and where they are, and tell calendars what is other by it."""
    async with answering():
        await take_turns_of(user)
        before = await User.get_or_none(id=user.id) or user  # in another window it may be another
        await actions.describe_oneself(user, name=name, timezone=timezone)
        await put_on_clock_of(before, timezone, now=now)
