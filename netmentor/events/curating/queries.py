"""What waits for a person: likely doubles, proposals; what is locked; whose calendar is unknown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from netmentor.db.columns import values_of
from netmentor.errors import NotFound
from netmentor.events.curating.models import Decision, Lock, Resemblance
from netmentor.events.curating.rules import EVENT, Kind, Verdict
from netmentor.events.facets import FACETS, differences, facet_of
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.queries import may_be_key
from netmentor.events.importing.rules import SUGGESTIONS
from netmentor.events.models import Event
from netmentor.events.queries import ALL_OF_AN_EVENT
from netmentor.events.rows import draft_of
from netmentor.events.written import Plain, read
from netmentor.organizations.models import Organization

LARGEST_NUMBER = 2**31 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a source that may only propose would have: a new event, or facets of a known one.

    `slug` is empty for a new one. `changes` are facet → [now, proposed]. `page` is where
    the source tells of it.
    """

    number: int
    source: str
    title: str
    slug: str
    page: str
    changes: Mapping[str, list[Plain]]

    @property
    def by_whom(self) -> str:
        """Who would have it, after what was decided about it."""
        if self.source == SUGGESTIONS:
            return "as a member suggested it"
        return f"as {self.source} tells it"


async def open_resemblances() -> list[Resemblance]:
    """Pairs of events that may be one, the oldest first."""
    return await _pairs(Resemblance.filter(verdict=Verdict.OPEN))


async def differences_within(pairs: list[Resemblance]) -> dict[int, dict[str, list[Plain]]]:
    """In what the events of each pair differ, by the number of the pair: facet → [one, other]."""
    ids = {one for pair in pairs for one in (pair.one_id, pair.other_id)}
    rows = Event.filter(id__in=list(ids)).prefetch_related(*ALL_OF_AN_EVENT)
    drafts = {event.id: draft_of(event) for event in await rows}
    return {pair.id: differences(drafts[pair.one_id], drafts[pair.other_id]) for pair in pairs}


async def resemblance_numbered(number: int) -> Resemblance:
    found = await _pairs(Resemblance.filter(id=number)) if 0 < number <= LARGEST_NUMBER else []
    if not found:
        raise NotFound(f"There is no pair {number}; netmentor curate duplicates tells them.")
    return found[0]


async def proposals(source: str = "") -> list[Proposal]:
    """All that waits to be taken or dismissed, source by source; or of the source with this key."""
    if source and not may_be_key(source):
        return []
    rows = _waiting().filter(source__key=source) if source else _waiting()
    return [one for one in await _proposals(rows) if one.changes]


async def proposal_numbered(number: int) -> Proposal:
    rows = _waiting().filter(id=number)
    found = await _proposals(rows) if 0 < number <= LARGEST_NUMBER else []
    if not found or not found[0].changes:
        raise NotFound(f"There is no proposal {number}; netmentor curate proposals tells them.")
    return found[0]


async def decision_numbered(number: int) -> Decision:
    found = await Decision.get_or_none(id=number) if 0 < number <= LARGEST_NUMBER else None
    if found is None:
        raise NotFound("There is no such decision.")
    return found


async def last_decision_of(user_id: int, *, since: datetime) -> Decision | None:
    """What a person decided last, since then, and nobody took back."""
    rows = Decision.filter(by_id=user_id, undone_at=None, made_at__gte=since)
    return await rows.order_by("-id").first()


async def waiting_again(decision: Decision) -> int | None:
    """The number of the pair or the proposal that a decision taken back was about."""
    about = decision.about.split()
    if decision.subject == EVENT and decision.kind in (Kind.SAME, Kind.DIFFERENT):
        one, other = sorted(int(name[1:]) for name in about[:2])
        pair = await Resemblance.get_or_none(one_id=one, other_id=other)
        return pair.id if pair else None
    return next((int(name[1:]) for name in about if name[0] in "tp"), None)


async def last_decisions(most: int) -> list[tuple[Decision, bool]]:
    """What was decided last, the latest first, and whether each can be taken back now."""
    found, touched = [], set[str]()
    for one in await Decision.all().order_by("-id").limit(most).select_related("by"):
        about = set(one.about.split())
        found.append((one, one.undone_at is None and not about & touched))
        if one.undone_at is None:
            touched |= about
    return found


async def locks() -> list[Lock]:
    """What is locked, event by event."""
    return await Lock.all().order_by("event_id", "facet").prefetch_related("event")


async def locks_of(event: Event) -> list[Lock]:
    """What of one event a person set by hand."""
    return await Lock.filter(event=event).order_by("facet")


async def organizations_without_calendar() -> list[Organization]:
    """Whose calendar nobody has found and no source reads, by name: work to do."""
    connected = Source.filter(retired_at=None, organization_id__not_isnull=True).exclude(address="")
    rows = Organization.filter(retired_at=None, calendar_url="")
    return await rows.exclude(id__in=await values_of(connected, "organization_id")).order_by("name")


async def _pairs(rows: object) -> list[Resemblance]:
    return await rows.order_by("id").prefetch_related("one__source", "other__source")  # type: ignore[attr-defined,no-any-return]


def _waiting() -> QuerySet[Telling]:
    """What may propose something: not what its source no longer tells."""
    return Telling.filter(Q(last_seen_at=None) | Q(source__partial=True), proposes=True)


async def _proposals(rows: object) -> list[Proposal]:
    tellings: list[Telling] = await rows.order_by("source_id", "id").select_related("source")  # type: ignore[attr-defined]
    ids = [telling.event_id for telling in tellings if telling.event_id]
    events = {
        event.id: event
        for event in await Event.filter(id__in=ids).prefetch_related(*ALL_OF_AN_EVENT)
    }
    return [_proposal(telling, events.get(telling.event_id or 0)) for telling in tellings]


def _proposal(telling: Telling, event: Event | None) -> Proposal:
    said: Plain = json.loads(telling.draft)
    refused: dict[str, Plain] = json.loads(telling.refused or "{}")
    if event:
        changes = differences(draft_of(event), read(said))
    else:
        changes = {facet: [{}, facet_of(said, facet)] for facet in FACETS}
        changes = {} if all(refused.get(one) == changes[one][1] for one in changes) else changes
    return Proposal(
        number=telling.id,
        source=telling.source.key,
        title=said["title"],
        slug=event.slug if event else "",
        page=said["source_url"],
        changes={
            facet: both
            for facet, both in changes.items()
            if not event or refused.get(facet) != both[1]
            if not event or any(both[1].values())
        },
    )
