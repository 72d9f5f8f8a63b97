"""What tests/cli/writer.py and tests/cli/writing_service.py left in a database."""

from __future__ import annotations

from tortoise.connection import get_connection

from netmentor.db.connections import connected
from netmentor.db.models import Landmark
from netmentor.settings import Settings
from tests.cli.processes import Running


async def pairs_in(settings: Settings) -> set[str]:
    """Return the names of the pairs; fail if one lacks its other half, or the file is damaged."""
    async with connected(settings):
        names = {str(name) for name in await Landmark.all().values_list("name", flat=True)}
        if not settings.on_postgres:
            _, checked = await get_connection("default").execute_query("PRAGMA integrity_check")
            assert [tuple(row) for row in checked] == [("ok",)]
    first = {name.removesuffix("-first") for name in names if name.endswith("-first")}
    second = {name.removesuffix("-second") for name in names if name.endswith("-second")}
    assert first == second
    return first


def said_by(*writers: Running) -> set[str]:
    """Return the pairs that were said to be on disk; a line that was cut off was not said."""
    return {
        line.removesuffix("\n")
        for writer in writers
        for line in writer.said().splitlines(keepends=True)
        if line.endswith("\n")
    }
