"""`OpportunityDraft`, an opportunity as somebody describes it: what every way in pays with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from netmentor.calendars.zones import is_zone
from netmentor.events.drafts import is_web_address
from netmentor.events.rules import STATES, YEARS, SourceKind
from netmentor.internships.rules import (
    Accreditation,
    Authorization,
    Degree,
    Kind,
    Paid,
    Setting,
    Status,
    WindowKind,
    Year,
)
from netmentor.text import is_slug

Plain = dict[str, Any]  # a draft's fields by name, as JSON has them

MOST_WINDOWS, MOST_MATERIALS = 30, 40
MOST_HOURS = 10_000
LONGEST_MATERIAL, LONGEST_NOTE = 500, 1_000
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DAYS = frozenset("on not_before not_after starts_on verified_on".split())
_DAYS |= {"graduates_from_on", "graduates_until_on"}
LONGEST: Mapping[str, int] = {  # characters
    "external_id": 255,
    "title": 200,
    "organization_name": 200,
    "setting": 200,
    "department": 200,
    "city": 100,
    "compensation": 500,
    "duration": 200,
    "starts": 200,
    "hours_note": 500,
    "places": 100,
    "gpa": 100,
    "contact_name": 200,
    "contact_email": 254,
    "cycle": 200,
    "eligibility": 3000,
    "how_to_apply": 3000,
    "description": 10_000,
}
_KNOWN: Mapping[str, type[StrEnum]] = {
    "kind": Kind,
    "setting_kind": Setting,
    "paid": Paid,
    "authorization": Authorization,
    "status": Status,
    "source_kind": SourceKind,
}
_ANY = frozenset({"setting_kind", "paid", "authorization"})  # may be left unsaid
_SEVERAL: Mapping[str, type[StrEnum]] = {
    "degrees": Degree,
    "years": Year,
    "accreditation": Accreditation,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowDraft:
    """One day of a cycle, with its hour and zone; or between which days it is expected.

    `note` says what else is known; of a window of which nothing is known, all.
    """

    kind: str
    on: date | None = None
    at: str = ""
    timezone: str = ""
    not_before: date | None = None
    not_after: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityDraft:
    """One cycle of an opportunity as its source tells it; "" or None where it says nothing.

    `organization` is a slug of ours, `organization_name` what the source calls it. `program` is
    the same for all cycles of one program.
    """

    external_id: str
    title: str
    kind: str
    status: str
    organization_name: str
    organization: str = ""
    program: str = ""
    setting: str = ""
    setting_kind: str = ""
    department: str = ""
    city: str = ""
    state: str = ""
    is_remote: bool = False
    paid: str = ""
    compensation: str = ""
    duration: str = ""
    hours_total: int | None = None
    hours_week: int | None = None
    hours_note: str = ""
    starts_on: date | None = None
    starts: str = ""
    places: str = ""
    eligibility: str = ""
    degrees: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    accreditation: tuple[str, ...] = ()
    accreditation_is_required: bool = False
    graduates_from_on: date | None = None
    graduates_until_on: date | None = None
    gpa: str = ""
    authorization: str = ""
    affiliation_needed: bool = False
    materials: tuple[str, ...] = ()
    how_to_apply: str = ""
    apply_url: str = ""
    contact_name: str = ""
    contact_email: str = ""
    description: str = ""
    cycle: str = ""
    windows: tuple[WindowDraft, ...] = ()
    url: str = ""
    source_url: str = ""
    source_kind: str = SourceKind.ORGANIZER
    verified_on: date


_NAMES = tuple(one.name for one in fields(OpportunityDraft))
_OF_WINDOWS = tuple(one.name for one in fields(WindowDraft))
_ODD = _DAYS | _SEVERAL.keys() | {"windows", "materials"}  # what JSON has otherwise


def written(draft: OpportunityDraft) -> Plain:
    """Return `draft` as JSON has it: days as 2026-03-09; `read(written(draft)) == draft`."""
    return {name: _plain(getattr(draft, name)) for name in _NAMES}


def read(told: Mapping[str, Any]) -> OpportunityDraft:
    """Return the draft that `written` wrote down."""
    kept = {name: told[name] for name in _NAMES if name in told}
    for name in _ODD & kept.keys():
        kept[name] = _value(name, kept[name])
    return OpportunityDraft(**kept)


def read_windows(told: Iterable[Mapping[str, Any]]) -> tuple[WindowDraft, ...]:
    """Return the dates of a cycle as `written` wrote them down."""
    return tuple(
        WindowDraft(**{**one, **{key: _value(key, one[key]) for key in _DAYS & one.keys()}})
        for one in told
    )


def why_not_listable(draft: OpportunityDraft) -> str | None:
    """Say why `draft` cannot be listed as it stands, or None if it can.

    An expected cycle must not carry a day: who plans by a guess that looks like a deadline
    misses the real one.
    """
    return next(_complaints(draft), None)


def _complaints(draft: OpportunityDraft) -> Iterator[str]:
    yield from _complaints_of_words(draft)
    yield from _complaints_of_choices(draft)
    for window in draft.windows:
        yield from _complaints_of_window(draft, window)
    if len(draft.windows) > MOST_WINDOWS or len(draft.materials) > MOST_MATERIALS:
        yield "It has more dates or materials than we keep."
    days = (draft.starts_on, draft.graduates_from_on, draft.graduates_until_on)
    if any(day.year not in YEARS for day in days if day):
        yield "It lies outside the years 1970 to 2100."
    begins, ends = draft.graduates_from_on, draft.graduates_until_on
    if begins and ends and ends < begins:
        yield "The last day of graduation is before the first."


def _complaints_of_words(draft: OpportunityDraft) -> Iterator[str]:
    if not (draft.title and draft.external_id and draft.organization_name):
        yield "It has no title, nobody who offers it, or no name of its own in its source."
    for name, longest in LONGEST.items():
        if len(getattr(draft, name)) > longest:
            yield f"Its {name.replace('_', ' ')} is longer than {longest:,} characters."
    if any(len(one) > LONGEST_MATERIAL for one in draft.materials):
        yield f"One of its materials is longer than {LONGEST_MATERIAL} characters."
    for address in (draft.url, draft.apply_url, draft.source_url):
        if address and not (len(address) <= 500 and is_web_address(address)):
            yield f"{address[:80]!r} is no address of a web page."
    for name in (draft.organization, draft.program):
        if name and not is_slug(name):
            yield f"{name[:40]!r} is no name of ours."


def _complaints_of_choices(draft: OpportunityDraft) -> Iterator[str]:
    for name, known in _KNOWN.items():
        value = getattr(draft, name)
        if value not in list(known) and not (value == "" and name in _ANY):
            yield f"{value!r} is no {name.replace('_', ' ')} we know."
    for name, known in _SEVERAL.items():
        for value in getattr(draft, name):
            if value not in list(known):
                yield f"{value!r} is none of the {name.replace('_', ' ')} we know."
    if draft.state and draft.state not in STATES:
        yield f"{draft.state!r} is no state of the United States."
    for hours in (draft.hours_total, draft.hours_week):
        if hours is not None and not 0 < hours <= MOST_HOURS:
            yield f"{hours} is no number of hours we can keep."


def _complaints_of_window(draft: OpportunityDraft, window: WindowDraft) -> Iterator[str]:
    if window.kind not in list(WindowKind):
        yield f"{window.kind[:40]!r} is no date we know."
    if window.on and draft.status == Status.EXPECTED:
        yield "An expected cycle has no date yet, only the days between which it may be."
    if window.on and (window.not_before or window.not_after):
        yield "A known day needs no days between which it may be."
    if bool(window.not_before) != bool(window.not_after):
        yield "It may be from a day on or up to one, but not both are said."
    if window.not_before and window.not_after and window.not_after < window.not_before:
        yield "A window ends before it begins."
    if not (window.on or window.not_before or window.note):
        yield "Of a date without a day nothing is said."
    if window.at and not (window.on and _CLOCK.fullmatch(window.at)):
        yield f"{window.at[:20]!r} is no time of day; write it as 17:00, beside its day."
    if window.timezone and not is_zone(window.timezone):
        yield f"{window.timezone[:40]!r} is no time zone we know."
    if any(day and day.year not in YEARS for day in (window.on, window.not_before)):
        yield "It lies outside the years 1970 to 2100."
    if len(window.note) > LONGEST_NOTE:
        yield f"A note of a date is longer than {LONGEST_NOTE:,} characters."


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, WindowDraft):
        return {name: _plain(getattr(value, name)) for name in _OF_WINDOWS}
    return value


def _value(name: str, told: Any) -> Any:
    if name in _DAYS:
        return date.fromisoformat(told) if told else None
    if name == "windows":
        return read_windows(told)
    return tuple(told) if isinstance(told, list) else told
