"""Taking back what a source told of opportunities."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from netmentor.db.columns import values_of
from netmentor.events.actions import PER_TRANSACTION
from netmentor.events.importing.models import Source
from netmentor.internships.actions import announce
from netmentor.internships.applying.following import keep_deadlines
from netmentor.internships.departing import take_away
from netmentor.internships.models import OpportunityTelling
from netmentor.internships.settling import settle
from netmentor.internships.writing import writing


async def withdraw(source: Source, *, now: datetime) -> int:
    """Take back all that `source` told; return how many opportunities went with it.

    What others tell of, too, stays as they tell it. Whoever applies for what went keeps their
    application, with the deadline that it had.
    """
    tellings = await values_of(OpportunityTelling.filter(source=source).order_by("id"), "id")
    count = 0
    for start in range(0, len(tellings), PER_TRANSACTION):
        async with writing():
            count += await _forget(tellings[start : start + PER_TRANSACTION], now=now)
    return count


async def _forget(tellings: Collection[int], *, now: datetime) -> int:
    rows = OpportunityTelling.filter(id__in=list(tellings))
    told = set(await values_of(rows, "opportunity_id")) - {None}
    await rows.delete()
    left = OpportunityTelling.filter(opportunity_id__in=list(told))
    kept = set(await values_of(left, "opportunity_id"))
    gone = list(told - kept)
    applying = await keep_deadlines(gone, now=now)
    await take_away(gone, now=now)
    settled = await settle(kept, now=now)
    touched = (*settled.changed, *gone)
    await announce(touched, windows=settled.windows, and_to=applying, now=now)
    return len(gone)
