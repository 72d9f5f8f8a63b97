"""What of opportunities waits for a curator, what it may be the same as, and what is locked."""

from __future__ import annotations

import json
from collections.abc import Collection

from tortoise.expressions import F, Q
from tortoise.queryset import QuerySet

from netmentor.errors import NotFound
from netmentor.events.curating.queries import LARGEST_NUMBER, Proposal
from netmentor.events.curating.rules import titles_resemble
from netmentor.events.rules import Authority
from netmentor.internships.drafts import Plain
from netmentor.internships.facets import FACETS, differences, facet_of
from netmentor.internships.models import Opportunity, OpportunityLock, OpportunityTelling, Whole
from netmentor.text import folded

_MOST_ALIKE = 3
_MOST_COMPARED = 100


async def waiting() -> list[int]:
    """The numbers of all that waits to be taken or dismissed, source by source.

    That a new one waits is known without reading what it says, which may be long.
    """
    found = await _waiting().order_by("source_id", "id").values_list("id", "opportunity_id")
    known = await proposals([id_ for id_, about in found if about])
    changes = {one.number for one in known}
    return [id_ for id_, about in found if about is None or id_ in changes]


async def proposals(numbers: Collection[int] | None = None) -> list[Proposal]:
    """All that waits to be taken or dismissed, source by source; or what of these does."""
    rows = _waiting() if numbers is None else _waiting().filter(id__in=list(numbers))
    return [one for one in await _proposals(rows) if one.changes]


async def proposal_numbered(number: int) -> Proposal:
    """One of them; raises NotFound."""
    found = await _proposals(_waiting().filter(id=number)) if 0 < number <= LARGEST_NUMBER else []
    if not found or not found[0].changes:
        raise NotFound(f"There is no proposal {number} of an opportunity.")
    return found[0]


async def alike(proposal: Proposal) -> list[Opportunity]:
    """Known opportunities that a new one may be the same as: of the same body, titled alike."""
    if proposal.slug:
        return []
    who = folded(proposal.changes["organization"][1]["organization_name"])
    title = folded(proposal.title)
    rows = Opportunity.filter(searched__contains=who, gone_at=None).order_by("-changed_at", "-id")
    found = await rows.limit(_MOST_COMPARED)
    return [one for one in found if titles_resemble(folded(one.title), title)][:_MOST_ALIKE]


async def locks() -> list[OpportunityLock]:
    """What is locked, opportunity by opportunity."""
    rows = OpportunityLock.all().order_by("opportunity_id", "facet")
    return await rows.select_related("opportunity")


async def locks_of(row: Opportunity) -> list[OpportunityLock]:
    """What of one opportunity a person set by hand."""
    return await OpportunityLock.filter(opportunity=row).order_by("facet")


def _waiting() -> QuerySet[OpportunityTelling]:
    """What may propose something: not what its source tells no longer, nor what was taken whole."""
    told = Q(last_seen_at=None) | Q(source__partial=True)
    new = Q(opportunity_id=None, refused="")
    another = Q(opportunity_id__not_isnull=True) & ~Q(draft=F("accepted"))
    return OpportunityTelling.filter(told, new | another, source__authority=Authority.PROPOSE)


async def _proposals(rows: QuerySet[OpportunityTelling]) -> list[Proposal]:
    tellings = await rows.order_by("source_id", "id").select_related("source", "opportunity")
    known = Whole.filter(opportunity_id__in=[one.opportunity_id for one in tellings])
    told = {one.opportunity_id: json.loads(one.told) for one in await known}
    return [_proposal(one, told.get(one.opportunity_id or 0)) for one in tellings]


def _proposal(telling: OpportunityTelling, known: Plain | None) -> Proposal:
    """What a telling would have: `known` is its opportunity as it stands, None of a new one."""
    said: Plain = json.loads(telling.draft)
    refused: dict[str, Plain] = json.loads(telling.refused or "{}")
    if known is None:
        changes = {facet: [{}, facet_of(said, facet)] for facet in FACETS}
    else:
        changes = {
            facet: both
            for facet, both in differences(known, said).items()
            if any(both[1].values()) and refused.get(facet) != both[1]
        }
    return Proposal(
        number=telling.id,
        source=telling.source.key,
        title=said["title"],
        slug=telling.opportunity.slug if telling.opportunity else "",
        page=said["source_url"],
        changes=changes,
    )
