"""One entry of an iCalendar file into items: what it says, and when it recurs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import unquote

from netmentor.calendars.content_lines import (
    BadLine,
    Property,
    properties,
    split_list,
    unescaped,
)
from netmentor.events.importing.ics import Calendar
from netmentor.events.importing.ics_times import Unusable, When, instance, instances, repeated, when
from netmentor.events.importing.items import Asked, Entry, Item, Skipped
from netmentor.events.importing.normalize import (
    kind_of,
    modality_of,
    place_of,
    plain_text,
    status_in_title,
    topics_of,
    web_address,
)
from netmentor.events.importing.plaintext import LONGEST, cut
from netmentor.events.rules import EventStatus, Modality
from netmentor.text import one_line

_READ = frozenset(
    "SUMMARY DESCRIPTION LOCATION URL STATUS CATEGORIES CLASS ORGANIZER DTSTART DTEND DURATION"
    " RRULE RDATE EXDATE RECURRENCE-ID SEQUENCE".split()
)
_MANY = frozenset({"CATEGORIES", "RDATE", "EXDATE"})
_LONGEST_TITLE = 200
_LONGEST_TEXT = 2 * LONGEST  # characters that are looked at, still escaped
LONGEST_REPEATED = 2_000  # characters of a description that each occurrence has again
_MOST_NOTES = 20
_LONGEST_LIST = 2_000  # characters of one line of categories


@dataclass(slots=True)
class _Piece:
    """One VEVENT: its properties, the first of each name, and what was amiss."""

    line: int
    found: dict[str, Property] = field(default_factory=dict)
    many: dict[str, list[Property]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return unescaped(self.found[name].value[:_LONGEST_TEXT]) if name in self.found else ""

    def skipped(self, reason: str, key: str) -> Skipped:
        return Skipped(self.line, reason, (_title(self) or key)[:120])


@dataclass(slots=True)
class _Recurring:
    """A recurring entry: the piece that tells its rule, if there is one, and what differs."""

    master: _Piece | None
    when: When | None
    changed: dict[datetime, _Piece] = field(default_factory=dict)  # by when they were to begin


def items(
    entry: Entry, blocks: Iterable[bytes], calendar: Calendar, asked: Asked
) -> Iterator[Item | Skipped]:
    """Yield what `entry` tells: one item, or one for each occurrence ahead, or why it is skipped.

    `blocks` are the bytes of its places, in their order.
    """
    pieces = [_piece(block, place.line) for block, place in zip(blocks, entry.places, strict=True)]
    try:
        yield from _items(entry, pieces, calendar, asked)
    except Unusable as exc:
        yield pieces[0].skipped(str(exc), entry.key)


def _items(
    entry: Entry, pieces: list[_Piece], calendar: Calendar, asked: Asked
) -> Iterator[Item | Skipped]:
    pieces = sorted(pieces, key=_sequence)  # told twice: the newer one counts, or the later one
    masters = [piece for piece in pieces if "RECURRENCE-ID" not in piece.found]
    others = [piece for piece in pieces if "RECURRENCE-ID" in piece.found]
    for piece in masters[:-1]:
        yield piece.skipped("The same UID is told again, newer or further down.", entry.key)
    master = masters[-1] if masters else None
    recurring = _Recurring(master, when(master.found, calendar, master.notes) if master else None)
    for piece in others:
        try:
            was = instance(piece.found["RECURRENCE-ID"], calendar, piece.notes, recurring.when)
            recurring.changed[was] = piece
        except Unusable as exc:
            yield piece.skipped(str(exc), entry.key)
    if master and recurring.when and not (others or _recurs(master)):
        yield _item(entry, master, recurring.when)
        return
    yield from _occurrences(entry, recurring, calendar, asked)


def _occurrences(
    entry: Entry, recurring: _Recurring, calendar: Calendar, asked: Asked
) -> Iterator[Item | Skipped]:
    told: dict[int, Item | None] = {}  # by line: words are read once, and complained of once
    for starts in sorted(_starts(recurring, calendar, asked)):
        piece = recurring.changed.get(starts) or recurring.master
        if piece is None:
            continue
        try:
            if recurring.when and piece is recurring.master:
                own = recurring.when.at(starts)
            else:
                own = when(piece.found, calendar, piece.notes)
            whole_days = not (recurring.when or own).zone
            part = f"{starts:%Y%m%d}" if whole_days else f"{starts:%Y%m%dT%H%M}"
            if piece.line not in told:
                told[piece.line] = _item(entry, piece, own)
            if item := told[piece.line]:
                words = cut(item.description, LONGEST_REPEATED)
                yield replace(item, part=part, description=words, **_dates(own))
        except Unusable as exc:
            told[piece.line] = None
            yield piece.skipped(str(exc), entry.key)


def _recurs(master: _Piece) -> bool:
    return "RRULE" in master.found or "RDATE" in master.many


def _starts(recurring: _Recurring, calendar: Calendar, asked: Asked) -> set[datetime]:
    """The wall times at which the entry takes place, or was to, in the window that is read."""
    since = datetime.combine(asked.since, time.min)
    until = datetime.combine(asked.until, time.max)
    starts: set[datetime] = set()
    if (master := recurring.master) and (first := recurring.when):
        starts.add(first.starts)
        if rule := master.found.get("RRULE"):
            begins = master.found["DTSTART"]
            starts |= repeated(rule, begins, first, since=since, until=until)
        starts |= instances(master.many.get("RDATE", []), calendar, master.notes, first)
        starts -= instances(master.many.get("EXDATE", []), calendar, master.notes, first)
    return {one for one in starts | recurring.changed.keys() if since <= one <= until}


def _piece(block: bytes, line: int) -> _Piece:
    piece = _Piece(line)
    for one in properties(block, line, _READ):
        if isinstance(one, BadLine):
            piece.notes.append(f"Line {one.line}: {one.reason}")
        elif one.name in _MANY:
            piece.many.setdefault(one.name, []).append(one)
        else:
            piece.found.setdefault(one.name, one)
    return piece


def _sequence(piece: _Piece) -> int:
    found = re.fullmatch(r"[0-9]{1,10}", piece.text("SEQUENCE").strip())
    return int(found[0]) if found else 0


def _item(entry: Entry, piece: _Piece, own: When) -> Item:
    title, hidden = status_in_title(_title(piece))
    if piece.text("CLASS").strip().upper() in ("PRIVATE", "CONFIDENTIAL"):
        raise Unusable("Its source marks it as private.")
    if not title:
        raise Unusable("It has no title.")
    description = plain_text(piece.text("DESCRIPTION"))
    location = plain_text(piece.text("LOCATION"))
    categories = [
        plain_text(word)
        for one in piece.many.get("CATEGORIES", [])
        for word in split_list(one.value[:_LONGEST_LIST])
    ]
    modality = modality_of(title, location, description)
    place = ("", "", "", "") if modality == Modality.ONLINE else place_of(location)
    return Item(
        **_dates(own),
        key=entry.key,
        post=entry.post,
        line=piece.line,
        title=cut(title, _LONGEST_TITLE),
        kind=kind_of(title, categories),
        status=_status(piece, hidden),
        modality=modality,
        venue=place[0],
        city=place[1],
        state=place[2],
        country=place[3],
        url=web_address(piece.text("URL")),
        description=_with_tentative(piece, description),
        organizers=_organizers(piece),
        topics=topics_of(categories),
        notes=tuple(piece.notes[:_MOST_NOTES]),
    )


def _title(piece: _Piece) -> str:
    return one_line(plain_text(piece.text("SUMMARY")))


def _dates(own: When) -> dict[str, Any]:
    """The days and clocks of an item; what lasts until midnight ends on the day before it."""
    dates: dict[str, Any] = {
        "starts_on": own.starts.date(),
        "ends_on": own.ends.date(),
        "timezone": own.zone,
    }
    if not own.zone:
        return dates
    dates["starts_time"] = f"{own.starts:%H:%M}"
    if own.ends == own.starts:
        return dates
    if own.ends.time() == time.min and own.ends.date() > own.starts.date():
        return dates | {"ends_on": own.ends.date() - timedelta(days=1), "ends_time": "23:59"}
    return dates | {"ends_time": f"{own.ends:%H:%M}"}


def _status(piece: _Piece, hidden: str) -> str:
    if piece.text("STATUS").strip().upper() in ("CANCELLED", "CANCELED"):
        return EventStatus.CANCELED.value
    return hidden or EventStatus.CONFIRMED.value


def _with_tentative(piece: _Piece, description: str) -> str:
    if piece.text("STATUS").strip().upper() != "TENTATIVE":
        return description
    return f"Tentative, says its source.\n\n{description}".strip()


def _organizers(piece: _Piece) -> tuple[str, ...]:
    """The name of the organizer; WordPress writes it as a part of an address."""
    told = piece.found["ORGANIZER"].parameters.get("CN", "") if "ORGANIZER" in piece.found else ""
    name = one_line(plain_text(told if " " in told else unquote(told)))[:_LONGEST_TITLE]
    return (name,) if name else ()
