"""The lines of somebody else's calendar: split, unfolded, unescaped, each with its number.

icalendar reads a whole component or none of it, and does not tell where; here a broken
line costs that line (RFC 5545 section 3.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from icalendar.parser import Contentline

_FOLD = re.compile(rb"\r?\n[ \t]")
_NAME = re.compile(rb"\s*([A-Za-z0-9-]+)\s*[;:]")
_HEAD = re.compile(r'([^:"]*(?:"[^"]*"[^:"]*)*):')
_PARAMETER = re.compile(r';([A-Za-z-]+)=("[^"^]*"|[^";:,^=]*)')
_PLAIN_PARAMETERS = re.compile(rf"[A-Za-z-]+(?:{_PARAMETER.pattern})+")
_ESCAPED_OR_COMMA = re.compile(r"\\.|,", re.DOTALL)
_ESCAPE = re.compile(r"\\([\\;,:\"nN])")


@dataclass(frozen=True, slots=True)
class Property:
    """One content line. `value` is as it stands there, still escaped; `line` counts from 1."""

    name: str
    value: str
    line: int
    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no property."""

    line: int
    reason: str


def properties(block: bytes, line: int, names: frozenset[str]) -> Iterator[Property | BadLine]:
    """Yield the properties called one of `names` of the component that `block` is.

    What stands in components inside it (VALARM) is left out. `line` is the number of the
    block's first line in its file.
    """
    depth = 0
    for number, raw in _unfolded(block, line):
        found = _NAME.match(raw)
        name = found[1].decode().upper() if found else ""
        if name == "BEGIN":
            depth += 1
        elif name == "END":
            depth -= 1
        elif depth == 1 and name in names:
            yield _property(name, decoded(raw), number)


def decoded(raw: bytes) -> str:
    """Return text in UTF-8, or in what Windows programs write when they forget to say so."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def unescaped(value: str) -> str:
    r"""Return a TEXT value (RFC 5545 section 3.3.11) without its escapes.

    >>> unescaped(r"Lunch\, then\nlearn \\ \;")
    'Lunch, then\nlearn \\ ;'
    """
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def split_list(value: str) -> list[str]:
    r"""Return the values of a list of TEXT, unescaped; a comma behind a backslash is text.

    >>> split_list(r"Finance\, advanced,Leadership")
    ['Finance, advanced', 'Leadership']
    """
    commas = [found.start() for found in _ESCAPED_OR_COMMA.finditer(value) if found[0] == ","]
    starts = [0, *(comma + 1 for comma in commas)]
    return [unescaped(value[start:end]) for start, end in zip(starts, [*commas, None], strict=True)]


def _unfolded(block: bytes, line: int) -> Iterator[tuple[int, bytes]]:
    """Each line made whole, with the number of its first part."""
    number = line
    if not _FOLD.search(block):
        for raw in block.splitlines():
            yield number, raw
            number += 1
        return
    parts, began = [b""], number
    for raw in block.split(b"\n"):
        if raw[:1] in (b" ", b"\t"):
            parts.append(raw[1:].rstrip(b"\r"))
        else:
            yield began, b"".join(parts)
            parts, began = [raw.rstrip(b"\r")], number
        number += 1
    yield began, b"".join(parts)


def _property(name: str, text: str, line: int) -> Property | BadLine:
    head = _HEAD.match(text)
    if head is None:
        return BadLine(line, f"{name} has no value.")
    parameters: dict[str, str] = {}
    if _PLAIN_PARAMETERS.fullmatch(head[1]):
        told = _PARAMETER.findall(head[1])
        parameters = {key.upper(): value.strip('"') for key, value in told}
    elif ";" in head[1]:
        try:
            _, found, _ = Contentline(head[0]).raw_parts()  # type: ignore[no-untyped-call]
        except ValueError:
            return BadLine(line, f"{name} cannot be read.")
        parameters = {key.upper(): str(value) for key, value in found.items()}
    return Property(name, text[head.end() :], line, parameters)
