"""iCalendar files of others: finding their entries, and reading those that are new.

Finding is cheap: the raw text of an entry is told from what it was the last time by a
digest, before anything is parsed (RFC 5545; what real files hold, by their exports).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from netmentor.calendars.content_lines import decoded, unescaped
from netmentor.calendars.zone_names import zone_called, zone_with
from netmentor.events.importing.items import (
    Asked,
    Entry,
    Partial,
    Place,
    Skipped,
    UnreadableFile,
)
from netmentor.text import one_line

READER = 1  # grows when an unchanged entry would be read as something else
MOST_RECURRING = 500
MOST_ZONES = 200
MOST_BROKEN = 2_000  # entries that are told of as skipped
MOST_PIECES = 2_000  # of one entry, as changed occurrences are
LONGEST_KEY = 220  # characters; the day of an occurrence is put behind it
PARTIAL = re.compile(rb"^PRODID:.*(The Events Calendar|ECPv\d)", re.MULTILINE | re.IGNORECASE)

_BEGIN = re.compile(rb"^BEGIN:(VEVENT|VTIMEZONE)[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_FOLD = re.compile(rb"\r?\n[ \t]")
_STAMP = re.compile(rb"^DTSTAMP[;:][^\n]*\n", re.MULTILINE | re.IGNORECASE)
_FACTS = re.compile(  # in one pass: there are ten thousand blocks
    rb"^(UID|URL|SUMMARY|DTSTART|RRULE|RDATE)(?:;[^:\r\n]*)?:([^\r\n]*)",
    re.MULTILINE | re.IGNORECASE,
)
_DAY = re.compile(rb"(\d{4})(\d\d)(\d\d)")
_END = re.compile(rb"^END:VEVENT[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_PROPERTIES = {
    name: re.compile(rb"^" + name + rb"(?:;[^:\r\n]*)?:([^\r\n]*)", re.MULTILINE | re.IGNORECASE)
    for name in (
        b"TZID",
        b"X-LIC-LOCATION",
        b"X-WR-TIMEZONE",
        b"TZOFFSETTO",
    )
}
_POST = re.compile(r"([0-9]{1,18})-[0-9]{9,10}-[0-9]{9,10}@")


@dataclass(slots=True)
class _Group:
    """The pieces of one entry: itself, and the changed occurrences of a recurring one."""

    places: list[Place] = field(default_factory=list)
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    recurs: bool = False
    url: str = ""
    title: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """What a file says of all its entries."""

    zone: str  # of times that name none
    zones: dict[str, str]  # its own names for zones, to ours
    partial: bool


def calendar_of(body: bytes, asked: Asked) -> Calendar:
    """Read the head of a file and its zones; raise UnreadableFile where there is none.

    A file that does not end is half a download: nothing of it is taken.
    """
    if not re.search(rb"^\s*BEGIN:VCALENDAR", body[:4096], re.IGNORECASE):
        raise UnreadableFile("This is no iCalendar file: it does not begin with BEGIN:VCALENDAR.")
    if not re.search(rb"END:VCALENDAR\s*\Z", body[-4096:], re.IGNORECASE):
        raise UnreadableFile("The file ends in the middle: END:VCALENDAR is missing.")
    if b"\n" not in body.strip():
        raise UnreadableFile("It is one long line, which no calendar is.")
    first = _BEGIN.search(body)
    head = _FOLD.sub(b"", body[: min(first.start() if first else len(body), 65_536)])
    told = zone_called(decoded(_value_of(b"X-WR-TIMEZONE", head)))
    zones: dict[str, str] = {}
    for found in _BEGIN.finditer(body):
        if found[1].upper() != b"VTIMEZONE":
            continue
        if len(zones) >= MOST_ZONES:
            break
        name, zone = _zone(body[found.start() : found.start() + 20_000])
        zones[name] = zone
    return Calendar(told or asked.zone, zones, bool(PARTIAL.search(head)))


def outline(body: bytes, asked: Asked) -> Iterator[Entry | Skipped | Partial]:
    """Yield the entries of a file by their UIDs, and what has none; first, if it is a part.

    Raises UnreadableFile for a file that holds more than a calendar does.
    """
    calendar = calendar_of(body, asked)
    if calendar.partial:
        yield Partial()
    common = repr((READER, calendar.zone, sorted(calendar.zones.items()))).encode()
    groups: dict[str, _Group] = {}
    recurring = 0
    broken = 0
    for place, block in blocks(body):
        if isinstance(block, str):
            broken = _one_more(broken)
            yield Skipped(place.line, block)
            continue
        known = facts(block)
        told = known.get(b"UID", b"").strip() or known.get(b"URL", b"").strip()
        key = one_line(decoded(told[: 4 * LONGEST_KEY]))
        if not key or len(told) > LONGEST_KEY:
            broken = _one_more(broken)
        if not key:
            yield Skipped(place.line, "It has no UID and no address to be known by.", _title(known))
            continue
        if len(told) > LONGEST_KEY:
            said = f"Its UID is longer than {LONGEST_KEY} characters."
            yield Skipped(place.line, said, _title(known))
            continue
        group = groups.setdefault(key, _Group())
        if not group.places and len(groups) > asked.most:
            raise UnreadableFile(f"The file holds more than {asked.most:,} entries.")
        if len(group.places) >= MOST_PIECES:
            raise UnreadableFile(f"It tells one entry in more than {MOST_PIECES:,} pieces.")
        recurring += _add(group, place, block, known)
        if recurring > MOST_RECURRING:
            raise UnreadableFile(f"More than {MOST_RECURRING} of its entries recur.")
    for key, group in groups.items():
        yield _entry(key, group, common, asked)


def _one_more(broken: int) -> int:
    if broken >= MOST_BROKEN:
        raise UnreadableFile(f"More than {MOST_BROKEN:,} of its entries are broken.")
    return broken + 1


def _add(group: _Group, place: Place, block: bytes, known: Mapping[bytes, bytes]) -> bool:
    """Put one piece into its group; True if it recurs."""
    recurs = b"RRULE" in known or b"RDATE" in known
    group.places.append(place)
    group.digest.update(_STAMP.sub(b"", block))  # some write the moment of asking into it
    group.recurs = group.recurs or recurs
    group.url = group.url or _text(known.get(b"URL", b""))
    group.title = group.title or _title(known)
    if not group.day and (found := _DAY.match(known.get(b"DTSTART", b""))):
        group.day = b"-".join(found.groups()).decode()
    return recurs


def _entry(key: str, group: _Group, common: bytes, asked: Asked) -> Entry:
    group.digest.update(common)
    if group.recurs:  # what lies ahead of it is another with each month
        group.digest.update(f"{asked.until:%Y-%m}".encode())
    post = _POST.match(key)
    return Entry(
        key=key,
        digest=group.digest.hexdigest()[:32],
        title=group.title,
        day=group.day,
        post=post[1] if post else "",
        url=group.url,
        places=tuple(group.places),
    )


def blocks(body: bytes) -> Iterator[tuple[Place, bytes | str]]:
    """Each VEVENT with its place, or why it cannot be taken as one."""
    line, counted = 1, 0
    begins = [found for found in _BEGIN.finditer(body) if found[1].upper() == b"VEVENT"]
    for number, found in enumerate(begins):
        start = found.start()
        line, counted = line + body.count(b"\n", counted, start), start
        limit = begins[number + 1].start() if number + 1 < len(begins) else len(body)
        end = _END.search(body, start, limit)
        if end is None:
            yield Place(start, 0, line), "It has no END:VEVENT."
            continue
        block = body[start : end.end()] + b"\n"
        yield Place(start, end.end() - start, line), _FOLD.sub(b"", block)


def _value_of(name: bytes, block: bytes) -> bytes:
    """The value of the first property called `name`, escaped as it stands."""
    found = _PROPERTIES[name].search(block)
    return found[1] if found else b""


def facts(block: bytes) -> dict[bytes, bytes]:
    """What a piece is known by: the first value of each, escaped as it stands."""
    found: dict[bytes, bytes] = {}
    for name, value in _FACTS.findall(block):
        found.setdefault(name.upper(), value)
    return found


def _title(known: Mapping[bytes, bytes]) -> str:
    return _text(known.get(b"SUMMARY", b""))[:120]


def _text(value: bytes) -> str:
    """The beginning of a value as one line of text."""
    return one_line(unescaped(decoded(value[:2_000])))[:500]


def _zone(block: bytes) -> tuple[str, str]:
    """One VTIMEZONE: the file's name for it, and the zone it comes to ("" if none is sure)."""
    end = re.search(rb"^END:VTIMEZONE", block, re.MULTILINE | re.IGNORECASE)
    told = _FOLD.sub(b"", block[: end.start()] if end else block)
    name = decoded(_value_of(b"TZID", told)).strip()
    location = decoded(_value_of(b"X-LIC-LOCATION", told))
    return name, zone_called(name) or zone_called(location) or _zone_by_offsets(told)


def _zone_by_offsets(told: bytes) -> str:
    """The offsets it ends up with, standard and daylight, as zones of the United States have."""
    hours: dict[str, float] = {}
    for kind in ("STANDARD", "DAYLIGHT"):
        parts: Sequence[bytes] = re.split(rb"BEGIN:" + kind.encode(), told, flags=re.IGNORECASE)
        offset = re.fullmatch(
            rb"([+-])(\d\d)(\d\d)\d*", _value_of(b"TZOFFSETTO", parts[-1]).strip()
        )
        if len(parts) > 1 and offset:
            size = int(offset[2]) + int(offset[3]) / 60
            hours[kind] = -size if offset[1] == b"-" else size
    standard = hours.get("STANDARD")
    return "" if standard is None else zone_with(standard, hours.get("DAYLIGHT", standard))
