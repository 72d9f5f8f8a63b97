"""A mentor whom visitors can book, and the posts that do it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx2

from netmentor.accounts.models import User
from netmentor.mentoring.availability.models import SessionType, Terms, WeeklyHours
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.models import Mentor
from tests.accounts.casting import make_user
from tests.mentoring.mentors import make_mentor
from tests.web.visiting import come_in, post

MENTOR = "mentor@example.org"
SECRET = "https://meet.example.org/sample-room-84"
THURSDAY = "2026-12-10T21:30Z"  # 4:30 pm in New York, 3:30 pm in Chicago
FRIDAY = "2026-12-11T15:00Z"


@dataclass(frozen=True, slots=True)
class Offer:
    """A mentor in New York with two kinds of sessions: one asked for, one booked at once."""

    user: User
    mentor: Mentor
    review: SessionType
    chat: SessionType

    @property
    def slots(self) -> str:
        return f"/mentors/{self.mentor.slug}/slots"

    @property
    def bookings(self) -> str:
        return f"/mentors/{self.mentor.slug}/bookings"


async def make_offer(**told: Any) -> Offer:
    """Weekdays from nine to five, on their own clock."""
    user = await make_user(MENTOR, name="Denise Okafor", timezone="America/New_York")
    mentor = await make_mentor(user, **{"name": "Denise Okafor", **told})
    for weekday in range(5):
        await WeeklyHours.create(mentor=mentor, weekday=weekday, starts="09:00", ends="17:30")
    await Terms.create(mentor=mentor)
    boring: dict[str, Any] = {"mentor": mentor, "minutes": 45, "medium": "video", "place": SECRET}
    review = await SessionType.create(slug="review", name="Résumé review", **boring)
    chat = await SessionType.create(slug="chat", name="Short talk", is_instant=True, **boring)
    return Offer(user, mentor, review, chat)


async def ask(
    client: httpx2.AsyncClient, offer: Offer, starts_at: str = THURSDAY, **told: str
) -> httpx2.Response:
    """Post the form of the picker."""
    boring = {"type": "review", "starts_at": starts_at, "topic": "A first job or a fellowship"}
    return await post(client, offer.bookings, **boring | told)


async def the_session() -> MentorSession:
    """The one session there is."""
    return await MentorSession.get().select_related("mentor", "mentee")


def moment(told: str) -> datetime:
    return datetime.fromisoformat(told).astimezone(UTC)


def times_of(page: str) -> list[str]:
    """The hours that a page offers, as forms tell them."""
    return re.findall(r'name="starts_at" value="([^"]+)"', page)


async def become(client: httpx2.AsyncClient, email: str) -> None:
    """Have somebody else at the visitor's browser."""
    client.cookies.clear()
    await come_in(client, email)
