"""The filters of a list that are set, in words, each with the list as it is without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from netmentor.events.list_filters import ListFilter

# Of each filter, by its name in the address, what it is called and how its value is said.
Saying = Mapping[str, tuple[str, Callable[[Any], str]]]


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is set: what it asks for, what it is called, and where to go without it."""

    words: str
    called: str
    without: str


def chips_of(wanted: ListFilter, saying: Saying) -> list[Chip]:
    """The filters that are set, in the order of the address."""
    return [
        Chip(say(getattr(wanted, name)), called, wanted.without(name))
        for name in wanted.narrowing
        for called, say in [saying[name]]
    ]
