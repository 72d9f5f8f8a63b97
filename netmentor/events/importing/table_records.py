"""The records of a table in text, each with its line; one that is broken costs itself alone."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from netmentor.events.importing.items import Skipped, UnreadableFile

DELIMITERS = ",;\t|"
LONGEST_FIELD = 32 * 1024  # characters
MOST_BROKEN = 500  # records; a file with more is no table


@dataclass(frozen=True, slots=True)
class Record:
    """One row: the line it begins in, and its cells."""

    line: int
    cells: tuple[str, ...]


def records(lines: Iterator[str]) -> Iterator[Record | Skipped]:
    """Yield the rows that are not empty; the first is the header.

    The delimiter is the one that stands most often in the header, or what a first line
    "sep=;" names, which Excel writes and reads. Where a quotation mark is never closed,
    or stands where none may, its line is skipped and reading goes on with the next one.
    """
    source = _Lines(lines)
    delimiter = _delimiter(source)
    broken = 0
    while True:
        rows = csv.reader(source, delimiter=delimiter, strict=True)
        try:
            for cells in rows:
                line, source.held = source.first, []
                source.first = source.number + 1
                if any(cell.strip() for cell in cells):
                    yield _record(line, cells)
            return
        except csv.Error as exc:
            broken += 1
            if broken > MOST_BROKEN:
                sentence = f"More than {MOST_BROKEN} rows cannot be read, the last in line"
                raise UnreadableFile(f"{sentence} {source.first}.") from exc
            yield Skipped(source.first, _why(exc), source.held[0][:120].strip())
            source.go_back()


@dataclass(slots=True)
class _Lines(Iterator[str]):
    """Lines that can be read again from the second one of a record on."""

    source: Iterator[str]
    first: int = 1  # line of the record that is being read
    number: int = 0  # of the line that was read last
    held: list[str] = field(default_factory=list)  # lines since `first`
    again: deque[str] = field(default_factory=deque)

    def __next__(self) -> str:
        line = self.again.popleft() if self.again else next(self.source)
        self.number += 1
        self.held.append(line)
        return line

    def go_back(self) -> None:
        self.again.extendleft(reversed(self.held[1:]))
        self.number = self.first
        self.first += 1
        self.held = []


def _delimiter(source: _Lines) -> str:
    """Find the delimiter in the first line that is not empty, which stays to be read."""
    line = next((line for line in source if line.strip()), "")
    named = re.fullmatch(r"\s*\"?sep=(?P<sign>[,;\t|])\"?\s*", line, re.IGNORECASE)
    if not named and source.held:
        source.held = source.held[-1:]
        source.again.append(line)
        source.number -= 1
    source.first, source.held = source.number + 1, []
    if named:
        return named["sign"]
    bare = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=bare.count)


def _record(line: int, cells: list[str]) -> Record | Skipped:
    if max(map(len, cells)) > LONGEST_FIELD:
        reason = f"One of its cells is longer than {LONGEST_FIELD:,} characters."
        return Skipped(line, reason, cells[0][:120].strip())
    return Record(line, tuple(cells))


def _why(exc: csv.Error) -> str:
    if "field larger" in str(exc):
        return "One of its cells is far too long, or a quotation mark is never closed."
    return "A quotation mark is never closed, or stands where none may."
