"""What members do with suggestions of opportunities: begin one, and send it to the curators."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from netmentor.accounts.models import User
from netmentor.events.importing.drafting import Directory
from netmentor.events.rows import names_known
from netmentor.events.rules import SourceKind
from netmentor.events.suggesting.actions import suggestions_source
from netmentor.events.suggesting.arriving import begin, begin_with_page, mark_sent, take_room
from netmentor.events.suggesting.sharing import bare, shown
from netmentor.internships.actions import Unlistable, put_from_source
from netmentor.internships.drafts import OpportunityDraft, why_not_listable, written
from netmentor.internships.models import OpportunityTelling
from netmentor.internships.suggesting.models import OpportunitySuggestion
from netmentor.internships.writing import writing


async def suggest_page(user: User, address: str, *, now: datetime) -> OpportunitySuggestion:
    """Suggest what stands at `address`; the worker reads it first."""
    return await begin_with_page(OpportunitySuggestion, user, address, now=now)


async def suggest_by_hand(user: User, *, now: datetime) -> OpportunitySuggestion:
    """Begin a suggestion of which nothing is known yet."""
    return await begin(OpportunitySuggestion, user, now=now, read_at=now)


async def send(
    suggestion: OpportunitySuggestion, draft: OpportunityDraft, *, now: datetime
) -> None:
    """Let the curators see a suggestion as its user has looked it over.

    Of an address that they took out only the place stays, where curators look. Raises Unlistable,
    TooManySuggestions, and Conflict for one that was sent.
    """
    url = shown(draft.url)
    draft = replace(
        draft,
        external_id=f"suggested {uuid4()}",  # with a space, so that no address is made of it
        organization=await organization_called(draft.organization_name),
        url=url,
        apply_url=shown(draft.apply_url),
        source_url=url or bare(suggestion.address),
        source_kind=SourceKind.THIRD_PARTY,
    )
    if reason := why_not_listable(draft):
        raise Unlistable(reason)
    async with writing():
        await take_room(suggestion, telling__opportunity_id=None, telling__refused="")
        source = await suggestions_source()
        await put_from_source(source, [draft], now=now)
        telling = await OpportunityTelling.get(source=source, external_id=draft.external_id)
        await mark_sent(suggestion, telling.id, json.dumps(written(draft), ensure_ascii=False))


async def organization_called(name: str) -> str:
    """The slug of the organization that people call so; "" where we know none."""
    return next(iter(Directory.of(await names_known()).slugs((name,))), "")
