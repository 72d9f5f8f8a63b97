"""Opportunities that are taken away: in calendars they are canceled a while, elsewhere gone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from tortoise.expressions import F

from netmentor.db.reading import rows
from netmentor.events.rules import listing_day
from netmentor.internships.applying.models import Application
from netmentor.internships.entries import called_off_since
from netmentor.internships.models import Opportunity, OpportunityChange, OpportunityLock, Window
from netmentor.internships.queries import is_off
from netmentor.internships.writing import writing
from netmentor.organizations.actions import bump_catalogue

_DEPARTED = """
    SELECT id FROM opportunity WHERE gone_at < ? AND id NOT IN (
        SELECT opportunity_id FROM opportunity_telling WHERE opportunity_id IS NOT NULL)"""


async def take_away(ids: Collection[int], *, now: datetime) -> None:
    """Have what nothing tells of any more be nowhere but in calendars, where it is canceled.

    What a person set by hand goes with it. Inside the caller's transaction, which is `writing`
    and ends with `actions.announce`; whoever applies for it has their deadline already.
    """
    these = {"opportunity_id__in": list(ids)}
    await Application.filter(**these).update(opportunity_id=None)
    await OpportunityLock.filter(**these).delete()
    await OpportunityChange.filter(**these).delete()
    found = await Opportunity.filter(id__in=list(ids))
    stood = [one.id for one in found if not is_off(one)]
    dates = Window.filter(opportunity_id__in=stood, dropped_on=None)
    await dates.update(sequence=F("sequence") + 1, changed_at=now)
    there = Opportunity.filter(id__in=list(ids), gone_at=None)
    await there.update(gone_at=now, changed_at=now)


async def forget_departed(*, now: datetime) -> int:
    """Delete what was taken away, once every calendar has read that; return of how many."""
    async with writing():
        gone = [id_ for (id_,) in await rows(_DEPARTED, called_off_since(listing_day(now)))]
        if gone:
            await Opportunity.filter(id__in=gone).delete()
            await bump_catalogue(now=now)
    return len(gone)
