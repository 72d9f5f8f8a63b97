"""What members do with suggestions: begin one, look it over, send it to the curators."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from tortoise.expressions import Q

from netmentor.accounts.models import User
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict, Invalid
from netmentor.events.actions import Told, Unlistable, put_tellings
from netmentor.events.drafts import Draft, why_not_listable
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.rules import SUGGESTIONS
from netmentor.events.models import Event
from netmentor.events.rows import draft_of, names_known
from netmentor.events.rules import Authority, SourceKind
from netmentor.events.suggesting.models import Suggestion
from netmentor.events.suggesting.rules import LEASE, MOST_OPEN
from netmentor.events.writing import writing
from netmentor.events.written import written
from netmentor.fetching.addresses import normalized, why_not_fetchable
from netmentor.text import one_line

_LONGEST_TROUBLE = 500


class TooManySuggestions(Conflict):
    """Somebody has as many suggestions waiting as one person may."""


async def suggest_page(user: User, address: str, *, now: datetime) -> Suggestion:
    """Suggest what stands at `address`; the worker reads it first."""
    address = normalized(one_line(address))
    if reason := why_not_fetchable(address):
        raise Invalid(reason)
    return await _begin(user, now=now, address=address)


async def suggest_own(user: User, event: Event, *, now: datetime) -> Suggestion:
    """Suggest an event that `user` keeps for themselves, which stays theirs."""
    found = json.dumps(written(draft_of(event)))
    return await _begin(user, now=now, found=found, read_at=now)


async def suggest_by_hand(user: User, *, now: datetime) -> Suggestion:
    """Begin a suggestion of which nothing is known yet."""
    return await _begin(user, now=now, read_at=now)


async def send(suggestion: Suggestion, draft: Draft, *, now: datetime) -> None:
    """Let the curators see a suggestion as its user has looked it over."""
    name = str(uuid4())
    page = draft.url or suggestion.address or draft.source_url
    kind = SourceKind.THIRD_PARTY
    draft = replace(draft, external_id=name, source_url=page, source_kind=kind)
    if reason := why_not_listable(draft):
        raise Unlistable(reason)
    async with writing():
        source = await _source()
        told = Told(draft=draft, item=name)
        await put_tellings(source, [told], await names_known(), now=now)
        telling = await Telling.get(source=source, external_id=name)
        mine = Suggestion.filter(id=suggestion.id, telling_id=None)
        if not await mine.update(telling_id=telling.id, found=json.dumps(written(draft))):
            raise Conflict("This suggestion was sent already.")


async def drop(suggestion: Suggestion) -> None:
    """Forget a suggestion that was not sent."""
    async with transaction():
        if not await Suggestion.filter(id=suggestion.id, telling_id=None).delete():
            raise Conflict("This suggestion was sent already; a curator decides on it.")


async def take_one_to_read(*, now: datetime) -> Suggestion | None:
    """Take the page that has waited longest to be read, for as long as a lease; None for none."""
    free = Q(held_until=None) | Q(held_until__lte=now)
    waiting = Suggestion.filter(free, read_at=None).order_by("id").select_related("user")
    while suggestion := await waiting.first():
        mine = Suggestion.filter(free, id=suggestion.id, read_at=None)
        if await mine.update(held_until=now + LEASE):
            suggestion.held_until = now + LEASE
            return suggestion
    return None


async def note_found(
    suggestion: Suggestion, draft: Draft | None, trouble: str, *, now: datetime
) -> None:
    """Write down what a page told, or why it told nothing."""
    found = json.dumps(written(draft)) if draft else ""
    told = {"found": found, "trouble": one_line(trouble)[:_LONGEST_TROUBLE], "read_at": now}
    mine = Suggestion.filter(id=suggestion.id, held_until=suggestion.held_until)
    await mine.update(**told, held_until=None)


async def _begin(user: User, *, now: datetime, **told: object) -> Suggestion:
    async with transaction():
        if await Suggestion.filter(user=user, telling_id=None).count() >= MOST_OPEN:
            raise TooManySuggestions(
                f"{MOST_OPEN} of your suggestions are not sent yet; send or drop some first."
            )
        return await Suggestion.create(user=user, asked_at=now, **told)  # type: ignore[arg-type]


async def _source() -> Source:
    told = {"name": "Suggestions of members", "authority": Authority.PROPOSE.value}
    source, _ = await Source.get_or_create(told, key=SUGGESTIONS)
    return source
