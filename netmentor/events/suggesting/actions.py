"""What members do with suggestions of events: begin one, and send it to the curators."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from netmentor.accounts.models import User
from netmentor.events.actions import Told, Unlistable, put_tellings
from netmentor.events.drafts import Draft, why_not_listable
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.rules import SUGGESTIONS
from netmentor.events.models import Event
from netmentor.events.rows import draft_of, names_known
from netmentor.events.rules import Authority, SourceKind
from netmentor.events.suggesting.arriving import begin, begin_with_page, mark_sent, take_room
from netmentor.events.suggesting.models import Suggestion
from netmentor.events.suggesting.sharing import bare, shown
from netmentor.events.writing import writing
from netmentor.events.written import written


async def suggest_page(user: User, address: str, *, now: datetime) -> Suggestion:
    """Suggest what stands at `address`; the worker reads it first."""
    return await begin_with_page(Suggestion, user, address, now=now)


async def suggest_own(user: User, event: Event, *, now: datetime) -> Suggestion:
    """Suggest an event that `user` keeps for themselves, which stays theirs."""
    found = json.dumps(written(draft_of(event)), ensure_ascii=False)  # words are looked for in it
    return await begin(Suggestion, user, now=now, found=found, read_at=now)


async def suggest_by_hand(user: User, *, now: datetime) -> Suggestion:
    """Begin a suggestion of which nothing is known yet."""
    return await begin(Suggestion, user, now=now, read_at=now)


async def send(suggestion: Suggestion, draft: Draft, *, now: datetime) -> None:
    """Let the curators see a suggestion as its user has looked it over.

    Of an address that they took out only the place stays, where curators look. Raises Unlistable,
    TooManySuggestions, and Conflict for one that was sent.
    """
    name, url = str(uuid4()), shown(draft.url)
    draft = replace(
        draft,
        external_id=name,
        url=url,
        registration_url=shown(draft.registration_url),
        source_url=url or bare(suggestion.address) or shown(draft.source_url),
        source_kind=SourceKind.THIRD_PARTY,
    )
    if reason := why_not_listable(draft):
        raise Unlistable(reason)
    async with writing():
        await take_room(suggestion, telling__event_id=None, telling__refused="")
        source = await suggestions_source()
        told = Told(draft=draft, item=name)
        await put_tellings(source, [told], await names_known(), now=now)
        telling = await Telling.get(source=source, external_id=name)
        await mark_sent(suggestion, telling.id, json.dumps(written(draft), ensure_ascii=False))


async def suggestions_source() -> Source:
    """The source that what members suggest is told by; it may only propose."""
    told = {"name": "Suggestions of members", "authority": Authority.PROPOSE.value}
    source, _ = await Source.get_or_create(told, key=SUGGESTIONS)
    return source
