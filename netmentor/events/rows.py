"""A draft becomes rows, and rows become the draft that would make them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TypeVar

from tortoise.models import Model

from netmentor.events.drafts import CreditDraft, DeadlineDraft, Draft, PriceDraft
from netmentor.events.models import (
    Deadline,
    Event,
    EventCredit,
    EventOrganizer,
    EventTopic,
    PriceTier,
    Series,
    Topic,
)
from netmentor.events.rules import moment, part_names
from netmentor.organizations.models import Credential, Organization
from netmentor.text import folded

Value = TypeVar("Value", DeadlineDraft, PriceDraft)

_NOT_COLUMNS = frozenset(
    {"slug", "organizers", "series", "topics", "deadlines", "prices", "credits"}
)


@dataclass(frozen=True, slots=True)
class Names:
    """What drafts call by name: organizations and series by slug, credentials by acronym."""

    organizations: dict[str, Organization]
    series: dict[str, int]
    credentials: dict[str, int]


async def names_known() -> Names:
    """Every name a draft may use today; the numbers are row ids."""
    return Names(
        organizations={row.slug: row for row in await Organization.all()},
        series=dict(await Series.all().values_list("slug", "id")),
        credentials=dict(await Credential.all().values_list("acronym", "id")),
    )


async def write(event: Event, draft: Draft, names: Names, *, now: datetime) -> None:
    """Write the rows of `event` as `draft` has them; runs inside the caller's transaction."""
    plain = {name: value for name, value in asdict(draft).items() if name not in _NOT_COLUMNS}
    event.update_from_dict(plain)
    event.series_id = names.series[draft.series] if draft.series else None
    event.search_text = search_text(draft, names)
    event.changed_at, event.gone_at = now, None
    derive_moments(event)
    await event.save()
    await _write_children(event, draft, names)


def draft_of(event: Event) -> Draft:
    """Return the draft that would make `event` as it stands; its relations are prefetched."""
    plain = {
        name: getattr(event, name)
        for name in Draft.__dataclass_fields__
        if name not in _NOT_COLUMNS
    }
    return Draft(
        **plain,
        slug=event.slug,
        organizers=tuple(row.organization.slug for row in event.organizers),
        series=event.series.slug if event.series else "",
        topics=tuple(row.topic.slug for row in event.topics),
        deadlines=tuple(_like(DeadlineDraft, due) for due in event.deadlines),
        prices=tuple(_like(PriceDraft, tier) for tier in event.prices),
        credits=tuple(
            CreditDraft(
                credential=row.credential.acronym,
                bucket=row.bucket,
                amount=row.amount,
                note=row.note,
            )
            for row in event.credits
        ),
    )


def _like(kind: type[Value], row: Model) -> Value:
    """The value whose fields are columns of `row` by the same names."""
    return kind(**{name: getattr(row, name) for name in kind.__dataclass_fields__})


def search_text(draft: Draft, names: Names) -> str:
    """Return all the words an event is found by, folded."""
    organizers = [names.organizations[slug] for slug in draft.organizers]
    words = (
        draft.title,
        draft.description,
        draft.grounds,
        *(f"{organizer.name} {organizer.acronym}" for organizer in organizers),
        draft.venue,
        draft.city,
        draft.state,
        *(topic.replace("-", " ") for topic in draft.topics),
        *(credit.credential for credit in draft.credits),
    )
    return folded(" ".join(words))


def derive_moments(event: Event) -> None:
    """Set the UTC columns from the wall times and the zone, as its rules are today."""
    event.starts_at = event.ends_at = None
    if event.starts_on and event.starts_time and event.timezone:
        event.starts_at = moment(event.starts_on, event.starts_time, event.timezone)
    if event.ends_on and event.ends_time and event.timezone:
        event.ends_at = moment(event.ends_on, event.ends_time, event.timezone)


async def _write_children(event: Event, draft: Draft, names: Names) -> None:
    for children in (EventOrganizer, EventTopic, Deadline, PriceTier, EventCredit):
        await children.filter(event=event).delete()
    for position, organizer in enumerate(draft.organizers):
        await EventOrganizer.create(
            event=event, organization=names.organizations[organizer], position=position
        )
    for word in draft.topics:
        topic, _ = await Topic.get_or_create(slug=word)
        await EventTopic.create(event=event, topic=topic)
    parts = part_names([due.kind for due in draft.deadlines])
    for part, due in zip(parts, draft.deadlines, strict=True):
        await Deadline.create(event=event, part=part, **asdict(due))
    for position, price in enumerate(draft.prices):
        await PriceTier.create(event=event, position=position, **asdict(price))
    for position, credit in enumerate(draft.credits):
        await EventCredit.create(
            event=event,
            position=position,
            credential_id=names.credentials[credit.credential],
            bucket=credit.bucket,
            amount=credit.amount,
            note=credit.note,
        )
