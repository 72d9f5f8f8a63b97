"""Tables of events: CSV as spreadsheet programs write it, with whatever headers they have."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from netmentor.events.importing.decoding import encoding_of, lines_of
from netmentor.events.importing.items import Item, Skipped, UnreadableFile
from netmentor.events.importing.keys import short_key, slug_key, told_apart
from netmentor.events.importing.table_records import Record, records
from netmentor.events.importing.table_rows import Row, cell, item_of
from netmentor.text import folded

MOST_ROWS = 20_000

TEMPLATE = (
    "Title,Start date,Start time,End date,End time,Time zone,Venue,Address,City,State,Country,"
    "URL,Registration URL,Registration deadline,Description,Kind,Format,Status,Organizer,ID,"
    "Price,Topics\r\n"
    "Sample event: Spring Finance Webinar,2027-03-09,12:00 PM,2027-03-09,1:00 PM,Eastern,,,,,,"
    "https://example.org/sample-webinar,https://example.org/sample-webinar/register,2027-03-05,"
    "This row is sample data: replace it.,Webinar,Online,Confirmed,Sample Organization,sample-1,"
    "Members: $0; Guests: $25,Finance; Revenue cycle\r\n"
    "Sample event: Annual Practice Congress,2027-05-14,,2027-05-16,,,Sample Convention Center,"
    "1 Sample Street,Columbus,OH,US,https://example.org/sample-congress,,,"
    "This row is sample data too: replace it.,Conference,In person,Confirmed,"
    "Sample Organization,sample-2,$450,Leadership\r\n"
)

_HEADERS = {  # what others call our columns, the likeliest first
    "title": "title/event title/event name/name of event/event/subject/summary/name",
    "start_date": "start date/event date/starts on/date/start/begins/begin date/starts/from"
    "/dtstart/day",
    "start_time": "start time/begin time/time/starts at/event time/start/begins/starts/from",
    "end_date": "end date/ends on/end/ends/until/to/dtend",
    "end_time": "end time/ends at/end/ends/until/to",
    "all_day": "all day event/all day",
    "time_zone": "time zone/timezone/tz/zone",
    "venue": "venue/venue name",
    "location": "location/place/where",
    "address": "address/street/street address/venue address",
    "city": "city/town/venue city",
    "state": "state/province/region/venue state",
    "country": "country/venue country",
    "url": "url/event url/link/event link/website/web site/web page/webpage/event website/web"
    "/more information",
    "registration_url": "registration url/registration link/register/registration/register link"
    "/register here/rsvp/tickets",
    "registration_deadline": "registration deadline/registration closes/register by/rsvp by"
    "/deadline",
    "description": "description/event description/details/notes/body/about",
    "kind": "kind/type/event type/category/event category/categories/event categories",
    "format": "format/modality/mode/delivery",
    "status": "status/event status",
    "organizer": "organizer/host/chapter/organization/organizer name/sponsor/hosted by",
    "id": "id/uid/event id",
    "price": "price/cost/fee/fees/event cost/registration fee",
    "topics": "topics/tags/topic/event tags/keywords",
}
_NEEDED = ("title", "start_date")


def read(body: bytes, *, mapping: Mapping[str, str], zone: str) -> Iterator[Item | Skipped]:
    """Yield the events of a table, in its order; `mapping` names headers for our columns.

    Times that name no zone are those of `zone`. Raises UnreadableFile for what is no
    table, has no titles or no dates, or more than 20,000 rows.
    """
    found = records(lines_of(body, encoding_of(body)))
    header = next((one for one in found if isinstance(one, Record)), None)
    if header is None:
        raise UnreadableFile("The file is empty: a table begins with a line of headers.")
    columns = columns_of(header.cells, mapping)
    yield from told_apart(_with_keys([_item(one, columns, zone) for one in _counted(found)]))


def columns_of(header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """Return where each of our columns stands; case, accents and punctuation do not count.

    `mapping` wins over what others usually call them. Raises UnreadableFile where a
    header it names is missing, or there is no title or no start date.

    >>> columns_of(["Event Name", "Date", "Where?"], {"venue": "where"})
    {'venue': 2, 'title': 0, 'start_date': 1}
    """
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        places.setdefault(_bare(name), place)
    columns: dict[str, int] = {}
    for column, name in mapping.items():
        ours = _bare(column).replace(" ", "_")
        if ours not in _HEADERS or _bare(name) not in places:
            said = f"There is no column “{name[:60]}”" if ours in _HEADERS else ""
            raise UnreadableFile(_headers_said(said or f"We have no “{column[:60]}”", header))
        columns[ours] = places[_bare(name)]
    for ours, names in _HEADERS.items():
        known = (places[name] for name in names.split("/") if name in places)
        free = [place for place in known if place not in columns.values()]
        if ours not in columns and free:
            columns[ours] = free[0]
    for ours in _NEEDED:
        if ours not in columns:
            said = f"There is no column for the {ours.replace('_', ' ')}"
            raise UnreadableFile(_headers_said(said, header))
    return columns


def _bare(header: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", folded(header[:200])).strip()


def _headers_said(said: str, header: Sequence[str]) -> str:
    names = ", ".join(name.strip()[:40] or "(empty)" for name in header[:40])
    return f"{said}. The headers are: {names[:800]}. Our columns are: {', '.join(_HEADERS)}."


def _counted(found: Iterator[Record | Skipped]) -> Iterator[Record | Skipped]:
    for count, one in enumerate(found, start=1):
        if count > MOST_ROWS:
            raise UnreadableFile(f"The table has more than {MOST_ROWS:,} rows.")
        yield one


def _item(one: Record | Skipped, columns: Mapping[str, int], zone: str) -> Item | Skipped:
    if isinstance(one, Skipped):
        return one
    told = ((name, one.cells[at]) for name, at in columns.items() if at < len(one.cells))
    cells = {name: cell(text) for name, text in told if text}
    return item_of(Row(one.line, cells), zone)


def _with_keys(found: list[Item | Skipped]) -> Iterator[Item | Skipped]:
    """Name each row by its own name, else by its address if no other row has it, else by title."""
    addresses = Counter(one.url for one in found if isinstance(one, Item))
    for one in found:
        if isinstance(one, Skipped) or one.key:
            yield one
        elif one.url and addresses[one.url] == 1:
            yield replace(one, key=short_key(one.url))
        else:
            words = [slug_key(name) for name in (one.title, *one.organizers)]
            yield replace(one, key=short_key("/".join(words)))
