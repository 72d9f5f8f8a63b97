"""The two people of a session, and the session."""

from __future__ import annotations

import pytest

from netmentor.accounts.models import User
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.queries import session_of
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.mentoring.booking.sessions import make_bookable, make_session


@pytest.fixture
async def mentee(database: Settings) -> User:
    return await make_user("mentee@example.org")


@pytest.fixture
async def session(database: Settings, mentee: User) -> MentorSession:
    """A session that is booked for Monday."""
    booked = await make_session(database, mentee, await make_bookable(is_instant=True))
    return await session_of(mentee, booked.key)


@pytest.fixture
def mentor(session: MentorSession) -> User:
    found: User = session.mentor.user
    return found
