"""A finished VEVENT of ours, read back into its entry: `told(vevent(entry)) == entry`.

What is stored is the record of what calendars were told. It has the one form that
`publish.vevent` gives it, so nothing of what other people write has to be thought of.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from netmentor.calendars.entry import Days, Entry, Span, Status
from netmentor.calendars.publish import KIND

_ESCAPE = re.compile(r"\\(.)")
_CATEGORY = re.compile(r"(?:\\.|[^\\,])+")


def told(text: str) -> Entry:
    """Return the entry that `publish.vevent` made `text` of."""
    values: dict[str, str] = {}
    zone = ""
    for line in text.replace("\r\n ", "").split("\r\n"):
        head, _, value = line.partition(":")
        name, _, parameter = head.partition(";")
        values[name] = value
        if name == "DTSTART":
            zone = "UTC" if value.endswith("Z") else parameter.partition("TZID=")[2]
    return Entry(
        uid=_plain(values["UID"]),
        kind=_plain(values[KIND]),
        title=_plain(values["SUMMARY"]),
        when=_when(values, zone),
        status=Status.CANCELED if values["STATUS"] == "CANCELLED" else Status.CONFIRMED,
        sequence=int(values["SEQUENCE"]),
        created_at=_moment(values["CREATED"]),
        changed_at=_moment(values["LAST-MODIFIED"]),
        description=_plain(values.get("DESCRIPTION", "")),
        place=_plain(values.get("LOCATION", "")),
        url=values.get("URL", ""),
        conference_url=values.get("CONFERENCE", ""),
        categories=tuple(map(_plain, _CATEGORY.findall(values.get("CATEGORIES", "")))),
        busy=values["TRANSP"] == "OPAQUE",
    )


def _when(values: dict[str, str], zone: str) -> Span | Days:
    starts, ends = values["DTSTART"], values.get("DTEND", "")
    if not zone:
        first = date.fromisoformat(starts)
        return Days(first, date.fromisoformat(ends) - timedelta(days=1) if ends else first)
    here = ZoneInfo(zone)
    begins = datetime.fromisoformat(starts).replace(tzinfo=here)
    closes = datetime.fromisoformat(ends).replace(tzinfo=here) if ends else begins
    return Span(begins, closes)


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value).astimezone(UTC)


def _plain(value: str) -> str:
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
