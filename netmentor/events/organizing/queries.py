"""Questions of organizers: what is theirs to edit, and what an edit would change."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from netmentor.accounts.models import User
from netmentor.accounts.tokens import hashed
from netmentor.db.columns import values_of
from netmentor.errors import NotFound
from netmentor.events.attending.models import Watch
from netmentor.events.attending.watching import Reason
from netmentor.events.facets import FACETS, facet_of
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.queries import may_be_key
from netmentor.events.importing.rules import BY_FORM, LONGEST_KEY
from netmentor.events.models import Event
from netmentor.events.organizing.models import Organizer, OrganizerInvitation
from netmentor.events.organizing.rules import original_day, taken_over
from netmentor.events.queries import ALL_OF_AN_EVENT
from netmentor.events.rows import draft_of
from netmentor.events.written import Plain, written
from netmentor.organizations.models import Organization
from netmentor.text import is_slug

MOST_AHEAD = 200  # events that a page names
MOST_OVER = 100


@dataclass(frozen=True, slots=True)
class Work:
    """The events of one organization, and how many people are interested in each.

    Ahead and undated ones by day, past ones latest first; `of_series` are those that repeat.
    """

    ahead: Sequence[Event]
    over: Sequence[Event]
    interest: Mapping[int, int]
    of_series: Collection[int]


@dataclass(frozen=True, slots=True)
class Step:
    """What an edit changes of one event: its facets as they become."""

    event: Event
    changes: Mapping[str, Plain]


async def organized_by(user: User) -> list[Organization]:
    """The organizations whose events `user` edits, by name."""
    rows = Organization.filter(edited_by__user=user)
    return await rows.order_by("name")


async def own_organization(user: User, slug: str) -> Organization:
    """The organization at this address, if `user` edits its events; else it is as unknown."""
    rows = Organization.filter(slug=slug, edited_by__user=user)
    found = await rows.first() if is_slug(slug) else None
    if found is None:
        raise NotFound("There is no such organization, or its events are not yours to edit.")
    return found


async def own_event(organization: Organization, slug: str) -> Event:
    """The event of `organization` at this address, with all that belongs to it."""
    rows = _listed(organization).filter(slug=slug)
    found = await rows.prefetch_related(*ALL_OF_AN_EVENT).first() if is_slug(slug) else None
    if found is None:
        raise NotFound("This organization has no such event.")
    return found


async def work_of(organization: Organization, *, today: date) -> Work:
    """What the page of an organization's organizers shows."""
    mine = _listed(organization)
    ahead = mine.filter(Q(ends_on__gte=today) | Q(ends_on=None)).order_by("starts_on", "id")
    over = mine.filter(ends_on__lt=today).order_by("-starts_on", "-id")
    coming = await ahead.limit(MOST_AHEAD)
    coming.sort(key=lambda event: event.starts_on or date.max)  # databases put no day elsewhere
    ids = [event.id for event in coming]
    groups = Telling.filter(event_id__in=ids, source__key=source_key(organization))
    told = await groups.values_list("event_id", "external_id")
    return Work(
        ahead=coming,
        over=await over.limit(MOST_OVER),
        interest=await interest_in(ids),
        of_series=frozenset(event_id for event_id, name in told if original_day(name)),
    )


async def interest_in(event_ids: Collection[int]) -> dict[int, int]:
    """How many are interested in each of these events, or go; those of nobody are left out."""
    watching = Watch.filter(event_id__in=list(event_ids), reason=Reason.ATTENDING)
    return dict(Counter(await values_of(watching, "event_id")))


async def series_of(event: Event, organization: Organization) -> list[tuple[date, Event]]:
    """The occurrences that `event` repeats with, itself among them, by the days they were
    first told for; nothing where it stands alone.
    """
    mine = Telling.filter(source__key=source_key(organization))
    own = await mine.filter(event=event).first()
    if own is None or original_day(own.external_id) is None:
        return []
    tellings = await mine.filter(item=own.item, event_id__not_isnull=True)
    originals = {one.event_id: original_day(one.external_id) for one in tellings}
    rows = _listed(organization).filter(id__in=[one for one in originals if one])
    found = await rows.prefetch_related(*ALL_OF_AN_EVENT)
    dated = ((originals[one.id], one) for one in found)
    return sorted(((day, one) for day, one in dated if day), key=lambda pair: pair[0])


async def steps_of(
    event: Event, organization: Organization, after: Mapping[str, Plain], *, following: bool
) -> list[Step]:
    """What an edit changes, `event` first: its facets as they become, and which of all
    following take them over.
    """
    before = facets_of(event)
    steps = [Step(event, after)]
    series = await series_of(event, organization) if following else []
    own = next((day for day, one in series if one.id == event.id), None)
    for day, other in series:
        if own is not None and day > own:
            changes = taken_over(own, before, after, other_original=day, other=facets_of(other))
            if changes:
                steps.append(Step(other, changes))
    return steps


def facets_of(event: Event) -> dict[str, Plain]:
    """The facets of an event as it stands, as JSON has them."""
    told = written(draft_of(event))
    return {facet: facet_of(told, facet) for facet in FACETS}


async def invitation_by(token: str, *, now: datetime) -> OrganizerInvitation | None:
    """The invitation that a link is of, with its organization; None if it is taken or over."""
    rows = OrganizerInvitation.filter(token_hash=hashed(token), taken_at=None, ends_at__gt=now)
    return await rows.select_related("organization").first()


async def organizers() -> list[Organizer]:
    """Who edits what, by organization."""
    rows = Organizer.all().select_related("user", "organization")
    return await rows.order_by("organization__name", "user__name", "id")


async def open_invitations(*, now: datetime) -> list[OrganizerInvitation]:
    """The links that somebody may still take, the latest first."""
    rows = OrganizerInvitation.filter(taken_at=None, ends_at__gt=now).select_related("organization")
    return await rows.order_by("-made_at", "-id")


async def sources_of(organization: Organization) -> list[Source]:
    """The lists and calendars that tell of an organization's events, the latest first."""
    rows = Source.filter(organization=organization, retired_at=None)
    return await rows.exclude(key=source_key(organization)).order_by("-id")


async def own_source(organization: Organization, key: str) -> Source:
    """One of the lists or calendars of `organization`, by its key."""
    rows = Source.filter(organization=organization, key=key).exclude(format=BY_FORM)
    found = await rows.first() if may_be_key(key) else None
    if found is None:
        raise NotFound("This organization has no such list or calendar.")
    return found


def source_key(organization: Organization) -> str:
    """What the source is called that holds what organizers tell by the forms here."""
    key = f"organizer-{organization.slug}"
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(organization.slug.encode()).hexdigest()[:8]
    return f"{key[: LONGEST_KEY - 9]}-{digest}"


def said_by(telling: Telling) -> dict[str, Any]:
    """What a telling says, as JSON has it."""
    said: dict[str, Any] = json.loads(telling.draft)
    return said


def _listed(organization: Organization) -> QuerySet[Event]:
    """What an organization organizes for everybody; what people keep for themselves is theirs."""
    return Event.filter(organizers__organization=organization, merged_into_id=None, owner_id=None)
