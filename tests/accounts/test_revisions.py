"""The number of a user grows with each bump, in whatever company, and goes with the account."""

from __future__ import annotations

import asyncio
import logging
from random import Random

import pytest

from netmentor.accounts.actions import bump, erase, leave_numbers_behind
from netmentor.accounts.models import AgendaRevision, User
from netmentor.db.transactions import transaction
from tests.accounts.casting import STRANGER, make_crowd, make_user, make_watcher
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("database")


async def numbers() -> dict[int, int]:
    return dict(await AgendaRevision.all().values_list("user_id", "number"))


async def test_who_joins_has_a_number() -> None:
    user = await make_user()
    assert await numbers() == {user.id: 0}


async def test_only_those_who_are_named_are_bumped_and_each_once() -> None:
    one, other = await make_user(), await make_user(STRANGER)
    async with transaction():
        await bump([other.id, other.id])
        await bump([])
    assert await numbers() == {one.id: 0, other.id: 1}


async def test_who_has_no_number_yet_gets_one_and_who_has_no_account_never() -> None:
    user = await make_user()
    await make_watcher(77)
    for grown in (1, 2):
        async with transaction():
            await bump([78, 77, user.id])
        assert await numbers() == {user.id: grown, 77: grown}


async def test_who_was_erased_is_bumped_no_more() -> None:
    user = await make_user()
    await erase(user)
    async with transaction():
        await bump([user.id])
    assert await numbers() == {}


async def test_thousands_are_bumped_in_one_write(caplog: pytest.LogCaptureFixture) -> None:
    ids = await make_crowd(10_000)
    with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
        async with transaction():
            await bump(reversed(ids))
    written = [one for one in caplog.messages if "agenda_revision" in one]
    assert len(written) == 1
    assert set((await numbers()).values()) == {1}


async def test_five_who_bump_the_same_at_once_wait_for_each_other_and_lose_nothing() -> None:
    ids = await make_crowd(400)

    async def write(chance: Random) -> None:
        for _ in range(6):
            some = chance.sample(ids, 300)
            async with transaction():
                await bump(some)

    async with asyncio.timeout(60), asyncio.TaskGroup() as tasks:
        for seed in range(5):
            tasks.create_task(write(Random(seed)))

    assert sum((await numbers()).values()) == 5 * 6 * 300


async def test_an_account_that_is_erased_while_it_is_bumped_leaves_no_number() -> None:
    user = await make_user()
    await make_watcher(77)
    for gone in (user, await User.get(id=77)):
        began = asyncio.Event()

        async def write(who: User = gone, begins: asyncio.Event = began) -> None:
            async with transaction():
                await bump([who.id])
                begins.set()
                await asyncio.sleep(0.1)

        writing = asyncio.create_task(write())
        await began.wait()
        await erase(gone)
        await writing
    assert await numbers() == {}


async def test_numbers_that_are_left_behind_are_never_met_again() -> None:
    user = await make_user()
    async with transaction():
        await bump([user.id])
    await leave_numbers_behind(now=NOON)
    assert await numbers() == {user.id: 1 + int(NOON.timestamp())}
