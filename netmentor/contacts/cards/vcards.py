"""A card as programs for contacts read it: vCard 3.0 (RFC 2426), which every phone knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netmentor.contacts.cards.models import Card

_OCTETS = 75  # the space that begins a line which goes on is one of them


def whole_vcard(card: Card) -> str:
    """Return all that the card says."""
    lines = [*_lines(card), *_line("NOTE", card.introduction)]
    return _written(_folded(line) for line in lines)


def scanned_vcard(card: Card) -> str:
    """Return what a code holds: no introduction, for a code of many squares is hard to scan."""
    return _written(_lines(card))


def _lines(card: Card) -> Iterator[str]:
    family, _, given = (part.strip() for part in reversed(card.name.rpartition(" ")))
    yield f"N:{_text(family)};{_text(given)};;;"
    yield from _line("FN", card.name)
    yield from _line("ORG", card.organization)
    yield from _line("TITLE", card.title)
    yield from _line("TEL;TYPE=CELL", card.phone)
    yield from _line("EMAIL", card.email)
    yield from _line("URL", card.website)


def _line(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"{name}:{_text(value)}"


def _text(value: str) -> str:
    for letter in "\\,;":
        value = value.replace(letter, f"\\{letter}")
    return value.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Fold a line at 75 octets (RFC 2426, 2.6), between letters and never inside one."""
    parts = [""]
    for letter in line:
        if len((parts[-1] + letter).encode()) >= _OCTETS:
            parts.append("")
        parts[-1] += letter
    return "\r\n ".join(parts)


def _written(lines: Iterable[str]) -> str:
    told = ("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD")
    return "".join(f"{line}\r\n" for line in told)
