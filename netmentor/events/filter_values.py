"""What each filter of an address may say, and the sentence for what it may not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from netmentor.errors import Invalid
from netmentor.events.rules import STATES, YEARS, Deadlines, EventKind, Modality, View
from netmentor.text import is_slug

LONGEST_SEARCH = 200  # characters
LAST_PAGE = 10_000
HIGHEST_PRICE = 100_000  # US dollars
FARTHEST_DEADLINE = 366  # days

_TRACKING = frozenset(
    "_ga _gl dclid fbclid gclid gbraid igshid mc_cid mc_eid msclkid wbraid".split()
)


class UnknownFilter(Invalid):
    """A filter's name or value that does not exist; the sentence names each."""


def is_tracker(name: str) -> bool:
    """True for what letters and other sites add to the addresses they lead to.

    >>> is_tracker("utm_source"), is_tracker("fbclid"), is_tracker("kind")
    (True, True, False)
    """
    return name in _TRACKING or name.startswith("utm_")


def unknown(what: str, value: str, known: Iterable[str]) -> str:
    """Return the sentence for a name nobody knows, with the likeliest of those there are."""
    close = get_close_matches(value[:40], list(known), n=1)
    hint = f" Did you mean “{close[0]}”?" if close else ""
    return f"There is no {what} “{value[:80]}”.{hint}"


def one_of(what: str, known: type[StrEnum]) -> Callable[[str], str]:
    """Return what reads a value that must be one of `known`."""

    def read(value: str) -> str:
        if value not in list(known):
            raise UnknownFilter(unknown(what, value, known))
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
        raise UnknownFilter(unknown("state", value, STATES))
    return value.upper()


def day_of(value: str) -> date:
    """Read a day of the years there are."""
    try:
        day = date.fromisoformat(value)
    except ValueError as exc:
        raise UnknownFilter(f"“{value[:80]}” is no day; write it as 2026-11-24.") from exc
    if day.year not in YEARS:
        raise UnknownFilter(f"“{value}” lies outside the years 1970 to 2100.")
    return day


def _month(value: str) -> date:
    try:
        return day_of(f"{value}-01")
    except UnknownFilter as exc:
        raise UnknownFilter(f"“{value[:80]}” is no month; write it as 2026-11.") from exc


def yes(name: str, *words: str) -> Callable[[str], bool | None]:
    """Return what reads a choice that is made, by one of `words`, too, or not.

    It reads a no as None: that is the same as leaving it out.
    """

    def read(value: str) -> bool | None:
        if value.lower() in ("0", "no", "false"):
            return None
        if value.lower() not in ("1", "yes", "true", "on", *words):
            raise UnknownFilter(f"“{name}” is 1, or it is left out; “{value[:80]}” is neither.")
        return True

    return read


def _number(what: str, first: int, last: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        whole = value.isascii() and value.isdigit() and len(value) <= 9
        if not whole or not first <= int(value) <= last:
            raise UnknownFilter(f"{what} from {first} to {last:,}, not “{value[:80]}”.")
        return int(value)

    return read


def _page(value: str) -> int:
    whole = value.isascii() and value.isdigit() and len(value) <= 9
    if not whole or not 1 <= int(value) <= LAST_PAGE:
        raise UnknownFilter(f"There is no page “{value[:80]}”.")
    return int(value)


READERS: dict[str, Callable[[str], Any]] = {  # by the name in the address; None: as if not said
    "q": _search,
    "kind": one_of("kind", EventKind),
    "organization": _slug("organization"),
    "series": _slug("series"),
    "modality": one_of("modality", Modality),
    "state": _state,
    "credential": _slug("credential"),
    "topic": _slug("topic"),
    "free": yes("free"),
    "max_price": _number("“max_price” is in whole US dollars,", 0, HIGHEST_PRICE),
    "students": yes("students"),
    "deadline_within": _number("“deadline_within” is in days,", 1, FARTHEST_DEADLINE),
    "from": day_of,
    "to": day_of,
    "deadlines": one_of("choice of deadlines", Deadlines),
    "view": one_of("view", View),
    "month": _month,
    "page": _page,
}
