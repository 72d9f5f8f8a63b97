"""Lists that organizers paste, and calendars of theirs that are read by themselves."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO

from netmentor.errors import Conflict, Denied, Invalid
from netmentor.events.drafts import Draft
from netmentor.events.importing import sources, turns
from netmentor.events.importing.decoding import encoding_of
from netmentor.events.importing.drafting import Directory, Teller, draft_of, notes_of
from netmentor.events.importing.items import Asked, Item, Skipped, UnreadableFile
from netmentor.events.importing.models import Source, Telling
from netmentor.events.importing.reading import Unreadable, contents_of, items_of
from netmentor.events.importing.refreshing import asked_of
from netmentor.events.importing.rules import LISTS, LONGEST_KEY, Format
from netmentor.events.importing.sources import Terms
from netmentor.events.importing.sync import read_into
from netmentor.events.models import Event
from netmentor.events.rows import names_known
from netmentor.events.rules import Authority
from netmentor.events.words import day_words
from netmentor.organizations.models import Organization
from netmentor.text import clean, folded

MOST_ROWS = 500
MOST_CALENDARS = 5
LARGEST_LIST = 1024 * 1024  # bytes


class NotYoursToPartWith(Denied):
    """A source that no organizer brought in."""


class TooMany(Invalid):
    """More than an organization may have here."""


class ConnectedElsewhere(Conflict):
    """The calendar is that of another organization here."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one row of a list would become: an event, or nothing and why."""

    line: int
    title: str
    draft: Draft | None
    notes: Sequence[str]


def text_of(body: bytes) -> str:
    """Return the text that a file holds; raise Unreadable for what is no text."""
    try:
        return clean(body.decode(encoding_of(body), "replace"))
    except UnreadableFile as exc:
        raise Unreadable(str(exc)) from exc


async def verdicts(
    organization: Organization, text: str, *, zone: str, now: datetime
) -> list[Verdict]:
    """Say what each row of a list would become; nothing is written.

    Times that name no zone are those of `zone`. Raises Unreadable for what is no table.
    """
    source = Source(organization_id=organization.id, format=Format.CSV.value, timezone=zone)
    asked = asked_of(source, "", "", most=MOST_ROWS, now=now)
    with tempfile.TemporaryFile() as file:
        _write(text, file)
        found = await _found(file, asked)
    if len(found) > MOST_ROWS:
        raise TooMany(f"A list may have at most {MOST_ROWS} rows; this one has {len(found):,}.")
    names = await names_known()
    directory, teller = Directory.of(names), Teller(organization.slug)
    listed = await _listed(organization)
    told = []
    for item in sorted(found, key=lambda one: one.line):
        if isinstance(item, Skipped):
            told.append(Verdict(item.line, item.what, None, [item.reason]))
            continue
        draft = draft_of(item, item.key, teller, directory, names, today=now.date())
        if isinstance(draft, Skipped):
            told.append(Verdict(item.line, item.title, None, [draft.reason]))
            continue
        notes = notes_of(item, teller, directory, names)
        if (folded(draft.title), draft.starts_on) in listed:
            notes.append("An event of this name is on that day already.")
        told.append(Verdict(item.line, draft.title, draft, notes))
    return told


async def save(organization: Organization, text: str, *, zone: str, now: datetime) -> Source:
    """Put the rows of a list in as a source of its own; saved twice on one day it is the same."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    name = f"List of {day_words(now.date())}, {digest}"
    source = await sources.source_of_file(name, organization.slug)
    terms = Terms(
        organization=organization.slug, format=Format.CSV, zone=zone, authority=Authority.OVERWRITE
    )
    await sources.agree(source, terms)
    source.by_organizer = True
    source.key = source.key if source.id else f"{LISTS}{source.key}"[:LONGEST_KEY]
    await source.save()
    try:
        async with turns.held(source, now=now):
            asked = asked_of(source, "", "", most=MOST_ROWS, now=now)
            with tempfile.TemporaryFile() as file:
                _write(text, file)
                report = await read_into(source, file, asked, now=now)
            counts = {"skipped": len(report.skipped), "notes": len(report.notes)}
            if report.added or not source.outcome:
                source.outcome = json.dumps(asdict(report) | counts)
            source.read_at = source.tried_at = now
            await source.save()
    finally:
        if not await Telling.filter(source=source).exists():
            await source.delete()
    return source


async def connect(organization: Organization, address: str, *, now: datetime) -> Source:
    """Have the calendar at `address` read by itself from now on, as that of `organization`."""
    source = await sources.source_at(address)
    if source.id and source.organization_id != organization.id:
        raise ConnectedElsewhere("This address is connected already. Write to whoever runs this.")
    if source.id and source.retired_at is None:
        return source
    mine = Source.filter(organization=organization, retired_at=None).exclude(address="")
    if await mine.count() >= MOST_CALENDARS:
        raise TooMany(f"An organization may connect at most {MOST_CALENDARS} calendars.")
    terms = Terms(organization=organization.slug, authority=Authority.OVERWRITE)
    source = await sources.connect(address, terms, now=now)
    await Source.filter(id=source.id).update(by_organizer=True)
    return source


async def take_back(source: Source, *, now: datetime) -> int:
    """Take back all that a list or a calendar told; return how many events went with it."""
    _refuse_anothers(source)
    async with turns.held(source, now=now):
        return await sources.withdraw(source, now=now)


async def stop_reading(source: Source, *, now: datetime) -> None:
    """Read a calendar no more; what it told stays."""
    _refuse_anothers(source)
    await sources.retire(source, now=now)


def _refuse_anothers(source: Source) -> None:
    if not source.by_organizer:
        raise NotYoursToPartWith("A curator connected this calendar; write to them about it.")


async def _found(file: BinaryIO, asked: Asked) -> list[Item | Skipped]:
    """What the rows are, read by a process of its own."""
    async with contents_of(file, asked) as contents:
        keys = list(contents.entries)
        async with items_of(file, asked, contents, keys) as items:
            return [*contents.skipped, *items]


async def _listed(organization: Organization) -> set[tuple[str, object]]:
    """The names and first days of what is listed of an organization."""
    rows = Event.filter(organizers__organization=organization, merged_into_id=None, owner_id=None)
    return {(folded(title), day) for title, day in await rows.values_list("title", "starts_on")}


def _write(text: str, file: BinaryIO) -> None:
    file.write(text.encode())
    file.flush()
