"""Mentors who can be booked, and what was told: of tests, sample people all."""

from __future__ import annotations

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from netmentor.accounts.models import User
from netmentor.mail.models import OutgoingMail
from netmentor.mail.unwritten import written
from netmentor.mentoring.availability.models import SessionType, Terms, WeeklyHours
from netmentor.mentoring.booking.actions import Wish, ask
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.models import Mentor
from netmentor.settings import Settings
from tests.factories import NOON
from tests.mentoring.mentors import make_mentor

MONDAY_TEN = datetime.fromisoformat("2026-11-30T15:00:00+00:00")  # ten o'clock in New York
HOUR = timedelta(hours=1)
SECRET = "https://meet.example.org/sample-room-4711"


async def make_bookable(
    user: User | None = None, *, terms: dict[str, Any] | None = None, **told: Any
) -> tuple[Mentor, SessionType]:
    """A mentor who is free from nine to five, Monday to Friday, for an hour by video.

    `told` holds columns of the type; `terms` those of the mentor's terms.
    """
    mentor = await make_mentor(user)
    for weekday in range(5):
        await WeeklyHours.create(mentor=mentor, weekday=weekday, starts="09:00", ends="17:00")
    await Terms.create(mentor=mentor, **{"step_minutes": 30} | (terms or {}))
    boring: dict[str, Any] = {
        "slug": "talk",
        "name": "Career talk",
        "minutes": 60,
        "medium": "video",
        "place": SECRET,
        "place_words": "By video",
    }
    return mentor, await SessionType.create(mentor=mentor, **boring | told)


async def make_session(
    settings: Settings,
    mentee: User,
    offered: tuple[Mentor, SessionType],
    *,
    starts_at: datetime = MONDAY_TEN,
    now: datetime = NOON,
) -> MentorSession:
    """A session about ratios of receivables, asked for or, where its type is instant, booked."""
    wish = Wish(starts_at=starts_at, topic="Receivables", questions="Which ratios matter?")
    return await ask(settings, *offered[:1], mentee, offered[1], wish, now=now)


async def letters_to(address: str) -> list[EmailMessage]:
    """The letters posted to an address, in their order."""
    found = await OutgoingMail.filter(to=address).order_by("id")
    return [message_from_bytes(written(one.message), policy=policy.default) for one in found]


async def named_letters_to(address: str) -> list[str]:
    """How the letters posted to an address are called."""
    return [one.letter for one in await OutgoingMail.filter(to=address).order_by("id")]


def words_of(letter: EmailMessage) -> str:
    """All that a letter tells: its subject, and each of its parts."""
    parts = [str(letter["subject"])]
    for part in letter.walk():
        if not part.is_multipart():
            told = part.get_content()
            parts.append(told.decode() if isinstance(told, bytes) else told)
    return "\n".join(parts)
