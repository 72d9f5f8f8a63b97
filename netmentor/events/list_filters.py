"""The filters of a list in its address, one value of each name: read, and written back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self
from urllib.parse import urlencode

from netmentor.events.filter_values import UnknownFilter, is_tracker, unknown
from netmentor.text import one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilter:
    """What a list at `PATH` shows: everything, unless one of its `READERS` says less.

    Each of these names, in the order of an address, is a field that begins as what narrows
    nothing; what reads a value returns None for one that is as if it were not said.
    """

    PATH: ClassVar[str]
    READERS: ClassVar[Mapping[str, Callable[[str], Any]]]

    q: str = ""
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
            if name not in cls.READERS:
                raise UnknownFilter(unknown("filter", one_line(name), cls.READERS))
            if value := one_line(raw):
                if name in found:
                    raise UnknownFilter(f"“{name}” is there twice.")
                found[name] = cls.READERS[name](value)
        return cls(**{name: value for name, value in found.items() if value is not None})

    @property
    def narrowing(self) -> tuple[str, ...]:
        """The names of the filters that are set."""
        return tuple(name for name in self.READERS if name != "page" and getattr(self, name))

    def address(self, path: str = "", **changes: object) -> str:
        """Where the list stands, or what is at `path`, with `changes` made to what is asked for.

        A choice that is made is written as 1, and of the first page nothing is said.
        """
        asked, plain = replace(self, **changes), type(self)()  # type: ignore[arg-type]
        told = {name: getattr(asked, name) for name in self.READERS}
        query = urlencode(
            {
                name: 1 if value is True else value
                for name, value in told.items()
                if value != getattr(plain, name)
            }
        )
        return f"{path or self.PATH}?{query}" if query else path or self.PATH

    def without(self, name: str) -> str:
        """Where the list stands without one of its filters."""
        return self.address(**{name: getattr(type(self)(), name), "page": 1})
