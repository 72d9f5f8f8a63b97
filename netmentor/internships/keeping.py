"""What this room keeps of a user: what they study. It goes with the account's own row."""

from __future__ import annotations

from typing import Any

from netmentor.accounts.models import User
from netmentor.db.columns import plain_columns
from netmentor.internships.queries import studies_of

_STUDIES = "degree year graduates_on accreditation needs_sponsorship changed_at".split()


async def hand_out(user: User) -> dict[str, Any]:
    """All of it, by the names of its columns."""
    studies = await studies_of(user)
    return {"studies": plain_columns(studies, _STUDIES) if studies else None}
