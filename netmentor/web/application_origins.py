"""What applications came from, across the rooms: a person, an event, sessions with a mentor."""

from __future__ import annotations

from dataclasses import dataclass

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact
from netmentor.events.models import Event
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.queries import came_through
from netmentor.internships.applying.rules import CameFrom
from netmentor.mentoring.booking.acquainting import contact_of, latest_session_with
from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.models import Mentor


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the one was met who an application came from, and the latest session with them."""

    event: Event | None = None
    session: MentorSession | None = None


async def origin_of(user: User, row: Application) -> Origin:
    """What an application came from; of one that came from nobody there is nothing to tell."""
    if row.contact is None:
        return Origin()
    known = await Contact.get(id=row.contact_id).select_related("event__merged_into")
    event = known.event.merged_into or known.event if known.event else None
    by_mentor = row.came_from == CameFrom.MENTOR
    return Origin(event, await latest_session_with(user, known) if by_mentor else None)


async def came_through_mentor(user: User | None, mentor: Mentor) -> list[Application]:
    """What of a user's came from somebody whom they know as this mentor, read with its user."""
    if user is None or user.id == mentor.user_id:
        return []
    return await came_through(user, await contact_of(user, mentor.user, mentor.name))
