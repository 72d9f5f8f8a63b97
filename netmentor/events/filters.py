"""`EventFilter`: which events somebody wants, read from an address and written back to one.

The same words stand in the address of a list and in that of its feed. A name or a
value that nobody knows is refused by name: a typo must not become an empty calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Self
from urllib.parse import urlencode

from netmentor.errors import Invalid
from netmentor.events.rules import STATES, YEARS, Deadlines, EventKind, Modality
from netmentor.text import is_slug, one_line

LONGEST_SEARCH = 200  # characters
MOST_VALUES = 50  # of one name
MOST_COMPLAINTS = 20
LAST_PAGE = 10_000

_TRACKING = frozenset(
    "_ga _gl dclid fbclid gclid gbraid igshid mc_cid mc_eid msclkid wbraid".split()
)


class UnknownFilter(Invalid):
    """A filter's name or value that does not exist; the sentence names each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """What to look for. Several values of one name mean any of them; empty means all.

    In an address they stand apart (`kind=course&kind=webinar`) or together, with commas.
    Without `from_on` a list starts today and a feed 60 days ago. The names in the
    address are those of `_NAMES`.
    """

    q: str = ""
    kinds: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    from_on: date | None = None
    to_on: date | None = None
    deadlines: str = Deadlines.INCLUDE
    page: int = 1

    @classmethod
    def read(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Read the (name, value) pairs of an address; blank values and trackers do not count."""
        complaints: list[str] = []
        found: dict[str, list[Any]] = {}
        for name, raw in pairs:
            if len(complaints) > MOST_COMPLAINTS:
                break
            value = one_line(raw)
            if name in _NAMES:
                for one in [value] if name in _SINGLE else value.split(",")[: MOST_VALUES + 1]:
                    _take(name, one.strip(), found, complaints)
            elif name not in _TRACKING and not name.startswith("utm_"):
                complaints.append(_unknown("filter", name, _NAMES))
        complaints += [
            f"“{name}” is there twice." for name in _SINGLE if len(found.get(name, [])) > 1
        ]
        if complaints:
            raise UnknownFilter(" ".join(dict.fromkeys(complaints)))
        values: dict[str, Any] = {
            field: found[name][0] if name in _SINGLE else tuple(dict.fromkeys(found[name]))
            for name, field in _NAMES.items()
            if found.get(name)
        }
        read = cls(**values)
        if read.from_on and read.to_on and read.to_on < read.from_on:
            raise UnknownFilter(f"“to” ({read.to_on}) is before “from” ({read.from_on}).")
        return read

    def address(self, **changes: object) -> str:
        """Return the canonical query string, with `changes` made; "" when nothing is asked.

        >>> EventFilter(kinds=("webinar",), q="fee", page=3).address(page=1)
        'q=fee&kind=webinar'
        """
        asked = replace(self, **changes)  # type: ignore[arg-type]
        plain = EventFilter()
        pairs: list[tuple[str, object]] = []
        for name, field in _NAMES.items():
            value = getattr(asked, field)
            if value != getattr(plain, field):
                pairs += [(name, one) for one in (value if isinstance(value, tuple) else (value,))]
        return urlencode(pairs)

    def toggled(self, field: str, value: str) -> str:
        """Return the address with `value` added to one of the lists, or taken out of it.

        >>> EventFilter(kinds=("webinar",)).toggled("kinds", "course")
        'kind=webinar&kind=course'
        """
        values: tuple[str, ...] = getattr(self, field)
        without = tuple(one for one in values if one != value)
        return self.address(**{field: without if value in values else (*values, value), "page": 1})

    @property
    def narrows(self) -> bool:
        """True when something besides the page is asked for."""
        return replace(self, page=1, deadlines=Deadlines.INCLUDE) != EventFilter()


def _take(name: str, value: str, found: dict[str, list[Any]], complaints: list[str]) -> None:
    if not value:
        return
    taken = found.setdefault(name, [])
    if len(taken) >= MOST_VALUES:
        complaints.append(f"“{name}” has more than {MOST_VALUES} values.")
        return
    try:
        taken.append(_READERS[name](value))
    except UnknownFilter as exc:
        complaints.append(exc.message)


def _unknown(what: str, value: str, known: Iterable[str]) -> str:
    close = get_close_matches(value[:40], list(known), n=1)
    hint = f" Did you mean “{close[0]}”?" if close else ""
    return f"There is no {what} “{value[:80]}”.{hint}"


def _one_of(what: str, known: type[StrEnum]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value not in list(known):
            raise UnknownFilter(_unknown(what, value, known))
        return value

    return read


def _search(value: str) -> str:
    if len(value) > LONGEST_SEARCH:
        raise UnknownFilter(f"“q” is longer than {LONGEST_SEARCH} characters.")
    return value


def _slug(what: str) -> Callable[[str], str]:
    """Read a name of ours; whether it stands for anything is the database's to say."""

    def read(value: str) -> str:
        if not is_slug(value.lower()):
            raise UnknownFilter(f"There is no {what} “{value[:80]}”.")
        return value.lower()

    return read


def _state(value: str) -> str:
    if value.upper() not in STATES:
        raise UnknownFilter(_unknown("state", value, STATES))
    return value.upper()


def _day(value: str) -> date:
    try:
        day = date.fromisoformat(value)
    except ValueError as exc:
        raise UnknownFilter(f"“{value[:80]}” is no day; write it as 2026-11-24.") from exc
    if day.year not in YEARS:
        raise UnknownFilter(f"“{value}” lies outside the years 1970 to 2100.")
    return day


def _page(value: str) -> int:
    if not (value.isascii() and value.isdigit()) or not 1 <= int(value[:9]) <= LAST_PAGE:
        raise UnknownFilter(f"There is no page “{value[:80]}”.")
    return int(value[:9])


_NAMES = {  # in the address → here
    "q": "q",
    "kind": "kinds",
    "organization": "organizations",
    "series": "series",
    "modality": "modalities",
    "state": "states",
    "credential": "credentials",
    "topic": "topics",
    "from": "from_on",
    "to": "to_on",
    "deadlines": "deadlines",
    "page": "page",
}
_SINGLE = frozenset({"q", "from", "to", "deadlines", "page"})
_READERS: dict[str, Callable[[str], Any]] = {
    "q": _search,
    "kind": _one_of("kind", EventKind),
    "organization": _slug("organization"),
    "series": _slug("series"),
    "modality": _one_of("modality", Modality),
    "state": _state,
    "credential": _slug("credential"),
    "topic": _slug("topic"),
    "from": _day,
    "to": _day,
    "deadlines": _one_of("choice of deadlines", Deadlines),
    "page": _page,
}
