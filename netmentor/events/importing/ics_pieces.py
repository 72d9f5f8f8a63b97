"""The pieces of one entry of an iCalendar file: itself, what of it is changed, when it recurs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time

from netmentor.calendars.content_lines import BadLine, Property, properties, unescaped
from netmentor.events.importing.ics import Calendar
from netmentor.events.importing.ics_times import When, instances, repeated
from netmentor.events.importing.items import Asked
from netmentor.events.importing.plaintext import LONGEST

_MANY = frozenset({"CATEGORIES", "RDATE", "EXDATE"})
_LONGEST_TEXT = 2 * LONGEST  # characters that are looked at, still escaped


@dataclass(slots=True)
class Piece:
    """One VEVENT: its properties, the first of each name, and what was amiss."""

    line: int
    found: dict[str, Property] = field(default_factory=dict)
    many: dict[str, list[Property]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        return unescaped(self.found[name].value[:_LONGEST_TEXT]) if name in self.found else ""


@dataclass(slots=True)
class Recurring:
    """A recurring entry: the piece that tells its rule, if there is one, and what differs."""

    master: Piece | None
    when: When | None
    changed: dict[datetime, Piece] = field(default_factory=dict)  # by when they were to begin


def piece_of(block: bytes, line: int, names: frozenset[str]) -> Piece:
    """Read the properties called one of `names` of the VEVENT that `block` is."""
    piece = Piece(line)
    for one in properties(block, line, names):
        if isinstance(one, BadLine):
            piece.notes.append(f"Line {one.line}: {one.reason}")
        elif one.name in _MANY:
            piece.many.setdefault(one.name, []).append(one)
        else:
            piece.found.setdefault(one.name, one)
    return piece


def told_apart(pieces: Iterable[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces that tell the whole entry, of which the last counts, and changed occurrences."""
    pieces = sorted(pieces, key=_sequence)  # told twice: the newer one counts, or the later one
    return (
        [piece for piece in pieces if "RECURRENCE-ID" not in piece.found],
        [piece for piece in pieces if "RECURRENCE-ID" in piece.found],
    )


def recurs(master: Piece) -> bool:
    return "RRULE" in master.found or "RDATE" in master.many


def starts_of(recurring: Recurring, calendar: Calendar, asked: Asked) -> set[datetime]:
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


def _sequence(piece: Piece) -> int:
    found = re.fullmatch(r"[0-9]{1,10}", piece.text("SEQUENCE").strip())
    return int(found[0]) if found else 0
