"""Days and times of day as people and programs write them, on the clock of a zone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.calendars.zone_names import zone_called
from netmentor.events.rules import YEARS

_LOOKED_AT = 120  # characters
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_YEAR = r"(?P<year>\d{4}|\d\d(?![\d:]))"
_DAY = r"(?P<day>\d{1,2})"
_FORMS = tuple(
    re.compile(
        rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}\.?,?\s+)?{form}(?P<rest>\D.*)?", re.I
    )
    for form in (
        rf"(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}})[-/]{_DAY}",
        rf"(?P<month>\d{{1,2}})(?P<mark>[/-]){_DAY}(?P=mark){_YEAR}",
        rf"{_DAY}\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",
        rf"{_DAY}(?:st|nd|rd|th)?[\s-]{_MONTH},?[\s-]{_YEAR}",
        rf"{_MONTH}\s?{_DAY}(?:st|nd|rd|th)?,?\s{_YEAR}",
    )
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)(?::\d\d(?:\.\d+)?)?)?"
    r"\s*(?P<half>[ap])?(?(half)\.?(?:m\b\.?)?)"
)
_OFFSET = re.compile(r"(?<=:\d\d)(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$")
_NAMED_CLOCKS = {"noon": "12:00", "12 noon": "12:00", "12:00 noon": "12:00", "midnight": "00:00"}
_NO_CLOCK = re.compile(r"|tb[ad]|all[ -]day( event)?|to be (announced|determined)|n/?a|-+|–")
_EASTERN, _CENTRAL, _MOUNTAIN, _PACIFIC = (
    f"America/{city}" for city in ("New_York", "Chicago", "Denver", "Los_Angeles")
)
_ZONES_OF_STATES = {  # where there are two, the first has more people
    state: zones
    for states, zones in (
        ("CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV", (_EASTERN,)),
        ("FL IN KY MI", (_EASTERN, _CENTRAL)),
        ("TN", (_CENTRAL, _EASTERN)),
        ("AL AR IA IL LA MN MO MS OK WI", (_CENTRAL,)),
        ("KS ND NE SD TX", (_CENTRAL, _MOUNTAIN)),
        ("CO MT NM UT WY", (_MOUNTAIN,)),
        ("ID", (_MOUNTAIN, _PACIFIC)),
        ("CA NV WA", (_PACIFIC,)),
        ("OR", (_PACIFIC, _MOUNTAIN)),
        ("AZ", ("America/Phoenix",)),
        ("AK", ("America/Anchorage",)),
        ("HI", ("Pacific/Honolulu",)),
        ("PR VI", ("America/Puerto_Rico",)),
        ("GU MP", ("Pacific/Guam",)),
        ("AS", ("Pacific/Pago_Pago",)),
    )
    for state in states.split()
}


@dataclass(frozen=True, slots=True)
class Told:
    """A day, with the wall clock ("09:30") and the zone of it as far as they were told."""

    day: date
    clock: str = ""
    zone: str = ""
    note: str = ""  # what had to be guessed, as a sentence


@dataclass(frozen=True, slots=True)
class Clocks:
    """The times of day that one text names: when it begins, and where told, when it ends."""

    starts: str = ""
    ends: str = ""
    zone: str = ""
    note: str = ""


def zones_of(state: str) -> tuple[str, ...]:
    """Return the time zones of a state, () where there is no such state.

    >>> zones_of("TN")
    ('America/Chicago', 'America/New_York')
    """
    return _ZONES_OF_STATES.get(state, ())


def told_day(text: str, zones: Sequence[str]) -> Told | None:
    """Return the day that `text` names, with the time behind it, or None if there is none.

    A time with an offset becomes the wall clock of the one of `zones` that has this offset
    then, else of the first. Numbers are month/day/year; day/month where no month is so high.

    >>> told_day("2026-03-09T14:30:00Z", ["America/New_York"])
    Told(day=datetime.date(2026, 3, 9), clock='10:30', zone='America/New_York', note='')
    >>> told_day("Mon, Mar 9, 2026 at 9 AM CT", ["America/New_York"])
    Told(day=datetime.date(2026, 3, 9), clock='09:00', zone='America/Chicago', note='')
    >>> told_day("25/12/26", []).note
    '“25/12/26” was read as day/month/year.'
    """
    text = " ".join(text[:_LOOKED_AT].split())
    if re.match(r"\d{4}-?\d\d-?\d\d(?:[T ]\d\d|$)", text, re.IGNORECASE):
        try:
            return _by_standard(datetime.fromisoformat(text), "T" in text or ":" in text, zones)
        except (ValueError, OverflowError):
            pass  # "2026-03-09 09:30 AM" and the like
    found = next(filter(None, (form.fullmatch(text) for form in _FORMS)), None)
    return _by_custom(found, text) if found else None


def without_offset(text: str) -> str:
    """Return what ISO 8601 writes as the wall clock that it names, wherever that is.

    >>> without_offset("2027-03-09T00:00:00-05:00"), without_offset("2027-03-09")
    ('2027-03-09T00:00:00', '2027-03-09')
    """
    return _OFFSET.sub("", text)


def whole_days(starts: Told, ends: Told) -> tuple[Told, Told]:
    """Take midnight to midnight for days without a time, as many programs write them."""
    if starts.clock != "00:00" or ends.clock not in ("", "00:00", "23:59"):
        return starts, ends
    last = ends.day
    if ends.clock == "00:00" and last > starts.day:
        last -= timedelta(days=1)
    return replace(starts, clock=""), Told(last, note=ends.note)


def _by_standard(moment: datetime, has_clock: bool, zones: Sequence[str]) -> Told | None:
    """Read what ISO 8601 writes."""
    zone = ""
    if moment.year in YEARS and moment.tzinfo is not None and zones:
        local = [moment.astimezone(ZoneInfo(name)) for name in zones]
        alike = [i for i, one in enumerate(local) if one.utcoffset() == moment.utcoffset()]
        place = alike[0] if alike else 0
        zone, moment = zones[place], local[place]
    if moment.year not in YEARS:
        return None
    return Told(moment.date(), f"{moment:%H:%M}" if has_clock else "", zone)


def _by_custom(found: re.Match[str], text: str) -> Told | None:
    named = found.groupdict()
    month = _MONTHS.index(named["name"].lower()) + 1 if named.get("name") else int(named["month"])
    day, note = int(named["day"]), ""
    if month > 12 and day <= 12 and named.get("mark"):
        month, day = day, month
        note = f"“{text[:40]}” was read as day/month/year."
    year = int(named["year"])
    if len(named["year"]) == 2:
        year += 2000 if year < 70 else 1900
    if year not in YEARS:
        return None
    try:
        told = date(year, month, day)
    except ValueError:
        return None
    rest = re.sub(r"^[\s,T@|-]+(?:at\s+)?", "", named["rest"] or "")
    clocks = told_clocks(rest)
    return Told(told, clocks.starts, clocks.zone, note or clocks.note)


def told_clocks(text: str) -> Clocks:
    """Return the time or the times of day that `text` names, and their zone.

    >>> told_clocks("9:00 – 10:30 am ET")
    Clocks(starts='09:00', ends='10:30', zone='America/New_York', note='')
    >>> told_clocks("noon").starts, told_clocks("0:15").starts, told_clocks("soon").note
    ('12:00', '00:15', 'The time “soon” cannot be read.')
    """
    words = " ".join(text[:_LOOKED_AT].split()).casefold()
    if _NO_CLOCK.fullmatch(words):
        return Clocks()
    for clock in _NAMED_CLOCKS:
        words = re.sub(rf"(?<!\S){clock}\b", _NAMED_CLOCKS[clock], words)
    first = _CLOCK.match(words)
    second = first and re.match(r"\s*(?:-|–|—|to|until)\s*", words[first.end() :])
    last = first and second and _CLOCK.match(words, first.end() + second.end())
    behind = words[(last or first).end() :].strip(" ()") if first else words
    zone = zone_called(behind) or zone_called(behind.upper()) if behind else ""
    ends = _clock(last, "") if last else ""
    starts = _clock(first, _half_of(first, last)) if first else ""
    if not starts or (last and not ends) or (behind and not zone):
        return Clocks(note=f"The time “{text[:40].strip()}” cannot be read.")
    return Clocks(starts, ends, zone)


def _half_of(first: re.Match[str], last: re.Match[str] | None) -> str:
    """The half of the day that a start without one shares with its end: "9 – 10:30 am"."""
    if first["half"] or not last or not last["half"]:
        return ""
    half = last["half"]
    return half if _clock(first, half) <= _clock(last, "") else "a"


def _clock(found: re.Match[str], half: str) -> str:
    """Return "09:30", or "" for what no clock shows; hours alone need their half of the day."""
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    half = found["half"] or half
    if not half and found["minute"] is None:
        return ""
    if minute > 59 or hour > (12 if half else 23) or (half and not hour):
        return ""
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}"
