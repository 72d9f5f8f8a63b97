"""The JSON-LD of a page or a file: its blocks, each read on its own, and the things in them.

Publishers wrap it in comments and CDATA, escape it twice and break it by hand: a broken
block costs that block.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any, NoReturn
from urllib.parse import urljoin, urlsplit

from netmentor.events.importing.decoding import encoding_of
from netmentor.events.importing.items import Skipped, UnreadableFile
from netmentor.events.importing.jsonld_values import LINE, Thing
from netmentor.events.importing.normalize import web_address

MOST_ITEMS = 5_000
MOST_THINGS = 250_000  # in one block: places, offers and all else
DEEPEST = 8  # things within things: graph, list, entry, event, part of it

_INERT = re.compile(r"<(?!/?(?:script|link)(?=[\s/>])[^<>]*>|!--)", re.IGNORECASE)
_MONSTROUS = re.compile(r"&#\d{1000,};?")  # html.unescape raises ValueError from 4,301 digits on
_WRAPPINGS = ("//", "/*", "*/", "<!--", "-->", "<![CDATA[", "]]>", ";")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.?)*+(?:"|\Z)|\{(?=(\s*\})?)|\n', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which things are looked for, and within what; `named` hold others that have a name there.

    What a whole says and its parts leave unsaid is `inherited`: holder → names.
    """

    is_one: Callable[[Thing], bool]
    one: str  # as sentences call it
    several: str
    holders: Sequence[str]
    named: Sequence[str]
    inherited: Mapping[str, Sequence[str]] = field(default_factory=dict)
    in_calendars: bool = False  # they come so, too, and better


@dataclass(slots=True)
class Told:
    """What the blocks of a page hold, in their order, and things by the name they have there."""

    found: list[Thing | Skipped] = field(default_factory=list)
    named: dict[str, Thing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Block:
    line: int
    text: str


def told_in(body: bytes, sought: Sought, *, charset: str, address: str) -> Told:
    """Return what is `sought` of an HTML page, or of a file of JSON, in its order.

    `address` is that of the page, "" for a file. Raises UnreadableFile where there is none.
    """
    text = body.decode(encoding_of(body, charset), "replace").replace("\x00", "")
    scripts = _Scripts()
    if re.match(r"\s*[\[{]", text):
        blocks = [_Block(1, text)]
    else:
        bare = _INERT.sub("\x00", _without_endless_comments(_MONSTROUS.sub("", text)))
        scripts.feed(f"{bare}\n</script>")  # HTMLParser drops one that is never closed
        scripts.close()
        blocks = scripts.blocks
    told = Told()
    for block in blocks:
        _tell(block, told, sought)
    if not any(isinstance(one, dict) for one in told.found):
        raise UnreadableFile(_why_nothing(told, scripts.calendar, address, sought))
    return told


class _Scripts(HTMLParser):
    """Gathers the JSON-LD of a page, and where it offers a calendar.

    Only tags of scripts and links and comments reach it; every other "<" is a NUL.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[_Block] = []
        self.calendar = ""
        self._line = 0
        self._pieces: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: (text or "").strip() for name, text in reversed(attrs)}
        kind = told.get("type", "").partition(";")[0].strip().lower()
        if tag == "script" and kind == "application/ld+json":
            self._line = self.getpos()[0] + (self.get_starttag_text() or "").count("\n")
            self._pieces = []
        elif tag == "link" and kind == "text/calendar" and not self.calendar:
            is_other = "alternate" in told.get("rel", "").lower().split()
            self.calendar = told.get("href", "") if is_other else ""

    def handle_data(self, data: str) -> None:
        if self._pieces is not None:
            self._pieces.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._pieces is not None:
            self.blocks.append(_Block(self._line, "".join(self._pieces).replace("\x00", "<")))
            self._pieces = None


def _without_endless_comments(page: str) -> str:
    """A comment that never ends hides nothing, and is not looked for again and again."""
    last = page.rfind("-->") + 1
    return page[:last] + page[last:].replace("<!--", "\x00!--")


def _tell(block: _Block, told: Told, sought: Sought) -> None:
    line, text = _unwrapped(block)
    if text.count("{") > MOST_THINGS:
        told.found.append(Skipped(line, f"This JSON-LD holds more than {MOST_THINGS:,} things."))
        return
    try:
        value = json.loads(
            _numbered(text, line),
            strict=False,
            parse_float=Decimal,
            parse_constant=_refused,
            object_pairs_hook=_with_our_line,
        )
        _gather(value, told, sought)
    except json.JSONDecodeError as exc:
        if text:
            reason = f"This JSON-LD is broken: {exc.msg}."
            told.found.append(Skipped(line + exc.lineno - 1, reason))
    except (ValueError, ArithmeticError):
        reason = "This JSON-LD is broken: it has a number that is none, or too large a one."
        told.found.append(Skipped(line, reason))
    except RecursionError:
        told.found.append(Skipped(line, "This JSON-LD is nested too deeply to be read."))


def _refused(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _unwrapped(block: _Block) -> tuple[int, str]:
    """The JSON of a block without comments and CDATA around it, and the line it begins in."""
    text, line = block.text, block.line
    for mark in _WRAPPINGS * 2:
        bare = text.lstrip()
        line += text.count("\n", 0, len(text) - len(bare))
        text = bare.removeprefix(mark).rstrip().removesuffix(mark)
    bare = text.lstrip()
    return line + text.count("\n", 0, len(text) - len(bare)), bare.rstrip()


def _numbered(text: str, line: int) -> str:
    """Return JSON whose objects tell the line they begin in, which `json` does not."""

    def number(token: re.Match[str]) -> str:
        nonlocal line
        if token[0] == "{":
            return f'{{"{LINE}":{line}{"" if token[1] else ","}'
        line += token[0].count("\n")
        return token[0]

    return _TOKEN.sub(number, text)


def _with_our_line(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose line is the one we put first, whatever the page calls so."""
    return dict(pairs) | dict(pairs[:1])


def _gather(value: Any, told: Told, sought: Sought) -> None:
    """Put what is sought of `value` into `told`, the whole before its parts."""
    waiting: list[tuple[Any, int]] = [(value, 1)]
    while waiting:
        thing, depth = waiting.pop()
        if isinstance(thing, list):
            waiting.extend((one, depth) for one in reversed(thing))
        if not isinstance(thing, dict):
            continue
        if depth > DEEPEST:
            reason = f"It is nested more than {DEEPEST} levels deep."
            told.found.append(Skipped(thing[LINE], reason))
            continue
        for one in (thing, *(thing.get(name) for name in sought.named)):
            if isinstance(one, dict) and isinstance(one.get("@id"), str) and "name" in one:
                told.named.setdefault(one["@id"], one)
        if sought.is_one(thing):
            told.found.append(thing)
        if len(told.found) > MOST_ITEMS:
            raise UnreadableFile(f"It tells of more than {MOST_ITEMS:,} {sought.several}.")
        for holder in reversed(sought.holders):
            parts = _parts(thing, holder, sought.inherited.get(holder, ()))
            waiting.extend((part, depth + 1) for part in reversed(parts))


def _parts(thing: Thing, holder: str, inherited: Sequence[str]) -> list[Any]:
    parts = thing.get(holder)
    listed = parts if isinstance(parts, list) else [parts]
    left = {name: thing[name] for name in inherited if name in thing}
    return [{**left, **part} if isinstance(part, dict) else part for part in listed]


def _why_nothing(told: Told, calendar: str, address: str, sought: Sought) -> str:
    nothing = f"{'This page' if address else 'This file'} tells of no {sought.one}"
    try:
        link = urljoin(address, re.sub(r"(?i)^webcals?:", "https:", calendar)) if calendar else ""
        link = web_address(link) if sought.in_calendars else ""
    except ValueError:
        link = ""
    if link:
        host = urlsplit(link).hostname  # the rest of the address may be a password
        return f"{nothing}, but offers a calendar at {host}; connect that one."
    broken = next((one for one in told.found if isinstance(one, Skipped)), None)
    if broken:
        return f"{nothing} that can be read. Line {broken.line}: {broken.reason}"
    return f"{nothing}: it holds no JSON-LD of schema.org with one."
