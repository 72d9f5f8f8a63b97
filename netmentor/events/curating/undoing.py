"""Taking a decision back: what it changed goes to where it was before it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from netmentor.events.actions import announce
from netmentor.events.attending.models import Watch
from netmentor.events.attending.watching import Reason, had, who_has, whose
from netmentor.events.curating.decisions import BuiltOn
from netmentor.events.curating.merging import Moved, put_pair_back, take_apart
from netmentor.events.curating.models import Decision, Lock, Resemblance
from netmentor.events.curating.resembling import look_for_resemblances
from netmentor.events.curating.rules import Kind, Verdict
from netmentor.events.importing.models import Telling
from netmentor.events.models import Event
from netmentor.events.own import keep_for_attendees
from netmentor.events.rows import names_known
from netmentor.events.settling import Settled, settle


async def take_back(decision: Decision, *, now: datetime) -> None:
    """Bring back what was before `decision`, which is the last one about the same.

    Runs inside the caller's transaction. Raises a Conflict where that cannot be.
    """
    before: dict[str, Any] = json.loads(decision.before)
    match decision.kind:
        case Kind.SAME:
            await _part(before, now=now)
        case Kind.DIFFERENT:
            await _open_again(before["pair"])
            await look_for_resemblances(before["pair"])
        case Kind.DISMISS:
            await _refuse_no_more(before)
        case Kind.ACCEPT if "telling" in before:
            await _delist(before, now=now)
        case _:
            await _lock_as_before(before["event"], before["locks"], now=now)


async def locks_as_they_are(event_id: int, facets: Collection[str]) -> dict[str, Any]:
    """Return what is locked of these facets, as JSON has it; None for what is not."""
    rows = {row.facet: row for row in await Lock.filter(event_id=event_id, facet__in=list(facets))}
    return {
        facet: (
            [row.value, row.locked_at.isoformat(), row.by_organizer]
            if (row := rows.get(facet))
            else None
        )
        for facet in facets
    }


async def _lock_as_before(event_id: int, locks: Mapping[str, Any], *, now: datetime) -> None:
    if not await Event.exists(id=event_id):
        raise BuiltOn("Its event is there no longer.")
    for facet, held in locks.items():
        if held is None:
            await Lock.filter(event_id=event_id, facet=facet).delete()
        else:
            value, locked_at, by_organizer = held
            told = {"value": value, "locked_at": datetime.fromisoformat(locked_at)}
            told["by_organizer"] = by_organizer
            await Lock.update_or_create(told, event_id=event_id, facet=facet)
    settled = await _settle([event_id], now=now)
    if settled.changed:
        await look_for_resemblances([event_id])
        await announce([event_id], retold=settled.retold, now=now)


async def _part(before: Moved, *, now: datetime) -> None:
    """Make two events again of what was taken for one."""
    both = [before["stays"], before["goes"]]
    dates = await had(both)
    await take_apart(before)
    await _open_again(sorted(both))
    settled = await _settle(both, now=now)
    await look_for_resemblances(both)
    theirs = whose(dates ^ await had(both))
    await announce(both, retold=settled.retold, now=now, and_to=theirs)


async def _settle(event_ids: list[int], *, now: datetime) -> Settled:
    settled = await settle(event_ids, await names_known(), now=now)
    for reason in settled.unfit.values():
        raise BuiltOn(f"As its sources tell it today it cannot be listed: {reason}")
    return settled


async def _open_again(pair: list[int]) -> None:
    one, other = pair
    found = await Resemblance.get_or_none(one_id=one, other_id=other)
    if found is None:
        raise BuiltOn("One of the two events is there no longer.")
    await put_pair_back(one, other, [found.reason, Verdict.OPEN.value, None])


async def _refuse_no_more(before: Mapping[str, Any]) -> None:
    """Let what was dismissed wait again; what its source says anew waits already."""
    telling = await _telling(before["telling"])
    if telling.refused == before["dismissed"]:
        telling.refused = before["refused"]
        await telling.save(update_fields=["refused"])


async def _delist(before: Mapping[str, Any], *, now: datetime) -> None:
    """Take an event away that was taken of a proposal, and let the proposal wait again."""
    telling, event_id = await _telling(before["telling"]), before["event"]
    if not telling.proposes:
        raise BuiltOn("Its source may list events by itself now; let it only propose first.")
    if await Telling.filter(event_id=event_id).exclude(id=telling.id).exists():
        raise BuiltOn("Other sources tell of this event, too, by now.")
    if await Watch.exists(event_id=event_id, reason=Reason.ATTENDING):
        raise BuiltOn("Somebody has this event among their dates; set it to canceled instead.")
    telling.event_id, telling.accepted, telling.refused = None, "", before["refused"]
    await telling.save(update_fields=["event_id", "accepted", "refused"])
    had_it = await who_has([event_id])
    await keep_for_attendees([event_id], now=now)
    await Event.filter(id=event_id).delete()
    await announce([], retold=[], now=now, and_to=had_it)


async def _telling(number: int) -> Telling:
    telling = await Telling.get_or_none(id=number)
    if telling is None:
        raise BuiltOn("Its source was removed, with all that it told.")
    return telling
