"""What the address of the directory asks for, and the addresses that ask for a little else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from netmentor.events.filter_values import READERS as OF_EVENTS
from netmentor.events.filter_values import UnknownFilter, is_tracker, one_of, unknown
from netmentor.mentoring.rules import Medium, Stage, Topic
from netmentor.text import one_line

PATH = "/mentors"


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorFilter:
    """Whom the directory shows: everybody listed, unless something narrows it.

    `credential` is an acronym in small letters; `open` keeps who has time within a week.
    """

    q: str = ""
    topic: str = ""
    credential: str = ""
    state: str = ""
    medium: str = ""
    stage: str = ""
    open: bool = False
    page: int = 1

    @classmethod
    def read(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Read the (name, value) pairs of an address; blank values and trackers do not count.

        Raises UnknownFilter, with a sentence, for what nobody knows.
        """
        found: dict[str, Any] = {}
        for name, raw in pairs:
            if is_tracker(name):
                continue
            if name not in _READERS:
                raise UnknownFilter(unknown("filter", one_line(name), _READERS))
            if value := one_line(raw):
                if name in found:
                    raise UnknownFilter(f"“{name}” is there twice.")
                found[name] = _READERS[name](value)
        return cls(**found)

    @property
    def narrowing(self) -> tuple[str, ...]:
        """The names of the filters that are set."""
        return tuple(name for name in _READERS if name != "page" and getattr(self, name))

    def address(self, **changes: object) -> str:
        """Where the directory stands with `changes` made to what is asked for.

        >>> MentorFilter(topic="finance", page=3).address(open=True, page=1)
        '/mentors?topic=finance&open=1'
        """
        asked = replace(self, **changes)  # type: ignore[arg-type]
        told = {name: getattr(asked, name) for name in _READERS}
        told["open"] = "1" if asked.open else ""
        told["page"] = asked.page if asked.page > 1 else ""
        query = urlencode({name: value for name, value in told.items() if value})
        return f"{PATH}?{query}" if query else PATH

    def without(self, name: str) -> str:
        """Where the directory stands without one of its filters."""
        return self.address(**{name: False if name == "open" else "", "page": 1})


def _open(value: str) -> bool:
    if value.lower() not in ("0", "1", "week"):
        raise UnknownFilter(f"“open” is 1, or it is left out; “{value[:80]}” is neither.")
    return value != "0"


def _credential(value: str) -> str:
    if not re.fullmatch("[A-Za-z0-9-]{2,20}", value):
        raise UnknownFilter(f"There is no credential “{value[:80]}”.")
    return value.lower()


_READERS: Mapping[str, Callable[[str], Any]] = {
    "q": OF_EVENTS["q"],
    "topic": one_of("topic", Topic),
    "credential": _credential,
    "state": OF_EVENTS["state"],
    "medium": one_of("medium", Medium),
    "stage": one_of("stage", Stage),
    "open": _open,
    "page": OF_EVENTS["page"],
}
