"""What people decide: fields by hand, proposals taken or not, and which two events are one."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial

from netmentor.db.columns import values_of
from netmentor.errors import Invalid, NotFound
from netmentor.events.actions import announce, list_waiting
from netmentor.events.attending.watching import had, whose
from netmentor.events.curating.decisions import Settled, record, undone
from netmentor.events.curating.merging import merge
from netmentor.events.curating.models import Decision, Lock
from netmentor.events.curating.queries import (
    Proposal,
    proposal_numbered,
    resemblance_numbered,
)
from netmentor.events.curating.resembling import look_for_resemblances
from netmentor.events.curating.rules import Kind, Verdict, why_not_lockable
from netmentor.events.curating.undoing import locks_as_they_are, take_back
from netmentor.events.curating.words import facets_words
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


async def lock(
    slug: str, fields: Mapping[str, object], *, now: datetime, by: int | None = None
) -> list[str]:
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
        before = await locks_as_they_are(event.id, facets)
        for facet in facets:
            mine = {name: fields[name] for name in FACETS[facet] if name in fields}
            await _lock(event.id, facet, facet_of(now_told, facet) | mine, now=now)
        await _settle_by_hand(event.id, now=now)
        made = await Event.get(id=event.id)
        if fields.get("status", made.status) != made.status:
            date = "With its date" if made.starts_on else "Without a date"
            raise Unfit(f"{date} it is “{made.status}”, not “{fields['status']}”.")
        said = f"Set by hand: {facets_words(facets)} of “{event.title}”."
        told = {"event": event.id, "locks": before}
        await _record(Kind.LOCK, said, [event], told, by=by, now=now)
    return facets


async def release(
    slug: str, facets: Collection[str], *, now: datetime, by: int | None = None
) -> list[str]:
    """Let sources say these facets again (all that are locked, if none is named)."""
    async with writing():
        event = await _event_called(slug)
        rows = Lock.filter(event=event)
        if facets:
            named = {FACET_OF.get(name, name) for name in facets} & FACETS.keys()
            rows = rows.filter(facet__in=list(named))
        released = sorted(await values_of(rows, "facet"))
        if not released:
            raise NotFound("Nothing of this event is locked by that name.")
        told = {"event": event.id, "locks": await locks_as_they_are(event.id, released)}
        await rows.delete()
        await _settle_by_hand(event.id, now=now)
        said = f"Left to its sources again: {facets_words(released)} of “{event.title}”."
        await _record(Kind.RELEASE, said, [event], told, by=by, now=now)
    return released


async def accept(
    number: int, facets: Collection[str], *, now: datetime, by: int | None = None
) -> str:
    """Take a proposal, or only these facets of it; return the address of its event.

    A new event is listed. A change of a known one becomes a change by hand: it is locked.
    """
    async with writing():
        proposal = await proposal_numbered(number)
        telling = await Telling.get(id=number)
        chosen = _chosen(proposal, facets)
        if proposal.slug == "":
            event = await _list(telling, proposal, now=now, by=by)
            return event.slug
        event = await Event.get(id=telling.event_id)
        told = {"event": event.id, "locks": await locks_as_they_are(event.id, chosen)}
        for facet in chosen:
            await _lock(event.id, facet, proposal.changes[facet][1], now=now)
        await _settle_by_hand(event.id, now=now)
        said = f"Taken: {facets_words(chosen)} of “{event.title}”, {proposal.by_whom}."
        await _record(Kind.ACCEPT, said, [event], told, telling=telling, by=by, now=now)
    return proposal.slug


async def dismiss(
    number: int, facets: Collection[str], *, now: datetime, by: int | None = None
) -> None:
    """Refuse a proposal, or only these facets of it, until its source says something else."""
    async with writing():
        proposal = await proposal_numbered(number)
        telling = await Telling.get(id=number)
        told = {"telling": telling.id, "refused": telling.refused}
        refused: dict[str, Plain] = json.loads(telling.refused or "{}")
        chosen = _chosen(proposal, facets)
        for facet in chosen:
            refused[facet] = proposal.changes[facet][1]
        told["dismissed"] = telling.refused = json.dumps(refused)
        await telling.save(update_fields=["refused"])
        events = await Event.filter(id=telling.event_id or 0)
        what = f"{facets_words(chosen)} of “{events[0].title}”" if events else _new(proposal)
        said = f"Dismissed: {what}, {proposal.by_whom}."
        await _record(Kind.DISMISS, said, events, told, telling=telling, by=by, now=now)


async def settle_resemblance(
    number: int, verdict: Verdict, *, now: datetime, by: int | None = None
) -> str:
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
        titles = f"“{row.one.title}” and “{row.other.title}”"
        if verdict is not Verdict.SAME:
            said, told = f"Two events: {titles}.", {"pair": [row.one_id, row.other_id]}
            await _record(Kind.DIFFERENT, said, [row.one, row.other], told, by=by, now=now)
            return row.one.slug
        stays, goes = await _ranked(row.one, row.other)
        both = [stays.id, goes.id]
        before = await had(both)
        moved = await merge(goes, stays)
        settled = await settle([stays.id], await names_known(), now=now)
        if settled.unfit:
            raise Unfit(settled.unfit[stays.id])
        await look_for_resemblances([stays.id])
        theirs = whose(before ^ await had(both))
        await announce(both, retold=settled.retold, now=now, and_to=theirs)
        about = [stays, goes, *await Event.filter(id__in=moved["thirds"])]
        said = f"The same event: {titles}."
        await _record(Kind.SAME, said, about, moved, by=by, now=now)
    return stays.slug


async def undo(number: int, *, now: datetime, by: int | None = None) -> Decision:
    """Take a decision about events back; only the last one about the same event can be."""
    async with writing():
        return await undone(number, partial(take_back, now=now), now=now, by=by)


async def _list(telling: Telling, proposal: Proposal, *, now: datetime, by: int | None) -> Event:
    """List a new event that was proposed."""
    told = {"telling": telling.id, "refused": telling.refused}
    [event] = await list_waiting([telling], now=now)
    await announce([event.id], retold=[], now=now)
    said = f"Taken: {_new(proposal)}, {proposal.by_whom}."
    told["event"] = event.id
    await _record(Kind.ACCEPT, said, [event], told, telling=telling, by=by, now=now)
    return event


def _new(proposal: Proposal) -> str:
    return f"the new event “{proposal.title}”"


async def _record(
    kind: Kind,
    said: str,
    events: Collection[Event],
    before: Mapping[str, object],
    *,
    telling: Telling | None = None,
    by: int | None,
    now: datetime,
) -> None:
    """Write down what was decided: part of the deed's own transaction."""
    about = [*(f"e{event.id}" for event in events), *([f"t{telling.id}"] if telling else [])]
    slug = next((event.slug for event in events), "")
    await record(kind, said, about, before, slug=slug, by=by, now=now)


async def _event_called(slug: str) -> Event:
    """The event at this address, or the one that it turned out to be."""
    event = await event_by_slug(slug)
    return await event_by_slug(event.merged_into.slug) if event.merged_into else event


async def _lock(event_id: int, facet: str, value: Plain, *, now: datetime) -> None:
    told = {"value": json.dumps(value), "locked_at": now, "by_organizer": False}
    await Lock.update_or_create(told, event_id=event_id, facet=facet)


async def _settle_by_hand(event_id: int, *, now: datetime) -> None:
    settled = await settle([event_id], await names_known(), now=now)
    if settled.unfit:
        raise Unfit(settled.unfit[event_id])
    if settled.changed:
        await look_for_resemblances(settled.changed)
        await announce(settled.changed, retold=settled.retold, now=now)


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
