"""What the address of the list of opportunities asks for, and the addresses beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from netmentor.events.filter_values import READERS as OF_EVENTS
from netmentor.events.filter_values import UnknownFilter, day_of, is_tracker, one_of, unknown
from netmentor.internships.rules import Degree, Kind, Paid, Setting
from netmentor.text import one_line

PATH = "/internships"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityFilter:
    """Which opportunities are shown: all that are listed, unless something narrows it.

    `fits` keeps what fits the studies of whoever asks, `open` what one can apply for now, and
    `deadline_before` what closes ahead of a day.
    """

    q: str = ""
    kind: str = ""
    setting: str = ""
    state: str = ""
    paid: str = ""
    degree: str = ""
    fits: bool = False
    open: bool = False
    deadline_before: date | None = None
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

    def address(self, path: str = PATH, **changes: object) -> str:
        """Where the list stands, or what is at `path`, with `changes` made to what is asked for.

        >>> OpportunityFilter(kind="fellowship", page=3).address(open=True, page=1)
        '/internships?kind=fellowship&open=1'
        """
        asked = replace(self, **changes)  # type: ignore[arg-type]
        told = {name: getattr(asked, name) for name in _READERS}
        told |= {name: "1" if told[name] else "" for name in ("fits", "open")}
        told["page"] = asked.page if asked.page > 1 else ""
        query = urlencode({name: value for name, value in told.items() if value})
        return f"{path}?{query}" if query else path

    def without(self, name: str) -> str:
        """Where the list stands without one of its filters."""
        nothing = {"fits": False, "open": False, "deadline_before": None}
        changes: dict[str, Any] = {name: nothing.get(name, ""), "page": 1}
        return self.address(**changes)

    @property
    def calendar(self) -> str:
        """Where the deadlines of this list are a calendar; whom it fits is nobody else's."""
        return self.address(f"{PATH}.ics", fits=False, page=1)


def _choice(name: str) -> Callable[[str], bool]:
    def read(value: str) -> bool:
        if value.lower() not in ("0", "1"):
            raise UnknownFilter(f"“{name}” is 1, or it is left out; “{value[:80]}” is neither.")
        return value == "1"

    return read


_READERS: Mapping[str, Callable[[str], Any]] = {
    "q": OF_EVENTS["q"],
    "kind": one_of("kind", Kind),
    "setting": one_of("setting", Setting),
    "state": OF_EVENTS["state"],
    "paid": one_of("pay", Paid),
    "degree": one_of("degree", Degree),
    "fits": _choice("fits"),
    "open": _choice("open"),
    "deadline_before": day_of,
    "page": OF_EVENTS["page"],
}
