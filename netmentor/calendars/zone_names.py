"""What others call time zones, by the names of IANA."""

from __future__ import annotations

import re

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from netmentor.calendars.zones import is_zone

_SPOKEN = {  # as people in the United States say it; "CST" typed in June means Central time
    "America/New_York": "et est edt eastern",
    "America/Chicago": "ct cst cdt central",
    "America/Denver": "mt mst mdt mountain",
    "America/Los_Angeles": "pt pst pdt pacific",
    "America/Anchorage": "akt akst akdt alaska",
    "Pacific/Honolulu": "ht hst hawaii",
    "America/Phoenix": "arizona",
    "America/Puerto_Rico": "ast atlantic",
    "UTC": "utc gmt z universal",
}
_BY_WORD = {word: zone for zone, words in _SPOKEN.items() for word in words.split()}
_SAYS_NOTHING = re.compile(r"\b(standard|daylight|coordinated|time|zone|us|canada|the|and)\b")
_OFFSETS: dict[
    tuple[float, float], str
] = {  # standard and daylight time, in hours: zones of the United States, and of the world
    (-5, -4): "America/New_York",
    (-6, -5): "America/Chicago",
    (-7, -6): "America/Denver",
    (-7, -7): "America/Phoenix",
    (-8, -7): "America/Los_Angeles",
    (-9, -8): "America/Anchorage",
    (-10, -10): "Pacific/Honolulu",
    (-4, -4): "America/Puerto_Rico",
    (0, 0): "UTC",
}


def zone_called(name: str) -> str:
    """Return the IANA zone that somebody's name for one means, or "" if none is sure.

    Understands IANA names, also at the end of a path; those of Windows; and what people
    say. Any text is safe, a path or 5,000 letters included.

    >>> zone_called("/example.org/20050126_1/America/New_York"), zone_called("CST")
    ('America/New_York', 'America/Chicago')
    >>> zone_called("W. Europe Standard Time"), zone_called("Eastern Time (US & Canada)")
    ('Europe/Berlin', 'America/New_York')
    >>> zone_called("../../etc/passwd")
    ''
    """
    name = name.strip().strip('"')
    if len(name) > 120:
        return ""
    if zone := _BY_WORD.get(name.lower()):  # before IANA's: its EST has no summer
        return zone
    if is_zone(name):
        return name
    if zone := WINDOWS_TO_OLSON.get(name):
        return zone
    parts = name.split("/")
    for start in range(1, len(parts)):
        if is_zone("/".join(parts[start:])):
            return "/".join(parts[start:])
    spoken = re.sub(r"\(?(utc|gmt)\s*[-+]\d\d?:?\d\d\)?", " ", name.lower())
    words = _SAYS_NOTHING.sub(" ", re.sub(r"[^a-z]+", " ", spoken)).split()
    found = {_BY_WORD.get(word, "") for word in words}
    return found.pop() if len(found) == 1 else ""


def zone_with(standard: float, daylight: float) -> str:
    """Return the zone of the United States, or UTC, with these offsets in hours, or "".

    >>> zone_with(-6, -5), zone_with(1, 2)
    ('America/Chicago', '')
    """
    return _OFFSETS.get((standard, daylight), "")
