"""`EventFilter`: which events somebody wants, read from an address and written back to one.

The same words stand in the address of a list and in that of its feed. A name or a
value that nobody knows is refused by name: a typo must not become an empty calendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, Self
from urllib.parse import quote_plus

from netmentor.events.filter_values import READERS, UnknownFilter, is_tracker, unknown
from netmentor.events.rules import Deadlines, View
from netmentor.text import one_line

MOST_VALUES = 50  # of one name
MOST_COMPLAINTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """What to look for. Several values of one name mean any of them; empty means all.

    In an address they stand apart (`kind=course&kind=webinar`) or together, with commas.
    Without `from_on` a list starts today and a feed 60 days ago. `max_price` is in whole
    US dollars, `deadline_within` in days from today, `month` the first day of one. The names
    in the address are those of `_NAMES`.
    """

    q: str = ""
    kinds: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    free: bool = False
    max_price: int | None = None
    students: bool = False
    deadline_within: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    deadlines: str = Deadlines.INCLUDE
    view: str = View.LIST
    month: date | None = None
    page: int = 1

    @classmethod
    def read(cls, pairs: Iterable[tuple[str, str]], settled: str = "") -> Self:
        """Read the (name, value) pairs of an address; blank values and trackers do not count.

        `settled` is the filter that its path has set already.
        """
        complaints: list[str] = []
        found: dict[str, list[Any]] = {}
        for name, raw in pairs:
            if len(complaints) > MOST_COMPLAINTS:
                break
            value = one_line(raw)
            if name == settled:
                complaints.append(f"This address is of one {name} already; leave “{name}” out.")
            elif name in _NAMES:
                for one in value.split(",")[: MOST_VALUES + 1] if name in _LISTS else [value]:
                    _take(name, one.strip(), found, complaints)
            elif not is_tracker(name):
                complaints.append(unknown("filter", name, _NAMES))
        complaints += [
            f"“{name}” is there twice."
            for name, taken in found.items()
            if name not in _LISTS and len(taken) > 1
        ]
        if complaints:
            raise UnknownFilter(" ".join(dict.fromkeys(complaints)))
        values: dict[str, Any] = {
            field: tuple(dict.fromkeys(found[name])) if name in _LISTS else found[name][0]
            for name, field in _NAMES.items()
            if found.get(name)
        }
        read = cls(**values)
        if read.from_on and read.to_on and read.to_on < read.from_on:
            raise UnknownFilter(f"“to” ({read.to_on}) is before “from” ({read.from_on}).")
        return read

    def address(self, **changes: object) -> str:
        """Return the canonical query string, with `changes` made; "" when nothing is asked.

        >>> EventFilter(kinds=("webinar",), q="fee", free=True, page=3).address(page=1)
        'q=fee&kind=webinar&free=1'
        """
        parts: list[str] = []
        for name, field in _NAMES.items():
            value = changes[field] if field in changes else getattr(self, field)
            if value != getattr(_PLAIN, field):
                values = value if isinstance(value, tuple) else (value,)
                parts += [f"{name}={_quoted(_written(name, one))}" for one in values]
        return "&".join(parts)

    def query(self, **changes: object) -> str:
        """Return what follows the path of an address: "?" and the query string, or "".

        >>> EventFilter(free=True).query(), EventFilter().query()
        ('?free=1', '')
        """
        asked = self.address(**changes)
        return f"?{asked}" if asked else ""

    def lasting(self) -> Self:
        """Return what a subscription to the list is of: no page of it, and no layout."""
        return replace(self, view=View.LIST, month=None, page=1)

    def of_day(self, day: date) -> str:
        """Return the query of the list of one day with these filters."""
        return self.query(from_on=day, to_on=day, view=View.LIST, month=None, page=1)

    def bare_month(self) -> str:
        """Return the query of the month without filters."""
        return replace(_PLAIN, view=self.view, month=self.month).query()

    def toggled(self, field: str, value: str) -> str:
        """Return the query with `value` added to one of the lists, or taken out of it.

        >>> EventFilter(kinds=("webinar",)).toggled("kinds", "course")
        '?kind=webinar&kind=course'
        """
        values: tuple[str, ...] = getattr(self, field)
        without = tuple(one for one in values if one != value)
        return self.query(**{field: without if value in values else (*values, value), "page": 1})

    def without(self, field: str) -> Self:
        """Return the filter that does not ask for `field`, from its first page."""
        return replace(self, **{field: getattr(_PLAIN, field), "page": 1})

    @property
    def narrows(self) -> bool:
        """True when something besides the page and the layout is asked for."""
        return replace(self.lasting(), deadlines=Deadlines.INCLUDE) != _PLAIN


def _take(name: str, value: str, found: dict[str, list[Any]], complaints: list[str]) -> None:
    if not value:
        return
    taken = found.setdefault(name, [])
    if len(taken) >= MOST_VALUES:
        complaints.append(f"“{name}” has more than {MOST_VALUES} values.")
        return
    try:
        read = READERS[name](value)
    except UnknownFilter as exc:
        complaints.append(exc.message)
        return
    if read is not None:
        taken.append(read)


def _written(name: str, value: object) -> str:
    if value is True:
        return "1"
    return f"{value:%Y-%m}" if name == "month" else str(value)


@lru_cache(maxsize=2000)
def _quoted(value: str) -> str:  # a month's page writes a hundred addresses of the same few values
    return quote_plus(value)


_PLAIN = EventFilter()
_NAMES = {  # in the address → here
    "q": "q",
    "kind": "kinds",
    "organization": "organizations",
    "series": "series",
    "modality": "modalities",
    "state": "states",
    "credential": "credentials",
    "topic": "topics",
    "free": "free",
    "max_price": "max_price",
    "students": "students",
    "deadline_within": "deadline_within",
    "from": "from_on",
    "to": "to_on",
    "deadlines": "deadlines",
    "view": "view",
    "month": "month",
    "page": "page",
}
_LISTS = frozenset(name for name, field in _NAMES.items() if getattr(_PLAIN, field) == ())
