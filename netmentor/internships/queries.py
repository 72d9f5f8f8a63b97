"""Questions about single opportunities: by their addresses, their history, and other cycles."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from netmentor.accounts.models import User
from netmentor.db.reading import moment_of, rows
from netmentor.errors import NotFound
from netmentor.events.importing.models import Source
from netmentor.internships.drafts import OpportunityDraft, read
from netmentor.internships.facets import LISTING
from netmentor.internships.models import (
    Opportunity,
    OpportunityChange,
    OpportunityTelling,
    Studies,
    Whole,
    Window,
)
from netmentor.internships.rules import Status
from netmentor.text import is_slug

_MOST_CHANGES = 50
_MOST_CYCLES = 20
_LISTED = "SELECT slug, changed_at FROM opportunity WHERE gone_at IS NULL ORDER BY slug"


@dataclass(frozen=True, slots=True)
class Changed:
    """What became of an opportunity at one moment: facet → what it was, and what it is."""

    seen_at: datetime
    facets: dict[str, tuple[Any, Any]]


async def opportunity_by_slug(slug: str) -> Opportunity:
    """The opportunity of this address, with who offers it; raises NotFound."""
    found = None
    if is_slug(slug):
        found = await Opportunity.get_or_none(slug=slug).select_related("organization")
    if found is None or (found.gone_at and not await is_told_of(found.id)):
        raise NotFound("There is no such opportunity.")
    return found


async def is_told_of(opportunity_id: int) -> bool:
    """False of what was taken away with all that told of it: calendars alone still hear of it."""
    return await OpportunityTelling.exists(opportunity_id=opportunity_id)


async def draft_of(row: Opportunity) -> OpportunityDraft:
    """All that is known of an opportunity."""
    return read(json.loads((await Whole.get(opportunity=row)).told))


async def told_by(source: Source, names: Collection[str]) -> dict[str, OpportunityDraft]:
    """What `source` told of these the last time, by their names in it."""
    rows = OpportunityTelling.filter(source=source, external_id__in=list(names))
    found = await rows.values_list("external_id", "draft")
    return {name: read(json.loads(draft)) for name, draft in found}


def is_off(row: Opportunity) -> bool:
    """True of what is called off, or listed by no source any more: nothing of it is due."""
    return row.gone_at is not None or row.status == Status.CANCELED


async def windows_of(row: Opportunity) -> Sequence[Window]:
    """Its dates as they stand, in their order; what nobody knows a day of comes last."""
    found = await Window.filter(opportunity=row, dropped_on=None).order_by("id")
    return sorted(found, key=lambda one: (not one.due_on, str(one.due_on or one.not_before or "")))


async def other_cycles(row: Opportunity) -> list[Opportunity]:
    """The other cycles of the same program, the latest first."""
    rows = Opportunity.filter(program=row.program, gone_at=None).exclude(id=row.id)
    return await rows.order_by("-slug").limit(_MOST_CYCLES)


async def history_of(row: Opportunity) -> list[Changed]:
    """What changed, the latest first; that it was listed is no change of it."""
    rows = OpportunityChange.filter(opportunity=row).order_by("-seen_at", "-id")
    return [
        Changed(one.seen_at, {name: (was, is_) for name, (was, is_) in told.items()})
        for one in await rows.limit(_MOST_CHANGES)
        if (told := json.loads(one.told)) != {LISTING: ["", "there"]}
    ]


async def addresses_of_opportunities() -> list[tuple[str, datetime]]:
    """The names in addresses of all that are listed, and when each last changed."""
    found = await rows(_LISTED)
    return [(slug, moment_of(changed)) for slug, changed in found]


async def studies_of(user: User | None) -> Studies | None:
    """What somebody studies, if they said so."""
    return await Studies.get_or_none(user_id=user.id) if user else None
