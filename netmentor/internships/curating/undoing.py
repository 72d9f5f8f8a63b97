"""Taking back what was decided about an opportunity: it goes to where it was before."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from netmentor.events.curating.decisions import BuiltOn
from netmentor.events.curating.models import Decision
from netmentor.events.curating.rules import Kind
from netmentor.internships.actions import announce
from netmentor.internships.applying.models import Application
from netmentor.internships.departing import take_away
from netmentor.internships.models import OpportunityLock, OpportunityTelling
from netmentor.internships.queries import is_told_of
from netmentor.internships.settling import settle
from netmentor.internships.suggesting.models import OpportunitySuggestion


async def take_back(decision: Decision, *, now: datetime) -> None:
    """Bring back what was before `decision`, which is the last one about the same.

    Runs inside the caller's transaction. Raises a Conflict where that cannot be.
    """
    before: dict[str, Any] = json.loads(decision.before)
    match decision.kind:
        case Kind.DISMISS:
            await _refuse_no_more(before)
        case Kind.ACCEPT if "telling" in before:
            await _delist(before, now=now)
        case Kind.SAME:
            await _part(before, now=now)
        case _:
            if "accepted" in before:
                number, accepted = before["accepted"]
                await OpportunityTelling.filter(id=number).update(accepted=accepted)
            await _lock_as_before(before["opportunity"], before["locks"], now=now)


async def locks_as_they_are(opportunity_id: int, facets: Collection[str]) -> dict[str, Any]:
    """Return what is locked of these facets, as JSON has it; None for what is not."""
    found = OpportunityLock.filter(opportunity_id=opportunity_id, facet__in=list(facets))
    rows = {row.facet: [row.value, row.set_at.isoformat()] for row in await found}
    return {facet: rows.get(facet) for facet in facets}


async def settle_by_hand(opportunity_id: int, *, now: datetime) -> None:
    """Make an opportunity what its sources and a curator say, and tell whoever follows it."""
    settled = await settle([opportunity_id], now=now)
    await announce(settled.changed, windows=settled.windows, now=now)


async def _lock_as_before(opportunity_id: int, locks: Mapping[str, Any], *, now: datetime) -> None:
    if not await is_told_of(opportunity_id):
        raise BuiltOn("Its opportunity is there no longer.")
    for facet, held in locks.items():
        if held is None:
            await OpportunityLock.filter(opportunity_id=opportunity_id, facet=facet).delete()
        else:
            told = {"value": held[0], "set_at": datetime.fromisoformat(held[1])}
            await OpportunityLock.update_or_create(told, opportunity_id=opportunity_id, facet=facet)
    await settle_by_hand(opportunity_id, now=now)


async def _refuse_no_more(before: Mapping[str, Any]) -> None:
    """Let what was dismissed wait again; what its source says anew waits already."""
    telling = await _telling(before["telling"])
    if telling.refused == before["dismissed"]:
        telling.refused = before["refused"]
        await telling.save(update_fields=["refused"])
    await OpportunitySuggestion.filter(telling_id=telling.id).update(answer="")


async def _delist(before: Mapping[str, Any], *, now: datetime) -> None:
    """Take an opportunity away that was taken of a proposal, which waits again."""
    telling, opportunity_id = await _telling(before["telling"]), before["opportunity"]
    others = OpportunityTelling.filter(opportunity_id=opportunity_id).exclude(id=telling.id)
    if await others.exists():
        raise BuiltOn("Other sources tell of this opportunity, too, by now.")
    if await Application.exists(opportunity_id=opportunity_id):
        raise BuiltOn("Somebody applies for it; set it to canceled instead.")
    telling.opportunity_id, telling.accepted = None, ""
    await telling.save(update_fields=["opportunity_id", "accepted"])
    await take_away([opportunity_id], now=now)
    await announce([opportunity_id], now=now)


async def _part(before: Mapping[str, Any], *, now: datetime) -> None:
    """Let what was taken for a known opportunity wait again as one of its own."""
    telling, opportunity_id = await _telling(before["telling"]), before["opportunity"]
    mine = OpportunityTelling.filter(id=telling.id, opportunity_id=opportunity_id)
    if not await mine.update(opportunity_id=None):
        raise BuiltOn("Its opportunity is there no longer.")
    await settle_by_hand(opportunity_id, now=now)


async def _telling(number: int) -> OpportunityTelling:
    telling = await OpportunityTelling.get_or_none(id=number)
    if telling is None:
        raise BuiltOn("Its source was removed, with all that it told, or its member is gone.")
    return telling
