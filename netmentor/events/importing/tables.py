"""Tables of events: CSV as spreadsheet programs write it, with whatever headers they have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from netmentor.events.importing.items import Item, Skipped
from netmentor.events.importing.keys import short_key, slug_key, told_apart
from netmentor.events.importing.table_cells import Columns, rows_of
from netmentor.events.importing.table_rows import item_of

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

_HEADERS = {
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
_COLUMNS = Columns(_HEADERS, needed=("title", "start_date"))


def read(body: bytes, *, mapping: Mapping[str, str], zone: str) -> Iterator[Item | Skipped]:
    """Yield the events of a table, in its order; `mapping` names headers for our columns.

    Times that name no zone are those of `zone`. Raises UnreadableFile for what is no
    table, has no titles or no dates, or more than 20,000 rows.
    """
    rows = rows_of(body, mapping, _COLUMNS)
    found = [one if isinstance(one, Skipped) else item_of(one, zone) for one in rows]
    yield from told_apart(_with_keys(found))


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
