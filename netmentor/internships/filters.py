"""What the address of the list of opportunities asks for, and the addresses beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from netmentor.events.filter_values import READERS as OF_EVENTS
from netmentor.events.filter_values import day_of, one_of, yes
from netmentor.events.list_filters import ListFilter
from netmentor.internships.rules import Degree, Kind, Paid, Setting

PATH = "/internships"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityFilter(ListFilter):
    """Which opportunities are shown: all that are listed, unless something narrows it.

    `fits` keeps what fits the studies of whoever asks, `open` what one can apply for now, and
    `deadline_before` what closes ahead of a day.

    >>> OpportunityFilter(kind="fellowship", page=3).address(open=True, page=1)
    '/internships?kind=fellowship&open=1'
    """

    PATH: ClassVar[str] = PATH
    READERS: ClassVar[Mapping[str, Callable[[str], Any]]] = {
        "q": OF_EVENTS["q"],
        "kind": one_of("kind", Kind),
        "setting": one_of("setting", Setting),
        "state": OF_EVENTS["state"],
        "paid": one_of("pay", Paid),
        "degree": one_of("degree", Degree),
        "fits": yes("fits"),
        "open": yes("open"),
        "deadline_before": day_of,
        "page": OF_EVENTS["page"],
    }

    kind: str = ""
    setting: str = ""
    state: str = ""
    paid: str = ""
    degree: str = ""
    fits: bool = False
    open: bool = False
    deadline_before: date | None = None

    @property
    def calendar(self) -> str:
        """Where the deadlines of this list are a calendar; whom it fits is nobody else's."""
        return self.address(f"{PATH}.ics", fits=False, page=1)
