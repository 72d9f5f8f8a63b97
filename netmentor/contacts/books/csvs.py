"""People out of a table: LinkedIn's, Google's, Outlook's, ours, or one whose columns are told."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from netmentor.contacts.books.cards import LONGEST_UID, Card, Refused, address_way, tags_of
from netmentor.contacts.rules import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_WAY,
    MOST_TAGS,
    MOST_WAYS,
    WayKind,
)
from netmentor.events.importing.decoding import encoding_of, lines_of
from netmentor.events.importing.items import Skipped, UnreadableFile
from netmentor.events.importing.table_cells import cell
from netmentor.events.importing.table_records import Record, records
from netmentor.text import folded, one_line

COLUMNS = (
    "name", "prefix", "given", "middle", "family", "credentials", "title", "organization",
    "email", "phone", "linkedin", "website", "other", "tags", "note", "met_where", "met_on",
    "key",
)  # fmt: skip
_SEVERAL = {"email": WayKind.EMAIL, "phone": WayKind.PHONE, "other": WayKind.OTHER}
_HEADERS = {
    "name": "name|full name|display name|contact name|first and last name",
    "prefix": "name prefix|prefix",
    "given": "first name|given name|given|first",
    "middle": "middle name|additional name",
    "family": "last name|family name|surname|last",
    "credentials": "credentials|name suffix|suffix",
    "title": "job title|position|organization title|organization 1 - title|role|title",
    "organization": "company|company name|organization|organization name|organization 1 - name"
    "|employer",
    "linkedin": "linkedin|linkedin url|url|profile url",
    "tags": "tags|labels|categories|group membership",
    "note": "note|notes",
    "met_where": "met at",
    "met_on": "met on|connected on",
    "key": "key|uid",
}
_PATTERNS = (
    ("email", re.compile(r"e-?mail( address)?|e-?mail \d+( - value| address)?")),
    ("phone", re.compile(
        r"((mobile|business|home|work|cell|primary|other) ?)?phone( \d+)?( number)?"
        r"|phone \d+ - value|mobile|cell|tel|telephone"
    )),
    ("website", re.compile(r"website|web ?page|website \d+ - value|homepage")),
    ("other", re.compile(r"other")),
)  # fmt: skip
_MOST_COLUMNS = 1_000  # further ones are not looked at
MOST_ASKED = 60  # headers that somebody may choose from
_LONGEST_HEADER = 80  # characters of one that are looked at
_PREAMBLE = 10  # rows before the header, as LinkedIn writes its notes
_SPLIT = re.compile(r"\n| ::: ")  # Google's way to have several in a cell
_BARE = re.compile(r"[\w-]+(\.[\w-]+)+(/.*)?")  # an address without its https://
_DAY_OF_LINKEDIN = re.compile(r"([0-9]{1,2}) ([A-Za-z]{3}) ([0-9]{4})")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_TAG_SPLIT = re.compile(r"\n| ::: |[;,]")


class UnknownColumns(UnreadableFile):
    """No column tells a name; `headers` are what there is to choose from."""

    def __init__(self, headers: Sequence[str]) -> None:
        super().__init__("Which of its columns is whose name?")
        self.headers = tuple(headers)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which places of a row each of our columns has."""

    places: Mapping[str, Sequence[int]]

    def told(self, row: Record, name: str) -> list[str]:
        cells = (cell(row.cells[at]) for at in self.places.get(name, ()) if at < len(row.cells))
        return [told for told in cells if told]

    def words(self, row: Record, name: str) -> str:
        return one_line(next(iter(self.told(row, name)), ""))

    def several(self, row: Record, name: str, split: re.Pattern[str] = _SPLIT) -> list[str]:
        parts = chain.from_iterable(split.split(told) for told in self.told(row, name))
        return [told for told in map(one_line, parts) if told]


def read(body: bytes, mapping: Mapping[str, str]) -> Iterator[Card | Refused]:
    """Yield what each row tells; `mapping` is {column: header} where somebody told it.

    Raises UnreadableFile for no table, and UnknownColumns where nobody said what it holds.
    """
    rows = records(lines_of(body, encoding_of(body)))
    columns = _header(rows, mapping)
    for row in rows:
        if isinstance(row, Skipped):
            yield Refused(row.line, row.reason, row.what[:80])
        else:
            yield _card(row, columns)


def _header(rows: Iterator[Record | Skipped], mapping: Mapping[str, str]) -> _Columns:
    first: Record | None = None
    for _, row in zip(range(_PREAMBLE), rows, strict=False):
        if isinstance(row, Skipped):
            continue
        first = first or row
        headers = [_shown(one) for one in row.cells[:_MOST_COLUMNS]]
        found = _told(headers, mapping) if mapping else _known(headers)
        if any(name in found for name in ("name", "given", "family", "organization", "email")):
            return _Columns(found)
    if first is None:
        raise UnreadableFile("It is empty.")
    raise UnknownColumns([_shown(one) for one in first.cells[:MOST_ASKED]])


def _shown(header: str) -> str:
    """A header as somebody is asked about it, and as they tell it."""
    return one_line(header[: 4 * _LONGEST_HEADER])[:_LONGEST_HEADER]


def _told(headers: Sequence[str], mapping: Mapping[str, str]) -> dict[str, list[int]]:
    """Where what was told stands; one header may be two of our columns."""
    wanted, found = defaultdict(list), defaultdict(list)
    for name, header in mapping.items():
        wanted[folded(_shown(header))].append(name)
    for at, header in enumerate(headers):
        for name in wanted.get(folded(header), ()):
            found[name].append(at)
    return found


def _known(headers: Sequence[str]) -> dict[str, list[int]]:
    headers = [folded(one) for one in headers]
    names = {each: name for name, told in _HEADERS.items() for each in told.split("|")}
    if "job title" in headers:
        names["title"] = "prefix"  # of Outlook, where it is Mr. or Dr.
    found = defaultdict(list)
    for at, header in enumerate(headers):
        patterns = (name for name, pattern in _PATTERNS if pattern.fullmatch(header))
        if name := names.get(header) or next(patterns, ""):
            found[name].append(at)
    return found


def _card(row: Record, columns: _Columns) -> Card | Refused:
    name = columns.words(row, "name") or one_line(
        " ".join(columns.words(row, part) for part in ("prefix", "given", "middle", "family"))
    )
    organization = columns.words(row, "organization")
    ways = list(_ways(row, columns))
    reached = (value for kind, value in ways if kind in (WayKind.EMAIL, WayKind.PHONE))
    name = name or organization or next(reached, "")
    if not name:
        return Refused(row.line, "It has no name, no organization and no address.")
    return Card(
        line=row.line,
        name=name[:LONGEST_NAME],
        uid=columns.words(row, "key")[:LONGEST_UID],
        credentials=columns.words(row, "credentials")[:LONGEST_NAME],
        title=columns.words(row, "title")[:LONGEST_NAME],
        organization=organization[:LONGEST_NAME],
        ways=tuple(dict.fromkeys(ways))[:MOST_WAYS],
        note="\n\n".join(columns.told(row, "note"))[:LONGEST_NOTE],
        tags=tuple(_tags(columns.several(row, "tags", _TAG_SPLIT)))[:MOST_TAGS],
        met_where=columns.words(row, "met_where")[:300],
        met_on=_day(columns.words(row, "met_on")),
    )


def _day(told: str) -> date | None:
    """A day as we write it, or as LinkedIn does: 05 Nov 2026."""
    try:
        if said := _DAY_OF_LINKEDIN.fullmatch(told):
            month = _MONTHS.index(said[2].casefold()) + 1
            found = date(int(said[3]), month, int(said[1]))
        else:
            found = date.fromisoformat(told)
    except ValueError:
        return None
    return found if 1970 <= found.year <= 2100 else None


def _ways(row: Record, columns: _Columns) -> Iterator[tuple[WayKind, str]]:
    for name, kind in _SEVERAL.items():
        for told in columns.several(row, name):
            yield kind, told[:LONGEST_WAY]
    for name in ("linkedin", "website"):
        for told in columns.several(row, name):
            if way := address_way(f"https://{told}" if _BARE.fullmatch(told) else told):
                yield way


def _tags(told: Sequence[str]) -> Iterator[str]:
    words = (tag.removeprefix("* ") for tag in told)  # as Google marks its own groups
    return tags_of(word for word in words if word != "My Contacts")
