"""When an entry of an iCalendar file takes place: its dates, times, lengths and zones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from netmentor.calendars.content_lines import Property
from netmentor.calendars.recurrence import MOST_DATES, occurrences, why_not_expandable
from netmentor.calendars.zone_names import zone_called
from netmentor.events.importing.ics import Calendar
from netmentor.events.rules import YEARS

_VALUE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z)?)?", re.ASCII)
_DURATION = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:\d+S)?)?", re.ASCII
)
_OUTSIDE = "It lies outside the years 1970 to 2100."


class Unusable(Exception):
    """Why an entry cannot be listed, as a sentence."""


@dataclass(frozen=True, slots=True)
class When:
    """Wall times in `zone`, both ends told; whole days have no zone and end with their last day."""

    starts: datetime
    ends: datetime
    zone: str

    def at(self, starts: datetime) -> When:
        return replace(self, starts=starts, ends=starts + (self.ends - self.starts))


def when(found: dict[str, Property], calendar: Calendar, notes: list[str]) -> When:
    """Read DTSTART and what tells the end; raise Unusable where no beginning can be told."""
    if "DTSTART" not in found:
        raise Unusable("It does not say when it begins.")
    first = _moment(found["DTSTART"], calendar, notes)
    ends = first.starts
    if end := found.get("DTEND"):
        try:
            ends = _moment(end, calendar, notes, first.zone).starts
        except Unusable:
            notes.append(f"DTEND in line {end.line} cannot be read.")
    elif duration := found.get("DURATION"):
        ends = _after(first, duration, notes)
    if not first.zone and ends > first.starts:  # on the wire the end of whole days is exclusive
        ends = datetime.combine(ends - timedelta(microseconds=1), time.min)
    if ends < first.starts:
        notes.append("It ends before it begins; only the beginning was kept.")
        ends = first.starts
    if first.starts.year not in YEARS or ends.year not in YEARS:
        raise Unusable(_OUTSIDE)
    return When(first.starts, ends, first.zone)


def instance(one: Property, calendar: Calendar, notes: list[str], of: When | None) -> datetime:
    """Read which occurrence of `of` is meant: the wall time at which it begins there.

    Some name the day of an occurrence that has a time, or midnight of one that has none.
    """
    named = _moment(one, calendar, notes, of.zone if of else None)
    if of and not (of.zone and named.zone):
        return datetime.combine(named.starts, of.starts.time())
    return named.starts


def repeated(
    rule: Property, first: Property, of: When, *, since: datetime, until: datetime
) -> set[datetime]:
    """Return the wall times of a recurrence rule; raise Unusable for one that is not admitted.

    A rule whose beginning is told in UTC counts in UTC (RFC 5545 section 3.3.10): its
    Friday may be our Thursday evening.
    """
    zone = ZoneInfo(of.zone or "UTC")
    counts_in = ZoneInfo("UTC") if first.value.strip().endswith("Z") else zone
    begins = _moved(of.starts, zone, counts_in)
    if reason := why_not_expandable(rule.value, begins):
        raise Unusable(reason)
    day = timedelta(days=1)  # the two zones differ by less
    try:
        found = {
            _moved(one, counts_in, zone)
            for one in occurrences(
                rule.value, begins, counts_in, since=since - day, until=until + day
            )
        }
    except ValueError as exc:
        raise Unusable("Its recurrence rule cannot be read.") from exc
    return {one for one in found if since <= one <= until}


def instances(
    found: Iterable[Property], calendar: Calendar, notes: list[str], of: When
) -> set[datetime]:
    """Return the occurrences that RDATE or EXDATE list; raise Unusable for too many of them."""
    values = [(one, value) for one in found for value in one.value.split(",")]
    if len(values) > MOST_DATES:
        raise Unusable(f"It lists more than {MOST_DATES:,} dates.")
    moments = set()
    for one, value in values:
        try:
            part = replace(one, value=value.partition("/")[0])
            moments.add(instance(part, calendar, notes, of))
        except Unusable:
            notes.append(f"{one.name} in line {one.line} cannot be read.")
    return moments


def _after(first: When, duration: Property, notes: list[str]) -> datetime:
    """The end: days by the calendar, hours by the clock of the world (section 3.8.2.5)."""
    found = _DURATION.fullmatch(duration.value.strip().upper())
    if found is None:
        notes.append(f"DURATION in line {duration.line} cannot be read.")
        return first.starts
    weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
    ends = first.starts + timedelta(weeks=weeks, days=days)
    length = timedelta(hours=hours, minutes=minutes)
    if not first.zone:
        return ends + length
    zone, world = ZoneInfo(first.zone), ZoneInfo("UTC")
    return _moved(_moved(ends, zone, world) + length, world, zone)


def _moment(one: Property, calendar: Calendar, notes: list[str], like: str | None = None) -> When:
    """Read a date or a time as wall time: in its own zone, in `like` where that is asked for."""
    found = _VALUE.fullmatch(one.value.strip())
    try:
        if found is None:
            raise ValueError
        year, month, day, hour, minute = (int(part or 0) for part in found.groups()[:5])
        wall = datetime(year, month, day, hour, minute)  # noqa: DTZ001 - wall time
    except ValueError as exc:
        said = one.value[:40]
        raise Unusable(f"Its {one.name} in line {one.line} is no date: {said!r}.") from exc
    if wall.year not in YEARS:
        raise Unusable(_OUTSIDE)
    if not found[4]:
        return When(wall, wall, "")
    told = "UTC" if found[6] else _zone(one, calendar, notes)
    zone = like or (calendar.zone if found[6] else told)
    if told != zone:
        wall = _moved(wall, ZoneInfo(told), ZoneInfo(zone))
    return When(wall, wall, zone)


def _moved(wall: datetime, zone: ZoneInfo, to: ZoneInfo) -> datetime:
    """The wall time in `to` when it is `wall` in `zone`."""
    if zone.key == to.key:
        return wall
    return wall.replace(tzinfo=zone).astimezone(to).replace(tzinfo=None, fold=0)


def _zone(one: Property, calendar: Calendar, notes: list[str]) -> str:
    name = one.parameters.get("TZID", "").strip()
    if not name:
        return calendar.zone
    if zone := zone_called(name) or calendar.zones.get(name, ""):
        return zone
    note = f"The time zone {name[:60]!r} is not known; {calendar.zone} was taken."
    if note not in notes:
        notes.append(note)
    return calendar.zone
