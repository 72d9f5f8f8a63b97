"""What curators decide about opportunities: taken, dismissed, the same as one, set by hand."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial

from netmentor.db.columns import values_of
from netmentor.errors import Invalid, NotFound
from netmentor.events.curating.decisions import record, undone
from netmentor.events.curating.models import Decision
from netmentor.events.curating.queries import Proposal
from netmentor.events.curating.rules import Kind
from netmentor.events.importing.rules import SUGGESTIONS
from netmentor.internships.actions import add, announce
from netmentor.internships.curating.queries import proposal_numbered
from netmentor.internships.curating.rules import LONGEST_ANSWER, NOT_BY_HAND, SUBJECT
from netmentor.internships.curating.undoing import (
    locks_as_they_are,
    settle_by_hand,
    take_back,
)
from netmentor.internships.curating.words import facets_words
from netmentor.internships.drafts import Plain, read, why_not_listable, written
from netmentor.internships.facets import FACETS, differences, facet_of
from netmentor.internships.models import Opportunity, OpportunityLock, OpportunityTelling
from netmentor.internships.queries import draft_of, opportunity_by_slug
from netmentor.internships.settling import organizations_known, settle
from netmentor.internships.suggesting.models import OpportunitySuggestion
from netmentor.internships.writing import writing
from netmentor.text import one_line

_FACET_OF = {
    name: facet for facet, names in FACETS.items() if facet not in NOT_BY_HAND for name in names
}


class Unfit(Invalid):
    """A decision that cannot be carried out as it stands; the sentence says why."""


async def accept(
    number: int, facets: Collection[str], *, now: datetime, by: int | None = None
) -> str:
    """Take a proposal, or only these facets of it; return the address of its opportunity.

    A new one is listed. A change of a known one becomes a change by hand: it is locked.
    """
    async with writing():
        proposal = await proposal_numbered(number)
        telling = await OpportunityTelling.get(id=number).select_related("source")
        chosen = _chosen(proposal, facets)
        if not proposal.slug:
            return await _list(telling, proposal, now=now, by=by)
        row = await opportunity_by_slug(proposal.slug)
        before = await locks_as_they_are(row.id, chosen)
        told = {"opportunity": row.id, "locks": before, "accepted": [number, telling.accepted]}
        if chosen == sorted(differences(written(await draft_of(row)), json.loads(telling.draft))):
            telling.accepted = telling.draft
            await telling.save(update_fields=["accepted"])
        await _lock(row, {facet: proposal.changes[facet][1] for facet in chosen}, now=now)
        said = f"Taken: {facets_words(chosen)} of “{row.title}”, {proposal.by_whom}."
        await _record(Kind.ACCEPT, said, row, told, telling=number, by=by, now=now)
    return row.slug


async def dismiss(
    number: int, facets: Collection[str], why: str, *, now: datetime, by: int | None = None
) -> None:
    """Refuse a proposal, or only these facets of it, until its source says something else.

    A member whose suggestion it is reads `why`, which must be said then.
    """
    why = one_line(why)
    async with writing():
        proposal = await proposal_numbered(number)
        if reason := _why_not_answered(proposal, why):
            raise Unfit(reason)
        telling = await OpportunityTelling.get(id=number).select_related("opportunity")
        told: dict[str, object] = {"telling": number, "refused": telling.refused}
        refused: dict[str, Plain] = json.loads(telling.refused or "{}")
        chosen = _chosen(proposal, facets)
        refused |= {facet: proposal.changes[facet][1] for facet in chosen}
        told["dismissed"] = telling.refused = json.dumps(refused)
        await telling.save(update_fields=["refused"])
        row = telling.opportunity
        if row is None:
            await OpportunitySuggestion.filter(telling_id=number).update(answer=why)
        what = f"{facets_words(chosen)} of “{row.title}”" if row else _new(proposal)
        said = f"Dismissed: {what}, {proposal.by_whom}.{f' {why}' if why else ''}"
        await _record(Kind.DISMISS, said, row, told, telling=number, by=by, now=now)


async def take_for(number: int, slug: str, *, now: datetime, by: int | None = None) -> str:
    """Say that what is proposed as new is a known opportunity; return the address of that one.

    From now on its source speaks of that one, too: it fills in what no other says of it. In
    what it says otherwise it waits as a change.
    """
    async with writing():
        proposal = await proposal_numbered(number)
        if proposal.slug:
            raise Unfit("It is known to be that opportunity already.")
        row = await _known_at(slug)
        await OpportunityTelling.filter(id=number).update(opportunity_id=row.id)
        await settle_by_hand(row.id, now=now)
        said = f"The same: {_new(proposal)}, {proposal.by_whom}, is “{row.title}”."
        told = {"telling": number, "opportunity": row.id}
        await _record(Kind.SAME, said, row, told, telling=number, by=by, now=now)
    return row.slug


async def lock(
    slug: str, fields: Mapping[str, object], *, now: datetime, by: int | None = None
) -> list[str]:
    """Set these fields by hand, as JSON has them; return the facets that no source changes now.

    A facet is locked as a whole: its other fields stay as they are.
    """
    if strange := sorted(fields.keys() - _FACET_OF.keys()):
        raise Unfit(f"“{strange[0][:40]}” cannot be set by hand.")
    if not fields:
        raise Unfit("Set at least one field.")
    async with writing():
        row = await opportunity_by_slug(slug)
        told = written(await draft_of(row))
        facets = sorted({_FACET_OF[name] for name in fields})
        before = await locks_as_they_are(row.id, facets)
        mine = {
            facet: facet_of(told, facet)
            | {name: fields[name] for name in FACETS[facet] if name in fields}
            for facet in facets
        }
        await _lock(row, mine, now=now)
        said = f"Set by hand: {facets_words(facets)} of “{row.title}”."
        kept = {"opportunity": row.id, "locks": before}
        await _record(Kind.LOCK, said, row, kept, by=by, now=now)
    return facets


async def release(
    slug: str, facets: Collection[str], *, now: datetime, by: int | None = None
) -> list[str]:
    """Let sources say these facets again (all that are locked, if none is named)."""
    async with writing():
        row = await opportunity_by_slug(slug)
        rows = OpportunityLock.filter(opportunity=row)
        rows = rows.filter(facet__in=list(facets)) if facets else rows
        released = sorted(await values_of(rows, "facet"))
        if not released:
            raise NotFound("Nothing of this opportunity is locked by that name.")
        told = {"opportunity": row.id, "locks": await locks_as_they_are(row.id, released)}
        await rows.delete()
        await settle_by_hand(row.id, now=now)
        said = f"Left to its sources again: {facets_words(released)} of “{row.title}”."
        await _record(Kind.RELEASE, said, row, told, by=by, now=now)
    return released


async def undo(number: int, *, now: datetime, by: int | None = None) -> Decision:
    """Take a decision about opportunities back; only the last one about the same can be."""
    async with writing():
        return await undone(number, partial(take_back, now=now), now=now, by=by)


async def _list(
    telling: OpportunityTelling, proposal: Proposal, *, now: datetime, by: int | None
) -> str:
    """List a new opportunity that was proposed."""
    draft = read(json.loads(telling.draft))
    organizations = await organizations_known()
    row = await add(telling.source, draft, organizations, now=now)
    telling.opportunity_id, telling.accepted = row.id, telling.draft
    await telling.save(update_fields=["opportunity_id", "accepted"])
    settled = await settle([row.id], organizations, now=now)
    await announce([row.id], windows=settled.windows, now=now)
    said = f"Taken: {_new(proposal)}, {proposal.by_whom}."
    told = {"telling": telling.id, "opportunity": row.id}
    await _record(Kind.ACCEPT, said, row, told, telling=telling.id, by=by, now=now)
    return row.slug


async def _lock(row: Opportunity, facets: Mapping[str, Plain], *, now: datetime) -> None:
    """Lock these facets to these values, and settle; raises Unfit for what cannot be listed."""
    made = written(await draft_of(row))
    for value in facets.values():
        made |= value
    if reason := why_not_listable(read(made)):
        raise Unfit(reason)
    for facet, value in facets.items():
        told = {"value": json.dumps(value), "set_at": now}
        await OpportunityLock.update_or_create(told, opportunity_id=row.id, facet=facet)
    await settle_by_hand(row.id, now=now)


async def _record(
    kind: Kind,
    said: str,
    row: Opportunity | None,
    before: Mapping[str, object],
    *,
    telling: int = 0,
    by: int | None,
    now: datetime,
) -> None:
    about = [*([f"o{row.id}"] if row else []), *([f"p{telling}"] if telling else [])]
    slug = row.slug if row else ""
    await record(kind, said, about, before, slug=slug, subject=SUBJECT, by=by, now=now)


async def _known_at(slug: str) -> Opportunity:
    try:
        return await opportunity_by_slug(slug)
    except NotFound as exc:
        raise Unfit("No opportunity has this address; copy that of its page.") from exc


def _chosen(proposal: Proposal, facets: Collection[str]) -> list[str]:
    if facets and not proposal.slug:
        raise Unfit("A new opportunity is taken or dismissed as a whole; name no fields.")
    if strange := sorted(set(facets) - proposal.changes.keys()):
        raise NotFound(f"The proposal says nothing of {', '.join(strange)[:60]}.")
    return sorted(facets or proposal.changes)


def _why_not_answered(proposal: Proposal, why: str) -> str | None:
    if len(why) > LONGEST_ANSWER:
        return f"Use at most {LONGEST_ANSWER} characters."
    if proposal.source == SUGGESTIONS and not proposal.slug and not why:
        return "Say in a sentence why it is not listed; whoever suggested it reads that."
    return None


def _new(proposal: Proposal) -> str:
    return f"the new opportunity “{proposal.title}”"
