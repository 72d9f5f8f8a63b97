"""A copy is due by its owner's clock, or by hand, and is one however often it was wanted."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from netmentor import clock, keeping
from netmentor.accounts.models import User
from netmentor.copies import actions, ending, turns
from netmentor.copies.models import AccountCopy, CopyPlan
from netmentor.copies.rules import Place, Rhythm
from netmentor.errors import Conflict
from netmentor.settings import Settings
from tests.copies.planned import BODY, FOLDER, MONDAY, make_plan, round_of, to_cloud, told
from tests.factories import NOON
from tests.fetching.cloud import clouding

HOUR = timedelta(hours=1)


async def test_it_comes_on_the_day_and_hour_of_its_owners_clock(
    database: Settings, user: User, at: time_machine.Traveller
) -> None:
    async with clouding() as cloud:
        plan = await to_cloud(database, user, cloud)
        await User.filter(id=user.id).update(timezone="America/New_York")
        for moment, tries in ((MONDAY, 0), (MONDAY + 5 * HOUR - timedelta(seconds=1), 0)):
            at.move_to(moment)
            assert await round_of(database) == tries
        at.move_to(MONDAY + 5 * HOUR)
        assert (await round_of(database), await round_of(database)) == (1, 0)

    name = f"netmentor-2026-11-30-120000-{plan.key[:8]}.zip"
    assert cloud.files == {f"{FOLDER}{name}": BODY}
    plan = await CopyPlan.get(id=plan.id)
    assert plan.due_at == MONDAY + 5 * HOUR + timedelta(days=7)
    assert (plan.wanted_at, plan.held_until, plan.failures) == (None, None, 0)
    assert await told(plan) == [("sent", "")]


async def test_what_was_missed_for_weeks_comes_once(
    database: Settings, user: User, at: time_machine.Traveller
) -> None:
    async with clouding() as cloud:
        plan = await to_cloud(database, user, cloud)
        at.move_to(MONDAY + timedelta(days=23))
        assert (await round_of(database), await round_of(database)) == (1, 0)
        later = await CopyPlan.get(id=plan.id)

    assert len(cloud.files) == 1
    assert later.due_at == MONDAY + timedelta(days=28)


async def test_a_copy_by_hand_that_lasts_past_the_hour_of_the_next_is_not_followed_by_it(
    database: Settings, user: User
) -> None:
    plan = await make_plan(database, user)
    taken = MONDAY - timedelta(minutes=2)
    await actions.send_now(user, now=taken)
    held = await turns.take_one([Place.WEBDAV], now=taken)
    assert held
    assert await turns.begin_due(now=MONDAY) == 1
    await ending.sent(held, "sample.zip", 1, now=MONDAY + timedelta(minutes=1))
    plan = await CopyPlan.get(id=plan.id)
    assert (plan.due_at, plan.wanted_at) == (MONDAY + timedelta(weeks=1), None)


async def test_a_monthly_copy_comes_on_the_last_day_of_a_shorter_month(
    database: Settings, user: User, at: time_machine.Traveller
) -> None:
    async with clouding() as cloud:
        plan = await to_cloud(database, user, cloud, rhythm=Rhythm.MONTHLY, day=31)
        found = []
        for _ in range(4):
            plan = await CopyPlan.get(id=plan.id)
            assert plan.due_at is not None
            found.append(f"{plan.due_at:%m-%d %H:%M}")
            at.move_to(plan.due_at)
            await round_of(database)

    assert found == ["11-30 07:00", "12-31 07:00", "01-31 07:00", "02-28 07:00"]


async def test_send_now_is_one_copy_however_often_it_is_pressed_and_has_a_limit(
    database: Settings, user: User, at: time_machine.Traveller
) -> None:
    async with clouding() as cloud:
        plan = await to_cloud(database, user, cloud)
        for number in range(6):
            at.move_to(NOON + timedelta(minutes=number))
            for _ in range(3):
                await actions.send_now(user, now=clock.now())
            assert await round_of(database) == 1
        with pytest.raises(Conflict, match="6 were sent by hand within an hour"):
            await actions.send_now(user, now=clock.now())

    assert len(cloud.files) == 6
    assert (await CopyPlan.get(id=plan.id)).due_at == MONDAY
    assert await AccountCopy.filter(by_hand=True).count() == 6


async def test_whoever_asks_is_told_of_copies_that_go_to_a_place_of_their_name(
    database: Settings, user: User
) -> None:
    await make_plan(database, user, user_name="Quokka@x.example")
    assert await keeping.what_is_kept_of("quokka@x.example") == (None, [user])
