"""The same post under the same key makes one thing, however often and however closely it comes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from netmentor.accounts import receipts
from netmentor.accounts.models import Receipt, User
from netmentor.accounts.receipts import KeyReused
from netmentor.db.transactions import transaction
from netmentor.errors import Conflict
from netmentor.events.models import Topic
from tests.accounts.casting import STRANGER, make_user
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("database")


async def make() -> str:
    """Make something that can be counted."""
    async with transaction():
        topic = await Topic.create(slug=f"sample-{await Topic.all().count()}")
    return f"/topics/{topic.slug}"


async def once(user: User, digest: str = "a", key: str = "k") -> tuple[str, bool]:
    return await receipts.once(user, key, digest, make, now=NOON)


async def test_the_second_time_makes_nothing() -> None:
    user = await make_user()
    assert await once(user) == ("/topics/sample-0", True)
    assert await once(user) == ("/topics/sample-0", False)
    assert await Topic.all().count() == 1


async def test_another_post_under_a_key_is_refused() -> None:
    user = await make_user()
    await once(user)
    with pytest.raises(KeyReused):
        await once(user, "b")
    assert await Topic.all().count() == 1


async def test_a_key_is_one_persons_own() -> None:
    await once(await make_user())
    assert (await once(await make_user(STRANGER), "b"))[1] is True


async def test_ten_at_the_same_moment_make_one() -> None:
    user = await make_user()
    found = await asyncio.gather(*(once(user) for _ in range(10)), return_exceptions=True)
    assert await Topic.all().count() == 1
    answers = [one for one in found if not isinstance(one, Conflict)]
    assert {one[0] for one in answers if isinstance(one, tuple)} == {"/topics/sample-0"}
    assert sum(1 for one in answers if isinstance(one, tuple) and one[1]) == 1
    assert not [one for one in answers if isinstance(one, BaseException)]


async def test_what_fails_leaves_the_key_free() -> None:
    async def fails() -> str:
        raise Conflict("Not now.")

    user = await make_user()
    with pytest.raises(Conflict):
        await receipts.once(user, "k", "a", fails, now=NOON)
    assert (await once(user))[1] is True


async def test_a_receipt_is_kept_for_a_week() -> None:
    await once(await make_user())
    await receipts.forget_old(now=NOON + timedelta(days=6))
    assert await Receipt.all().count() == 1
    await receipts.forget_old(now=NOON + timedelta(days=7))
    assert await Receipt.all().count() == 0
