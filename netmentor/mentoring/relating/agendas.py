"""A day before a session its mentee is asked what it is to be about."""

from __future__ import annotations

from datetime import datetime

from netmentor.mentoring.booking.holding import in_turn
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.booking.rules import State
from netmentor.mentoring.booking.telling import when_words
from netmentor.mentoring.entries import path_of
from netmentor.mentoring.relating.models import SessionNote
from netmentor.mentoring.relating.rules import (
    AGENDA_AHEAD,
    AGENDA_UNTIL,
    NoteKind,
    asks_for_agenda,
)
from netmentor.mentoring.relating.telling import Told, tell
from netmentor.settings import Settings


async def ask_due(settings: Settings, *, now: datetime) -> int:
    """Ask every mentee for an agenda whose session is a day away; return how many letters."""
    ahead = MentorSession.filter(
        state=State.CONFIRMED,
        starts_at__gt=now + AGENDA_UNTIL,
        starts_at__lte=now + AGENDA_AHEAD,
    )
    rows = await ahead.order_by("starts_at", "id").select_related("mentor__user", "mentee")
    due = [row for row in rows if asks_for_agenda(row.starts_at, row.created_at, now)]
    return sum([await _ask(settings, row, now=now) for row in due])


async def _ask(settings: Settings, row: MentorSession, *, now: datetime) -> bool:
    mentee = row.mentee
    if mentee is None or mentee.is_guest:  # it is written signed in
        return False
    told = Told(
        letter="session_agenda",
        key=f"session:{row.key}:agenda",
        subject=f"Tomorrow with {row.mentor.name}: what is it to be about?",
        opening=f"Your session with {row.mentor.name} is within a day. Two or three lines on what"
        " you want to come away with make the most of it; they can read them beforehand.",
        facts=[
            ("When", when_words(row.starts_at, row.minutes, mentee.timezone)),
            ("Topic so far", row.topic),
        ],
        closing="Write your agenda here:",
        path=f"{path_of(row.key)}#agenda",
    )
    async with in_turn(mentee.id):
        stands = MentorSession.filter(id=row.id, state=State.CONFIRMED, starts_at=row.starts_at)
        noted = SessionNote.filter(session=row, kind=NoteKind.AGENDA)
        if await noted.exists() or not await stands.exists():
            return False
        return await tell(settings, mentee, told, now=now)
