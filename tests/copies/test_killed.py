"""A worker that is killed while it sends: the copy is sent once its lease is over, and is one."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from netmentor import clock
from netmentor.accounts.models import User
from netmentor.copies import actions
from netmentor.copies.models import CopyPlan
from netmentor.settings import Settings
from tests.copies.planned import BODY, make_wish, round_of, told
from tests.fetching.cloud import HANG, Cloud, clouding

WORK = """
import asyncio
from netmentor import settings
from netmentor.db.connections import connected
from tests.copies.planned import round_of

async def work():
    found = settings.load()
    async with connected(found):
        await round_of(found)

asyncio.run(work())
"""


@pytest.mark.parametrize("method", ["PUT", "MOVE"])
async def test_a_killed_worker_costs_nothing_and_doubles_nothing(
    database: Settings, user: User, method: str
) -> None:
    async with clouding(Cloud({method: HANG})) as cloud:
        wanted = make_wish(url=cloud.url())
        await actions.wish(database, user, wanted, now=clock.now())
        await actions.send_now(user, now=clock.now())
        worker = await asyncio.create_subprocess_exec(
            sys.executable, "-c", WORK, env=_environ(database), cwd=Path(__file__).parents[2]
        )
        async with asyncio.timeout(60):
            await cloud.hung.wait()
        worker.kill()
        await worker.wait()
        cloud.says = {}
        assert await round_of(database) == 0
        # As when its lease is over.
        assert await CopyPlan.exclude(held_until=None).update(held_until=clock.now()) == 1
        assert (await round_of(database), await round_of(database)) == (1, 0)

    assert list(cloud.files.values()) == [BODY]
    assert not next(iter(cloud.files)).endswith(".part")
    assert await told(await CopyPlan.get()) == [("sent", "")]


def _environ(database: Settings) -> dict[str, str]:
    ours = {"NETMENTOR_DATA": str(database.data), "NETMENTOR_DATABASE_URL": database.database_url}
    ours["NETMENTOR_BASE_URL"] = database.base_url
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **ours}
