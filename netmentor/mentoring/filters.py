"""What the address of the directory asks for, and the addresses that ask for a little else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from netmentor.events.filter_values import READERS as OF_EVENTS
from netmentor.events.filter_values import UnknownFilter, one_of, yes
from netmentor.events.list_filters import ListFilter
from netmentor.mentoring.rules import Medium, Stage, Topic


def _credential(value: str) -> str:
    if not re.fullmatch("[A-Za-z0-9-]{2,20}", value):
        raise UnknownFilter(f"There is no credential “{value[:80]}”.")
    return value.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorFilter(ListFilter):
    """Whom the directory shows: everybody listed, unless something narrows it.

    `credential` is an acronym in small letters; `open` keeps who has time within a week.

    >>> MentorFilter(topic="finance", page=3).address(open=True, page=1)
    '/mentors?topic=finance&open=1'
    """

    PATH: ClassVar[str] = "/mentors"
    READERS: ClassVar[Mapping[str, Callable[[str], Any]]] = {
        "q": OF_EVENTS["q"],
        "topic": one_of("topic", Topic),
        "credential": _credential,
        "state": OF_EVENTS["state"],
        "medium": one_of("medium", Medium),
        "stage": one_of("stage", Stage),
        "open": yes("open", "week"),
        "page": OF_EVENTS["page"],
    }

    topic: str = ""
    credential: str = ""
    state: str = ""
    medium: str = ""
    stage: str = ""
    open: bool = False
