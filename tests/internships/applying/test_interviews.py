"""Interviews: in the calendar by the clock there, moved, called off, held, and thanked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.binning import delete
from netmentor.contacts.models import Contact, FollowUp, Touch
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.internships.applying import actions as applying
from netmentor.internships.applying.actions import ChangedElsewhere, Start
from netmentor.internships.applying.interviewing.actions import (
    change_interview,
    plan_interview,
    remove_interview,
    seat,
    settle_interview,
    thank,
    unseat,
)
from netmentor.internships.applying.interviewing.briefs import briefs_of
from netmentor.internships.applying.interviewing.models import Interview, Interviewer
from netmentor.internships.applying.interviewing.rules import State
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.rules import Stage
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON
from tests.internships.applying.begun import dates
from tests.internships.applying.interviewed import TOLD

TODAY = NOON.date()
LATER = NOON + timedelta(hours=1)
OVER = datetime(2026, 12, 9, 12, tzinfo=UTC)


async def test_two_tabs_overwrite_nothing(owner: User, row: Application) -> None:
    made = await plan_interview(owner, row.key, TOLD, None, now=NOON)
    first = replace(TOLD, notes="first")
    await change_interview(owner, row.key, made.key, first, version=1, now=LATER)
    second = replace(TOLD, notes="second")
    with pytest.raises(ChangedElsewhere):
        await change_interview(owner, row.key, made.key, second, version=1, now=LATER)
    assert (await Interview.get()).notes == "first"


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"minutes": 4},
        {"minutes": 601},
        {"place": "x" * 301},
        {"notes": "x" * 5_001},
    ],
)
async def test_what_nobody_could_be_at_is_refused(
    owner: User, row: Application, change: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        await plan_interview(owner, row.key, replace(TOLD, **change), None, now=NOON)
    assert not await Interview.exists()


async def test_one_that_took_place_is_on_the_timelines_and_thanked_for_within_a_day(
    owner: User, row: Application, manager: Contact
) -> None:
    made = await plan_interview(owner, row.key, TOLD, manager, now=NOON)
    other = await make_contact(owner, "Sample Director")
    await seat(owner, row.key, made.key, other, now=NOON)
    with pytest.raises(Conflict, match="not begun"):
        await settle_interview(owner, row.key, made.key, State.HELD, now=NOON)
    with pytest.raises(Conflict, match="took place"):
        await thank(owner, row.key, made.key, now=NOON)
    evening = datetime(2026, 12, 8, 23, tzinfo=UTC)
    await settle_interview(owner, row.key, made.key, State.HELD, now=evening)
    touches = await Touch.filter(kind="interview").order_by("contact_id")
    assert [(one.contact_id, one.note) for one in touches] == [
        (manager.id, "First round: Sample fellowship"),
        (other.id, "First round: Sample fellowship"),
    ]
    assert {one.at for one in touches} == {datetime(2026, 12, 8, 22, tzinfo=UTC)}
    assert await thank(owner, row.key, made.key, now=evening) == 2
    assert await thank(owner, row.key, made.key, now=evening) == 0
    planned = await FollowUp.filter(origin="hand").order_by("id")
    assert [(str(one.due_on), one.what) for one in planned] == [
        ("2026-12-09", "Thank Sample Manager for the interview"),
        ("2026-12-09", "Thank Sample Director for the interview"),
    ]


async def test_that_it_did_not_take_place_takes_it_out_of_the_timelines_again(
    owner: User, row: Application, manager: Contact
) -> None:
    made = await plan_interview(owner, row.key, TOLD, manager, now=NOON)
    await settle_interview(owner, row.key, made.key, State.HELD, now=OVER)
    with pytest.raises(Conflict, match="took place"):
        await settle_interview(owner, row.key, made.key, State.CANCELED, now=OVER)
    told = replace(TOLD, starts_time="09:00")
    with pytest.raises(Conflict, match="before you move it"):
        await change_interview(owner, row.key, made.key, told, version=1, now=OVER)
    await settle_interview(owner, row.key, made.key, State.PLANNED, now=OVER)
    assert not await Touch.filter(kind="interview").exists()
    await settle_interview(owner, row.key, made.key, State.HELD, now=OVER)
    [one] = await Interviewer.all()
    await unseat(owner, row.key, made.key, one.id, now=OVER)
    assert not await Touch.filter(kind="interview").exists()
    await seat(owner, row.key, made.key, manager, now=OVER)
    assert await Touch.filter(kind="interview").count() == 1


async def test_nobody_in_the_bin_is_told_of(
    owner: User, row: Application, manager: Contact
) -> None:
    made = await plan_interview(owner, row.key, TOLD, manager, now=NOON)
    await delete(owner, [manager], now=LATER)
    await manager.refresh_from_db()
    with pytest.raises(Conflict, match="in the bin"):
        await seat(owner, row.key, made.key, manager, now=LATER)
    await settle_interview(owner, row.key, made.key, State.HELD, now=OVER)
    assert not await Touch.filter(kind="interview").exists()
    assert await thank(owner, row.key, made.key, now=OVER) == 0
    assert await briefs_of(owner, [made.key], today=OVER.date()) == {
        made.key: "Ask: Who would I work with?"
    }


async def test_what_is_over_calls_off_what_was_ahead(owner: User, row: Application) -> None:
    past = replace(TOLD, starts_on=date(2026, 11, 20), name="Screening")
    for told in (past, TOLD):
        await plan_interview(owner, row.key, told, None, now=NOON)
    await applying.set_stage(owner, row.key, Stage.WITHDRAWN, now=NOON)
    states = {one.name: (one.state, one.sequence) for one in await Interview.all()}
    assert states == {"Screening": ("planned", 0), "First round": ("canceled", 1)}


async def test_nobody_elses_interview_is_there(owner: User, row: Application) -> None:
    made = await plan_interview(owner, row.key, TOLD, None, now=NOON)
    mine = await applying.start(owner, Start(title="Another"), now=NOON)
    stranger = await make_user(STRANGER)
    for deed in (
        plan_interview(stranger, row.key, TOLD, None, now=NOON),
        settle_interview(stranger, row.key, made.key, State.CANCELED, now=NOON),
        settle_interview(owner, mine.key, made.key, State.CANCELED, now=NOON),
        remove_interview(stranger, row.key, made.key, now=NOON),
        unseat(owner, row.key, made.key, 1, now=NOON),
        thank(owner, row.key, "x", now=NOON),
    ):
        with pytest.raises(NotFound):
            await deed
    await remove_interview(owner, row.key, made.key, now=NOON)
    assert await dates(owner) == []
