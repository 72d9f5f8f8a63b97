"""A strict reader of our own calendars: what other programs would refuse, or drop in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

LONGEST_LINE = 75  # octets, without the line break (RFC 5545 section 3.1)

_TYPED = {  # what the value is, where the property's default is something else (RFC 7986)
    "REFRESH-INTERVAL": "DURATION",
    "SOURCE": "URI",
    "CONFERENCE": "URI",
}
_DATE = re.compile(r"\d{8}")
_UTC = re.compile(r"\d{8}T\d{6}Z")


def problems(body: bytes) -> list[str]:
    """Return every fault of a calendar, each as a sentence that names the line; [] for none."""
    return list(dict.fromkeys([*_of_bytes(body), *_of_content(_unfolded(body))]))


def _of_bytes(body: bytes) -> Iterator[str]:
    if not body.endswith(b"\r\n"):
        yield "The last line does not end in CRLF."
    if re.search(rb"(?<!\r)\n|\r(?!\n)", body):
        yield "A line ends in a bare LF or CR."
    for number, line in enumerate(body.split(b"\r\n"), start=1):
        if len(line) > LONGEST_LINE:
            yield f"Line {number} has {len(line)} octets."
        if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", line):
            yield f"Line {number} has a control character."
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            yield f"Line {number} is not UTF-8: a fold cuts a character, or the bytes are broken."


def _unfolded(body: bytes) -> list[str]:
    return re.sub(rb"\r\n[ \t]", b"", body).decode("utf-8", "replace").rstrip("\r\n").split("\r\n")


def _of_content(lines: list[str]) -> Iterator[str]:
    if lines[:2] != ["BEGIN:VCALENDAR", "VERSION:2.0"]:
        yield "It does not begin with VCALENDAR and its VERSION."
    yield from _of_nesting(lines)
    named = [_parts(line) for line in lines]
    if not any(name == "BEGIN" and value != "VCALENDAR" for name, _, value in named):
        yield "It has no component (RFC 5545 section 3.6 wants one)."
    for number, (name, parameters, value) in enumerate(named, start=1):
        yield from (f"Line {number}: {fault}" for fault in _of_line(name, parameters, value))
    yield from _of_uids(named)
    yield from _of_zones(named)


def _of_nesting(lines: list[str]) -> Iterator[str]:
    opened: list[str] = []
    for number, line in enumerate(lines, start=1):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            opened.append(value)
        elif name == "END":
            if not opened or opened.pop() != value:
                yield f"Line {number} ends {value}, which is not open."
        elif not opened:
            yield f"Line {number} stands outside the calendar."
    for name in opened:
        yield f"{name} is never ended."


def _of_line(name: str, parameters: dict[str, str], value: str) -> Iterator[str]:
    if name == "METHOD":
        yield "a METHOD makes it an invitation"
    if name in _TYPED and parameters.get("VALUE") != _TYPED[name]:
        yield f"{name} lacks VALUE={_TYPED[name]}"
    whole_day = _DATE.fullmatch(value) is not None
    if name in ("DTSTART", "DTEND", "DUE") and whole_day != (parameters.get("VALUE") == "DATE"):
        yield f"{name} and its VALUE do not fit"
    if name in ("DTSTAMP", "CREATED", "LAST-MODIFIED", "COMPLETED") and not _UTC.fullmatch(value):
        yield f"{name} is not in UTC"


def _of_uids(named: list[tuple[str, dict[str, str], str]]) -> Iterator[str]:
    uids = Counter(value for name, _, value in named if name == "UID")
    yield from (f"UID {uid} is there {times} times." for uid, times in uids.items() if times > 1)
    items = sum(1 for name, _, value in named if name == "BEGIN" and value in ("VEVENT", "VTODO"))
    if items != sum(uids.values()):
        yield f"{items} events and to-dos have {sum(uids.values())} UIDs."


def _of_zones(named: list[tuple[str, dict[str, str], str]]) -> Iterator[str]:
    told = {value for name, _, value in named if name == "TZID"}
    used = {parameters["TZID"] for _, parameters, _ in named if "TZID" in parameters}
    yield from (f"{zone} is used and has no VTIMEZONE." for zone in sorted(used - told))


def _parts(line: str) -> tuple[str, dict[str, str], str]:
    """Split a content line into its name, parameters and value; quotes may hold colons."""
    head = re.match(r'(?:[^":]|"[^"]*")*', line)
    named = head[0] if head else line
    name, *parameters = named.split(";")
    pairs = (parameter.partition("=") for parameter in parameters)
    return name.upper(), {key.upper(): value for key, _, value in pairs}, line[len(named) + 1 :]
