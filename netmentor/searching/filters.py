"""What the address of a search asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from netmentor.events.filter_values import READERS as OF_EVENTS
from netmentor.events.filter_values import one_of
from netmentor.events.list_filters import ListFilter


class Part(StrEnum):
    """The parts of an answer, in their order: what is one's own comes first."""

    PEOPLE = "people"
    NOTES = "notes"
    FOLLOW_UPS = "follow-ups"
    MINE = "my-events"
    APPLICATIONS = "applications"
    SESSIONS = "sessions"
    EVENTS = "events"
    PAST = "past-events"
    MENTORS = "mentors"
    INTERNSHIPS = "internships"
    GUIDES = "guides"
    ORGANIZATIONS = "organizations"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFilter(ListFilter):
    """The words, and the part of the answer that is to be shown in full, or "" for a few of all.

    >>> SearchFilter(q="budget").address(part="notes")
    '/search?q=budget&part=notes'
    """

    PATH: ClassVar[str] = "/search"
    READERS: ClassVar[Mapping[str, Callable[[str], Any]]] = {
        "q": OF_EVENTS["q"],
        "part": one_of("part", Part),
    }

    part: str = ""
