"""Which events fit a filter, and which of its names stand for nothing."""

from __future__ import annotations

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from netmentor.db.columns import values_of
from netmentor.events.filters import EventFilter, UnknownFilter
from netmentor.events.models import Event, EventCredit, EventOrganizer, EventTopic, Series, Topic
from netmentor.organizations.queries import unknown_credentials, unknown_organizations
from netmentor.text import folded


async def refuse_unknown(wanted: EventFilter) -> None:
    """Raise UnknownFilter naming every value that stands for nothing."""
    topics = await values_of(Topic.filter(slug__in=wanted.topics), "slug")
    series = await values_of(Series.filter(slug__in=wanted.series), "slug")
    unknown = {
        "organization": await unknown_organizations(wanted.organizations),
        "series": [slug for slug in wanted.series if slug not in series],
        "credential": await unknown_credentials(wanted.credentials),
        "topic": [slug for slug in wanted.topics if slug not in topics],
    }
    if complaints := [
        f"There is no {name} “{value}”." for name, values in unknown.items() for value in values
    ]:
        raise UnknownFilter(" ".join(complaints))


def matching(wanted: EventFilter) -> QuerySet[Event]:
    """The events that fit `wanted`, whatever their day. Each word searched for must occur."""
    rows = Event.filter(merged_into_id=None)
    for word in folded(wanted.q).split():
        rows = rows.filter(search_text__contains=word)
    for column, values in (
        ("kind", wanted.kinds),
        ("modality", wanted.modalities),
        ("state", wanted.states),
        ("series__slug", wanted.series),
    ):
        if values:
            rows = rows.filter(**{f"{column}__in": list(values)})
    for ids, values in (
        (EventOrganizer.filter(organization__slug__in=wanted.organizations), wanted.organizations),
        (EventTopic.filter(topic__slug__in=wanted.topics), wanted.topics),
        (EventCredit.filter(credential__slug__in=wanted.credentials), wanted.credentials),
    ):
        if values:
            rows = rows.filter(id__in=Subquery(ids.values("event_id")))
    return rows
