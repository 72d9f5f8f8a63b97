"""A card as programs for contacts read it: vCard 3.0 (RFC 2426), which every phone knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from netmentor.contacts.cards.models import Card
from netmentor.contacts.vcards import escaped, folded_line, name_parts


def whole_vcard(card: Card) -> str:
    """Return all that the card says."""
    lines = [*_lines(card), *_line("NOTE", card.introduction)]
    return b"".join(map(folded_line, _written(lines))).decode()


def scanned_vcard(card: Card) -> str:
    """Return what a code holds: no introduction, for a code of many squares is hard to scan."""
    return "".join(f"{line}\r\n" for line in _written(_lines(card)))


def _lines(card: Card) -> Iterator[str]:
    yield f"N:{';'.join(map(escaped, name_parts(card.name, '')))}"
    yield from _line("FN", card.name)
    yield from _line("ORG", card.organization)
    yield from _line("TITLE", card.title)
    yield from _line("TEL;TYPE=CELL", card.phone)
    yield from _line("EMAIL", card.email)
    yield from _line("URL", card.website)


def _line(name: str, value: str) -> Iterator[str]:
    if value:
        yield f"{name}:{escaped(value)}"


def _written(lines: Iterable[str]) -> Iterable[str]:
    return ("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD")
