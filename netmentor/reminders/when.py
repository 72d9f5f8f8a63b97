"""When something is, as letters say it: by the clock that their reader lives by."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.events.rules import is_opening
from netmentor.events.words import clock_words
from netmentor.reminders.rules import Subject
from netmentor.reminders.things import Thing
from netmentor.reminders.words import inside

_ZONES = {
    "America/New_York": "Eastern time",
    "America/Detroit": "Eastern time",
    "America/Chicago": "Central time",
    "America/Denver": "Mountain time",
    "America/Phoenix": "Arizona time",
    "America/Los_Angeles": "Pacific time",
    "America/Anchorage": "Alaska time",
    "Pacific/Honolulu": "Hawaii time",
    "America/Puerto_Rico": "Atlantic time",
    "UTC": "UTC",
}
_A_DAY = timedelta(days=1)


def zone_words(zone: ZoneInfo) -> str:
    """Return what people call the time of a zone.

    >>> zone_words(ZoneInfo("America/New_York")), zone_words(ZoneInfo("Pacific/Auckland"))
    ('Eastern time', 'Auckland time')
    """
    city = zone.key.rpartition("/")[2].replace("_", " ")
    return _ZONES.get(zone.key, f"{city} time")


def when_words(thing: Thing, today: date, zone: ZoneInfo) -> str:
    """Return when something is, counted from `today` on the clock of `zone`: "Tomorrow 4:30 pm".

    Whoever goes there needs the clock there: it is told, with its zone where that is another.
    """
    at = there_or_here(thing, zone)
    first = at.date() if at else thing.first
    day = near_words(first, today)
    closes = thing.subject is Subject.DEADLINES and not is_opening(part_of(thing.uid))
    if closes and day not in ("Today", "Tomorrow"):
        day = f"By {day}"
    if at:
        elsewhere = at.utcoffset() != at.astimezone(zone).utcoffset()
        told = f"{day} {clock_words(f'{at:%H:%M}')}"
        return f"{told} {zone_words(ZoneInfo(thing.zone))}" if elsewhere else told
    if thing.last > thing.first and thing.subject is not Subject.DEADLINES:
        return f"{day} to {near_words(thing.last, today)}"
    return day


def there_or_here(thing: Thing, zone: ZoneInfo) -> datetime | None:
    """When something begins: by the clock there for whoever goes there, else by that of `zone`."""
    if thing.starts is None:
        return None
    goes_there = thing.subject is Subject.GOING and thing.in_person and thing.zone
    return thing.starts.astimezone(ZoneInfo(thing.zone) if goes_there else zone)


def moved_words(occurrence: str, today: date, zone: ZoneInfo) -> str:
    """Return "moved from today 3:00 pm" of an occurrence as the ledger has it.

    >>> moved_words("2026-12-08T15:00 America/Chicago", date(2026, 12, 1), ZoneInfo("UTC"))
    'moved from Tue, Dec 8 9:00 pm'
    """
    wall, _, there = occurrence.partition(" ")
    if not there:
        return f"moved from {inside(near_words(date.fromisoformat(wall), today))}"
    at = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(there)).astimezone(zone)
    return f"moved from {inside(near_words(at.date(), today))} {clock_words(f'{at:%H:%M}')}"


def near_words(day: date, today: date) -> str:
    """Return a day as it is called from `today`: in three letters, the year where it is another.

    >>> near_words(date(2026, 12, 8), date(2026, 12, 7)), near_words(date(2026, 12, 9), date.min)
    ('Tomorrow', 'Wed, Dec 9, 2026')
    """
    if day == today:
        return "Today"
    if day == today + _A_DAY:
        return "Tomorrow"
    return f"{day:%a, %b} {day.day}" + (f", {day.year}" if day.year != today.year else "")


def part_of(uid: str) -> str:
    """Return which deadline of an event a uid is of, without its turn: "abstract_close".

    >>> part_of("abstract_close-2.sample@example.org")
    'abstract_close'
    """
    return uid.partition(".")[0].partition("-")[0]
