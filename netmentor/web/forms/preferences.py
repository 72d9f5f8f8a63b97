"""What somebody looks for and how pages look to them, read from a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from netmentor.accounts.models import User
from netmentor.accounts.rules import THEMES
from netmentor.errors import Invalid
from netmentor.events.filter_values import UnknownFilter
from netmentor.events.filters import EventFilter
from netmentor.events.rules import STATES, EventKind, Modality

AIMS: dict[str, dict[str, Any]] = {  # box → what it asks of the list
    "conferences": {"kinds": (EventKind.CONFERENCE.value, EventKind.SYMPOSIUM.value)},
    "chapter": {"kinds": (EventKind.CHAPTER_EVENT.value, EventKind.NETWORKING.value)},
    "learning": {
        "kinds": (
            EventKind.WEBINAR.value,
            EventKind.WORKSHOP.value,
            EventKind.COURSE.value,
            EventKind.EXAM_REVIEW.value,
        )
    },
    "online": {"modalities": (Modality.ONLINE.value, Modality.HYBRID.value)},
    "students": {"students": True},
    "free": {"free": True},
}
WELCOME = ("timezone", "state", *AIMS)
LOOK = ("theme", "single_keys")


@dataclass(frozen=True, slots=True)
class Look:
    theme: str
    single_keys: bool


def aims(told: dict[str, str]) -> str:
    """Return the query of the list that the boxes ask for; raise Invalid for no state of ours."""
    if told["state"] and told["state"] not in STATES:
        raise Invalid("Choose a state of the list, or none.")
    asked: dict[str, Any] = {"states": (told["state"],) if told["state"] else ()}
    for box, wants in AIMS.items():
        if told[box]:
            for field, value in wants.items():
                asked[field] = asked.get(field, ()) + value if isinstance(value, tuple) else value
    return EventFilter(**asked).address()


def boxes_of(user: User) -> dict[str, str]:
    """What the form shows of the aims that are kept."""
    wanted = filter_of(user.aims)
    typed = {"timezone": user.timezone, "state": wanted.states[0] if wanted.states else ""}
    for box, wants in AIMS.items():
        held = all(_holds(getattr(wanted, field), value) for field, value in wants.items())
        typed[box] = "1" if held else ""
    return typed


def filter_of(kept: str) -> EventFilter:
    """The filter that was kept; all events where it is none any more."""
    try:
        return EventFilter.read(parse_qsl(kept))
    except UnknownFilter:
        return EventFilter()


def look(told: dict[str, str]) -> Look:
    """Return how pages are to look; raise Invalid for a theme that is none."""
    if told["theme"] not in THEMES:
        raise Invalid("Choose light, dark, or as the device has it.")
    return Look(told["theme"], bool(told["single_keys"]))


def _holds(kept: object, wanted: object) -> bool:
    if isinstance(kept, tuple) and isinstance(wanted, tuple):
        return set(wanted) <= set(kept)
    return kept == wanted
