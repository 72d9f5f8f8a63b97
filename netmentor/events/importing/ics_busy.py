"""When somebody's own calendar keeps them busy: times alone, and nothing of what they are for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from netmentor.events.importing import ics
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
from netmentor.events.importing.items import Asked, Busy, Skipped, UnreadableFile

MOST_TIMES = 10_000

_READ = frozenset(
    "UID STATUS TRANSP X-MICROSOFT-CDO-BUSYSTATUS DTSTART DTEND DURATION RRULE RDATE EXDATE"
    " RECURRENCE-ID SEQUENCE".split()
)
_A_DAY = timedelta(days=1)


def read(body: bytes, asked: Asked) -> Iterator[Busy | Skipped]:
    """Yield the times that a file keeps busy between the days `asked` names.

    What is TRANSPARENT or CANCELLED takes no time (RFC 5545 sections 3.8.2.7, 3.8.1.11), nor
    does what Outlook calls free. Whole days are those of `asked.zone`, whatever is whose.
    Raises UnreadableFile for a file that holds more than a calendar does.
    """
    calendar = ics.calendar_of(body, asked)
    groups: dict[str, list[Piece]] = {}
    for place, block in ics.blocks(body):
        if isinstance(block, str):
            yield Skipped(place.line, block)
        elif not _is_over(block, asked):
            piece = piece_of(block, place.line, _READ)
            groups.setdefault(piece.text("UID") or f"line {place.line}", []).append(piece)
            if len(groups) > asked.most:
                raise UnreadableFile(f"The file holds more than {asked.most:,} entries ahead.")
    told = 0
    for pieces in groups.values():
        try:
            for one in _times(pieces, calendar, asked):
                told += 1
                if told > MOST_TIMES:
                    raise UnreadableFile(f"It tells more than {MOST_TIMES:,} times.")
                yield one
        except Unusable as exc:
            yield Skipped(pieces[0].line, str(exc))


def _is_over(block: bytes, asked: Asked) -> bool:
    """True for what plainly lies behind, as most of a calendar of many years does."""
    if b"RECURRENCE-ID" in block.upper():
        return False
    facts = ics.facts(block)
    year = facts.get(b"DTSTART", b"")[:4]
    recurring = b"RRULE" in facts or b"RDATE" in facts
    return not recurring and year.isdigit() and int(year) < asked.since.year - 1


def _times(pieces: Sequence[Piece], calendar: Calendar, asked: Asked) -> Iterator[Busy]:
    masters, others = told_apart(pieces)
    master = masters[-1] if masters else None
    recurring = Recurring(master, when(master.found, calendar, master.notes) if master else None)
    for piece in others:
        was = instance(piece.found["RECURRENCE-ID"], calendar, piece.notes, recurring.when)
        recurring.changed[was] = piece
    if master and recurring.when and not (others or recurs(master)):
        yield from _time(master, recurring.when, asked)
        return
    for starts in starts_of(recurring, calendar, asked):
        piece_then = recurring.changed.get(starts) or master
        if piece_then and recurring.when and piece_then is master:
            yield from _time(piece_then, recurring.when.at(starts), asked)
        elif piece_then:
            own = when(piece_then.found, calendar, piece_then.notes)
            yield from _time(piece_then, own, asked)


def _time(piece: Piece, own: When, asked: Asked) -> Iterator[Busy]:
    if not _takes_time(piece):
        return
    zone = ZoneInfo(own.zone or asked.zone)
    ends = own.ends if own.zone else own.ends + _A_DAY  # whole days end with their last
    busy = Busy(_stamp(own.starts, zone), _stamp(ends, zone))
    first = datetime.combine(asked.since, time.min, UTC).timestamp()
    last = datetime.combine(asked.until, time.max, UTC).timestamp()
    if busy.begins < busy.ends and busy.ends > first and busy.begins < last:
        yield busy


def _takes_time(piece: Piece) -> bool:
    def said(name: str) -> str:
        return piece.text(name).strip().upper()

    return (
        said("TRANSP") != "TRANSPARENT"
        and said("STATUS") not in ("CANCELLED", "CANCELED")
        and said("X-MICROSOFT-CDO-BUSYSTATUS") != "FREE"
    )


def _stamp(wall: datetime, zone: ZoneInfo) -> int:
    return int(wall.replace(tzinfo=zone).timestamp())
