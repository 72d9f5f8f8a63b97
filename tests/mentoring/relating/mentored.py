"""Somebody with a row of each kind of the room of mentors, at addresses that are chosen."""

from __future__ import annotations

from datetime import date, timedelta

from netmentor.accounts.models import User
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.relating.models import Mentorship
from netmentor.mentoring.relating.noting import write
from netmentor.mentoring.relating.rules import NoteKind
from tests.factories import NOON
from tests.mentoring.mentors import make_mentor


async def make_mentored(owner: User, key: str, slug: str, secret: str) -> str:
    """A profile, a session and a mentorship of `owner`, all of them with a secret in it.

    Return the number of the mentorship; `key` is the session's and `slug` the profile's.
    """
    await make_mentor(owner, slug=slug, about=secret, listing="draft")
    other = await make_mentor()
    at = NOON + timedelta(days=7)
    session = await MentorSession.create(
        key=key,
        mentor=other,
        mentee=owner,
        type_name=secret,
        minutes=60,
        medium="video",
        place=secret,
        starts_at=at,
        ends_at=at + timedelta(hours=1),
        timezone="America/New_York",
        starts_local="2026-12-01T07:00",
        state="confirmed",
        topic=secret,
        created_at=NOON,
        changed_at=NOON,
    )
    await write(session, owner, NoteKind.PRIVATE, secret, now=NOON)
    agreed = await Mentorship.create(
        mentor=other,
        mentee=owner,
        goals=secret,
        cadence_weeks=5,
        minutes=45,
        begins_on=date(2026, 12, 1),
        written_by="mentee",
        created_at=NOON,
        changed_at=NOON,
    )
    return str(agreed.id)
