"""Questions the rest of the house asks about events, series and what is published of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from netmentor.errors import NotFound
from netmentor.events.filters import EventFilter, UnknownFilter
from netmentor.events.matching import matching, refuse_unknown
from netmentor.events.models import (
    Change,
    Event,
    EventOrganizer,
    Published,
    Series,
)
from netmentor.events.rules import (
    FEED_LOOKS_BACK,
    Deadlines,
    EventStatus,
)
from netmentor.events.words import KIND_WORDS, MODALITY_WORDS
from netmentor.organizations.models import Organization
from netmentor.text import is_slug

PER_PAGE = 50
MOST_CHANGES = 100
ALL_OF_AN_EVENT = (
    "series",
    "source",
    "organizers__organization",
    "topics__topic",
    "deadlines",
    "prices",
    "credits__credential",
    "published",
)
ON_A_CARD = tuple(
    name for name in ALL_OF_AN_EVENT if name not in ("source", "published", "topics__topic")
)


@dataclass(frozen=True, slots=True)
class DayOfEvents:
    """The events that begin on `day`, or were under way when the list begins."""

    day: date
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class MonthOfExpected:
    """The events expected in the month whose first day is `month`, or from it on."""

    month: date
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list: the dated events by day, and on the first page the expected ones.

    `total` counts the dated events on all pages.
    """

    days: tuple[DayOfEvents, ...]
    months: tuple[MonthOfExpected, ...]
    total: int
    page: int
    pages: int


async def listing(wanted: EventFilter, *, today: date) -> Listing:
    """The events that `wanted` asks for, from `today` on where it names no day."""
    await refuse_unknown(wanted)
    rows = _dated(matching(wanted), wanted.from_on or today, wanted.to_on)
    total = await rows.count()
    pages = max(1, -(-total // PER_PAGE))
    if wanted.page > pages:
        raise UnknownFilter(f"There is no page {wanted.page}; the last one is {pages}.")
    events = await (
        rows.order_by("starts_on", "starts_time", "title", "id")
        .offset((wanted.page - 1) * PER_PAGE)
        .limit(PER_PAGE)
        .prefetch_related(*ON_A_CARD)
    )
    first = wanted.from_on or today
    months = await _expected(wanted, today=today) if wanted.page == 1 else ()
    return Listing(_by_day(events, first), months, total, wanted.page, pages)


async def published(wanted: EventFilter, *, today: date) -> list[Published]:
    """The stored calendar texts that `wanted` asks for, in the order a feed gives them."""
    await refuse_unknown(wanted)
    since = wanted.from_on or today - FEED_LOOKS_BACK
    rows = Published.filter(
        Q(leaves_on=None) | Q(leaves_on__gte=today),
        event_id__in=Subquery(matching(wanted).values("id")),
        last_on__gte=since,
    )
    if wanted.to_on:
        rows = rows.filter(first_on__lte=wanted.to_on)
    return await _with_deadlines(rows, wanted.deadlines).order_by("first_on", "part", "uid")


async def published_of(event: Event, deadlines: str, *, today: date) -> list[Published]:
    """The stored texts of one event: its own, those of its deadlines, or both."""
    rows = Published.filter(Q(leaves_on=None) | Q(leaves_on__gte=today), event=event)
    return await _with_deadlines(rows, deadlines).order_by("part")


async def latest_changes(wanted: EventFilter) -> list[Change]:
    """What changed last of the events that `wanted` asks for, the latest first, at most 100."""
    await refuse_unknown(wanted)
    rows = matching(wanted)
    if wanted.from_on:
        rows = rows.filter(ends_on__gte=wanted.from_on)
    if wanted.to_on:
        rows = rows.filter(starts_on__lte=wanted.to_on)
    found = Change.filter(event_id__in=Subquery(rows.values("id"))).order_by("-seen_at", "-id")
    return await found.limit(MOST_CHANGES).prefetch_related("event__organizers__organization")


async def history_of(event: Event) -> list[Change]:
    """What became of one event, the latest first, at most 100."""
    return await Change.filter(event=event).limit(MOST_CHANGES)


async def event_by_slug(slug: str) -> Event:
    """One event with all that belongs to it."""
    rows = Event.filter(slug=slug).prefetch_related("merged_into", *ALL_OF_AN_EVENT)
    event = await rows.first() if is_slug(slug) else None
    if event is None:
        raise NotFound("There is no such event.")
    return event


async def series_by_slug(slug: str) -> Series:
    """One series with its organization; a retired one is found too."""
    rows = Series.filter(slug=slug).select_related("organization")
    series = await rows.first() if is_slug(slug) else None
    if series is None:
        raise NotFound("There is no such series.")
    return series


async def editions(series: Series) -> list[Event]:
    """Every edition of a series, the latest first; what is expected comes before all."""
    rows = await Event.filter(series=series, merged_into_id=None).prefetch_related(*ON_A_CARD)
    return sorted(rows, key=_year_order, reverse=True)


async def earlier_editions(series_ids: Iterable[int]) -> dict[int, list[Event]]:
    """The dated editions of each series, the latest first: how it moved over the years."""
    rows = await Event.filter(
        series_id__in=list(series_ids), starts_on__not_isnull=True, merged_into_id=None
    ).order_by("-starts_on")
    found: dict[int, list[Event]] = {}
    for row in rows:
        found.setdefault(row.series_id or 0, []).append(row)
    return found


async def events_of(organization: Organization) -> list[Event]:
    """Everything that `organization` organizes, the latest first."""
    ids = EventOrganizer.filter(organization=organization).values("event_id")
    rows = await Event.filter(id__in=Subquery(ids), merged_into_id=None).prefetch_related(
        *ON_A_CARD
    )
    return sorted(rows, key=_year_order, reverse=True)


async def series_of(organization: Organization) -> list[Series]:
    """The series of an organization, by name."""
    return await Series.filter(organization=organization, retired_at=None)


async def name_of(wanted: EventFilter) -> str:
    """What a calendar of these events is called where a reader lists its calendars."""
    organizations = await Organization.filter(slug__in=wanted.organizations)
    series = await Series.filter(slug__in=wanted.series)
    parts = (
        *(organization.acronym or organization.name for organization in organizations),
        *(one.name for one in series),
        *(KIND_WORDS[kind] for kind in wanted.kinds),
        *(MODALITY_WORDS[form] for form in wanted.modalities),
        *wanted.states,
        *(slug.upper() for slug in wanted.credentials),
        *(topic.replace("-", " ") for topic in wanted.topics),
        *([f"“{wanted.q}”"] if wanted.q else []),
        *(["deadlines"] if wanted.deadlines == Deadlines.ONLY else []),
    )
    return "NetMentor: " + (", ".join(parts) or "events")


def _with_deadlines(rows: QuerySet[Published], deadlines: str) -> QuerySet[Published]:
    if deadlines == Deadlines.EXCLUDE:
        return rows.filter(part="")
    return rows.exclude(part="") if deadlines == Deadlines.ONLY else rows


def _dated(rows: QuerySet[Event], first: date, last: date | None) -> QuerySet[Event]:
    rows = rows.filter(ends_on__gte=first).exclude(status=EventStatus.EXPECTED)
    return rows.filter(starts_on__lte=last) if last else rows


async def _expected(wanted: EventFilter, *, today: date) -> tuple[MonthOfExpected, ...]:
    """What is expected and not over, by the month its window begins with."""
    first = max(wanted.from_on or today, today)
    rows = matching(wanted).filter(
        status=EventStatus.EXPECTED, gone_at=None, window_to_on__gte=first
    )
    if wanted.to_on:
        rows = rows.filter(window_from_on__lte=wanted.to_on)
    found = await rows.order_by("window_from_on", "window_to_on", "title").prefetch_related(
        *ON_A_CARD
    )
    this_month = today.replace(day=1)
    return tuple(
        MonthOfExpected(month, tuple(events))
        for month, events in groupby(
            found, key=lambda event: max((event.window_from_on or today).replace(day=1), this_month)
        )
    )


def _by_day(events: Sequence[Event], first: date) -> tuple[DayOfEvents, ...]:
    grouped = groupby(events, key=lambda event: max(event.starts_on or first, first))
    return tuple(DayOfEvents(day, tuple(rows)) for day, rows in grouped)


def _year_order(event: Event) -> tuple[date, str]:
    return (event.starts_on or event.window_from_on or date.min, event.slug)
