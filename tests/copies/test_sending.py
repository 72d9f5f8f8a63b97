"""A copy comes when its owner's clock says so, once, and what goes wrong is said."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pyrage
import pytest
import time_machine

from netmentor import clock
from netmentor.accounts.models import User
from netmentor.copies import actions
from netmentor.copies.models import CopyPlan
from netmentor.copies.rules import LEASE, Place
from netmentor.jobs.copies import begin_copies, send_copies
from netmentor.mail.models import OutgoingMail
from netmentor.settings import Settings
from tests.copies.planned import BODY, FOLDER, MONDAY, pieces, round_of, to_cloud, told
from tests.fetching.asking import web
from tests.fetching.cloud import Cloud, clouding

HOUR = timedelta(hours=1)


async def test_so_many_stay_and_nothing_else_is_deleted(
    database: Settings, user: User, at: time_machine.Traveller
) -> None:
    async with clouding() as cloud:
        cloud.files = {f"{FOLDER}netmentor-2020-01-01-070000-somebody.zip": b"not ours"}
        plan = await to_cloud(database, user, cloud, keep=2)
        for week in range(4):
            at.move_to(MONDAY + timedelta(weeks=week))
            assert await round_of(database) == 1
        cloud.says = {"DELETE": 403}
        at.move_to(MONDAY + timedelta(weeks=4))
        await round_of(database)

    names = sorted(name.removeprefix(FOLDER)[10:20] for name in cloud.files)
    assert names == ["2020-01-01", "2026-12-14", "2026-12-21", "2026-12-28"]
    assert [state for state, _ in await told(plan)] == ["sent"] * 5
    assert (await told(plan))[-1][1] == (
        "It is there; an older one was not deleted:"
        " calendar.example answers 403: it does not let this user write there."
    )


async def test_after_five_failures_in_a_row_it_stops_and_a_letter_says_so(
    database: Settings, user: User, at: time_machine.Traveller
) -> None:
    said = "calendar.example answers 507: it has no room left."
    async with clouding(Cloud({"PUT": 507})) as cloud:
        plan = await to_cloud(database, user, cloud)
        at.move_to(MONDAY)
        pauses = (0, 1, 6, 24, 48)
        for hours in pauses:
            at.shift(HOUR * hours - timedelta(seconds=1))
            assert await round_of(database) == 0 or hours == 0
            at.shift(timedelta(seconds=1))
            await round_of(database)
        at.shift(timedelta(days=60))
        assert await round_of(database) == 0
        plan = await CopyPlan.get(id=plan.id)
        assert (plan.failures, plan.due_at, plan.wanted_at) == (5, None, None)
        assert plan.stopped_at is not None
        cloud.says = {}
        await actions.send_now(user, now=clock.now())
        assert await round_of(database) == 1
        plan = await CopyPlan.get(id=plan.id)

    assert await told(plan) == [("failed", said)] * 5 + [("sent", "")]
    letters = await OutgoingMail.filter(letter="copies_stopped")
    assert len(letters) == 1
    assert f"The last one: {said}" in text_of(letters[0].message)
    assert (plan.failures, plan.stopped_at) == (0, None)
    assert plan.due_at is not None


def text_of(message: bytes) -> str:
    """The plain text of a letter, on one line."""
    part = message_from_bytes(message, policy=policy.default).get_body(("plain",))
    assert part is not None
    return " ".join(part.get_content().split())


async def test_a_server_that_asks_for_time_gets_it(
    database: Settings, user: User, at: time_machine.Traveller
) -> None:
    async with clouding(Cloud({"PROPFIND": 503})) as cloud:
        plan = await to_cloud(database, user, cloud)
        at.move_to(MONDAY)
        await round_of(database)

    assert (await CopyPlan.get(id=plan.id)).next_try_at == MONDAY + 2 * HOUR


async def test_a_worker_that_died_in_the_middle_costs_nothing_and_doubles_nothing(
    database: Settings, user: User, at: time_machine.Traveller
) -> None:
    async with clouding(Cloud({"MOVE": "hang"})) as cloud:
        plan = await to_cloud(database, user, cloud)
        at.move_to(MONDAY)
        await begin_copies(database)
        dying = asyncio.create_task(send_copies(database, Place.WEBDAV, pieces, web()))
        await cloud.hung.wait()
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        # As if it had been killed: nobody gave the plan back.
        await CopyPlan.filter(id=plan.id).update(held_until=MONDAY + LEASE)
        cloud.says = {}
        at.move_to(MONDAY + LEASE - timedelta(seconds=1))
        assert await round_of(database) == 0
        at.move_to(MONDAY + LEASE)
        assert (await round_of(database), await round_of(database)) == (1, 0)

    assert list(cloud.files) == [f"{FOLDER}netmentor-2026-11-30-070000-{plan.key[:8]}.zip"]
    assert await told(plan) == [("sent", "")]


async def test_of_workers_at_once_one_sends_it(
    database: Settings, user: User, at: time_machine.Traveller
) -> None:
    async with clouding() as cloud:
        await to_cloud(database, user, cloud)
        at.move_to(MONDAY)
        counts = await asyncio.gather(*(round_of(database) for _ in range(4)))

    assert sum(counts) == 1
    assert sum(one.startswith("PUT") for one in cloud.asked) == 1


@pytest.mark.parametrize("deed", ["pause", "remove", "erase"])
async def test_what_nobody_wants_any_more_is_called_off_in_the_middle(
    database: Settings, user: User, at: time_machine.Traveller, deed: str
) -> None:
    async def slow(user: User) -> AsyncIterator[bytes]:
        yield b"PK"
        if deed == "erase":
            await user.delete()
        elif deed == "pause":
            await actions.pause(user, now=MONDAY)
        else:
            await actions.remove(database, user, now=MONDAY)
        at.shift(timedelta(seconds=6))
        yield b"more"

    async with clouding() as cloud:
        plan = await to_cloud(database, user, cloud)
        at.move_to(MONDAY)
        await begin_copies(database)
        assert await send_copies(database, Place.WEBDAV, slow, web()) == 1
        assert await send_copies(database, Place.WEBDAV, slow, web()) == 0

    assert cloud.files == {}
    assert await told(plan) == []


async def test_an_encrypted_copy_opens_with_its_owners_key_alone(
    database: Settings, user: User, at: time_machine.Traveller
) -> None:
    key = pyrage.x25519.Identity.generate()
    async with clouding() as cloud:
        await to_cloud(database, user, cloud, recipient=str(key.to_public()))
        at.move_to(MONDAY)
        await round_of(database)

    [(name, sealed)] = cloud.files.items()
    assert name.endswith(".zip.age")
    assert sealed.startswith(b"age-encryption.org/v1\n")
    assert pyrage.decrypt(sealed, [key]) == BODY
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [pyrage.x25519.Identity.generate()])


async def test_a_copy_that_breaks_us_is_a_failure_in_sight_and_the_next_ones_go(
    database: Settings, user: User, at: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    async def breaking(user: User) -> AsyncIterator[bytes]:
        yield b"PK"
        raise RuntimeError("quokka")

    async with clouding() as cloud:
        plan = await to_cloud(database, user, cloud)
        at.move_to(MONDAY)
        await begin_copies(database)
        assert await send_copies(database, Place.WEBDAV, breaking, web()) == 1

    assert await told(plan) == [("failed", "It broke off on our side.")]
    assert "quokka" in caplog.text


async def test_a_full_disk_is_said(
    database: Settings, user: User, at: time_machine.Traveller, tmp_path: Path
) -> None:
    async with clouding() as cloud:
        plan = await to_cloud(database, user, cloud)
        at.move_to(MONDAY)
        await begin_copies(database)
        assert await send_copies(database, Place.WEBDAV, no_room, web()) == 1

    assert await told(plan) == [
        ("failed", "This server has no room to make the copy. Tell whoever runs it.")
    ]


async def no_room(user: User) -> AsyncIterator[bytes]:
    """As writing to the disk says it."""
    yield b"PK"
    raise OSError(28, "No space left on device")
