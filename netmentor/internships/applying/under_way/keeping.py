"""What is kept of something under way, handed out whole."""

from __future__ import annotations

from typing import Any

from netmentor.db.columns import plain_columns
from netmentor.internships.applying.under_way.models import Hours, Milestone, UnderWay

_DAY = "kind due_on done_at".split()
_HOURS = "day minutes note".split()


async def hand_out(application_id: int) -> dict[str, Any] | None:
    """All of it, None where nothing is under way; people by the names they are kept under."""
    rows = UnderWay.filter(application_id=application_id).select_related("supervisor")
    row = await rows.first()
    if row is None:
        return None
    days = await Milestone.filter(under_way=row).order_by("id")
    hours = await Hours.filter(under_way=row).order_by("day")
    return plain_columns(row, ("minutes_required", "created_at")) | {
        "supervisor": row.supervisor.name if row.supervisor else None,
        "days": [plain_columns(one, _DAY) for one in days],
        "hours": [plain_columns(one, _HOURS) for one in hours],
    }
