"""Questions about interviews of one user's applications, and about who asks in them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from netmentor.errors import NotFound
from netmentor.internships.applying.interviewing.models import Interview, Interviewer
from netmentor.internships.applying.models import Application


async def interviews_of(application: Application) -> list[Interview]:
    """All of one application, the first first."""
    return await Interview.filter(application=application).order_by(
        "starts_on", "starts_time", "id"
    )


async def interview_of(application: Application, key: str) -> Interview:
    """One interview of an application; raises NotFound where it has none of this key."""
    try:
        wanted = str(UUID(key))
    except ValueError as exc:
        raise _unknown() from exc
    found = await Interview.get_or_none(application=application, key=wanted)
    if found is None:
        raise _unknown()
    return found


async def interviewers_of(row: Interview) -> Sequence[Interviewer]:
    """Who asks, each with their contact; nobody who lies in the bin."""
    found = Interviewer.filter(interview=row, contact__gone_at=None)
    return await found.order_by("id").select_related("contact")


def _unknown() -> NotFound:
    return NotFound("There is no such interview.")
