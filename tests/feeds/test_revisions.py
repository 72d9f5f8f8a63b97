"""How late this process may know what is published."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from netmentor.feeds.revisions import Revisions
from netmentor.organizations.actions import bump_catalogue
from netmentor.organizations.queries import Revision
from tests.factories import NOON

LATER = NOON + timedelta(seconds=1)


@pytest.mark.usefixtures("database")
async def test_before_anything_is_published_there_is_no_revision() -> None:
    assert await Revisions(timedelta()).latest() is None


@pytest.mark.usefixtures("database")
async def test_without_memory_every_change_is_known_at_once() -> None:
    revisions = Revisions(timedelta())
    await bump_catalogue(now=NOON)
    assert await revisions.known() == Revision(1, NOON)

    await bump_catalogue(now=LATER)

    assert await revisions.known() == Revision(2, LATER)


@pytest.mark.usefixtures("database")
async def test_with_memory_a_change_is_known_when_somebody_asks_for_the_latest() -> None:
    revisions = Revisions(timedelta(minutes=1))
    await bump_catalogue(now=NOON)
    await revisions.latest()
    await bump_catalogue(now=LATER)

    assert await revisions.known() == Revision(1, NOON)
    assert await revisions.latest() == Revision(2, LATER)
    assert await revisions.known() == Revision(2, LATER)


@pytest.mark.usefixtures("database")
async def test_many_who_ask_at_once_all_learn_of_what_was_there_when_they_asked() -> None:
    revisions = Revisions(timedelta())
    await bump_catalogue(now=NOON)
    before = [asyncio.create_task(revisions.latest()) for _ in range(20)]
    await bump_catalogue(now=LATER)
    after = [asyncio.create_task(revisions.latest()) for _ in range(20)]

    assert {found.number for found in await asyncio.gather(*before) if found} <= {1, 2}
    assert set(await asyncio.gather(*after)) == {Revision(2, LATER)}
