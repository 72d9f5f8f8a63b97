"""The guides that come with the program: read, checked and rendered once a process.

A guide is a Markdown file beside this module. Above its text stand lines of the form
`name: value` between two rules: `order`, `title`, `summary`, `checked` (the day all of it was
last looked over), a `source` for each page that the text relies on (day it was read | address |
what it is), and a `pointer` for each page that is only named (address | what it is).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from netmentor.errors import NotFound
from netmentor.guides.rendering import Rendered, misplaced, rendered
from netmentor.paths import GUIDES

_SHAPE = re.compile(r"---\n(?P<head>.*?)\n---\n(?P<text>.*)", re.DOTALL)
_LINE = re.compile(r"(?P<name>[a-z]+): (?P<value>\S.*)")
_ONCE = ("order", "title", "summary", "checked")
_OFTEN = ("source", "pointer")
_LOOKS_LIKE_HTML = re.compile(r"<[a-z/!?]", re.IGNORECASE)


class BrokenGuide(ValueError):
    """A file that is no guide; the sentence names the file and what is amiss."""


@dataclass(frozen=True, slots=True)
class Source:
    """A page of somebody else; `checked_on` is None where it is named and nothing is told of it."""

    address: str
    what: str
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide; `html` may stand in a page as it is."""

    slug: str
    order: int
    title: str
    summary: str
    checked_on: date
    sources: tuple[Source, ...]
    links: tuple[str, ...]
    html: str


@cache
def guides() -> tuple[Guide, ...]:
    """Every guide, in the order to read them."""
    found = [
        read(path.stem, path.read_text(encoding="utf-8")) for path in sorted(GUIDES.glob("*.md"))
    ]
    return tuple(sorted(found, key=lambda guide: guide.order))


def guide(slug: str) -> Guide:
    for one in guides():
        if one.slug == slug:
            return one
    raise NotFound("There is no such guide.")


def read(slug: str, content: str) -> Guide:
    """Return the guide that the file `slug` holds, or raise BrokenGuide."""
    try:
        shape = _SHAPE.fullmatch(content)
        if not shape:
            raise BrokenGuide("it does not begin with its facts between two rules.")
        found = _assembled(slug, _head(shape["head"]), rendered(shape["text"]))
        if complaint := next(_faults(found, shape["text"]), ""):
            raise BrokenGuide(complaint)
    except ValueError as exc:
        raise BrokenGuide(f"{Path(slug).name}.md: {exc}") from exc
    return found


def _head(lines: str) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {name: [] for name in (*_ONCE, *_OFTEN)}
    for line in lines.split("\n"):
        found = _LINE.fullmatch(line)
        if not found or found["name"] not in told:
            raise BrokenGuide(f"“{line}” is none of the facts of a guide.")
        told[found["name"]].append(found["value"].strip())
    if odd := [name for name in _ONCE if len(told[name]) != 1]:
        raise BrokenGuide(f"“{odd[0]}” must be there once.")
    return told


def _assembled(slug: str, told: dict[str, list[str]], body: Rendered) -> Guide:
    if body.images:
        raise BrokenGuide("it shows a picture.")
    if words := misplaced(body.headings):
        raise BrokenGuide(f"the heading “{words}” is not one level below the last.")
    sources = [_source(*_parts(value, 3)) for value in told["source"]]
    pointers = [_source("", *_parts(value, 2)) for value in told["pointer"]]
    return Guide(
        slug=slug,
        order=int(told["order"][0]),
        title=told["title"][0],
        summary=told["summary"][0],
        checked_on=date.fromisoformat(told["checked"][0]),
        sources=(*sources, *pointers),
        links=body.links,
        html=body.html,
    )


def _parts(value: str, count: int) -> list[str]:
    parts = [part.strip() for part in value.split("|")]
    if len(parts) != count or not all(parts):
        raise BrokenGuide(f"“{value}” has not {count} parts.")
    return parts


def _source(day: str, address: str, what: str) -> Source:
    return Source(address, what, date.fromisoformat(day) if day else None)


def _faults(found: Guide, text: str) -> Iterator[str]:
    """What a reader could trip over: each source is linked, and nothing else outside is."""
    named = [source.address for source in found.sources]
    outside = [link for link in found.links if not re.match(r"/(?!/)", link)]
    if _LOOKS_LIKE_HTML.search(text):
        yield "it holds HTML, which would be shown as it is written."
    for address in (*named, *outside):
        if urlsplit(address).scheme != "https":
            yield f"{address} is not https."
    for address in (*named, *outside):
        if named.count(address) != 1:
            yield f"{address} must be one of its sources, once."
        if address not in outside:
            yield f"{address} is a source that the text does not link to."
    for source in found.sources:
        if source.checked_on and source.checked_on > found.checked_on:
            yield f"{source.address} was read after the guide was checked."
