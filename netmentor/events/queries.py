"""Questions the rest of the house asks about events, series and what is published of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from tortoise.expressions import Q, Subquery
from tortoise.queryset import QuerySet

from netmentor.db import reading
from netmentor.db.columns import values_of
from netmentor.errors import NotFound
from netmentor.events.briefs import Brief, briefs
from netmentor.events.choices import in_words
from netmentor.events.filters import EventFilter
from netmentor.events.indexing import catalogue
from netmentor.events.matching import ids_matching, matches
from netmentor.events.models import Change, Event, Published, Series
from netmentor.events.rules import FEED_LOOKS_BACK, Deadlines
from netmentor.organizations.models import Organization
from netmentor.text import is_slug

MOST_CHANGES = 100
_MOST_AHEAD = 50  # events that the page of an organization names
_MOST_OVER = 20
AT_A_TIME = 500  # texts, changes, or ids by name
_CHANGES = "SELECT id, event_id FROM change ORDER BY seen_at DESC, id DESC LIMIT ? OFFSET ?"
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


class PublishedText(NamedTuple):
    """One finished VEVENT, and the zone its times are in, "" for whole days."""

    text: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Program:
    """What somebody organizes: what is ahead, soonest first; expected; and over, latest first.

    Each is cut to what a page holds; the totals are of everything.
    """

    ahead: Sequence[Brief]
    expected: Sequence[Brief]
    over: Sequence[Brief]
    total_ahead: int
    total_expected: int
    total_over: int


async def published(wanted: EventFilter, *, today: date) -> AsyncIterator[list[PublishedText]]:
    """The stored calendar texts that `wanted` asks for, in the order a feed gives them.

    Some hundred at a time: texts are large, and a feed of thousands is in memory only once.
    """
    ids = await _ids_published(wanted, today=today)
    for first in range(0, len(ids), AT_A_TIME):
        batch = ids[first : first + AT_A_TIME]
        places = ", ".join("?" * len(batch))
        question = f"SELECT id, text, timezone FROM published WHERE id IN ({places})"  # noqa: S608
        found = {
            row[0]: PublishedText(row[1], row[2]) for row in await reading.rows(question, *batch)
        }
        yield [found[one] for one in batch if one in found]


async def _ids_published(wanted: EventFilter, *, today: date) -> list[int]:
    since = wanted.from_on or today - FEED_LOOKS_BACK
    rows = Published.filter(
        Q(leaves_on=None) | Q(leaves_on__gte=today),
        last_on__gte=since,
    )
    if wanted.to_on:
        rows = rows.filter(first_on__lte=wanted.to_on)
    if (ids := await ids_matching(wanted, today=today)) is None:
        unlisted = Q(merged_into_id__not_isnull=True) | Q(owner_id__not_isnull=True)
        rows = rows.exclude(event_id__in=Subquery(Event.filter(unlisted).values("id")))
    elif len(ids) <= AT_A_TIME:
        rows = rows.filter(event_id__in=ids)
    rows = _with_deadlines(rows, wanted.deadlines).order_by("first_on", "part", "uid")
    # Nothing but days and ids is written into it; Tortoise's own rows cost three times the query.
    found = await reading.rows(rows.values_list("id", "event_id").sql(params_inline=True))
    fitting = None if ids is None else set(ids)  # SQLite takes no more than 32,766 by name
    return [row[0] for row in found if fitting is None or row[1] in fitting]


async def published_of(event: Event, deadlines: str, *, today: date) -> list[PublishedText]:
    """The stored texts of one event: its own, those of its deadlines, or both."""
    rows = Published.filter(Q(leaves_on=None) | Q(leaves_on__gte=today), event=event)
    found = await _with_deadlines(rows, deadlines).order_by("part").values_list("text", "timezone")
    return [PublishedText(*row) for row in found]


async def latest_changes(wanted: EventFilter, *, today: date) -> list[Change]:
    """What changed last of the events that `wanted` asks for, the latest first, at most 100."""
    among = await catalogue()
    found = (await matches(wanted, among, today=today, guess=False)).all
    if wanted.from_on or wanted.to_on:
        found &= among.index.between(wanted.from_on or date.min, wanted.to_on)
    fitting = set(among.index.ids_of(found))
    ids: list[int] = []
    skipped = 0
    while (
        fitting
        and len(ids) < MOST_CHANGES
        and (some := await reading.rows(_CHANGES, AT_A_TIME, skipped))
    ):
        ids += [row[0] for row in some if row[1] in fitting]
        skipped += len(some)
    rows = Change.filter(id__in=ids[:MOST_CHANGES])
    return await rows.prefetch_related("event__organizers__organization")


async def history_of(event: Event) -> list[Change]:
    """What became of one event, the latest first, at most 100."""
    return await Change.filter(event=event).limit(MOST_CHANGES)


async def event_by_slug(slug: str, user_id: int | None = None) -> Event:
    """One event with all that belongs to it: a listed one, or one that this user keeps."""
    rows = _seen_by(user_id).prefetch_related("merged_into", *ALL_OF_AN_EVENT)
    return await _first(rows, slug)


async def event_meant(slug: str, user_id: int) -> Event:
    """The event that this user means, without its parts: the one it turned out to be, if any."""
    event = await _first(_seen_by(user_id).select_related("merged_into"), slug)
    return event.merged_into or event


async def ids_with_doubles(event: Event) -> list[int]:
    """The ids of an event and of all that turned out to be it."""
    return [event.id, *await values_of(Event.filter(merged_into_id=event.id), "id")]


async def series_by_slug(slug: str) -> Series:
    """One series with its organization; a retired one is found too."""
    rows = Series.filter(slug=slug).select_related("organization")
    series = await rows.first() if is_slug(slug) else None
    if series is None:
        raise NotFound("There is no such series.")
    return series


async def editions(series: Series) -> list[Event]:
    """Every edition of a series, the latest first; what is expected comes before all."""
    rows = await Event.filter(series=series, merged_into_id=None, owner_id=None)
    return sorted(rows, key=_year_order, reverse=True)


async def earlier_editions(series: Collection[str], most: int) -> dict[str, tuple[Brief, ...]]:
    """The last dated editions of each series, the latest first: how it moved over the years."""
    among = await catalogue()
    ids = {slug: among.index.dated_of_series(slug)[: -most - 1 : -1] for slug in series}
    found = await briefs([one for some in ids.values() for one in some], among.briefs)
    by_id = {event.id: event for event in found}
    return {slug: tuple(by_id[one] for one in some if one in by_id) for slug, some in ids.items()}


async def editions_beside(event: Event, most: int) -> list[Brief]:
    """The other editions of an event's series, what is expected first, then the latest first."""
    if event.series is None:
        return []
    among = await catalogue()
    dated = among.index.dated_of_series(event.series.slug)[::-1]
    expected = among.index.having["series"].get(event.series.slug, 0) & among.index.expected
    others = (one for one in (*among.index.ids_of(expected), *dated) if one != event.id)
    return await briefs(list(islice(others, most)), among.briefs)


async def program_of(organization: Organization, *, today: date) -> Program:
    """What `organization` organizes, as far as one page names it."""
    among = await catalogue()
    index = among.index
    mine = index.having["organizations"].get(organization.slug, 0)
    ahead = mine & index.between(today, None)
    expected = mine & index.expected_between(today, None)
    over = index.ids_of(mine & ~index.between(today, None) & index.all_dated())
    return Program(
        ahead=await briefs(index.ids_of(ahead, 0, _MOST_AHEAD), among.briefs),
        expected=await briefs(index.ids_of(expected, 0, _MOST_AHEAD), among.briefs),
        over=await briefs(over[: -_MOST_OVER - 1 : -1], among.briefs),
        total_ahead=ahead.bit_count(),
        total_expected=expected.bit_count(),
        total_over=len(over),
    )


async def series_of(organization: Organization) -> list[Series]:
    """The series of an organization, by name."""
    return await Series.filter(organization=organization, retired_at=None)


async def name_of(wanted: EventFilter) -> str:
    """What a calendar of these events is called where a reader lists its calendars."""
    if not wanted.narrows:
        deadlines = wanted.deadlines == Deadlines.ONLY
        return f"NetMentor: {'deadlines' if deadlines else 'events'}"
    return f"NetMentor: {', '.join(in_words(wanted, await catalogue()))}"


def _seen_by(user_id: int | None) -> QuerySet[Event]:
    mine = Q() if user_id is None else Q(owner_id=user_id)
    return Event.filter(Q(owner_id=None) | mine)


async def _first(events: QuerySet[Event], slug: str) -> Event:
    event = await events.filter(slug=slug).first() if is_slug(slug) else None
    if event is None:
        raise NotFound("There is no such event.")
    return event


def _with_deadlines(rows: QuerySet[Published], deadlines: str) -> QuerySet[Published]:
    if deadlines == Deadlines.EXCLUDE:
        return rows.filter(part="")
    return rows.exclude(part="") if deadlines == Deadlines.ONLY else rows


def _year_order(event: Event) -> tuple[date, str]:
    return (event.starts_on or event.window_from_on or date.min, event.slug)
