"""Sources that tell of events, and what has come of it, for tests over a real database."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from tortoise.models import Model

from netmentor.accounts.models import AgendaRevision
from netmentor.db.columns import values_of
from netmentor.db.transactions import transaction
from netmentor.events.actions import Outcome, Told, announce, mark_missing, put_tellings
from netmentor.events.curating.models import Decision, Lock, Resemblance
from netmentor.events.drafts import Draft
from netmentor.events.facets import FACETS, facet_of
from netmentor.events.importing.models import Source, Telling
from netmentor.events.models import (
    Change,
    Deadline,
    Event,
    EventCredit,
    EventOrganizer,
    EventTopic,
    PriceTier,
    Published,
    Topic,
)
from netmentor.events.queries import ALL_OF_AN_EVENT
from netmentor.events.rows import draft_of, names_known
from netmentor.events.rules import Authority
from netmentor.events.written import Plain, written
from netmentor.organizations.models import CatalogueRevision
from tests.factories import NOON, make_organization

KEPT: tuple[type[Model], ...] = (
    *(AgendaRevision, CatalogueRevision, Change, Deadline, Decision, Event, EventCredit),
    *(EventOrganizer, EventTopic, Lock, PriceTier, Published, Resemblance, Telling, Topic),
)


async def make_teller(key: str, authority: str = Authority.OVERWRITE, **fields: Any) -> Source:
    """A connected calendar; it tells all there is each time it is read."""
    boring = {"name": key, "authority": Authority(authority).value, "format": "ics"}
    source, _ = await Source.get_or_create(boring | fields, key=key)
    return source


async def tell(source: Source, *drafts: Draft, now: datetime = NOON) -> Outcome:
    """Have `source` tell of these, and say nothing of others, as a part of a reading does."""
    for slug in {organizer for draft in drafts for organizer in draft.organizers}:
        await make_organization(slug)
    told = [Told(draft=draft, item=draft.external_id) for draft in drafts]
    async with transaction():
        outcome = await put_tellings(source, told, await names_known(), now=now)
        if outcome.touched:
            await announce(outcome.touched, retold=outcome.retold, now=now)
    return outcome


async def leave_out(source: Source, external_id: str, *, now: datetime = NOON) -> None:
    """Have `source` no longer tell of this one, as the end of a reading does."""
    rows = Telling.filter(source=source, external_id=external_id, last_seen_at=None)
    async with transaction():
        gone = await mark_missing(source, await values_of(rows, "id"), now=now)
        if gone.changed:
            await announce(gone.changed, retold=gone.retold, now=now)


async def start_anew() -> None:
    """Leave nothing that a source told, for the next example of a property."""
    await Decision.all().delete()
    await Event.all().delete()
    await Source.all().delete()
    await Topic.all().delete()


async def facts() -> dict[str, Plain]:
    """What is listed of each event, by the names that its sources have for it."""
    names: dict[int, list[str]] = {}
    for telling in await Telling.exclude(event_id=None).select_related("source"):
        name = f"{telling.source.key}:{telling.external_id}"
        names.setdefault(telling.event_id or 0, []).append(name)
    events = await Event.filter(merged_into_id=None).prefetch_related(*ALL_OF_AN_EVENT)
    return {" ".join(sorted(names[event.id])): _facts(event) for event in events}


async def facets_of(event_id: int) -> dict[str, Plain]:
    """The facets of one event as it is listed."""
    event = await Event.get(id=event_id).prefetch_related(*ALL_OF_AN_EVENT)
    plain = _facts(event)
    return {facet: facet_of(plain, facet) for facet in FACETS}


async def all_rows(*left_out: type[Model]) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that a reading writes to, with its number."""
    return {
        model.__name__: await model.all().order_by("id").values()
        for model in KEPT
        if model not in left_out
    }


def _facts(event: Event) -> Plain:
    plain = written(draft_of(event)) | {"is_gone": event.gone_at is not None}
    for name in ("topics", "deadlines"):
        plain[name] = sorted(plain[name], key=json.dumps)
    own = ("external_id", "slug", "verified_on")
    return {name: value for name, value in plain.items() if name not in own}


def day(number: int) -> date:
    """A day of December 2026."""
    return date(2026, 12, number)
