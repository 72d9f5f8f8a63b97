"""What a process keeps at hand of one state of the catalogue, until anything has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from tortoise.connection import get_connection

from netmentor.organizations.queries import Revision, catalogue_revision

T = TypeVar("T")


@dataclass(slots=True)
class _Held(Generic[T]):
    of: tuple[Revision | None, T] | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Shelf(Generic[T]):
    """What `read` makes of the tables, made anew when the revision has grown and somebody asks."""

    def __init__(self, read: Callable[[], Awaitable[T]]) -> None:
        self._read = read
        self._held: WeakKeyDictionary[Any, _Held[T]] = WeakKeyDictionary()  # by connection

    async def latest(self) -> T:
        """What is held, or read anew if anything has changed since."""
        held = self._held.setdefault(get_connection("default"), _Held())
        revision = await catalogue_revision()
        if held.of is None or held.of[0] != revision:
            async with held.turn:
                revision = await catalogue_revision()  # before the rows: at worst read once more
                if held.of is None or held.of[0] != revision:
                    held.of = (revision, await self._read())
        return held.of[1]
