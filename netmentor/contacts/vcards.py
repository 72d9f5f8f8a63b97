"""A person as address books take one in: a vCard 3.0 (RFC 2426), or on wish 4.0 (RFC 6350)."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from netmentor.calendars.lines import folded
from netmentor.contacts.rules import WayKind
from netmentor.contacts.words import TITLES
from netmentor.text import one_line, slug


class Version(StrEnum):
    """Which vCard is written: 3.0 is read by every address book, 4.0 by the newer ones."""

    THREE = "3.0"
    FOUR = "4.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What an address book is told of somebody; `ways` are pairs of a WayKind and a value.

    `photo` is a JPEG, or nothing; `carried` are lines of cards, as they came. Where and when they
    were met no card has a place for.
    """

    uid: str
    name: str
    credentials: str = ""
    title: str = ""
    organization: str = ""
    ways: Sequence[tuple[str, str]] = ()
    note: str = ""
    tags: Sequence[str] = ()
    photo: bytes = b""
    carried: Sequence[str] = ()
    met_where: str = ""
    met_on: date | None = None
    changed_at: datetime | None = None


def vcard(person: Person, version: Version = Version.THREE) -> bytes:
    """Return the card of a person, its lines folded and ended as the RFC has it."""
    lines = [
        "BEGIN:VCARD",
        f"VERSION:{version}",
        f"UID:urn:uuid:{person.uid}",
        f"FN:{_text(person.name, version)}",
        f"N:{';'.join(map(escaped, name_parts(person.name, person.credentials)))}",
        *([f"ORG:{escaped(person.organization)}"] if person.organization else []),
        *_told("TITLE", person.title, version),
        *(line for kind, value in person.ways for line in _way(kind, value, version)),
        *_told("NOTE", person.note, version),
        *_photo(person.photo, version),
        *person.carried,
    ]
    if person.tags:
        lines.append(f"CATEGORIES:{','.join(_text(tag, version) for tag in person.tags)}")
    if person.changed_at:
        lines.append(f"REV:{person.changed_at:%Y%m%dT%H%M%SZ}")
    lines.append("END:VCARD")
    return b"".join(folded_line(line) for line in lines)


def file_name(name: str) -> str:
    """Return what the file of a card is called, in letters that every system takes.

    >>> file_name("Zoë O’Neil"), file_name("李")
    ('zoe-oneil.vcf', 'contact.vcf')
    """
    return f"{slug(name)[:60].strip('-') or 'contact'}.vcf"


def name_parts(name: str, credentials: str) -> Iterable[str]:
    """Family, given, middle name, prefix and suffix, as far as one name tells them."""
    words = one_line(name).split()
    prefix = words.pop(0) if len(words) > 1 and words[0].casefold() in TITLES else ""
    family = words[-1] if len(words) > 1 else ""
    given = " ".join(words[:-1]) if family else " ".join(words)
    return family, given, "", prefix, one_line(credentials)


def _way(kind: str, value: str, version: Version) -> list[str]:
    match kind:
        case WayKind.EMAIL:
            name = "EMAIL;TYPE=INTERNET" if version is Version.THREE else "EMAIL"
            return _told(name, value, version)
        case WayKind.PHONE:
            return _told("TEL;TYPE=VOICE", value, version)
        case WayKind.LINKEDIN | WayKind.WEBSITE:
            # An address is no text, and its signs stay (RFC 6350, section 4.2).
            address = _escaped(r"[\\]", value)
            return [f"URL:{address}"] if value else []
        case _:
            return _told("X-NETMENTOR-WAY", value, version)


def _photo(jpeg: bytes, version: Version) -> Iterator[str]:
    """The photo, which 3.0 holds as base64 (section 3.1.4) and 4.0 as an address (6.2.4)."""
    if jpeg:
        head = (
            "PHOTO;ENCODING=b;TYPE=JPEG:"
            if version is Version.THREE
            else "PHOTO:data:image/jpeg;base64,"
        )
        yield f"{head}{b64encode(jpeg).decode()}"


def _told(name: str, value: str, version: Version) -> list[str]:
    return [f"{name}:{_text(value, version)}"] if value else []


def _text(text: str, version: Version) -> str:
    """A value of no parts: some readers of 4.0 leave a backslash before its semicolons."""
    return escaped(text) if version is Version.THREE else _escaped(r"[\\,]", text)


def escaped(text: str) -> str:
    r"""Return a text value as RFC 2426, section 4 writes one, or a part of one as 4.0 does.

    >>> print(escaped("a;b,c\\d\ne"))
    a\;b\,c\\d\ne
    """
    return _escaped(r"[\\;,]", text)


def _escaped(signs: str, text: str) -> str:
    return re.sub(signs, r"\\\g<0>", text).replace("\n", "\\n")


def folded_line(line: str) -> bytes:
    """Return a line in pieces of at most 75 octets, none of which cuts a letter in two."""
    return f"{folded(line)}\r\n".encode()
