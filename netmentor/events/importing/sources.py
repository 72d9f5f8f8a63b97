"""What operators do with sources: connect one, change it, look at all, part with one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from tortoise.expressions import F

from netmentor.calendars.zones import is_zone
from netmentor.db.columns import values_of
from netmentor.errors import Invalid, NotFound
from netmentor.events.actions import PER_TRANSACTION, announce, list_waiting
from netmentor.events.attending.watching import who_has
from netmentor.events.importing import turns
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.rules import LONGEST_KEY, SUGGESTIONS, Format, why_not_every
from netmentor.events.models import Event
from netmentor.events.own import KEY as OWN
from netmentor.events.own import keep_for_attendees
from netmentor.events.rows import names_known
from netmentor.events.rules import Authority
from netmentor.events.settling import settle
from netmentor.events.writing import writing
from netmentor.fetching.addresses import normalized, why_not_fetchable
from netmentor.organizations.models import Organization
from netmentor.text import is_slug, one_line, slug

CATALOGUE = "catalogue"  # the source that ships with NetMentor; its key
OPENINGS = "catalogue-opportunities"  # and that of internships
LONGEST_NAME = 200
EVERY = 6  # hours, where nobody said


class BadSource(Invalid):
    """A source that cannot be connected as described; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a source is read and what it may do; None leaves it as it is, or as is usual."""

    organization: str | None = None
    authority: str | None = None
    every_hours: int | None = None
    format: str | None = None
    zone: str | None = None
    mapping: Mapping[str, str] | None = None


async def connect(address: str, terms: Terms, *, now: datetime) -> Source:
    """Connect the calendar at `address`, or change the terms of one that is; due at once.

    Raises Busy while one that is connected is being read.
    """
    source = await source_at(address)
    if not source.id:
        source.every_hours = EVERY
        await agree(source, terms)
        source.next_try_at = now if source.every_hours else None
        await source.save()
        return source
    async with turns.held(source, now=now):
        authority = source.authority
        await agree(source, terms)
        source.retired_at, source.next_try_at = None, now if source.every_hours else None
        async with writing():
            await source.save()
            if source.authority != authority:  # what stands was taken
                proposes = source.authority == Authority.PROPOSE
                mine = Telling.filter(source=source)
                await mine.update(accepted=F("draft"), proposes=proposes)
        if source.authority != authority:
            await _follow_authority(source, now=now)
    return source


async def source_at(address: str) -> Source:
    """The source that is connected to `address`, or one, not yet saved, that would be."""
    address = normalized(address)
    if reason := why_not_fetchable(address):
        raise BadSource(reason)
    host = urlsplit(address).hostname or ""
    return await Source.get_or_none(address=address) or Source(
        key=f"{slug(host)[:50].strip('-')}-{_digest(address)}",
        name=host[:LONGEST_NAME],
        authority=Authority.OVERWRITE.value,
        address=address,
        host=host,
    )


async def source_of_file(name: str, organization: str) -> Source:
    """The source that the file called `name` is, or one, not yet saved, that would be.

    Two organizations may both have an “events.ics”, and have one source each. A file says
    nothing of what it leaves out: the next one may be of another month.
    """
    name = one_line(name)
    name = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 9]}-{_digest(name)}"
    known = Source.filter(address="", name=name, organization__slug=organization)
    if not organization:
        known = Source.filter(address="", name=name, organization_id=None)
    if found := await known.exclude(key=CATALOGUE).first():
        return found
    key = f"file-{slug(f'{organization} {name}')}".strip("-")
    if not name.isascii() or len(key) > LONGEST_KEY or await Source.exists(key=key):
        key = f"{key[: LONGEST_KEY - 9]}-{_digest(f'{organization}/{name}')}"
    return Source(key=key, name=name, authority=Authority.OVERWRITE.value, partial=True)


async def agree(source: Source, terms: Terms) -> None:
    """Put what `terms` name into `source`, without saving it; raise BadSource if that is amiss."""
    organization_id = await _organization(terms.organization)
    if reason := _why_not(terms):
        raise BadSource(reason)
    before = _how_read(source)
    if terms.organization is not None:
        source.organization_id = organization_id
    if terms.authority is not None:
        source.authority = Authority(terms.authority).value
    if terms.every_hours is not None:
        source.every_hours = terms.every_hours
    if terms.zone is not None:
        source.timezone = terms.zone
    if terms.mapping is not None:
        source.mapping = json.dumps(dict(terms.mapping))
    source.format = terms.format or source.format
    if _how_read(source) != before:  # the same file is to be read as if it were new
        source.etag = source.last_modified = source.fingerprint = ""


async def source_called(key: str) -> Source:
    """One source by its key or address."""
    named = Source.filter(key=key) if is_slug(key) else Source.filter(address=normalized(key))
    source = await named.first()
    if source is None:
        raise NotFound(f"There is no source “{key[:80]}”; netmentor source list tells them.")
    return source


async def sources() -> list[Source]:
    """All sources that tell everybody something, the shipped catalogue first."""
    return await Source.exclude(key=OWN).order_by("id").prefetch_related("organization")


async def due(*, now: datetime) -> list[Source]:
    """The sources whose time has come, the longest due first."""
    return await Source.filter(turns.due(now)).order_by("next_try_at", "id")


async def read_soon(source: Source, *, now: datetime) -> None:
    """Have a worker read `source` as the next one."""
    rows = Source.filter(id=source.id, retired_at=None).exclude(address="")
    if not await rows.update(next_try_at=now):
        raise BadSource("This source is not read by itself, so it cannot be read again.")


async def retire(source: Source, *, now: datetime) -> None:
    """Never read `source` again. Its events stay, and say when they were last seen.

    Raises Busy while it is being read: what writes down that reading would read it on.
    """
    _refuse_built_in(source)
    async with turns.held(source, now=now):
        await Source.filter(id=source.id).update(retired_at=now, next_try_at=None)


async def withdraw(source: Source, *, now: datetime) -> int:
    """Take back all that `source` told, and forget it; return how many events went with it.

    What other sources tell of, too, stays as they tell it.
    """
    _refuse_built_in(source)
    # So that whatever is interrupted here is read as new if the source is connected again.
    await Source.filter(id=source.id).update(fingerprint="", etag="", last_modified="")
    tellings = await values_of(Telling.filter(source=source).order_by("id"), "id")
    count = 0
    for start in range(0, len(tellings), PER_TRANSACTION):
        async with writing():
            count += await _forget(tellings[start : start + PER_TRANSACTION], now=now)
    while events := await Event.filter(source=source).order_by("id").limit(PER_TRANSACTION):
        async with writing():
            lost = [one for event in events for one in await _hand_over(event, source, now=now)]
            if lost:
                await announce([], retold=[], now=now, and_to=lost)
    await Source.filter(id=source.id).delete()
    return count


async def _forget(tellings: Collection[int], *, now: datetime) -> int:
    """Delete what was told, and the events that nothing else tells of; return how many those are.

    Runs inside the caller's transaction.
    """
    rows = Telling.filter(id__in=list(tellings))
    event_ids = set(await values_of(rows, "event_id")) - {None}
    await rows.delete()
    kept = set(await values_of(Telling.filter(event_id__in=list(event_ids)), "event_id"))
    gone = list(event_ids - kept)
    had_it = await who_has(gone)
    await keep_for_attendees(gone, now=now)
    await Event.filter(merged_into_id__in=gone).delete()
    await Event.filter(id__in=gone).delete()
    settled = await settle(kept, await names_known(), now=now)
    await announce(settled.changed, retold=settled.retold, now=now, and_to=had_it)
    return len(gone)


async def _hand_over(event: Event, source: Source, *, now: datetime) -> set[int]:
    """Give an event that bears the name of `source` to one that tells of it now.

    Returns the users among whose dates it was, where nothing tells of it and it had to go.
    """
    heir = await Telling.filter(event_id=event.merged_into_id or event.id).first()
    if heir is None:
        had_it = await who_has([event.id])
        await keep_for_attendees([event.id], now=now)
        await event.delete()
        return had_it
    name = f"{event.external_id[:160]}-{_digest(event.external_id)} of {source.key}"
    event.source_id, event.external_id = heir.source_id, name
    await event.save(update_fields=["source_id", "external_id"])
    return set()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:8]


def why_not_removable(source: Source) -> str | None:
    """Say why `source` is here to stay, or None."""
    if source.key in (CATALOGUE, OPENINGS):
        return "The starter catalogue comes with NetMentor; it cannot be removed."
    if source.key in (OWN, SUGGESTIONS):
        return "It stands for what members keep and suggest; it cannot be removed."
    return None


def _refuse_built_in(source: Source) -> None:
    if reason := why_not_removable(source):
        raise BadSource(reason)


def _why_not(terms: Terms) -> str | None:
    if terms.every_hours and (reason := why_not_every(terms.every_hours)):
        return reason
    if terms.zone and not is_zone(terms.zone):
        return f"“{terms.zone[:60]}” is no time zone; write it as America/Chicago."
    if terms.format and terms.format not in list(Format):
        return f"“{terms.format[:20]}” is no format we read."
    return None


def _how_read(source: Source) -> tuple[object, ...]:
    """What the same file reads differently by."""
    return source.organization_id, source.timezone, source.format, source.mapping


async def _organization(name: str | None) -> int | None:
    if not name:
        return None
    found = await Organization.get_or_none(slug=name) if is_slug(name) else None
    if found is None:
        raise NotFound(f"There is no organization “{name[:80]}”; /organizations lists them.")
    return found.id


async def _follow_authority(source: Source, *, now: datetime) -> None:
    """Follow a change of what the source may do, over all that it told.

    What is left undone when this is interrupted is done as the source tells it again.
    """
    mine = Telling.filter(source=source)
    ids = await values_of(mine.filter(event_id__not_isnull=True).order_by("id"), "event_id")
    names = await names_known()
    for start in range(0, len(ids), PER_TRANSACTION):
        async with writing():
            settled = await settle(ids[start : start + PER_TRANSACTION], names, now=now)
            if settled.changed:
                await announce(settled.changed, retold=settled.retold, now=now)
    if source.authority == Authority.PROPOSE:
        return
    while waiting := await mine.filter(event_id=None, refused="").limit(PER_TRANSACTION):
        async with writing():
            events = await list_waiting(waiting, now=now)
            await announce([event.id for event in events], retold=[], now=now)
