"""Two calendars that are read, and the source of the first."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from netmentor.events.importing.models import Source
from tests.events.importing.reading_sources import Origin, connected, origin, read


@pytest.fixture
async def first() -> AsyncIterator[Origin]:
    """A calendar of a breakfast and a dinner."""
    async with origin("first") as made:
        made.holds(made.tells("breakfast"), made.tells("dinner"))
        yield made


@pytest.fixture
async def second() -> AsyncIterator[Origin]:
    """A calendar of somebody else, with a breakfast of its own."""
    async with origin("second") as made:
        made.holds(made.tells("breakfast"))
        yield made


@pytest.fixture
async def source(first: Origin, second: Origin) -> Source:
    """The source of `first`; it and that of `second` were read at noon."""
    mine, theirs = await connected(first), await connected(second)
    for one in (mine, theirs):
        assert (await read(one)).trouble == ""
    return mine
