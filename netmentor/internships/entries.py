"""This room's dated things that everybody may see: the days of opportunities, as entries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from netmentor.calendars.entry import Days, Entry, Span, Status, span_between
from netmentor.db.reading import among, day_of, moment_of, rows
from netmentor.events.rules import FEED_LOOKS_BACK
from netmentor.events.words import clock_words, day_words
from netmentor.internships.filters import OpportunityFilter
from netmentor.internships.listing import ids_matching
from netmentor.internships.rules import CANCELED_STAYS, WindowKind
from netmentor.internships.words import WINDOW_WORDS

_WINDOWS = """
    SELECT w.part, w.kind, w.due_on, w.due_time, w.timezone, w.due_at, w.note, w.sequence,
        w.created_at, w.changed_at, w.dropped_on, o.uid, o.slug, o.title, o.status, o.gone_at,
        COALESCE(g.name, '')
    FROM opportunity_window AS w JOIN opportunity AS o ON o.id = w.opportunity_id
        LEFT JOIN organization AS g ON g.id = o.organization_id
    WHERE w.due_on >= ? AND (w.dropped_on IS NULL OR w.dropped_on >= ?)
        AND (o.gone_at IS NULL OR o.gone_at >= ?) AND {among}
    ORDER BY w.due_on, o.slug, w.part"""


async def entries_of(
    wanted: OpportunityFilter, base_url: str, *, today: date, now: datetime
) -> list[Entry]:
    """The days of the opportunities that `wanted` asks for, in order, from a while ago on.

    What is due by an hour of a known zone is a moment: whoever reads of it is on a clock that
    nobody here knows. What was dropped or called off stays canceled for 60 days.
    """
    ids = await ids_matching(wanted, now=now)
    condition, of = ("1 = 1", ()) if ids is None else _among(ids)
    gone = called_off_since(today)
    question = _WINDOWS.format(among=condition)
    found = await rows(question, today - FEED_LOOKS_BACK, gone.date(), gone, *of)
    return [_entry(row, base_url) for row in found]


def called_off_since(today: date) -> datetime:
    """The first moment of which calendars are still told, today, that something was called off."""
    return datetime.combine(today - CANCELED_STAYS, time(), UTC)


def deadline_words(due_on: date, due_time: str, zone: str) -> str:
    """Say by when on the clock of the place, with the name of its hour.

    >>> deadline_words(date(2026, 9, 25), "17:00", "America/New_York")
    'Fri, Sep 25, 2026, 5:00 pm EDT'
    >>> deadline_words(date(2026, 9, 25), "", "")
    'Fri, Sep 25, 2026'
    """
    day = day_words(due_on)
    return f"{day}, {hour_words(due_on, due_time, zone)}" if due_time else day


def hour_words(due_on: date, due_time: str, zone: str) -> str:
    """Say an hour on the clock of the place, with its name where the zone is known.

    What comes twice in autumn, or not at all in spring, is named as `moment` reads it.

    >>> hour_words(date(2026, 9, 25), "17:00", "America/New_York")
    '5:00 pm EDT'
    >>> hour_words(date(2027, 11, 7), "01:30", "America/New_York")
    '1:30 am EDT'
    >>> hour_words(date(2027, 3, 14), "02:30", "America/New_York")
    '2:30 am EST'
    """
    if not zone:
        return clock_words(due_time)
    there = datetime.combine(due_on, time.fromisoformat(due_time), ZoneInfo(zone))
    return f"{clock_words(due_time)} {there.tzname()}"


def _entry(row: Sequence[Any], base_url: str) -> Entry:
    part, kind, due_on, clock, zone, due_at, note, sequence, created, changed = row[:10]
    dropped, uid, slug, title, status, gone_at, who = row[10:]
    day = day_of(due_on)
    off = dropped is not None or gone_at is not None or status == "canceled"
    words = WINDOW_WORDS[WindowKind(kind)]
    hour = f", {clock_words(clock)}" if clock and not zone else ""
    lines = [f"{words}: {deadline_words(day, clock, zone)}."]
    lines += [note] if note else []
    lines += ["", f"For: {title}"] + ([who] if who else [])
    return Entry(
        uid=f"{part}.{uid}",
        kind="deadline",
        title=f"{words}{hour}: {title}",
        when=_when(day, clock, zone, due_at),
        status=Status.CANCELED if off else Status.CONFIRMED,
        sequence=sequence,
        created_at=moment_of(created).replace(microsecond=0),
        changed_at=moment_of(changed).replace(microsecond=0),
        description="\n".join(lines),
        url=f"{base_url}/internships/{slug}",
        categories=("Internships",),
    )


def _when(day: date, clock: str, zone: str, due_at: datetime | str) -> Span | Days:
    """The moment of an hour, without a length; the day where no hour or no zone of it is told."""
    if not (clock and zone):
        return Days(day, day)
    at = moment_of(due_at)
    return span_between(at, at, zone)


def _among(ids: Collection[int]) -> tuple[str, tuple[object]]:
    condition, one_parameter = among(ids)
    return f"o.id {condition}", (one_parameter,)
