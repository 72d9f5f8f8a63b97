"""Where somebody may have been met: the events that one user was, is or will be at about now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.accounts.models import User
from netmentor.events.attending.queries import my_events
from netmentor.events.attending.rules import Answer
from netmentor.events.models import Event

_SOON = timedelta(days=3)
_LATELY = timedelta(days=60)
_MOST = 20


@dataclass(frozen=True, slots=True)
class Places:
    """The event a user is at, or None, and those it may have been, the nearest first."""

    now: Event | None
    near: Sequence[Event]


async def places_to_meet(user: User, *, now: datetime) -> Places:
    """The events that a form offers to somebody who just met somebody."""
    mine = await my_events(user, now=now)
    today = now.astimezone(ZoneInfo(user.timezone)).date()
    here = mine.now.event if mine.now else None
    near = [
        one.event
        for one in (*mine.ahead, *mine.unsettled, *mine.over)
        if one.attendance.answer != Answer.SKIPPED
        and one.event.starts_on
        and one.event.ends_on
        and today - _LATELY <= one.event.ends_on
        and one.event.starts_on <= today + _SOON
    ]
    first = [here] if here else []
    return Places(here, [*first, *(one for one in near if one != here)][:_MOST])
