"""One row of a table into an item: its cells as people fill them in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from netmentor.calendars.zone_names import zone_called
from netmentor.events.drafts import DeadlineDraft, PriceDraft
from netmentor.events.importing.items import Item, Skipped
from netmentor.events.importing.keys import short_key
from netmentor.events.importing.moments import Told, told_clocks, told_day, whole_days, zones_of
from netmentor.events.importing.normalize import (
    kind_of,
    modality_of,
    place_of,
    plain_text,
    status_in_title,
    topics_of,
    web_address,
)
from netmentor.events.importing.places import LONGEST_CITY, LONGEST_VENUE, region_of
from netmentor.events.importing.plaintext import cut
from netmentor.events.importing.prices import prices_in
from netmentor.events.importing.table_cells import Row
from netmentor.events.rules import EventKind, EventStatus, Modality
from netmentor.text import one_line, slug

LONGEST_TITLE = 200
MOST_ORGANIZERS = 10

_YES = frozenset("true yes y 1 x".split())
_STATUSES = (
    ("cancel", EventStatus.CANCELED.value),
    ("postpone", EventStatus.POSTPONED.value),
    ("sold", EventStatus.SOLD_OUT.value),
)
_AS_PLANNED = frozenset("confirmed scheduled active published publish open on yes".split())
_FORMATS = (
    (re.compile(r"hybrid|mixed|both", re.IGNORECASE), Modality.HYBRID.value),
    (re.compile(r"in[- ]?person|on[- ]?site|offline|physical", re.I), Modality.IN_PERSON.value),
    (re.compile(r"on-?line|virtual|webinar|remote|zoom|teams", re.I), Modality.ONLINE.value),
)


@dataclass(frozen=True, slots=True)
class _When:
    starts: Told
    ends: Told
    zone: str


def item_of(row: Row, zone: str) -> Item | Skipped:
    """Return the item that `row` makes; its key is "" where the row has no name of its own."""
    title, told_status = status_in_title(plain_text(row.words("title")))
    if not title:
        return Skipped(row.line, "It has no title.", row.words("start_date")[:120])
    venue, city, state, country = _place(row)
    when = _when(row, zone)
    if isinstance(when, str):
        return Skipped(row.line, when, title[:120])
    description = plain_text(row.text("description"))
    if len(title) > LONGEST_TITLE:
        row.note(f"Its title was cut to {LONGEST_TITLE} characters.")
    topics = re.split(r"[,;|\n]", row.text("topics"))
    return Item(
        key=short_key(row.text("id")),
        line=row.line,
        title=cut(title, LONGEST_TITLE),
        kind=_kind(row, title, topics),
        status=_status(row) or told_status or EventStatus.CONFIRMED.value,
        modality=_modality(row, title, description),
        starts_on=when.starts.day,
        ends_on=when.ends.day,
        starts_time=when.starts.clock,
        ends_time=when.ends.clock,
        timezone=when.zone if when.starts.clock or when.ends.clock else "",
        venue=venue,
        city=city,
        state=state,
        country=country,
        url=_address(row, "url"),
        registration_url=_address(row, "registration_url"),
        description=description,
        organizers=_organizers(row),
        topics=topics_of(topics),
        deadlines=_deadlines(row, when.zone),
        prices=_prices(row),
        notes=tuple(row.notes),
    )


def _when(row: Row, zone: str) -> _When | str:
    """Return when it is, or why that cannot be told."""
    told = row.words("start_date")
    if not told:
        return "It has no date."
    own = _own_zone(row)
    zones = (own,) if own else zones_of(row.words("state").upper()) or (zone,)
    starts = told_day(told, zones)
    if starts is None:
        return f"Its date “{told[:40]}” cannot be read, or lies outside 1970 to 2100."
    ends = _last_day(row, starts, zones)
    if row.words("all_day").casefold() in _YES:
        at_midnight = told_clocks(row.words("end_time")).starts == "00:00"
        ends = replace(ends, clock="00:00" if at_midnight else "")
        return _When(*whole_days(replace(starts, clock="00:00"), ends), zone)
    return _with_clocks(row, starts, ends, own or starts.zone, zone)


def _own_zone(row: Row) -> str:
    told = row.words("time_zone")
    known = zone_called(told)
    if told and not known:
        row.note(f"Its time zone “{told[:40]}” is not known; that of the source is taken.")
    return known


def _last_day(row: Row, starts: Told, zones: tuple[str, ...]) -> Told:
    """The day that the end names, which may name a time of the first day alone."""
    told = row.words("end_date")
    if not told:
        return Told(starts.day)
    if ends := told_day(told, zones):
        if ends.day >= starts.day:
            return ends
    elif (clocks := told_clocks(told)).starts:
        return Told(starts.day, clocks.starts)
    row.note(f"Its end “{told[:40]}” cannot be right; it ends with its first day.")
    return Told(starts.day)


def _with_clocks(row: Row, starts: Told, ends: Told, own: str, zone: str) -> _When:
    first, last = (told_clocks(row.words(name)) for name in ("start_time", "end_time"))
    for note in (starts.note, ends.note, first.note, last.note):
        row.note(note)
    starts, ends = whole_days(
        Told(starts.day, first.starts or starts.clock),
        Told(ends.day, last.starts or ends.clock or first.ends),
    )
    if starts.day == ends.day and ends.clock and ends.clock < starts.clock:
        row.note("Its end lies before its start and was left out.")
        ends = replace(ends, clock="")
    return _When(starts, ends, own or first.zone or last.zone or zone)


def _place(row: Row) -> tuple[str, str, str, str]:
    venue, city, state, country = place_of(_place_words(row))
    region = row.words("state"), row.words("country")
    if any(region):
        known = region_of(*region)
        state, country = known[0] or state, known[1] or country
    city = row.words("city") or city
    return cut(venue, LONGEST_VENUE), cut(city, LONGEST_CITY), state, country


def _place_words(row: Row) -> str:
    told = (row.words(name) for name in ("venue", "location", "address"))
    return ", ".join(dict.fromkeys(word for word in told if word))


def _kind(row: Row, title: str, topics: list[str]) -> str:
    told = row.words("kind")
    if (name := slug(told).replace("-", "_")) in list(EventKind):
        return name
    known = kind_of(told, [])
    return known if known != EventKind.CHAPTER_EVENT else kind_of(title, topics)


def _status(row: Row) -> str:
    told = row.words("status").casefold()
    for word, status in _STATUSES:
        if word in told:
            return status
    if told and told not in _AS_PLANNED:
        row.note(f"Its status “{told[:40]}” is not known.")
    return ""


def _modality(row: Row, title: str, description: str) -> str:
    told = row.words("format")
    found = [modality for words, modality in _FORMATS if words.search(told)]
    if len(found) > 1:
        return Modality.HYBRID.value
    return found[0] if found else modality_of(title, _place_words(row), description)


def _address(row: Row, name: str) -> str:
    told = row.words(name)
    address = web_address(told)
    if told and not address:
        row.note(f"“{told[:40]}” is no address of a web page, or too long a one.")
    return address


def _organizers(row: Row) -> tuple[str, ...]:
    names = (one_line(name) for name in re.split(r"[;|\n]", row.text("organizer")))
    return tuple(dict.fromkeys(cut(name, LONGEST_TITLE) for name in names if name))[
        :MOST_ORGANIZERS
    ]


def _deadlines(row: Row, zone: str) -> tuple[DeadlineDraft, ...]:
    told = row.words("registration_deadline")
    if not told:
        return ()
    due = told_day(told, (zone,))
    if due is None:
        row.note(f"Its registration deadline “{told[:40]}” cannot be read.")
        return ()
    row.note(due.note)
    return (
        DeadlineDraft(
            kind="registration_close",
            due_on=due.day,
            due_time=due.clock,
            timezone=(due.zone or zone) if due.clock else "",
        ),
    )


def _prices(row: Row) -> tuple[PriceDraft, ...]:
    told = row.text("price")
    prices = prices_in(told)
    if told and not prices:
        row.note(f"Its price “{one_line(told)[:40]}” cannot be read.")
    return prices
