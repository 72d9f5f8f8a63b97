"""iCalendar back into entries. The only module that reads with icalendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from icalendar import Calendar, Component

from netmentor.calendars.entry import Days, Entry, Span, Status
from netmentor.calendars.publish import KIND
from netmentor.errors import Invalid


class UnreadableCalendar(Invalid):
    """What was handed in is not a calendar."""


def parse(body: bytes) -> list[Entry]:
    """Return the entries of a calendar that `publish` wrote: parse(publish(x)) == x.

    Raises UnreadableCalendar for anything else.
    """
    # Or the private zones of the last calendar would leak into this one.
    icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]
    try:
        found = Calendar.from_ical(body)
        return [_entry(item) for item in found.walk("VEVENT")]
    except (ValueError, KeyError, TypeError, OSError) as exc:  # OSError: a TZID too long for a file
        raise UnreadableCalendar("That is not a calendar NetMentor wrote.") from exc


def _entry(item: Component) -> Entry:
    categories = item.get("CATEGORIES")
    return Entry(
        uid=str(item["UID"]),
        kind=str(item.get(KIND, "")),
        title=str(item["SUMMARY"]),
        when=_when(item),
        status=Status.CANCELED if str(item["STATUS"]) == "CANCELLED" else Status.CONFIRMED,
        sequence=int(str(item["SEQUENCE"])),
        created_at=_moment(item, "CREATED"),
        changed_at=_moment(item, "LAST-MODIFIED"),
        description=str(item.get("DESCRIPTION", "")),
        place=str(item.get("LOCATION", "")),
        url=str(item.get("URL", "")),
        conference_url=str(item.get("CONFERENCE", "")),
        categories=tuple(str(category) for category in categories.cats) if categories else (),
        busy=str(item["TRANSP"]) == "OPAQUE",
    )


def _when(item: Component) -> Span | Days:
    starts = item.decoded("DTSTART")
    ends = item.decoded("DTEND", starts)
    if isinstance(starts, datetime) and isinstance(ends, datetime):
        if not isinstance(starts.tzinfo, ZoneInfo):
            raise ValueError("a time without a named zone")
        return Span(starts, ends)
    if isinstance(starts, date) and isinstance(ends, date):
        return Days(starts, ends - timedelta(days=1))
    raise ValueError("a start that cannot be read")


def _moment(item: Component, name: str) -> datetime:
    moment = item.decoded(name)
    if not isinstance(moment, datetime):
        raise ValueError(f"{name} cannot be read")
    return moment.astimezone(UTC)
