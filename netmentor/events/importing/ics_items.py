"""One entry of an iCalendar file into items: what it says, and when it recurs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from urllib.parse import unquote

from netmentor.calendars.content_lines import split_list
from netmentor.events.importing.ics import Calendar
from netmentor.events.importing.ics_pieces import (
    Piece,
    Recurring,
    piece_of,
    recurs,
    starts_of,
    told_apart,
)
from netmentor.events.importing.ics_times import Unusable, When, instance, when
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
from netmentor.events.importing.plaintext import cut
from netmentor.events.rules import EventStatus, Modality
from netmentor.text import one_line

_READ = frozenset(
    "SUMMARY DESCRIPTION LOCATION URL STATUS CATEGORIES CLASS ORGANIZER DTSTART DTEND DURATION"
    " RRULE RDATE EXDATE RECURRENCE-ID SEQUENCE".split()
)
_LONGEST_TITLE = 200
LONGEST_REPEATED = 2_000  # characters of a description that each occurrence has again
_MOST_NOTES = 20
_LONGEST_LIST = 2_000  # characters of one line of categories


def items(
    entry: Entry, blocks: Iterable[bytes], calendar: Calendar, asked: Asked
) -> Iterator[Item | Skipped]:
    """Yield what `entry` tells: one item, or one for each occurrence ahead, or why it is skipped.

    `blocks` are the bytes of its places, in their order.
    """
    pieces = [
        piece_of(block, place.line, _READ)
        for block, place in zip(blocks, entry.places, strict=True)
    ]
    try:
        yield from _items(entry, pieces, calendar, asked)
    except Unusable as exc:
        yield _skipped(pieces[0], str(exc), entry.key)


def _items(
    entry: Entry, pieces: list[Piece], calendar: Calendar, asked: Asked
) -> Iterator[Item | Skipped]:
    masters, others = told_apart(pieces)
    for piece in masters[:-1]:
        said = "The same UID is told again, newer or further down."
        yield _skipped(piece, said, entry.key)
    master = masters[-1] if masters else None
    recurring = Recurring(master, when(master.found, calendar, master.notes) if master else None)
    for piece in others:
        try:
            was = instance(piece.found["RECURRENCE-ID"], calendar, piece.notes, recurring.when)
            recurring.changed[was] = piece
        except Unusable as exc:
            yield _skipped(piece, str(exc), entry.key)
    if master and recurring.when and not (others or recurs(master)):
        yield _item(entry, master, recurring.when)
        return
    yield from _occurrences(entry, recurring, calendar, asked)


def _occurrences(
    entry: Entry, recurring: Recurring, calendar: Calendar, asked: Asked
) -> Iterator[Item | Skipped]:
    told: dict[int, Item | None] = {}  # by line: words are read once, and complained of once
    for starts in sorted(starts_of(recurring, calendar, asked)):
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
            yield _skipped(piece, str(exc), entry.key)


def _skipped(piece: Piece, reason: str, key: str) -> Skipped:
    return Skipped(piece.line, reason, (_title(piece) or key)[:120])


def _item(entry: Entry, piece: Piece, own: When) -> Item:
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


def _title(piece: Piece) -> str:
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


def _status(piece: Piece, hidden: str) -> str:
    if piece.text("STATUS").strip().upper() in ("CANCELLED", "CANCELED"):
        return EventStatus.CANCELED.value
    return hidden or EventStatus.CONFIRMED.value


def _with_tentative(piece: Piece, description: str) -> str:
    if piece.text("STATUS").strip().upper() != "TENTATIVE":
        return description
    return f"Tentative, says its source.\n\n{description}".strip()


def _organizers(piece: Piece) -> tuple[str, ...]:
    """The name of the organizer; WordPress writes it as a part of an address."""
    told = piece.found["ORGANIZER"].parameters.get("CN", "") if "ORGANIZER" in piece.found else ""
    name = one_line(plain_text(told if " " in told else unquote(told)))[:_LONGEST_TITLE]
    return (name,) if name else ()
