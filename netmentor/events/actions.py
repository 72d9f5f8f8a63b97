"""What happens to events: a source names them, drops them, and time zones change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid5

from netmentor.calendars.publish import RENDERER
from netmentor.calendars.zones import zone_data_version
from netmentor.db import signs
from netmentor.db.columns import values_of
from netmentor.db.transactions import transaction
from netmentor.errors import Invalid
from netmentor.events.drafts import Draft, why_not_listable
from netmentor.events.models import Event, Source
from netmentor.events.publishing import publish, render_again
from netmentor.events.queries import ALL_OF_AN_EVENT
from netmentor.events.rows import (
    Names,
    derive_moments,
    draft_of,
    names_known,
    search_text,
    write,
)
from netmentor.events.rules import OFF
from netmentor.organizations.actions import bump_catalogue
from netmentor.text import slug

_UIDS = UUID("5b2f6a5e-0a3c-5c1e-9d0e-2f1a7c44e8b1")  # drawn once; a uid is made of a source's name


class Unlistable(Invalid):
    """A draft that cannot become an event; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the drafts of one reading, by their names in the source."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


async def put_from_source(source: Source, drafts: Sequence[Draft], *, now: datetime) -> Outcome:
    """Make the events of `source` what `drafts` say: new ones added, known ones changed.

    An event is known by its name in the source. Nothing is written for a draft that
    says what is known already. Runs inside the caller's transaction, which ends with
    `bump_catalogue` when anything changed.
    """
    names = await names_known()
    known = {
        event.external_id: event
        for event in await Event.filter(source=source).prefetch_related(*ALL_OF_AN_EVENT)
    }
    added, changed, unchanged = [], [], []
    for draft in drafts:
        if reason := why_not_listable(draft):
            raise Unlistable(f"{draft.external_id or draft.title or 'An event'}: {reason}")
        event = known.get(draft.external_id)
        if event is None:
            await _add(source, draft, names, now=now)
            added.append(draft.external_id)
        elif await _change(event, draft, names, now=now):
            changed.append(draft.external_id)
        else:
            unchanged.append(draft.external_id)
    return Outcome(tuple(added), tuple(changed), tuple(unchanged))


async def mark_gone(source: Source, still_there: Iterable[str], *, now: datetime) -> int:
    """Mark the events that `source` no longer names; return how many. None is deleted."""
    gone = Event.filter(source=source, gone_at=None).exclude(external_id__in=list(still_there))
    return await gone.update(gone_at=now)


async def keep_moments_true(*, now: datetime) -> int:
    """Compute moments and calendar texts again if zone data or renderer are not what made them.

    Wall time and zone are what was promised; the UTC moment follows the zone's rules
    of today. Returns how many events were gone over: 0 on nearly every call.
    """
    made_by = f"renderer {RENDERER}, zones {zone_data_version()}"
    landmark = await signs.last("rendering")
    if landmark is not None and landmark.note == made_by:
        return 0
    async with transaction():
        # The landmark first: whoever else got here waits for its row, and then does it again.
        await signs.record("rendering", at=now, note=made_by)
        events = await Event.all().order_by("id").prefetch_related(*ALL_OF_AN_EVENT)
        for event in events:
            derive_moments(event)
            await event.save(update_fields=["starts_at", "ends_at"])
            await render_again(event, now=now)
        await bump_catalogue(now=now)
    return len(events)


async def _add(source: Source, draft: Draft, names: Names, *, now: datetime) -> None:
    event = Event(
        source=source,
        slug=await _free_slug(draft),
        uid=str(uuid5(_UIDS, f"{source.key}:{draft.external_id}")),
        created_at=now,
        status_changed_at=now,
    )
    await write(event, draft, names, now=now)
    await publish(await _whole(event), now=now)


async def _change(event: Event, draft: Draft, names: Names, *, now: datetime) -> bool:
    draft = _with_kept_days(draft, event)
    same = _comparable(draft_of(event)) == _comparable(replace(draft, slug=event.slug))
    current = same and event.gone_at is None
    if current and event.search_text == search_text(draft, names):
        return await publish(event, now=now)  # an organizer's new name shows here
    if event.status != draft.status:
        event.status_changed_at = now
    await write(event, draft, names, now=now)
    await publish(await _whole(event), now=now)
    return True


async def _whole(event: Event) -> Event:
    return await Event.get(id=event.id).prefetch_related(*ALL_OF_AN_EVENT)


async def _free_slug(draft: Draft) -> str:
    year = f" {draft.starts_on.year}" if draft.starts_on else ""
    wanted = slug(draft.slug or f"{draft.title}{year}")[:90] or "event"
    taken = set(await values_of(Event.filter(slug__startswith=wanted), "slug"))
    return next(
        candidate
        for candidate in (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3)))
        if candidate not in taken
    )


def _with_kept_days(draft: Draft, event: Event) -> Draft:
    """An event called off keeps the days it had, or nobody could be told which are free again."""
    if draft.status not in OFF or draft.starts_on or not event.starts_on:
        return draft
    return replace(
        draft,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        starts_time=event.starts_time,
        ends_time=event.ends_time,
        timezone=event.timezone,
    )


def _comparable(draft: Draft) -> Draft:
    """The draft with what has no order of its own put into one."""
    deadlines = sorted(draft.deadlines, key=lambda due: (due.due_on, due.kind, due.note))
    return replace(draft, topics=tuple(sorted(draft.topics)), deadlines=tuple(deadlines))
