"""New rules of time zones: the moments of opportunities are computed from their days again."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from netmentor.calendars.zones import zone_data_version
from netmentor.db import signs
from netmentor.events.actions import PER_TRANSACTION
from netmentor.internships.actions import announce
from netmentor.internships.drafts import WindowDraft, read
from netmentor.internships.models import Opportunity, Whole, Window
from netmentor.internships.moments import moment_of_window
from netmentor.internships.settling import MOMENTS, derive_moments
from netmentor.internships.writing import writing

_LANDMARK = "moments of opportunities"


async def keep_moments_true(*, now: datetime) -> int:
    """Compute moments again if zone data are not what made them.

    Day, hour and zone are what was promised, and no SEQUENCE grows. Returns how many opportunities
    were gone over: 0 on nearly every call.
    """
    made_by = f"zones {zone_data_version()}"
    landmark = await signs.last(_LANDMARK)
    if landmark is not None and landmark.note == made_by:
        return 0
    count, last = 0, 0
    while rows := await Opportunity.filter(id__gt=last).order_by("id").limit(PER_TRANSACTION):
        async with writing():
            await _derive_again([one.id for one in rows], now=now)
        count, last = count + len(rows), rows[-1].id
    await signs.record(_LANDMARK, at=now, note=made_by)
    return count


async def _derive_again(ids: Collection[int], *, now: datetime) -> None:
    changed, windows = [], []
    rows = Opportunity.filter(id__in=list(ids)).order_by("id").prefetch_related("windows")
    wholes = await Whole.filter(opportunity_id__in=list(ids))
    told = {one.opportunity_id: read(json.loads(one.told)) for one in wholes}
    for row in await rows:
        before = [getattr(row, name) for name in MOMENTS]
        derive_moments(row, told[row.id])
        if before != [getattr(row, name) for name in MOMENTS]:
            await row.save(update_fields=MOMENTS)
            changed.append(row.id)
        windows += [one.id for one in row.windows if await _derive_due(one)]
    await announce(changed, windows=windows, now=now)


async def _derive_due(window: Window) -> bool:
    """Compute when a window is due; return whether that is another moment."""
    told = WindowDraft(
        kind=window.kind, on=window.due_on, at=window.due_time, timezone=window.timezone
    )
    due_at = moment_of_window(told)
    if due_at == window.due_at:
        return False
    window.due_at = due_at
    await window.save(update_fields=["due_at"])
    return True
