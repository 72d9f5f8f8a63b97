"""One row of a table into an opportunity: its cells as people fill them in.

What is said of a day and cannot be read costs its row: half a deadline is one that is missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from netmentor.accounts.rules import why_not_email
from netmentor.calendars.zone_names import zone_called
from netmentor.events.importing.keys import short_key
from netmentor.events.importing.moments import Told, told_clocks, told_day, zones_of
from netmentor.events.importing.normalize import plain_text, web_address
from netmentor.events.importing.places import region_of
from netmentor.events.importing.plaintext import cut
from netmentor.events.importing.rules import ZONE
from netmentor.events.importing.table_cells import Row
from netmentor.events.rules import SourceKind
from netmentor.internships.drafts import (
    LONGEST,
    LONGEST_MATERIAL,
    LONGEST_NOTE,
    OpportunityDraft,
    WindowDraft,
)
from netmentor.internships.importing.choices import choice_of, kind_of
from netmentor.internships.importing.items import Item
from netmentor.internships.importing.windows import window_of
from netmentor.internships.rules import (
    Accreditation,
    Authorization,
    Degree,
    Paid,
    Setting,
    Status,
    WindowKind,
    Year,
)
from netmentor.text import one_line, slug

DATED = [one for one in WindowKind if one != WindowKind.STARTS]  # which is a field of its own
OF_DAYS = ("on", "time", "timezone", "not_before", "not_after", "note")
_CELLS = {kind: frozenset(f"{kind}_{part}" for part in OF_DAYS) for kind in DATED}
_LINES = (
    "setting department city compensation duration starts hours_note places gpa contact_name cycle"
).split()
_TEXTS = ("eligibility", "how_to_apply", "description")
_ADDRESSES = ("url", "apply_url", "source_url")
_YES_OR_NO = ("is_remote", "accreditation_is_required", "affiliation_needed")
_DAYS = ("starts_on", "graduates_from_on", "graduates_until_on", "verified_on")
_HOURS = ("hours_total", "hours_week")
_CHOICES: tuple[tuple[str, type[StrEnum]], ...] = (
    ("status", Status),
    ("setting_kind", Setting),
    ("paid", Paid),
    ("authorization", Authorization),
)
_SEVERAL: tuple[tuple[str, type[StrEnum]], ...] = (
    ("degrees", Degree),
    ("years", Year),
    ("accreditation", Accreditation),
)
_YES = frozenset("true yes y 1 x required".split())
_BETWEEN = re.compile(r"[;|\n]")


class _Unreadable(Exception):
    """A day of the row that cannot be read; the sentence says which."""


def item_of(row: Row, zone: str, today: date) -> Item:
    """Return the opportunity that `row` makes; its key is "" where it has no name of its own."""
    title = _cut(row, "title", plain_text(row.words("title")))
    key = short_key(row.text("id"))
    if not title:
        return Item(line=row.line, key=key, title="", draft=None, reason="It has no title.")
    told = _said(row)
    try:
        told |= {name: _day(row, name) for name in _DAYS}
        told["windows"] = tuple(_windows(row, zone))
    except _Unreadable as exc:
        return Item(line=row.line, key=key, title=title, draft=None, reason=str(exc))
    told["verified_on"] = told["verified_on"] or today
    return Item(
        line=row.line,
        key=key,
        title=title,
        draft=OpportunityDraft(**told | {"external_id": key, "title": title}),
        notes=tuple(row.notes),
        is_dated=bool(row.words("verified_on")),
    )


def _said(row: Row) -> dict[str, Any]:
    """The fields of a draft that are no days."""
    told: dict[str, Any] = {name: _cut(row, name, row.words(name)) for name in _LINES}
    told |= {name: _text(row, name) for name in _TEXTS}
    told |= {name: _address(row, name) for name in _ADDRESSES}
    told |= {name: row.words(name).casefold() in _YES for name in _YES_OR_NO}
    told |= {name: _hours(row, name) for name in _HOURS}
    told |= {name: _choice(row, name, choices) for name, choices in _CHOICES}
    told |= {name: _several(row, name, choices) for name, choices in _SEVERAL}
    return told | {
        "kind": kind_of(row.words("kind"), row.words("title")),
        "status": told["status"] or Status.CURRENT.value,
        "organization_name": _cut(row, "organization_name", row.words("organization_name")),
        "program": slug(row.words("program")[:200])[:100].strip("-"),
        "state": _state(row),
        "materials": _materials(row),
        "contact_email": _email(row),
        "source_kind": SourceKind.THIRD_PARTY.value,
    }


def _windows(row: Row, zone: str) -> Iterator[WindowDraft]:
    for kind in DATED:
        if _CELLS[kind].isdisjoint(row.cells):
            continue
        note = row.words(f"{kind}_note")[:LONGEST_NOTE]
        first, last = (_day(row, f"{kind}_not_{which}") for which in ("before", "after"))
        if row.words(f"{kind}_on"):
            told, own = _told(row, kind)
            yield window_of(kind, told, zone=own or (zone if told.clock else ""), note=note)
        elif first or last or note:
            yield WindowDraft(kind=kind, not_before=first, not_after=last, note=note)
        elif row.words(f"{kind}_time"):
            raise _Unreadable(f"Its {kind}_time stands beside no day.")


def _told(row: Row, kind: str) -> tuple[Told, str]:
    """The day and hour of a window, and the zone that a cell of its own names."""
    own = _zone(row, f"{kind}_timezone") or _zone(row, "timezone")
    state = zones_of(row.words("state").upper())
    told = _day_told(row, f"{kind}_on", (own,) if own else state or (ZONE,))
    clock = row.words(f"{kind}_time")
    hours = told_clocks(clock)
    if clock and not hours.starts:
        raise _Unreadable(hours.note or f"Its {kind}_time “{clock[:40]}” names no time.")
    return Told(told.day, hours.starts or told.clock, hours.zone or told.zone), own


def _zone(row: Row, name: str) -> str:
    told = row.words(name)
    zone = zone_called(told)
    if told and not zone:
        raise _Unreadable(f"Its {name} “{told[:40]}” is no time zone we know.")
    return zone


def _day(row: Row, name: str) -> date | None:
    return _day_told(row, name, ()).day if row.words(name) else None


def _day_told(row: Row, name: str, zones: tuple[str, ...]) -> Told:
    told = row.words(name)
    found = told_day(told, zones)
    if found is None:
        raise _Unreadable(f"Its {name} “{told[:40]}” cannot be read, or lies outside 1970 to 2100.")
    if found.note.startswith("The time"):
        raise _Unreadable(found.note)
    row.note(found.note)
    return found


def _choice(row: Row, name: str, choices: type[StrEnum]) -> str:
    told = row.words(name)
    found = choice_of(told, choices) if told else ""
    if told and not found:
        row.note(f"Its {name} “{told[:40]}” is not known: one of {', '.join(choices)}.")
    return found


def _several(row: Row, name: str, choices: type[StrEnum]) -> tuple[str, ...]:
    found: list[str] = []
    for told in filter(str.strip, re.split(r"[,;|/\n]", row.text(name)[:1_000])):
        if known := choice_of(told, choices):
            found.append(known)
        else:
            row.note(f"Of its {name} “{told.strip()[:40]}” is not known.")
    return tuple(dict.fromkeys(found))


def _text(row: Row, name: str) -> str:
    told = row.text(name)
    return _cut(row, name, plain_text(told)) if told else ""


def _state(row: Row) -> str:
    told = row.words("state")
    found = region_of(told, "")[0] if told else ""
    if told and not found:
        row.note(f"Its state “{told[:40]}” is none of the United States.")
    return found


def _hours(row: Row, name: str) -> int | None:
    told = row.words(name)
    if re.fullmatch(r"[\d,]{1,6}", told, re.ASCII) and (hours := int(told.replace(",", "") or 0)):
        return hours
    if told:
        row.note(f"Its {name} “{told[:40]}” is no number of hours.")
    return None


def _address(row: Row, name: str) -> str:
    told = row.words(name)
    address = web_address(told) if told else ""
    if told and not address:
        row.note(f"“{told[:40]}” is no address of a web page, or too long a one.")
    return address


def _email(row: Row) -> str:
    told = row.words("contact_email").removeprefix("mailto:")
    if told and why_not_email(told):
        row.note(f"“{told[:40]}” is no address for mail.")
        return ""
    return told


def _materials(row: Row) -> tuple[str, ...]:
    told = (one_line(one) for one in _BETWEEN.split(row.text("materials")))
    return tuple(cut(one, LONGEST_MATERIAL) for one in told if one)


def _cut(row: Row, name: str, told: str) -> str:
    if len(told) > LONGEST[name]:
        row.note(f"Its {name} was cut to {LONGEST[name]:,} characters.")
    return cut(told, LONGEST[name])
