"""Events that a mentor goes to, as times at which they are not free elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from netmentor.events.attending.models import Attendance
from netmentor.events.models import Event
from netmentor.events.rules import OFF, Modality
from netmentor.mentoring.availability.slots import Extra, Taken
from netmentor.mentoring.availability.walls import MIDNIGHT, Span, merged, seconds, span, utc

GOING = """
    SELECT {all}(a.id) FROM attendance AS a JOIN event AS e ON e.id = a.event_id
    WHERE a.user_id = ? AND a.answer = 'going' AND e.gone_at IS NULL
        AND CAST(e.starts_on AS text) <= ? AND CAST(e.ends_on AS text) >= ?"""
_UNTOLD = timedelta(hours=1)  # how long something lasts whose end nobody published


def values_of(user_id: int, first: date, last: date) -> tuple[object, ...]:
    """What `GOING` is asked with, of the days `first` to `last`."""
    return user_id, f"{last}", f"{first}"


async def times_going(
    ids: Collection[int], zone: ZoneInfo, openings: Iterable[Extra]
) -> list[Taken]:
    """What the events take that somebody goes to, by the numbers that `GOING` found.

    Openings that the mentor set at an event stay free of that event. What is online and
    has no time of day takes none.
    """
    if not ids:  # mostly: nothing is read as models then
        return []
    found = await Attendance.filter(id__in=ids).select_related("event")
    kept: dict[int, list[Span]] = defaultdict(list)
    for one in openings:
        if one.event_id:
            kept[one.event_id].append(span(one.day, one.starts, one.ends, zone))
    return [
        Taken(utc(starts), utc(ends))
        for row in found
        for starts, ends in _less(_time_of(row.event, zone), kept[row.event_id])
    ]


def _time_of(event: Event, zone: ZoneInfo) -> Span | None:
    if event.status in OFF:
        return None
    if event.starts_at and event.ends_at:
        ends = max(event.ends_at, event.starts_at + _UNTOLD)
        return event.starts_at.timestamp(), ends.timestamp()
    if event.modality == Modality.ONLINE or not (event.starts_on and event.ends_on):
        return None
    there = ZoneInfo(event.timezone) if event.timezone else zone
    return seconds(event.starts_on, "00:00", there), seconds(event.ends_on, MIDNIGHT, there)


def _less(whole: Span | None, kept: Iterable[Span]) -> list[Span]:
    """What is left of a span without those that are kept free of it."""
    if whole is None:
        return []
    left, begins = [], whole[0]
    for starts, ends in merged(kept):
        left.append((begins, min(starts, whole[1])))
        begins = max(begins, ends)
    left.append((begins, whole[1]))
    return merged(left)
