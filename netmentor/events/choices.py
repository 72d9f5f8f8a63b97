"""What each filter of the list can be set to, of what there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tortoise.expressions import Subquery
from tortoise.functions import Count

from netmentor.db.columns import values_of
from netmentor.events.models import Event, EventCredit, EventOrganizer, Series, Topic
from netmentor.events.rules import EventKind, Modality
from netmentor.events.words import KIND_WORDS, MODALITY_WORDS
from netmentor.organizations.models import Credential, Organization

MOST_TOPICS = 200  # that the list offers; any other is found by its name


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What each filter can be set to, of what there is."""

    kinds: tuple[Choice, ...]
    organizations: tuple[Choice, ...]
    series: tuple[Choice, ...]
    modalities: tuple[Choice, ...]
    states: tuple[Choice, ...]
    credentials: tuple[Choice, ...]
    topics: tuple[Choice, ...]


async def choices() -> Choices:
    """What the filters offer: the kinds and forms there are, and every name with an event."""
    events = Event.filter(merged_into_id=None).distinct()
    kinds = set(await values_of(events, "kind"))
    modalities = set(await values_of(events, "modality"))
    states = set(await values_of(events, "state")) - {""}
    return Choices(
        kinds=tuple(Choice(kind, KIND_WORDS[kind]) for kind in EventKind if kind in kinds),
        organizations=_named(
            await Organization.filter(
                id__in=Subquery(EventOrganizer.all().values("organization_id"))
            ).order_by("name")
        ),
        series=_named(await Series.filter(retired_at=None).order_by("name")),
        modalities=tuple(
            Choice(form, MODALITY_WORDS[form]) for form in Modality if form in modalities
        ),
        states=tuple(Choice(state, state) for state in sorted(states)),
        credentials=tuple(
            Choice(row.slug, row.acronym)
            for row in await Credential.filter(
                id__in=Subquery(EventCredit.all().values("credential_id"))
            ).order_by("acronym")
        ),
        topics=tuple(
            Choice(row.slug, row.slug.replace("-", " ").capitalize())
            for row in sorted(await _usual_topics(), key=lambda row: row.slug)
        ),
    )


async def _usual_topics() -> list[Topic]:
    """The topics that most events have."""
    rows = Topic.annotate(events_count=Count("events")).filter(events_count__gt=0)
    return await rows.order_by("-events_count", "slug").limit(MOST_TOPICS)


def _named(rows: Sequence[Organization] | Sequence[Series]) -> tuple[Choice, ...]:
    return tuple(Choice(row.slug, row.name) for row in rows)
