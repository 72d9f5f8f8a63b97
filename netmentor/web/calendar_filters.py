"""What the address of somebody's own calendar asks for, and the addresses that ask for another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from netmentor.calendars.dated import Kind
from netmentor.events.filter_values import UnknownFilter, day_of, one_of, unknown
from netmentor.text import one_line

PATH = "/my/calendar"
_MOST_VALUES = 50


class View(StrEnum):
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which week or month, by a day in it, and what of it; no kind means every kind.

    Without `day` it is the one that is now.
    """

    view: View = View.WEEK
    day: date | None = None
    kinds: tuple[Kind, ...] = ()

    @classmethod
    def read(cls, pairs: Iterable[tuple[str, str]]) -> Self:
        """Read the (name, value) pairs of an address; blank values do not count.

        Raises UnknownFilter, with a sentence, for what nobody knows.
        """
        found: dict[str, list[Any]] = {}
        for name, raw in pairs:
            if name not in _READERS:
                raise UnknownFilter(unknown("filter", one_line(name), _READERS))
            for value in one_line(raw).split(",")[:_MOST_VALUES] if name == "kind" else [raw]:
                if one := one_line(value):
                    found.setdefault(name, []).append(_READERS[name](one))
        for name in ("view", "day"):
            if len(found.get(name, ())) > 1:
                raise UnknownFilter(f"“{name}” is there twice.")
        kinds = {Kind(one) for one in found.get("kind", ())}
        return cls(
            view=View(found.get("view", [View.WEEK])[0]),
            day=found.get("day", [None])[0],
            kinds=tuple(kind for kind in Kind if kind in kinds),
        )

    def address(self, **changes: object) -> str:
        """Where the calendar stands with `changes` made to what is asked for.

        >>> Wanted(kinds=(Kind.GOING,)).address(view=View.MONTH, day=date(2026, 11, 1))
        '/my/calendar?view=month&day=2026-11-01&kind=going'
        """
        asked = replace(self, **changes)  # type: ignore[arg-type]
        day = f"&day={asked.day}" if asked.day else ""
        return f"{PATH}?view={asked.view}{day}{asked._only}"

    def toggled(self, kind: Kind) -> str:
        """Where it stands with one kind more, or without it."""
        wanted = {*self.kinds} ^ {kind}
        return self.address(kinds=tuple(one for one in Kind if one in wanted))

    def of_week(self, day: date) -> str:
        """Where a day stands in its week; a month asks for a hundred of these."""
        return f"{PATH}?view={View.WEEK}&day={day}{self._only}#d{day}"

    @property
    def _only(self) -> str:
        return "".join(f"&kind={kind}" for kind in self.kinds)


def _kind(value: str) -> str:
    return one_of("kind", Kind)(value.replace("-", "_"))


_READERS: Mapping[str, Callable[[str], Any]] = {
    "view": one_of("view", View),
    "day": day_of,
    "kind": _kind,
}
