"""Somebody as one card of an address book tells of them, and what of it is carried unread."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote_to_bytes, urlsplit

from netmentor.calendars.content_lines import split_list, unescaped
from netmentor.contacts.books.lines import Line, lines_of
from netmentor.contacts.rules import (
    LARGEST_PICTURE,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_TAG,
    LONGEST_WAY,
    MOST_TAGS,
    MOST_WAYS,
    WayKind,
    is_key,
)
from netmentor.text import clean, folded, one_line

LONGEST_UID = 300
# What turns the direction of text or ends a line for some reader, though not for address books.
_ODD = re.compile("[\x00-\x08\x0a-\x1f\x7f\x85\u2028-\u202e\u2066-\u2069]")
MOST_CARRIED = 64 * 1024  # characters of what is kept unread of one card

_OURS = frozenset("BEGIN END VERSION PRODID UID REV N FN NOTE KIND CATEGORIES".split())
_DATA = re.compile(r"data:image/[\w.+-]+(?:;[\w=.+-]+)*;base64,", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is read of a card, or of a row. `uid` is as its program gave it; `line` counts from 1.

    `carried` are the lines that nothing here reads, word for word; `photo` is as it was sent.
    Where and when they were met tables of ours alone tell.
    """

    line: int
    name: str
    uid: str = ""
    credentials: str = ""
    title: str = ""
    organization: str = ""
    ways: tuple[tuple[WayKind, str], ...] = ()
    note: str = ""
    tags: tuple[str, ...] = ()
    met_where: str = ""
    met_on: date | None = None
    photo: bytes = b""
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A card that is not taken in, and why."""

    line: int
    reason: str
    name: str = ""


def cards_of(body: bytes) -> Iterator[Card | Refused]:
    """Yield what each card of a file tells. A card inside a card (AGENT) is left out.

    One that begins inside another by itself is the next one, and the other has no end.
    """
    depth, held, is_agent = 0, list[Line](), False
    for one in lines_of(body):
        is_card = one.value.strip().upper() == "VCARD"
        if one.name == "BEGIN" and is_card:
            if depth and not is_agent:
                yield _endless(held, "Its end is missing: another begins within it.")
                depth = 0
            depth += 1
            held = [one] if depth == 1 else held
        elif one.name == "END" and is_card:
            if depth == 1:
                yield _card(held)
            depth = max(0, depth - 1)
        elif depth == 1:
            held.append(one)
        is_agent = one.name == "AGENT" and not one.value.strip()
    if depth:
        yield _endless(held, "Its end is missing: the file is cut off.")


def _endless(lines: list[Line], reason: str) -> Refused:
    return Refused(lines[0].number, reason, _name(lines)[:80])


def _card(lines: list[Line]) -> Card | Refused:
    kinds = {
        line.value.strip().lower()
        for line in lines
        if line.name in ("KIND", "X-ADDRESSBOOKSERVER-KIND")
    }
    name, credentials = _name(lines), _credentials(lines)
    if "group" in kinds:
        return Refused(lines[0].number, "It is a group, not a person.", name[:80])
    if not name:
        return Refused(lines[0].number, "It has no name, no organization and no address.")
    return _read(lines, _without(name, credentials), credentials)


def _read(lines: list[Line], name: str, credentials: str) -> Card:
    title, organization = _first(lines, "TITLE"), _organization(lines)
    ways, carried = list[tuple[WayKind, str]](), list[str]()
    photo = b""
    titles = {"TITLE": title, "ORG": organization}
    for line in lines:
        way = _way(line)
        if way and len(ways) < MOST_WAYS:
            ways.append(way)
        elif line.name == "PHOTO" and not photo and (found := _photo(line)):
            photo = found
        elif titles.get(line.name):
            titles[line.name] = ""  # the first is read, others are carried
        elif line.name not in _OURS and not (line.name == "AGENT" and not line.value):
            carried.append(_ODD.sub("", line.kept))
    return Card(
        line=lines[0].number,
        name=name[:LONGEST_NAME],
        uid=_uid(lines),
        credentials=credentials[:LONGEST_NAME],
        title=title[:LONGEST_NAME],
        organization=organization[:LONGEST_NAME],
        ways=tuple(dict.fromkeys(ways)),
        note=clean("\n\n".join(unescaped(line.value) for line in _all(lines, "NOTE")))[
            :LONGEST_NOTE
        ],
        tags=tuple(_tags(lines))[:MOST_TAGS],
        photo=photo,
        carried=tuple(as_far_as_there_is_room(carried)),
    )


def _all(lines: Iterable[Line], name: str) -> list[Line]:
    return [line for line in lines if line.name == name]


def _first(lines: Iterable[Line], name: str) -> str:
    told = (_text(line.value) for line in lines if line.name == name)
    return next(filter(None, told), "")


def _organization(lines: list[Line]) -> str:
    """The organization, and its department behind a comma."""
    for line in _all(lines, "ORG"):
        if parts := list(filter(None, map(_text, line.parts()))):
            return ", ".join(parts)
    return ""


def _name(lines: list[Line]) -> str:
    """Whatever tells best who it is: FN, else N, and for a firm its name."""
    if told := _first(lines, "FN"):
        return told
    for line in _all(lines, "N"):
        family, given, middle, prefix = (*map(_text, line.parts()), "", "", "", "")[:4]
        if told := one_line(" ".join((prefix, given, middle, family))):
            return told
    return (
        _first(lines, "NICKNAME")
        or _organization(lines)
        or _first(lines, "EMAIL")
        or _first(lines, "TEL")
    )


def _credentials(lines: list[Line]) -> str:
    for line in _all(lines, "N"):
        parts = line.parts()
        if len(parts) > 4 and (told := one_line(", ".join(filter(None, split_list(parts[4]))))):
            return told
    return ""


def _without(name: str, credentials: str) -> str:
    """A name without the credentials that FN repeats behind it."""
    if credentials and name.endswith((f" {credentials}", f",{credentials}")):
        return name.removesuffix(credentials).rstrip(" ,") or name
    return name


def _text(value: str) -> str:
    return one_line(unescaped(value))


def _uid(lines: list[Line]) -> str:
    told = _first(lines, "UID")
    bare = told.lower().removeprefix("urn:uuid:")
    return bare if is_key(bare) else told[:LONGEST_UID]


def _tags(lines: list[Line]) -> Iterator[str]:
    return tags_of(told for line in _all(lines, "CATEGORIES") for told in split_list(line.value))


def tags_of(told: Iterable[str]) -> Iterator[str]:
    """The words that can be tags, each once; what is too long for one is none."""
    seen = {"", "mycontacts"}  # Google's name for everybody
    for name in map(one_line, told):
        word = folded(name)
        if word not in seen and len(name) <= LONGEST_TAG and len(word) <= LONGEST_TAG:
            seen.add(word)
            yield name


def _way(line: Line) -> tuple[WayKind, str] | None:
    value = _text(line.value)
    if not value or len(value) > LONGEST_WAY:
        return None
    match line.name:
        case "EMAIL":
            return WayKind.EMAIL, value.removeprefix("mailto:")
        case "TEL":
            return WayKind.PHONE, value.removeprefix("tel:").partition(";")[0]
        case "URL" | "X-SOCIALPROFILE":
            return address_way(value)
        case "X-NETMENTOR-WAY":
            return WayKind.OTHER, value
    return None


def address_way(value: str) -> tuple[WayKind, str] | None:
    """A page's address that may be a link; nothing for any other."""
    if len(value) > LONGEST_WAY:
        return None
    try:
        found = urlsplit(value)
        host = found.hostname or ""
    except ValueError:
        return None
    if found.scheme.lower() not in ("http", "https") or not host:
        return None
    is_linkedin = host == "linkedin.com" or host.endswith(".linkedin.com")
    return (WayKind.LINKEDIN if is_linkedin else WayKind.WEBSITE), value


def _photo(line: Line) -> bytes:
    """The photo on a line; nothing where it is an address, which is never fetched."""
    text = line.value.strip()
    head = _DATA.match(text)
    if head is None and not {"b", "base64"}.intersection(line.told("ENCODING")):
        return b""
    try:
        photo = b64decode(unquote_to_bytes(text[head.end() if head else 0 :]))
    except (binascii.Error, ValueError):
        return b""
    return photo if len(photo) <= LARGEST_PICTURE else b""


def as_far_as_there_is_room(lines: Iterable[str], room: int = MOST_CARRIED) -> Iterator[str]:
    """Yield the lines that fit into so many characters, each whole or not at all."""
    for line in lines:
        if len(line) <= room:
            room -= len(line)
            yield line
