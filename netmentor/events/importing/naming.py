"""Which of the events a source told before each item is, and what a new one is called.

A name in a source is meant for good, and is not always: calendars give what moves another
UID, pages keep one address for whatever comes next, and a table knows an event by its title.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from netmentor.events.curating.rules import titles_resemble
from netmentor.events.importing.items import Entry, Item
from netmentor.text import folded

ANOTHER_EDITION = timedelta(days=14)  # after one that is over, what lies further off is another
MOST_COMPARED = 100_000  # pairs of one entry; beyond that what moved is told anew
SHIFTED = timedelta(days=3)  # by how much the days of what recurs move and stay the same ones


@dataclass(frozen=True, slots=True)
class Row:
    """One telling of an earlier reading; title and days are its event's."""

    id: int
    name: str
    is_told: bool
    title: str = ""
    first_on: date | None = None
    last_on: date | None = None

    def is_over(self, today: date) -> bool:
        return self.last_on is not None and self.last_on < today

    def can_be(self, item: Item, today: date) -> bool:
        """False where what it told of is over, and the item lies far ahead of that."""
        if self.last_on is None or not self.is_over(today):
            return True
        return item.starts_on - self.last_on <= ANOTHER_EDITION


def names_of(
    items: Sequence[Item], rows: Collection[Row], taken: set[str], today: date
) -> list[str]:
    """Return the name of each item of one entry: that of a known row, or one that nobody has.

    They are known by name and day; then what has a name of its own within the entry by
    that, and else by its day; and what recurs by days near to each other. `taken` are the
    names of the whole source; those given here are added.
    """
    match = _Match(items, rows, today)
    match.by_name(same_day=True)
    if any(item.part for item in items):
        match.by_name(same_day=False)
        match.by_day()
    else:
        match.by_day()
        match.by_name(same_day=False)
    match.by_nearness()
    for place, item in enumerate(items):
        if place not in match.found:
            match.found[place] = next(name for name in _candidates(item) if name not in taken)
        taken.add(match.found[place])
    return [match.found[place] for place in range(len(items))]


class _Match:
    """Items of one entry and the rows of an earlier reading; each row is found once."""

    def __init__(self, items: Sequence[Item], rows: Collection[Row], today: date) -> None:
        self.found: dict[int, str] = {}
        self._items = items
        self._free = {row.name: row for row in rows}
        self._today = today

    def by_name(self, *, same_day: bool) -> None:
        for place, item in self._waiting():
            row = self._free.get(own_name(item))
            if row and (not same_day or row.first_on == item.starts_on):
                self._take(place, row)

    def by_day(self) -> None:
        rows: dict[date | None, list[Row]] = defaultdict(list)
        for row in sorted(self._free.values(), key=lambda row: (row.is_told, -row.id)):
            rows[row.first_on].append(row)
        for place, item in self._waiting():
            if fitting := rows[item.starts_on]:
                self._take(place, fitting.pop())

    def by_nearness(self) -> None:
        """Only what is ahead moves; an entry of one event as far as it likes."""
        if len(self._waiting()) * len(self._free) > MOST_COMPARED:
            return
        most = SHIFTED if len(self._items) > 1 else timedelta.max
        for place, item in self._waiting():
            rows = [
                (abs(item.starts_on - row.first_on), row.id, row)
                for row in self._free.values()
                if (row.is_told or len(self._items) == 1)
                if row.first_on and not row.is_over(self._today)
            ]
            if rows and min(rows)[0] <= most:
                self._take(place, min(rows)[2])

    def _waiting(self) -> list[tuple[int, Item]]:
        if not self._free:
            return []
        return [pair for pair in enumerate(self._items) if pair[0] not in self.found]

    def _take(self, place: int, row: Row) -> None:
        if row.can_be(self._items[place], self._today):
            self.found[place] = self._free.pop(row.name).name


def may_be_renamed(row: Row, entry: Entry, today: date, *, by_address: bool) -> bool:
    """True if what comes under another name can be what `row` tells of.

    Its address, or its post, is the same; but many calendars give all their events one
    address, and a post of The Events Calendar may recur.
    """
    if row.is_over(today) and (row.first_on is None or row.first_on.isoformat() != entry.day):
        return False
    return not by_address or titles_resemble(folded(row.title), folded(entry.title))


def own_name(item: Item) -> str:
    """What its source calls an item."""
    return f"{item.key}/{item.part}" if item.part else item.key


def _candidates(item: Item) -> Iterator[str]:
    yield own_name(item)
    dated = f"{item.key}/{item.starts_on}"
    yield dated
    yield from (f"{dated}~{number}" for number in count(2))
