"""A draft becomes rows, and rows become the draft that would make them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from tortoise.models import Model

from netmentor.events.drafts import CreditDraft, DeadlineDraft, Draft, PriceDraft
from netmentor.events.entries import Listed
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
from netmentor.events.rules import STATES, Modality, moment, part_names
from netmentor.events.search_words import COMMON, words_of
from netmentor.events.words import KIND_WORDS
from netmentor.organizations.models import Credential, Organization

_MOST_MONTHS = 12  # that an event is found by

Value = TypeVar("Value", DeadlineDraft, PriceDraft)

_PARTS: dict[str, type[Model]] = {
    "organizers": EventOrganizer,
    "topics": EventTopic,
    "deadlines": Deadline,
    "prices": PriceTier,
    "credits": EventCredit,
}
_COLUMNS = tuple(
    name
    for name in Draft.__dataclass_fields__
    if name not in {*_PARTS, "slug", "series", "external_id"}
)


@dataclass(frozen=True, slots=True)
class Names:
    """What drafts call by name: organizations and series by slug, credentials by acronym."""

    organizations: dict[str, Organization]
    series: dict[str, int]
    credentials: dict[str, int]
    topics: dict[str, int]


async def names_known() -> Names:
    """Every name a draft may use today; the numbers are row ids."""
    return Names(
        organizations={row.slug: row for row in await Organization.all()},
        series=dict(await Series.all().values_list("slug", "id")),
        credentials=dict(await Credential.all().values_list("acronym", "id")),
        topics=dict(await Topic.all().values_list("slug", "id")),
    )


def columns_of(draft: Draft, names: Names, *, now: datetime) -> dict[str, Any]:
    """The columns of an event as `draft` has them, less the moments derived of them."""
    told = {name: getattr(draft, name) for name in _COLUMNS}
    series = names.series[draft.series] if draft.series else None
    return told | {
        "series_id": series,
        "search_head": search_head(draft, names),
        "search_body": search_body(draft),
        "changed_at": now,
    }


async def write(
    event: Event, draft: Draft, names: Names, facets: Collection[str], *, now: datetime
) -> None:
    """Write the rows of a known `event` as `draft` has them; `facets` are what is new in it.

    Runs inside the caller's transaction.
    """
    event.update_from_dict(columns_of(draft, names, now=now))
    derive_moments(event)
    await event.save()
    for children in _PARTS.keys() & facets:
        await _PARTS[children].filter(event=event).delete()
        for row in rows_of(event, draft, names, children):
            await row.save()


def rows_of(event: Event, draft: Draft, names: Names, part: str) -> list[Model]:
    """The rows, not yet saved, that hold one part of `draft`: "deadlines", or "topics"."""
    mine: dict[str, Any] = {"event_id": event.id}
    match part:
        case "organizers":
            return [
                EventOrganizer(
                    **mine, organization_id=names.organizations[slug].id, position=position
                )
                for position, slug in enumerate(draft.organizers)
            ]
        case "topics":
            return [EventTopic(**mine, topic_id=names.topics[word]) for word in draft.topics]
        case "deadlines":
            parts = part_names([due.kind for due in draft.deadlines])
            dues = zip(parts, draft.deadlines, strict=True)
            return [Deadline(**mine, part=part, **asdict(due)) for part, due in dues]
        case "prices":
            tiers = enumerate(draft.prices)
            return [PriceTier(**mine, position=n, **asdict(price)) for n, price in tiers]
        case _:
            return [_credit_row(event, n, one, names) for n, one in enumerate(draft.credits)]


def _credit_row(event: Event, position: int, credit: CreditDraft, names: Names) -> EventCredit:
    return EventCredit(
        event_id=event.id,
        position=position,
        credential_id=names.credentials[credit.credential],
        bucket=credit.bucket,
        amount=credit.amount,
        note=credit.note,
    )


async def learn_topics(drafts: Iterable[Draft], names: Names) -> None:
    """Add the topics that `drafts` name for the first time; `names` knows them afterwards."""
    for word in sorted({word for draft in drafts for word in draft.topics} - names.topics.keys()):
        topic, _ = await Topic.get_or_create(slug=word)
        names.topics[word] = topic.id


def listed(event: Event, draft: Draft, names: Names) -> Listed:
    """The event as it is told, for its calendar entries."""
    return Listed(
        draft=draft,
        uid=event.uid,
        organizers=tuple(names.organizations[slug].name for slug in draft.organizers),
        created_at=event.created_at,
        changed_at=event.changed_at,
        gone_on=event.gone_at.date() if event.gone_at and not event.owner_id else None,
    )


def draft_of(event: Event) -> Draft:
    """Return the draft that would make `event` as it stands; its relations are prefetched."""
    plain = {name: getattr(event, name) for name in _COLUMNS}
    return Draft(
        **plain,
        external_id=event.external_id,
        slug=event.slug,
        organizers=tuple(row.organization.slug for row in event.organizers),
        series=event.series.slug if event.series else "",
        topics=tuple(row.topic.slug for row in event.topics),
        deadlines=tuple(_like(DeadlineDraft, due) for due in sorted(event.deadlines, key=_turn)),
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


def _turn(due: Deadline) -> tuple[str, int]:
    """The order in which `part_names` gives the deadlines the names they have."""
    kind, _, turn = due.part.partition("-")
    return kind, int(turn or 1)


def search_head(draft: Draft, names: Names) -> str:
    """Return the words that name an event: a search for them finds it first."""
    organizers = [names.organizations[slug] for slug in draft.organizers]
    words = (
        draft.title,
        *(f"{organizer.name} {organizer.acronym}" for organizer in organizers),
        draft.series.replace("-", " "),
        KIND_WORDS[draft.kind],
        "" if draft.modality == Modality.IN_PERSON else "online",
        draft.venue,
        draft.city,
        f"{draft.state} {STATES.get(draft.state, '')}",
        *(topic.replace("-", " ") for topic in sorted(draft.topics)),  # they have no order
        *(credit.credential for credit in draft.credits),
        *(tier.audience for tier in draft.prices),
        "free" if any(tier.amount == 0 for tier in draft.prices) else "",
        *(f"{day:%B %Y}" for day in _months(draft)),
    )
    return " ".join(dict.fromkeys(words_of(" ".join(words))))


def search_body(draft: Draft) -> str:
    """Return the words that an event is described with, each once and none that all texts have.

    No search asks for words beside each other, and the full of a long text costs an import dearly.
    """
    words = dict.fromkeys(words_of(f"{draft.description} {draft.grounds}"))
    return " ".join(word for word in words if word not in COMMON)


def _months(draft: Draft) -> Iterable[date]:
    """The first day of each month that the event touches, or that it is expected in."""
    first, last = draft.starts_on or draft.window_from_on, draft.ends_on or draft.window_to_on
    month = (first or date.max).replace(day=1)
    for _ in range(_MOST_MONTHS):
        if last is None or month > last:
            return
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def derive_moments(event: Event) -> None:
    """Set the UTC columns from the wall times and the zone, as its rules are today."""
    event.starts_at = event.ends_at = None
    if event.starts_on and event.starts_time and event.timezone:
        event.starts_at = moment(event.starts_on, event.starts_time, event.timezone)
    if event.ends_on and event.ends_time and event.timezone:
        event.ends_at = moment(event.ends_on, event.ends_time, event.timezone)
