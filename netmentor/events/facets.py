"""What several sources and a person's hand make of one event, facet by facet.

A facet is what is told, locked and proposed as one: a day without its month is none, so
all that says when is one facet. What is decided here depends on what is told, never on
the order in which it came in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netmentor.events.drafts import DeadlineDraft, Draft
from netmentor.events.rules import Authority, EventStatus, SourceKind
from netmentor.events.written import Plain, written

FACETS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "kind": ("kind",),
    "status": ("status",),
    "when": (
        "starts_on",
        "ends_on",
        "starts_time",
        "ends_time",
        "timezone",
        "window_from_on",
        "window_to_on",
        "grounds",
    ),
    "place": ("venue", "city", "state", "country"),
    "modality": ("modality",),
    "url": ("url",),
    "registration_url": ("registration_url",),
    "description": ("description",),
    "organizers": ("organizers",),
    "series": ("series",),
    "topics": ("topics",),
    "deadlines": ("deadlines",),
    "prices": ("prices",),
    "credits": ("credits",),
}
_UNORDERED = frozenset({"topics", "deadlines"})  # what has no order of its own
_RANKS = {Authority.OVERWRITE: 0, Authority.FILL: 1, Authority.PROPOSE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """What one source says of something, and what decides how much it counts."""

    said: Plain
    authority: str
    is_shipped: bool  # with NetMentor, and so older than what a source says today
    is_gone: bool
    source_key: str

    @property
    def rank(self) -> tuple[bool, int, bool, bool, str]:
        third = self.said["source_kind"] != SourceKind.ORGANIZER
        return (self.is_gone, _RANKS[Authority(self.authority)], self.is_shipped, third, self.name)

    @property
    def name(self) -> str:
        return f"{self.source_key} {self.said['external_id']}"


def merged(voices: Iterable[Voice], locks: Mapping[str, Plain]) -> Plain:
    """Return the event that `voices` and `locks` (facet → its fields) come to."""
    return _fitting(spoken(voices, locks, FACETS))


def spoken(
    voices: Iterable[Voice], locks: Mapping[str, Plain], facets: Mapping[str, Sequence[str]]
) -> Plain:
    """Return what `voices` and `locks` come to, of whatever has these `facets`.

    The highest voice says each facet; where it says nothing, the next one does. What a
    person locked stands above all.
    """
    order = sorted(voices, key=lambda voice: voice.rank)
    thing = dict(order[0].said)
    for names in facets.values():
        told = ({name: voice.said[name] for name in names} for voice in order)
        thing |= next((one for one in told if _says_something(one)), {})
    for value in locks.values():
        thing |= value
    return thing


def facet_of(event: Plain, facet: str) -> Plain:
    """The fields of one facet."""
    return {name: event[name] for name in FACETS[facet]}


def differences(before: Draft, after: Draft) -> dict[str, list[Plain]]:
    """Return facet → [before, after] of every facet in which two events differ."""
    told = (written(before), written(after))
    return {
        facet: [facet_of(event, facet) for event in told]
        for facet in FACETS
        if _comparable(before, facet) != _comparable(after, facet)
    }


def _says_something(facet: Plain) -> bool:
    return any(value for value in facet.values())


def _comparable(event: Draft, facet: str) -> list[Any]:
    """Values that are equal when they mean the same, as 95.5 and 95.50 do."""
    values = [getattr(event, name) for name in FACETS[facet]]
    return [sorted(value, key=_order) if facet in _UNORDERED else value for value in values]


def _order(one: str | DeadlineDraft) -> tuple[Any, ...]:
    return (one,) if isinstance(one, str) else (one.due_on, one.kind, one.note)


def _fitting(event: Plain) -> Plain:
    """Settle what contradicts itself when status and days come from different mouths."""
    status = event["status"]
    if event["starts_on"] and status == EventStatus.EXPECTED:
        return event | {"status": EventStatus.CONFIRMED.value}
    if not event["starts_on"] and status in (EventStatus.CONFIRMED, EventStatus.SOLD_OUT):
        known = event["window_from_on"] and event["window_to_on"] and event["grounds"]
        status = EventStatus.EXPECTED.value if known else EventStatus.POSTPONED.value
    if status == EventStatus.EXPECTED:
        return event | {"status": status, "deadlines": [], "starts_time": "", "ends_time": ""}
    return event | {"status": status}
