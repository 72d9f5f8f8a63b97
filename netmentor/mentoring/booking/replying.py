"""How long a mentor takes to answer, as their profile tells it."""

from __future__ import annotations

from datetime import datetime

from netmentor.mentoring.booking.models import MentorSession
from netmentor.mentoring.profiles import note_replies

_LATEST = 20  # answers that count


async def answered(row: MentorSession, *, now: datetime) -> None:
    """Note that the mentor answers a request, the first time; inside the caller's turn."""
    if row.replied_at is not None:
        return
    row.replied_at = now
    theirs = MentorSession.filter(mentor_id=row.mentor_id, replied_at__not_isnull=True)
    latest = theirs.exclude(id=row.id).order_by("-replied_at", "-id").limit(_LATEST - 1)
    found = await latest.values_list("created_at", "replied_at")
    waits = [replied_at - created_at for created_at, replied_at in found]
    await note_replies(row.mentor_id, [now - row.created_at, *waits])
