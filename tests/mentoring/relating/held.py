"""Two people who held sessions together: of tests, sample people all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from netmentor.accounts.models import User
from netmentor.mentoring.availability.models import SessionType
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import session_of
from netmentor.mentoring.booking.settling import settle_over
from netmentor.mentoring.models import Mentor
from netmentor.mentoring.relating.rules import Terms
from netmentor.settings import Settings
from tests.mentoring.booking.sessions import HOUR, MONDAY_TEN, make_session

AFTER = MONDAY_TEN + timedelta(days=3)  # when all of `make_held` are over
Offered = tuple[Mentor, SessionType]


def make_terms(**told: Any) -> Terms:
    """Five-weekly sessions of 45 minutes about budgets, from the day after `AFTER` on."""
    boring: dict[str, Any] = {"goals": "Read a budget", "cadence_weeks": 5, "minutes": 45}
    return Terms(**boring | {"begins_on": date(2026, 12, 4)} | told)


async def make_held(
    settings: Settings, mentee: User, offered: Offered, *, count: int = 2
) -> MentorSession:
    """The last of so many sessions, of an instant type, that took place one day after the other."""
    for number in range(count):
        starts_at = MONDAY_TEN + timedelta(days=number)
        last = await make_session(settings, mentee, offered, starts_at=starts_at)
        await settle_over(now=starts_at + 2 * HOUR)
    return await session_of(mentee, last.key)
