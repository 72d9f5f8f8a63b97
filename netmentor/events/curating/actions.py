"""What people decide: fields by hand, proposals taken or not, and which two events are one."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from tortoise.expressions import Q

from netmentor.db.columns import values_of
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.events.actions import announce, list_waiting
from netmentor.events.attending.actions import carry_over
from netmentor.events.curating.models import Lock, Resemblance
from netmentor.events.curating.queries import (
    Proposal,
    proposal_numbered,
    resemblance_numbered,
)
from netmentor.events.curating.resembling import look_for_resemblances
from netmentor.events.curating.rules import Verdict, why_not_lockable
from netmentor.events.facets import FACETS, facet_of
from netmentor.events.importing.models import Telling
from netmentor.events.models import Event
from netmentor.events.queries import event_by_slug
from netmentor.events.rows import draft_of, names_known
from netmentor.events.settling import settle, voices_of
from netmentor.events.writing import writing
from netmentor.events.written import Plain, written

FACET_OF = {name: facet for facet, names in FACETS.items() for name in names}


class Unfit(Invalid):
    """A decision that would make an event nobody could list; the sentence says why."""


class Settled(Conflict):
    """Somebody decided this already."""


async def lock(slug: str, fields: Mapping[str, object], *, now: datetime) -> list[str]:
    """Set these fields of an event by hand; return the facets that no source changes from now on.

    A facet is locked as a whole: its other fields stay as they are. An event of one day
    keeps being one when only its first day is set.
    """
    if reason := why_not_lockable(fields):
        raise Unfit(reason)
    async with writing():
        event = await _event_called(slug)
        if event.starts_on == event.ends_on and "starts_on" in fields:
            fields = {"ends_on": fields["starts_on"], **fields}
        now_told = written(draft_of(event))
        facets = sorted({FACET_OF[name] for name in fields})
        for facet in facets:
            mine = {name: fields[name] for name in FACETS[facet] if name in fields}
            await _lock(event.id, facet, facet_of(now_told, facet) | mine, now=now)
        await _settle_by_hand(event.id, now=now)
        made = await Event.get(id=event.id)
        if fields.get("status", made.status) != made.status:
            date = "With its date" if made.starts_on else "Without a date"
            raise Unfit(f"{date} it is “{made.status}”, not “{fields['status']}”.")
    return facets


async def release(slug: str, facets: Collection[str], *, now: datetime) -> list[str]:
    """Let sources say these facets again (all that are locked, if none is named)."""
    async with writing():
        event = await _event_called(slug)
        rows = Lock.filter(event=event)
        if facets:
            rows = rows.filter(facet__in=[FACET_OF.get(name, name) for name in facets])
        released = sorted(await values_of(rows, "facet"))
        if not released:
            raise NotFound("Nothing of this event is locked by that name.")
        await rows.delete()
        await _settle_by_hand(event.id, now=now)
    return released


async def accept(number: int, facets: Collection[str], *, now: datetime) -> str:
    """Take a proposal, or only these facets of it; return the address of its event.

    A new event is listed. A change of a known one becomes a change by hand: it is locked.
    """
    async with writing():
        proposal = await proposal_numbered(number)
        telling = await Telling.get(id=number)
        chosen = _chosen(proposal, facets)
        if proposal.slug == "":
            [event] = await list_waiting([telling], now=now)
            await announce([event.id], now=now)
            return event.slug
        for facet in chosen:
            await _lock(telling.event_id or 0, facet, proposal.changes[facet][1], now=now)
        await _settle_by_hand(telling.event_id or 0, now=now)
    return proposal.slug


async def dismiss(number: int, facets: Collection[str]) -> None:
    """Refuse a proposal, or only these facets of it, until its source says something else."""
    async with writing():
        proposal = await proposal_numbered(number)
        telling = await Telling.get(id=number)
        refused: dict[str, Plain] = json.loads(telling.refused or "{}")
        for facet in _chosen(proposal, facets):
            refused[facet] = proposal.changes[facet][1]
        telling.refused = json.dumps(refused)
        await telling.save(update_fields=["refused"])


async def settle_resemblance(number: int, verdict: Verdict, *, now: datetime) -> str:
    """Say for good whether two events are one; return the address of the one that stays.

    The one whose source counts more stays. The other keeps its row and its old address
    leads to the one that stays; what its sources tell is told of that one from now on.
    """
    async with writing():
        row = await resemblance_numbered(number)
        if row.verdict:
            raise Settled(f"That was settled as “{row.verdict}”.")
        row.verdict, row.settled_at = verdict.value, now
        await row.save()
        if verdict is not Verdict.SAME:
            return row.one.slug
        stays, goes = await _ranked(row.one, row.other)
        await _merge(goes, stays)
        settled = await settle([stays.id], await names_known(), now=now)
        if settled.unfit:
            raise Unfit(settled.unfit[stays.id])
        await look_for_resemblances([stays.id])
        await announce([stays.id, goes.id], now=now)
    return stays.slug


async def _event_called(slug: str) -> Event:
    """The event at this address, or the one that it turned out to be."""
    event = await event_by_slug(slug)
    return await event_by_slug(event.merged_into.slug) if event.merged_into else event


async def _lock(event_id: int, facet: str, value: Plain, *, now: datetime) -> None:
    told = {"value": json.dumps(value), "locked_at": now}
    await Lock.update_or_create(told, event_id=event_id, facet=facet)


async def _settle_by_hand(event_id: int, *, now: datetime) -> None:
    settled = await settle([event_id], await names_known(), now=now)
    if settled.unfit:
        raise Unfit(settled.unfit[event_id])
    if settled.changed:
        await look_for_resemblances(settled.changed)
        await announce(settled.changed, now=now)


def _chosen(proposal: Proposal, facets: Collection[str]) -> list[str]:
    if facets and not proposal.slug:
        raise Unfit("A new event is taken or dismissed as a whole; name no fields.")
    wanted = {FACET_OF.get(name, name) for name in facets}
    if strange := sorted(wanted - proposal.changes.keys()):
        raise NotFound(f"The proposal says nothing of {', '.join(strange)}.")
    return sorted(wanted or proposal.changes)


async def _ranked(one: Event, other: Event) -> tuple[Event, Event]:
    """The event whose highest voice counts more, then the other one."""
    voices = await voices_of([one.id, other.id])
    ranks = {event.id: min(voice.rank for voice in voices[event.id]) for event in (one, other)}
    stays, goes = sorted((one, other), key=lambda event: ranks[event.id])
    return stays, goes


async def _merge(goes: Event, stays: Event) -> None:
    """Hang all that belongs to one event onto another."""
    await Telling.filter(event=goes).update(event_id=stays.id)
    locked = await values_of(Lock.filter(event=stays), "facet")
    await Lock.filter(event=goes).exclude(facet__in=locked).update(event_id=stays.id)
    await carry_over(goes, stays)
    await Event.filter(merged_into_id=goes.id).update(merged_into_id=stays.id)
    goes.merged_into_id = stays.id
    await goes.save(update_fields=["merged_into_id"])
    pairs = Resemblance.filter(Q(one_id=goes.id) | Q(other_id=goes.id))
    await pairs.filter(verdict=Verdict.OPEN).delete()
    for pair in await pairs.filter(verdict=Verdict.DIFFERENT):  # from what stays, too
        third = pair.other_id if pair.one_id == goes.id else pair.one_id
        one, two = sorted((third, stays.id))
        told = {"reason": pair.reason, "verdict": pair.verdict, "settled_at": pair.settled_at}
        await Resemblance.update_or_create(told, one_id=one, other_id=two)
