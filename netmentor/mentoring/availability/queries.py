"""What a mentor offers, for whoever looks at their page."""

from __future__ import annotations

from netmentor.mentoring.availability.models import SessionType
from netmentor.mentoring.models import Mentor


async def types_of(mentor: Mentor) -> list[SessionType]:
    """The kinds of sessions that can be booked, in the order they were made."""
    return await SessionType.filter(mentor_id=mentor.id, is_open=True).order_by("id")
