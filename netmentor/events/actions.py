"""What happens to events: a source names them, drops them, and time zones change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from netmentor.accounts.actions import bump
from netmentor.calendars.publish import RENDERER
from netmentor.calendars.zones import zone_data_version
from netmentor.db import signs
from netmentor.db.bulk import insert
from netmentor.db.columns import values_of
from netmentor.errors import Invalid
from netmentor.events.adding import add
from netmentor.events.attending.watching import watch_editions, who_has
from netmentor.events.curating.resembling import look_for_resemblances
from netmentor.events.drafts import Draft, why_not_listable
from netmentor.events.importing.models import Source, Telling
from netmentor.events.models import Event
from netmentor.events.publishing import render_again
from netmentor.events.queries import ALL_OF_AN_EVENT
from netmentor.events.rows import (
    Names,
    derive_moments,
    draft_of,
    listed,
    names_known,
    search_body,
    search_head,
)
from netmentor.events.rules import OFF, Authority
from netmentor.events.search_words import WORDS
from netmentor.events.settling import Settled, settle
from netmentor.events.writing import writing
from netmentor.events.written import Plain, read, written
from netmentor.organizations.actions import bump_catalogue

PER_TRANSACTION = 200  # events; readers of the same process wait for one
KEPT = "own events, too"  # before, only what is listed had texts for calendars


class Unlistable(Invalid):
    """A draft that cannot become an event; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a source tells of one event: `item` is the entry it stands in, `digest` that entry's."""

    draft: Draft
    item: str
    digest: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the drafts of one reading, by their names in the source.

    `touched` are the events, by id, that are not what they were, and `retold` those of them of
    which calendars are told something else; `unfit` the titles of those that had to stay
    what they were, and why.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    touched: tuple[int, ...] = ()
    retold: tuple[int, ...] = ()
    unfit: tuple[tuple[str, str], ...] = ()


async def put_from_source(source: Source, drafts: Sequence[Draft], *, now: datetime) -> Outcome:
    """Make the events of `source` what `drafts` say: new ones added, known ones changed.

    As `put_tellings`; every draft is an entry of its own.
    """
    for draft in drafts:
        if reason := why_not_listable(draft):
            raise Unlistable(f"{draft.external_id or draft.title or 'An event'}: {reason}")
    told = [Told(draft=draft, item=draft.external_id) for draft in drafts]
    return await put_tellings(source, told, await names_known(), now=now)


async def put_tellings(
    source: Source, told: Sequence[Told], names: Names, *, now: datetime
) -> Outcome:
    """Keep what `source` tells, and make events of it as far as the source may.

    An event is known by its name in the source. Nothing is written for one that is told
    as before. Runs inside the caller's transaction, which ends with `announce`. Every
    draft is listable.
    """
    wanted = [one.draft.external_id for one in told]
    rows = Telling.filter(source=source, external_id__in=wanted)
    known = {telling.external_id: telling for telling in await rows}
    news = {
        one.draft.external_id
        for one in told
        if one.draft.external_id in known
        if await _tell_again(source, known[one.draft.external_id], one)
    }
    event_ids = {telling.event_id for telling in known.values() if telling.event_id}
    settled = await settle(event_ids, names, now=now)
    new = [one for one in told if one.draft.external_id not in known]
    added = await _tell_first(source, new, names, now=now)
    added += await _list_what_may_be(source, known.values(), now=now)
    touched = (*added, *settled.changed)
    await look_for_resemblances(touched)
    news |= {name for name, telling in known.items() if telling.event_id in settled.changed}
    return Outcome(
        added=tuple(one.draft.external_id for one in new),
        changed=tuple(name for name in wanted if name in news),
        unchanged=tuple(name for name in wanted if name in known and name not in news),
        touched=touched,
        retold=tuple(settled.retold),  # nobody has a new one among their dates yet
        unfit=tuple(
            (one.draft.title, settled.unfit[telling.event_id or 0])
            for one in told
            if (telling := known.get(one.draft.external_id))
            if telling.event_id in settled.unfit
        ),
    )


async def mark_gone(source: Source, still_there: Iterable[str], *, now: datetime) -> Settled:
    """Mark what `source` no longer names; return what came of it. No event is deleted.

    Runs inside the caller's transaction.
    """
    missing = Telling.filter(source=source, last_seen_at=None)
    missing = missing.exclude(external_id__in=list(still_there))
    return await mark_missing(source, await values_of(missing, "id"), now=now)


async def mark_missing(source: Source, tellings: Sequence[int], *, now: datetime) -> Settled:
    """Mark that `source` no longer tells these; return what came of it.

    Runs inside the caller's transaction.
    """
    rows = Telling.filter(id__in=list(tellings))
    await rows.update(last_seen_at=source.read_at or now)
    event_ids = await values_of(rows.filter(event_id__not_isnull=True), "event_id")
    settled = await settle(event_ids, await names_known(), now=now)
    await look_for_resemblances(settled.changed)
    return settled


async def list_waiting(tellings: Sequence[Telling], *, now: datetime) -> list[Event]:
    """List what waited for a person, as its sources tell it now, all of one source.

    Runs inside the caller's transaction.
    """
    drafts = [read(json.loads(telling.draft)) for telling in tellings]
    source = await tellings[0].source
    names = await names_known()
    events = await add(source, drafts, names, now=now)
    for telling, event in zip(tellings, events, strict=True):
        telling.event_id, telling.accepted, telling.refused = event.id, telling.draft, ""
        await telling.save(update_fields=["event_id", "accepted", "refused"])
    both = zip(tellings, events, strict=True)
    await settle([event.id for telling, event in both if telling.last_seen_at], names, now=now)
    await look_for_resemblances([event.id for event in events])
    return events


async def announce(
    changed: Iterable[int], *, retold: Iterable[int], now: datetime, and_to: Iterable[int] = ()
) -> None:
    """Say to every feed that these events changed; and to whoever has them, what is a date.

    `retold` are those of which calendars are told something else. `and_to` are users whose
    dates are others for what was merged, parted or deleted. The last writes of a transaction.
    """
    gave_or_took = await watch_editions(list(changed))
    await bump({*await who_has(list(retold)), *gave_or_took, *and_to})
    await bump_catalogue(now=now)


async def keep_moments_true(*, now: datetime) -> int:
    """Compute moments, texts and words again if zone data or rules are not what made them.

    Wall time and zone are what was promised; the UTC moment follows the zone's rules
    of today. Returns how many events were gone over: 0 on nearly every call.
    """
    made_by = f"renderer {RENDERER}, {KEPT}, words {WORDS}, zones {zone_data_version()}"
    landmark = await signs.last("rendering")
    if landmark is not None and landmark.note == made_by:
        return 0
    count, last = 0, 0
    while events := await Event.filter(id__gt=last).order_by("id").limit(PER_TRANSACTION):
        async with writing():
            await _render_again([event.id for event in events], now=now)
        count, last = count + len(events), events[-1].id
    await signs.record("rendering", at=now, note=made_by)
    return count


async def _render_again(event_ids: Sequence[int], *, now: datetime) -> None:
    names, retold = await names_known(), []
    rows = Event.filter(id__in=list(event_ids)).order_by("id")
    for event in await rows.prefetch_related(*ALL_OF_AN_EVENT):
        draft = draft_of(event)
        derive_moments(event)
        columns = ["starts_at", "ends_at"]
        if event.owner_id is None:  # one's own stands in no search
            event.search_head, event.search_body = search_head(draft, names), search_body(draft)
            columns += ["search_head", "search_body"]
        if await render_again(event, listed(event, draft, names), now=now):
            retold.append(event.id)
        await event.save(update_fields=columns)
    await announce(event_ids, retold=retold, now=now)


async def _list_what_may_be(
    source: Source, known: Iterable[Telling], *, now: datetime
) -> list[int]:
    """List what waits although its source may set: its authority changed half-way."""
    waiting = [one for one in known if one.event_id is None and not one.refused]
    if source.authority == Authority.PROPOSE or not waiting:
        return []
    return [event.id for event in await list_waiting(waiting, now=now)]


async def _tell_first(
    source: Source, told: Sequence[Told], names: Names, *, now: datetime
) -> list[int]:
    """Keep what was never told before; return the ids of the events that are new by it."""
    proposes = source.authority == Authority.PROPOSE
    drafts = [] if proposes else [one.draft for one in told]
    events = await add(source, drafts, names, now=now) if drafts else []
    columns = "source_id event_id item external_id digest post url draft accepted refused proposes"
    await insert(
        Telling,
        columns.split(),
        (
            (
                source.id,
                None if proposes else event_id,
                one.item,
                one.draft.external_id,
                one.digest,
                one.post,
                one.draft.url,
                json.dumps(written(one.draft)),
                "",
                "",
                proposes,
            )
            for one, event_id in zip(told, [e.id for e in events] or [0] * len(told), strict=True)
        ),
    )
    return [event.id for event in events]


async def _tell_again(source: Source, telling: Telling, one: Told) -> bool:
    """Keep what is told now in place of what was; False if that says nothing new."""
    said: Plain = json.loads(telling.draft) if telling.draft else {}
    draft = _with_kept_days(written(one.draft), said)
    ours = {"verified_on": draft["verified_on"]} if source.format else {}  # the day we read it
    same = (said | ours) == draft and telling.last_seen_at is None
    telling.digest, telling.post, telling.item = one.digest, one.post, one.item
    columns = ["digest", "post", "item"]
    if not same:
        telling.draft, telling.url, telling.last_seen_at = json.dumps(draft), one.draft.url, None
        telling.proposes = source.authority == Authority.PROPOSE
        columns += ["draft", "url", "last_seen_at", "proposes"]
        if telling.event_id is None:  # it was refused as it was
            telling.refused = ""
            columns.append("refused")
    await telling.save(update_fields=columns)
    return not same


def _with_kept_days(draft: Plain, said: Plain) -> Plain:
    """An event called off keeps the days it had, or nobody could be told which are free again."""
    if draft["status"] not in OFF or draft["starts_on"] or not said.get("starts_on"):
        return draft
    days = ("starts_on", "ends_on", "starts_time", "ends_time", "timezone")
    return draft | {name: said[name] for name in days}
