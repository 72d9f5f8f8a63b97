"""Dated things of tests, sample things all: with boring defaults, and any at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from netmentor.calendars.dated import Dated, Kind
from netmentor.calendars.entry import Days, Entry, Span
from netmentor.events.publishing import days_of
from tests.calendars.entries import OTHER_ZONES, US_ZONES
from tests.factories import NOON

CHICAGO = ZoneInfo("America/Chicago")
EASTERN = ZoneInfo("America/New_York")

_number = count(1)

zones = st.sampled_from([*US_ZONES, *OTHER_ZONES]).map(ZoneInfo)


def at(wall: str, zone: ZoneInfo = CHICAGO) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=zone)


def hours(starts: str, ends: str = "", zone: ZoneInfo = CHICAGO) -> Span:
    return Span(at(starts, zone), at(ends or starts, zone))


def whole(first: str, last: str = "") -> Days:
    return Days(date.fromisoformat(first), date.fromisoformat(last or first))


def make_dated(when: Span | Days, kind: Kind = Kind.GOING, **fields: Any) -> Dated:
    """Something that is confirmed, and called by its number."""
    number = next(_number)
    boring = {
        "uid": f"sample-{number}@example.org",
        "kind": "webinar",
        "title": f"Sample {number}",
        "created_at": NOON,
        "changed_at": NOON,
    }
    entry = Entry(when=when, **boring | fields)  # type: ignore[arg-type]
    zone = "" if isinstance(when, Days) else when.zone.key
    first_on, _ = days_of(when)
    path = f"/events/sample-{number}"
    return Dated(kind=kind, path=path, uid=entry.uid, first_on=first_on, zone=zone, given=entry)


@st.composite
def whens(draw: st.DrawFn, around: date, reach: int) -> Span | Days:
    """Hours or whole days near a day, in any zone; nothing lasts longer than `reach` days."""
    first = around + timedelta(days=draw(st.integers(-reach, reach)))
    if draw(st.booleans()):
        return Days(first, first + timedelta(days=draw(st.integers(0, reach))))
    zone = draw(zones)
    quarter = timedelta(minutes=15)
    midnight = datetime.combine(first, datetime.min.time(), zone)
    starts = midnight + quarter * draw(st.integers(0, 95))
    ends = starts + quarter * draw(st.one_of(st.integers(0, 12), st.integers(0, 3 * 96)))
    return Span(starts, ends if ends.timestamp() >= starts.timestamp() else starts)
