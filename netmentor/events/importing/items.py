"""What a reader finds in a file: items that tell of events, and places it had to skip."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from netmentor.events.drafts import DeadlineDraft, PriceDraft
from netmentor.events.written import plain, value
from netmentor.text import one_line

LONGEST_SAID = 1_000  # characters of what is said about a place of a file
REFUSED = 3  # exit code of a reader: what it wrote is a sentence that says why


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One event as a file tells it: read and put into our words, not yet judged.

    `key` is what its source calls it for good (a UID, an address); several items may share
    one, as the occurrences of a recurring event do, and `part` then tells them apart.
    `line` is where it begins, from 1. `post` is the number The Events Calendar hides in
    a UID. `notes` say what of it could not be read. `organizers` are names or acronyms.
    """

    key: str
    line: int
    part: str = ""
    post: str = ""
    title: str
    kind: str
    status: str
    modality: str
    starts_on: date
    ends_on: date
    starts_time: str = ""
    ends_time: str = ""
    timezone: str = ""
    venue: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    url: str = ""
    registration_url: str = ""
    description: str = ""
    organizers: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    deadlines: tuple[DeadlineDraft, ...] = ()
    prices: tuple[PriceDraft, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A place of the file that tells of no event we can list, and why, as a sentence."""

    line: int
    reason: str
    what: str = ""  # its title or key, as far as it could be read

    def __post_init__(self) -> None:
        """It quotes the file, and is shown on terminals and in logs."""
        for name in ("reason", "what"):
            object.__setattr__(self, name, one_line(getattr(self, name)[:LONGEST_SAID]))


class UnreadableFile(Exception):
    """The whole file cannot be read; the sentence says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader must know of a file beyond its bytes.

    `zone` is that of times that name none. Recurring entries are told from `since` on
    and `until` a day: both are days, so that a reading of the same day comes out the same.
    An opportunity is told as of `since`.
    """

    format: str
    address: str = ""
    charset: str = ""
    zone: str
    since: date
    until: date
    most: int  # entries of one file
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one entry, or a piece of it, lies in a file: bytes from the start, and its line."""

    offset: int
    length: int
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a file, found and not yet read: enough to see whether it is new.

    `day` is when it begins, as 2027-03-09, where that shows at once.
    """

    key: str
    digest: str
    title: str = ""
    day: str = ""
    post: str = ""
    url: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Partial:
    """The file shows its entries by the page: what it leaves out is not gone."""


@dataclass(frozen=True, slots=True)
class Busy:
    """A time that somebody's own calendar keeps, in seconds since 1970; what for is not told."""

    begins: int
    ends: int


Found = Item | Skipped | Entry | Partial | Busy

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Item, Skipped, Entry, Partial, Busy)
}
_NAMES = {kind: tuple(one.name for one in fields(kind)) for kind in _KINDS.values()}


def packed(found: Found) -> str:
    """Return what a reader found as one line of JSON."""
    kind = type(found)
    values = [_packed(getattr(found, name)) for name in _NAMES[kind]]
    return json.dumps([kind.__name__, *values], ensure_ascii=True, separators=(",", ":"))


def unpacked(line: str | bytes) -> Found:
    """Return what `packed` made a line of."""
    name, *values = json.loads(line)
    kind = _KINDS[name]
    named = zip(_NAMES[kind], values, strict=True)
    unpacked_one: Found = kind(**{one: _unpacked(one, packed_one) for one, packed_one in named})
    return unpacked_one


def _packed(one: Any) -> Any:
    if isinstance(one, tuple) and one and isinstance(one[0], Place):
        return [[place.offset, place.length, place.line] for place in one]
    return plain(one)


def _unpacked(name: str, packed_one: Any) -> Any:
    if name == "places":
        return tuple(Place(*numbers) for numbers in packed_one)
    return value(name, packed_one)
