"""A cycle that is called off, or that no source lists any more, asks nobody for its deadline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.agenda.ahead import ahead_of
from netmentor.agenda.gathering import gather
from netmentor.calendars.dated import Kind
from netmentor.calendars.entry import Status as Told
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Edit
from netmentor.internships.applying.queries import whole_of
from netmentor.internships.importing.withdrawing import withdraw
from netmentor.internships.rules import CANCELED_STAYS, Status
from netmentor.reminders.models import Reminder
from netmentor.reminders.planner import plan_user
from tests.factories import NOON, TODAY, make_source
from tests.internships.applying.begun import begun, numbers
from tests.internships.opportunities import (
    closing,
    drop_opportunities,
    make_opportunity_draft,
    put_opportunities,
)

LATER = NOON + timedelta(hours=1)
SOON = "2026-12-10"
GOES_ON = make_opportunity_draft(windows=(closing(SOON, "17:00"),))


async def told(owner: User, today: date = TODAY) -> list[tuple[str, Told, int]]:
    """What calendars are told of the owner's applications."""
    found = await gather(owner.id, today=today, first=TODAY, kinds={Kind.APPLICATIONS})
    return [(str(one.first_on), one.entry.status, one.entry.sequence) for one in found]


async def call_off(way: str, now: datetime) -> None:
    if way == "gone":
        await drop_opportunities(await make_source(), now=now)
    else:
        await put_opportunities(replace(GOES_ON, status=Status.CANCELED), now=now)


@pytest.mark.parametrize("way", ["gone", "canceled"])
async def test_calendars_are_told_for_sixty_days_and_nobody_is_reminded(
    owner: User, way: str
) -> None:
    await begun(owner, closes=SOON)
    await plan_user(owner.id, now=NOON)
    [(_, _, sequence)], number = await told(owner), await numbers(owner)
    assert await Reminder.filter(state="planned", kind="applications").exists()

    await call_off(way, LATER)

    assert await told(owner) == [(SOON, Told.CANCELED, sequence + 1)]
    assert await numbers(owner) == number + 1
    await plan_user(owner.id, now=LATER)
    assert not await Reminder.filter(state="planned", kind="applications").exists()
    assert (await ahead_of(owner, now=LATER)).deadlines == []
    last = TODAY + CANCELED_STAYS
    assert await told(owner, last) == [(SOON, Told.CANCELED, sequence + 1)]
    assert await told(owner, last + timedelta(days=1)) == []

    await put_opportunities(GOES_ON, now=LATER + timedelta(days=1))

    assert await told(owner) == [(SOON, Told.CONFIRMED, sequence + 2)]


@pytest.mark.parametrize("way", ["gone", "canceled"])
async def test_a_day_of_ones_own_stays(owner: User, way: str) -> None:
    row = await begun(owner, closes=SOON)
    own = Edit(title="Sample", organization="", deadline_on=date(2026, 12, 9), version=1)
    await actions.edit(owner, row.key, own, now=NOON)

    await call_off(way, LATER)

    assert [one[:2] for one in await told(owner)] == [("2026-12-09", Told.CONFIRMED)]


@pytest.mark.parametrize("way", ["gone", "canceled"])
async def test_nobody_keeps_its_day_as_their_own_where_its_source_is_withdrawn(
    owner: User, way: str
) -> None:
    row = await begun(owner, closes=SOON)
    await call_off(way, LATER)
    [(_, _, sequence)], number = await told(owner), await numbers(owner)

    await withdraw(await make_source(), now=LATER)

    assert await told(owner) == []
    assert (await whole_of(owner, row.key)).deadline is None
    assert await numbers(owner) == number + 1
    await plan_user(owner.id, now=LATER)
    assert not await Reminder.filter(state="planned", kind="applications").exists()
    own = Edit(title="Sample", organization="", deadline_on=date(2026, 12, 9), version=2)
    await actions.edit(owner, row.key, own, now=LATER)
    assert await told(owner) == [("2026-12-09", Told.CONFIRMED, sequence + 1)]


async def test_a_day_of_ones_own_beside_it_counts_again_and_calendars_hear_of_it(
    owner: User,
) -> None:
    row = await begun(owner, closes=SOON)
    own = Edit(title="Sample", organization="", window_part="closes",
               deadline_on=date(2026, 12, 9), version=1)  # fmt: skip
    await actions.edit(owner, row.key, own, now=NOON)
    await call_off("canceled", LATER)
    [(_, _, sequence)] = await told(owner)

    await withdraw(await make_source(), now=LATER)

    assert await told(owner) == [("2026-12-09", Told.CONFIRMED, sequence + 1)]
