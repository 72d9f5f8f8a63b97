"""What is kept of something under way, handed out whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from netmentor.db.columns import plain_columns
from netmentor.internships.applying.under_way.models import Hours, Milestone, UnderWay

_DAY = "kind due_on done_at".split()
_HOURS = "day minutes note".split()


async def hand_out(application_ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """All of what is under way of each application; people by the names they are kept under."""
    ids = list(application_ids)
    days = defaultdict(list)
    for day in await Milestone.filter(under_way__application_id__in=ids).order_by("id"):
        days[day.under_way_id].append(plain_columns(day, _DAY))
    hours = defaultdict(list)
    for one in await Hours.filter(under_way__application_id__in=ids).order_by("day"):
        hours[one.under_way_id].append(plain_columns(one, _HOURS))
    rows = UnderWay.filter(application_id__in=ids).select_related("supervisor")
    return {
        row.application_id: plain_columns(row, ("minutes_required", "created_at"))
        | {
            "supervisor": row.supervisor.name if row.supervisor else None,
            "days": days[row.id],
            "hours": hours[row.id],
        }
        for row in await rows
    }
