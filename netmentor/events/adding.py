"""New events, many at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import count
from uuid import UUID, uuid5

from tortoise.models import Model

from netmentor.db.bulk import insert
from netmentor.db.reading import rows_among
from netmentor.events.drafts import Draft
from netmentor.events.importing.models import Source
from netmentor.events.models import Change, Event, EventOrganizer, EventTopic, Published
from netmentor.events.publishing import FIRST_COLUMNS, first_published
from netmentor.events.rows import (
    Names,
    columns_of,
    derive_moments,
    learn_topics,
    listed,
    rows_of,
)
from netmentor.events.settling import LISTING
from netmentor.text import slug

_UIDS = UUID("5b2f6a5e-0a3c-5c1e-9d0e-2f1a7c44e8b1")  # drawn once; a uid is made of a source's name
_NUMBERED = 9  # addresses of one name, before they end in letters of the uid
_PAGES = frozenset(
    {"embed", "new", "suggest"}
)  # addresses beside those of events that are no event's
_IDS = "SELECT uid, id FROM event WHERE"
_OWN_NAMES = "SELECT external_id FROM event WHERE source_id ="
_SLUGS = "SELECT slug FROM event WHERE"
_ADDED = json.dumps({LISTING: ["", "there"]})


async def add(
    source: Source, drafts: Sequence[Draft], names: Names, *, now: datetime
) -> list[Event]:
    """List events that no source has told of before, in the order of `drafts`.

    Runs inside the caller's transaction.
    """
    await learn_topics(drafts, names)
    events = await _events(source, drafts, names, now=now)
    columns = sorted(Event._meta.db_fields - {"id"})
    await insert(Event, columns, ([getattr(row, one) for one in columns] for row in events))
    uids = [event.uid for event in events]
    ids = dict(await rows_among(_IDS, "uid", uids))
    for event in events:
        event.id = ids[event.uid]
    listed_as = list(zip(events, drafts, strict=True))
    await _link(listed_as, names)
    for part in ("deadlines", "prices", "credits"):
        await _save(row for event, draft in listed_as for row in rows_of(event, draft, names, part))
    published = (
        row
        for event, draft in listed_as
        for row in first_published(event, listed(event, draft, names), now=now)
    )
    await insert(Published, FIRST_COLUMNS, published)
    await insert(
        Change, ("event_id", "seen_at", "told"), ((event.id, now, _ADDED) for event in events)
    )
    return events


async def _events(
    source: Source, drafts: Sequence[Draft], names: Names, *, now: datetime
) -> list[Event]:
    own_names = await _own_names(source, drafts)
    uids = [str(uuid5(_UIDS, f"{source.key}:{name}")) for name in own_names]
    slugs = await _slugs(drafts, uids)
    events = []
    for draft, name, uid, address in zip(drafts, own_names, uids, slugs, strict=True):
        event = Event.construct(  # a draft is of the right types; to look again takes long
            **columns_of(draft, names, now=now),
            source_id=source.id,
            external_id=name,
            slug=address,
            uid=uid,
            created_at=now,
            status_changed_at=now,
            gone_at=None,
            merged_into_id=None,
        )
        derive_moments(event)
        events.append(event)
    return events


async def _own_names(source: Source, drafts: Sequence[Draft]) -> list[str]:
    """A name in its source for each; one that an event bore before it moved is not given again."""
    wanted = [draft.external_id for draft in drafts]
    found = await rows_among(f"{_OWN_NAMES} {source.id} AND", "external_id", wanted)
    taken = {name for (name,) in found}
    return [_free(_with_number(name[:250], "~"), taken) for name in wanted]


async def _slugs(drafts: Sequence[Draft], uids: Sequence[str]) -> list[str]:
    """An address for each: title and year, with a number where that is taken."""
    wanted = [_wanted_slug(draft) for draft in drafts]
    taken = await _taken_slugs(set(wanted)) | _PAGES
    often = {one for one, times in Counter(wanted).items() if one in taken or times > 1}
    taken |= await _taken_slugs({name for one in often for name in _first_of(one)})
    return [
        _free((*_first_of(one), f"{one}-{uid[:8]}"), taken)
        for one, uid in zip(wanted, uids, strict=True)
    ]


async def _taken_slugs(among: set[str]) -> set[str]:
    return {slug for (slug,) in await rows_among(_SLUGS, "slug", among)}


def _wanted_slug(draft: Draft) -> str:
    year = f" {draft.starts_on.year}" if draft.starts_on else ""
    return slug(draft.slug or f"{draft.title[:90]}{year}")[:90].strip("-") or "event"


def _first_of(wanted: str) -> list[str]:
    return [wanted, *(f"{wanted}-{number}" for number in range(2, _NUMBERED + 1))]


def _with_number(name: str, mark: str) -> Iterator[str]:
    yield name
    yield from (f"{name}{mark}{number}" for number in count(2))


def _free(candidates: Collection[str] | Iterator[str], taken: set[str]) -> str:
    """Return the first candidate that nobody has, and take it."""
    name = next(candidate for candidate in candidates if candidate not in taken)
    taken.add(name)
    return name


async def _link(listed_as: Sequence[tuple[Event, Draft]], names: Names) -> None:
    """Tie events to their organizers and topics."""
    organizers = (
        (event.id, names.organizations[slug].id, position)
        for event, draft in listed_as
        for position, slug in enumerate(draft.organizers)
    )
    topics = (
        (event.id, names.topics[word]) for event, draft in listed_as for word in set(draft.topics)
    )
    await insert(EventOrganizer, ("event_id", "organization_id", "position"), organizers)
    await insert(EventTopic, ("event_id", "topic_id"), topics)


async def _save(rows: Iterator[Model]) -> None:
    """Save rows of one table."""
    found = list(rows)
    if found:
        await type(found[0]).bulk_create(found)
