"""In which states an organization is at work, by its name or by the events it organizes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from netmentor.events.models import EventOrganizer
from netmentor.events.rules import STATES
from netmentor.organizations.models import Organization

_LONGEST_FIRST = sorted(STATES.items(), key=lambda state: -len(state[1]))
_NAMES = re.compile("|".join(rf"\b{name}\b" for _, name in _LONGEST_FIRST))
_CODES = re.compile(rf"\b(?:{'|'.join(STATES)})\b")
_BY_NAME = {name: code for code, name in STATES.items()}
_WORDS = frozenset({"IN", "OR", "ME", "HI", "OK", "OH"})  # that a name may say in capitals


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """An organization, and how it was found to be at work in a state."""

    organization: Organization
    how: str


def states_named(name: str) -> set[str]:
    """Return the states that a name names, by their abbreviations.

    >>> states_named("West Virginia MGMA"), states_named("HFMA Lone Star, TX")
    ({'WV'}, {'TX'})
    >>> states_named("Washington, DC"), states_named("Healthcare Executives")
    ({'DC'}, set())
    """
    codes = set(_CODES.findall(name)) - _WORDS
    return codes or {_BY_NAME[found] for found in _NAMES.findall(name)}


async def by_state(organizations: Iterable[Organization]) -> dict[str, list[Whereabouts]]:
    """Return who is at work in each state, and under "" those of whom nothing is known."""
    found: dict[str, list[Whereabouts]] = defaultdict(list)
    rows = list(organizations)
    held = await _events_held([row.id for row in rows])
    for row in rows:
        named, events = states_named(row.name), held[row.id]
        for code in named or events.keys() or {""}:
            found[code].append(Whereabouts(row, _how(code, named, events)))
    return found


async def _events_held(ids: list[int]) -> dict[int, Counter[str]]:
    found = {one: Counter[str]() for one in ids}
    rows = EventOrganizer.filter(organization_id__in=ids, event__state__in=list(STATES))
    for organization_id, state in await rows.values_list("organization_id", "event__state"):
        found[organization_id][state] += 1
    return found


def _how(code: str, named: set[str], events: Mapping[str, int]) -> str:
    if code in named:
        return f"Its name says {STATES[code]}."
    if code in events:
        known = f"{events[code]} of its events {'is' if events[code] == 1 else 'are'} known there."
        return f"Its name says no state; {known}"
    return "Neither its name nor an event of it says where it is."
