"""What became of an event, in the words its page and its feed of changes use."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from netmentor.events.models import Change
from netmentor.events.rules import EventStatus
from netmentor.events.settling import LISTING
from netmentor.events.words import (
    KIND_WORDS,
    MODALITY_WORDS,
    STATUS_WORDS,
    clock_words,
    deadline_words,
    months_words,
)
from netmentor.events.written import Plain

FACET_WORDS = {
    "kind": "Kind",
    "url": "Web page",
    "registration_url": "Registration page",
    "description": "Description",
    "organizers": "Organizers",
    "series": "Series",
    "topics": "Topics",
    "prices": "Prices",
    "credits": "Credit",
}
_ANEW = "What is known of its date is told anew."


@dataclass(frozen=True, slots=True)
class Told:
    """One change of an event: when it was seen, and each thing that changed in a sentence."""

    seen_at: datetime
    sentences: tuple[str, ...]


def told(changes: Iterable[Change]) -> list[Told]:
    """Return the changes in words; what says nothing to a reader is left out."""
    found = [Told(change.seen_at, tuple(sentences(json.loads(change.told)))) for change in changes]
    return [one for one in found if one.sentences]


def sentences(changes: Mapping[str, list[Any]]) -> Iterator[str]:
    """Say what changed, the most important first; `changes` are facet → [before, after].

    >>> list(sentences({"title": [{"title": "Sample"}, {"title": "Sample, renamed"}]}))
    ['Renamed from “Sample”.']
    """
    order = (LISTING, "status", "when", "place", "modality", "title", "deadlines")
    for facet in (*order, *(one for one in changes if one not in order)):
        if facet in changes:
            before, after = changes[facet]
            yield facet_words(facet, before, after)


def facet_words(facet: str, before: Any, after: Any) -> str:
    """Say what became of one facet."""
    if facet == LISTING:
        return _listing(before, after)
    if not before:
        return f"New: {facet.replace('_', ' ')}."
    match facet:
        case "status":
            return _status(before["status"], after["status"])
        case "when":
            return _when(before, after)
        case "place":
            return _moved(_place(before), _place(after))
        case "modality":
            return f"Now {MODALITY_WORDS[after['modality']].lower()}."
        case "title":
            return f"Renamed from “{before['title']}”."
        case "deadlines":
            return _deadlines(before["deadlines"], after["deadlines"])
        case "kind":
            return f"Now listed as {KIND_WORDS[after['kind']].lower()}."
        case _:
            return f"{FACET_WORDS[facet]} changed."


def _listing(before: str, after: str) -> str:
    if after == "gone":
        return "No longer listed by its source."
    return "Listed by its source again." if before else "Listed for the first time."


def _status(before: str, after: str) -> str:
    off = (EventStatus.CANCELED, EventStatus.POSTPONED)
    if after == EventStatus.CONFIRMED:
        back = {**dict.fromkeys(off, "On again."), EventStatus.SOLD_OUT: "Places are open again."}
        return back.get(EventStatus(before), "Confirmed.")
    return f"{STATUS_WORDS[after]}."


def _when(before: Plain, after: Plain) -> str:
    if not after["starts_on"]:
        return _months(before, after)
    if not before["starts_on"]:
        return f"Now dated: {_days(after, None)}."
    if _dates(before) != _dates(after):
        years = {day[:4] for when in (before, after) for day in _dates(when)}
        year = int(min(years)) if len(years) == 1 else None
        return f"Moved from {_days(before, year)} to {_days(after, year)}."
    clocks = [_clocks(one) for one in (before, after)]
    if clocks[0] != clocks[1]:
        return f"Now {clocks[1]} instead of {clocks[0]}."
    return "Its time zone is another." if before["timezone"] != after["timezone"] else _ANEW


def _months(before: Plain, after: Plain) -> str:
    """What is said of an event that has no date (now)."""
    windows = [(one["window_from_on"], one["window_to_on"]) for one in (before, after)]
    if before["starts_on"] or (all(windows[0]) and not all(windows[1])):
        return "The date is open again."
    if windows[0] == windows[1] or not all(windows[1]):
        return _ANEW
    return f"Now expected in {months_words(*(date.fromisoformat(one) for one in windows[1]))}."


def _dates(when: Plain) -> tuple[str, str]:
    return when["starts_on"], when["ends_on"]


def _days(when: Plain, known_year: int | None) -> str:
    """The days in words, without a year that both sides share.

    >>> _days({"starts_on": "2027-03-09", "ends_on": "2027-03-11"}, 2027)
    'March 9 to 11'
    """
    first, last = (date.fromisoformat(one) for one in _dates(when))
    year = "" if known_year else f", {last.year}"
    if first == last:
        return f"{first:%B} {first.day}{year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B} {first.day} to {last.day}{year}"
    turn = f", {first.year}" if first.year != last.year else ""
    return f"{first:%B} {first.day}{turn} to {last:%B} {last.day}{year}"


def _clocks(when: Plain) -> str:
    told = [clock_words(when[name]) for name in ("starts_time", "ends_time") if when[name]]
    return " to ".join(told) or "without an hour"


def _moved(before: str, after: str) -> str:
    if before == after:
        return "What is known of its place is told anew."  # the country, which is not shown
    return f"Now in {after}." if after else "The place is open again."


def _place(place: Plain) -> str:
    return ", ".join(part for part in (place["venue"], place["city"], place["state"]) if part)


def _deadlines(before: list[Plain], after: list[Plain]) -> str:
    """Which deadlines are new or moved; where some only left, that."""
    known = {(due["kind"], due["due_on"]) for due in before}
    new = [due for due in after if (due["kind"], due["due_on"]) not in known]
    if not new:
        return "A deadline was taken back." if len(after) < len(before) else "Deadlines changed."
    named = (f"{deadline_words(due['kind'])} {_day(due['due_on'])}" for due in new)
    return f"{'; '.join(named)}."


def _day(told: str) -> str:
    day = date.fromisoformat(told)
    return f"{day:%B} {day.day}"
