"""What a command left in the database, looked at from inside."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx2

from netmentor.app import create_app
from netmentor.db.connections import connected
from netmentor.events.importing.models import Source
from netmentor.events.models import Event
from netmentor.settings import Settings
from tests.db.rows import table_counts
from tests.factories import make_organization

ORGANIZATION = "sample-association"
TABLE = """\
Title,Start date,Start time,End time,Notes,ID
Sample breakfast,2027-03-09,7:30 AM,9:00 AM,Sample data,s-1
,2027-03-10,,,Sample data,s-2
Sample lunch,2027-02-30,,,Sample data,s-3
Sample dinner,2027-03-11,6:00 PM,8:00 PM,Sample data,s-4
"""

Found = TypeVar("Found")


def inside(settings: Settings, deed: Callable[[], Awaitable[Found]]) -> Found:
    """Do something with the database of `settings` open."""

    async def done() -> Found:
        async with connected(settings):
            return await deed()

    return asyncio.run(done())


def add_organization(settings: Settings) -> None:
    """Let there be an organization that sample events are of."""
    inside(settings, make_organization)


def events_of(settings: Settings, key: str) -> list[tuple[Any, ...]]:
    """The events of one source: what it calls them, title, day, times and status."""

    async def rows() -> list[tuple[Any, ...]]:
        columns = ("external_id", "title", "starts_on", "starts_time", "ends_time", "status")
        found = Event.filter(source__key=key).order_by("external_id")
        return [tuple(map(str, row)) for row in await found.values_list(*columns)]

    return inside(settings, rows)


def keys_of(settings: Settings) -> list[str]:
    """The sources beside the catalogue, by their keys."""

    async def keys() -> list[str]:
        rows = Source.all().exclude(key="catalogue").order_by("key")
        return [row.key for row in await rows]

    return inside(settings, keys)


def counts_of(settings: Settings) -> dict[str, int]:
    """How many rows each table holds."""
    return inside(settings, table_counts)


def set_source(settings: Settings, key: str, **columns: Any) -> None:
    """Let a source be in a state that takes long to come about."""

    async def change() -> None:
        assert await Source.filter(key=key).update(**columns) == 1

    inside(settings, change)


def page_of(settings: Settings, path: str) -> tuple[int, str]:
    """Status and text of a page, as a visitor gets it."""

    async def visit() -> tuple[int, str]:
        door = httpx2.ASGITransport(create_app(settings))
        async with httpx2.AsyncClient(transport=door, base_url="http://test.example") as visitor:
            answer = await visitor.get(path)
            return answer.status_code, answer.text

    return inside(settings, visit)
