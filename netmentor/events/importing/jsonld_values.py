"""The values of schema.org as pages write them: one or a list, words or a thing, or its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urljoin

from netmentor.events.importing.normalize import plain_text, web_address
from netmentor.events.importing.plaintext import LONGEST
from netmentor.text import clean, one_line

LINE = "@line"  # what our reader puts into each thing; publishers have no such name

Thing = dict[str, Any]

_MOST = 50  # values of one name
_EVENTS = frozenset({"CourseInstance", "Hackathon", "Festival"})


@dataclass(frozen=True, slots=True)
class Page:
    """Where things were found: its address, the zone of times, and things by their "@id"."""

    address: str
    zone: str
    named: Mapping[str, Thing]

    def absolute(self, address: str) -> str:
        """Return `address` as seen from the page, "" if it is no page of the web, or this one.

        The page's own address may hold a password, and what only points back tells nothing.
        """
        try:
            found = web_address(urljoin(self.address, clean(address[:2_000])))
        except ValueError:
            return ""
        return "" if found.partition("#")[0] == self.address.partition("#")[0] else found


def is_event(thing: Thing) -> bool:
    """True for an Event and its subtypes, which schema.org names so but for three.

    >>> is_event({"@type": ["Thing", "https://schema.org/EducationEvent"]})
    True
    >>> is_event({"@type": "EventSeries"}), is_event({"@type": {}})
    (False, False)
    """
    return any(kind.endswith("Event") or kind in _EVENTS for kind in last_words(thing.get("@type")))


def last_words(value: Any) -> list[str]:
    """Return what stands last in each name of a vocabulary.

    >>> last_words(["http://schema.org/SoldOut", "schema:InStock", None])
    ['SoldOut', 'InStock']
    """
    names = [one.get("@id") if isinstance(one, dict) else one for one in listed(value)]
    words = (name[:200].rstrip("/").replace(":", "/") for name in names if isinstance(name, str))
    return [word.rpartition("/")[2].strip() for word in words]


def listed(value: Any) -> list[Any]:
    """Return what may be one, several or none as a list of at most 50."""
    if isinstance(value, list):
        return value[:_MOST]
    return [] if value is None else [value]


def things(value: Any, page: Page) -> Iterator[Thing]:
    """Yield the things in `value`; one that only has a name is the one that is told elsewhere."""
    for one in listed(value):
        if isinstance(one, dict):
            name = one.get("@id")
            is_name = isinstance(name, str) and "name" not in one
            yield page.named.get(str(name), one) if is_name else one


def words(value: Any, page: Page) -> str:
    """Return the first words in `value` on one line: a text, a number, or the name of a thing."""
    return one_line(text(value, page))


def text(value: Any, page: Page) -> str:
    """Return the first words in `value`, as lines."""
    return next(texts(value, page), "")


def texts(value: Any, page: Page) -> Iterator[str]:
    """Yield the words of each of `value` that has any."""
    for one in listed(value):
        named = next(things(one, page), {})
        told = named.get("@value", named.get("name")) if isinstance(one, dict) else one
        if isinstance(told, list) and told:
            told = told[0]
        if isinstance(told, int | Decimal) and not isinstance(told, bool):
            told = str(told)
        if isinstance(told, str) and (plain := plain_text(_mended(told[:LONGEST]))):
            yield plain


def first_address(value: Any, page: Page) -> str:
    """Return the first address of a web page in `value`, absolute, or ""."""
    for one in listed(value):
        told = (one.get("@id") or one.get("url")) if isinstance(one, dict) else one
        if isinstance(told, str) and told.strip() and (address := page.absolute(told)):
            return address
    return ""


def _mended(told: str) -> str:
    """A backslash and an n behind a tag is a line break that WordPress escaped once too often."""
    return told.replace("&gt;\\n", "&gt;\n").replace(">\\n", ">\n")
