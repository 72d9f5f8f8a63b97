"""The cells of a table by our names, whatever its headers call them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from netmentor.events.importing.decoding import encoding_of, lines_of
from netmentor.events.importing.items import Skipped, UnreadableFile
from netmentor.events.importing.table_records import Record, records
from netmentor.text import clean, folded

MOST_ROWS = 20_000

RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")  # OWASP, "CSV Injection"


@dataclass(frozen=True, slots=True)
class Columns:
    """What others call our columns, the likeliest first, and which of them a table must have."""

    headers: Mapping[str, str]  # ours → theirs, between slashes
    needed: Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row by our names, and what of them could not be read."""

    line: int
    cells: Mapping[str, str]
    notes: list[str] = field(default_factory=list)

    def text(self, name: str) -> str:
        """A cell with its lines."""
        return self.cells.get(name, "")

    def words(self, name: str) -> str:
        told = self.cells.get(name)
        return " ".join(told.split()) if told else ""

    def note(self, sentence: str) -> None:
        if sentence:
            self.notes.append(sentence)


def rows_of(body: bytes, mapping: Mapping[str, str], known: Columns) -> Iterator[Row | Skipped]:
    """Yield the rows of a table in their order; `mapping` names headers for our columns.

    Raises UnreadableFile for what is no table, lacks what is needed, or has more than
    20,000 rows.
    """
    found = records(lines_of(body, encoding_of(body)))
    header = next((one for one in found if isinstance(one, Record)), None)
    if header is None:
        raise UnreadableFile("The file is empty: a table begins with a line of headers.")
    columns = columns_of(header.cells, mapping, known)
    for one in _counted(found):
        yield one if isinstance(one, Skipped) else _row(one, columns)


def columns_of(header: Sequence[str], mapping: Mapping[str, str], known: Columns) -> dict[str, int]:
    """Return where each of our columns stands; case, accents and punctuation do not count.

    `mapping` wins over what others usually call them. Raises UnreadableFile where a header
    it names is missing, or there is none for what is needed.

    >>> known = Columns({"title": "title/event name", "venue": "venue"}, ("title",))
    >>> columns_of(["Event Name", "Where?"], {"venue": "where"}, known)
    {'venue': 1, 'title': 0}
    """
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        places.setdefault(_bare(name), place)
    columns: dict[str, int] = {}
    for column, name in mapping.items():
        ours = _bare(column).replace(" ", "_")
        if ours not in known.headers or _bare(name) not in places:
            said = f"There is no column “{name[:60]}”" if ours in known.headers else ""
            said = said or f"We have no “{column[:60]}”"
            raise UnreadableFile(_headers_said(said, header, known))
        columns[ours] = places[_bare(name)]
    for ours, names in known.headers.items():
        standing = (places[name] for name in names.split("/") if name in places)
        free = [place for place in standing if place not in columns.values()]
        if ours not in columns and free:
            columns[ours] = free[0]
    for ours in known.needed:
        if ours not in columns:
            said = f"There is no column for the {ours.replace('_', ' ')}"
            raise UnreadableFile(_headers_said(said, header, known))
    return columns


def _bare(header: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", folded(header[:200])).strip()


def _headers_said(said: str, header: Sequence[str], known: Columns) -> str:
    names = ", ".join(name.strip()[:40] or "(empty)" for name in header[:40])
    return f"{said}. The headers are: {names[:800]}. Our columns are: {', '.join(known.headers)}."


def _counted(found: Iterator[Record | Skipped]) -> Iterator[Record | Skipped]:
    for count, one in enumerate(found, start=1):
        if count > MOST_ROWS:
            raise UnreadableFile(f"The table has more than {MOST_ROWS:,} rows.")
        yield one


def _row(one: Record, columns: Mapping[str, int]) -> Row:
    told = ((name, one.cells[at]) for name, at in columns.items() if at < len(one.cells))
    return Row(one.line, {name: cell(text) for name, text in told if text})


def cell(told: str) -> str:
    """Return a cell cleaned, without the ' that `safe` and spreadsheets put before = + - @.

    >>> cell(" '=Sample "), cell("'tis")
    ('=Sample', "'tis")
    """
    bare = clean(told)
    is_prefixed = bare.startswith("'") and bare.lstrip("'").startswith(RUN_BY_SPREADSHEETS)
    return bare[1:] if is_prefixed else bare


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet runs: with a ' before it, which `cell` takes away.

    >>> safe("=HYPERLINK(1)"), safe("'=1"), safe("Ada")
    ("'=HYPERLINK(1)", "''=1", 'Ada')
    """
    return f"'{cell}" if cell.lstrip("'").startswith(RUN_BY_SPREADSHEETS) else cell
