"""Keeping the stored VEVENT texts true to the events they tell of.

A text is rendered when what it says has changed, and never while a feed is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from netmentor.calendars.entry import Days, Entry, Span, Status
from netmentor.calendars.publish import vevent
from netmentor.calendars.told import told
from netmentor.events.entries import Listed, entries_of, leaves_on
from netmentor.events.models import Event, Published
from netmentor.events.rules import CANCELED_STAYS

FIRST_COLUMNS = (
    "event_id part uid leaves_on sequence created_at changed_at text"
    " first_on last_on timezone essence digest"
).split()


def first_published(event: Event, listed: Listed, *, now: datetime) -> Iterator[tuple[object, ...]]:
    """Yield the rows, as `FIRST_COLUMNS`, of an event that was never published."""
    at = now.replace(microsecond=0)
    leaves = leaves_on(event, CANCELED_STAYS)
    for part, entry in entries_of(listed).items():
        text = vevent(replace(entry, sequence=0, created_at=at, changed_at=at))
        known = (event.id, part, entry.uid, leaves, 0, at, at, text)
        yield (*known, *_said(entry).values())


async def publish(event: Event, listed: Listed, *, now: datetime) -> bool:
    """Bring what is published of `event` up to date; True when any of it changed.

    Runs inside the caller's transaction; what is published already is prefetched.
    """
    moment = now.replace(microsecond=0)
    rows = {row.part: row for row in event.published}
    changed = False
    for part, entry in entries_of(listed).items():
        row = rows.pop(part, None) or _new_row(event, part, entry, now=moment)
        changed |= await _store(row, entry, leaves_on(event, CANCELED_STAYS), now=moment)
    for row in rows.values():
        changed |= await _withdraw(row, now=moment)
    return changed


async def render_again(event: Event, listed: Listed, *, now: datetime) -> bool:
    """Write the texts of `event` anew where the renderer or the zone data is another.

    True when any of them is another one by it.
    """
    changed = await publish(event, listed, now=now)
    current = entries_of(listed)
    for row in await Published.filter(event=event):
        text = vevent(_with_history(current.get(row.part) or told(row.text), row))
        if text != row.text:
            row.text, changed = text, True
            await row.save(update_fields=["text"])
    return changed


def _new_row(event: Event, part: str, entry: Entry, *, now: datetime) -> Published:
    first, last = days_of(entry.when)
    return Published(
        event_id=event.id,
        part=part,
        uid=entry.uid,
        first_on=first,
        last_on=last,
        leaves_on=None,
        timezone="",
        sequence=0,
        essence="",
        digest="",
        created_at=now,
        changed_at=now,
        text="",
    )


async def _store(row: Published, entry: Entry, leaves: date | None, *, now: datetime) -> bool:
    changed = _fill(row, entry, leaves, now=now)
    if changed:
        await row.save()
    return changed


def _fill(row: Published, entry: Entry, leaves: date | None, *, now: datetime) -> bool:
    """Make `row` tell `entry` as it now is, with the row's own history; False if it does."""
    said = _said(entry)
    if row.digest == said["digest"] and row.leaves_on == leaves:
        return False
    if row.essence and row.essence != said["essence"]:
        row.sequence += 1
    row.update_from_dict({**said, "leaves_on": leaves, "changed_at": now})
    row.text = vevent(_with_history(entry, row))
    return True


async def _withdraw(row: Published, *, now: datetime) -> bool:
    """Tell subscribers that what `row` told of is off, then let it leave."""
    if row.leaves_on is not None:
        return False
    last = told(row.text)  # what calendars were told is the record of it
    off = replace(last, status=Status.CANCELED, title=f"Canceled: {last.title}")
    return await _store(row, off, (now + CANCELED_STAYS).date(), now=now)


def _with_history(entry: Entry, row: Published) -> Entry:
    return replace(
        entry, sequence=row.sequence, created_at=row.created_at, changed_at=row.changed_at
    )


def _said(entry: Entry) -> dict[str, Any]:
    """The columns that say what `entry` tells, in the order of `FIRST_COLUMNS`."""
    first_on, last_on = days_of(entry.when)
    return {
        "first_on": first_on,
        "last_on": last_on,
        "timezone": entry.when.zone.key if isinstance(entry.when, Span) else "",
        "essence": _hash(repr(entry.essence)),
        "digest": _digest(entry),
    }


def days_of(when: Span | Days) -> tuple[date, date]:
    """The first and the last day of an entry, on the calendar where it is."""
    if isinstance(when, Days):
        return when.first, when.last
    return when.starts.date(), when.ends.date()


def _digest(entry: Entry) -> str:
    """What a reader would see, without the history of how it came to be."""
    still = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
    return _hash(repr(replace(entry, sequence=0, created_at=still, changed_at=still)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
