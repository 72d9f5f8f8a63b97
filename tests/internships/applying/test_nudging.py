"""Silence of applications: one step to ask, one reminder of it, and none where there was word."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine

from netmentor.accounts.models import User
from netmentor.agenda.home import describe_oneself
from netmentor.contacts.models import Contact
from netmentor.contacts.rules import TouchKind
from netmentor.contacts.touching import Told, log_touch
from netmentor.errors import Invalid
from netmentor.internships.applying import actions, nudging
from netmentor.internships.applying.actions import Edit, Start
from netmentor.internships.applying.interviewing.actions import plan_interview
from netmentor.internships.applying.interviewing.models import Interview
from netmentor.internships.applying.interviewing.rules import Medium
from netmentor.internships.applying.interviewing.rules import Told as Planned
from netmentor.internships.applying.models import Application, PlanStep
from netmentor.internships.applying.rules import SILENT_DAYS, Stage
from netmentor.internships.applying.steps import edit_step, settle_step
from netmentor.internships.applying.taking import Thing, add_requirement
from netmentor.jobs.applications import mind_applications
from netmentor.reminders.models import Reminder
from netmentor.reminders.planner import plan_user
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON
from tests.internships.applying.begun import dates, numbers

_A_DAY = timedelta(days=1)
MORNING = timedelta(hours=1)  # at noon UTC it is two in the morning in Honolulu


async def rounds(days: int, since: datetime = NOON) -> list[int]:
    """The days after `since` on which a round of the worker each day had something to do."""
    busy = []
    for day in range(days + 1):
        with time_machine.travel(since + day * _A_DAY, tick=False):
            if await mind_applications():
                busy.append(day)
    return busy


async def asked(owner: User, **told: str) -> Application:
    """An application through somebody, who was asked at noon."""
    manager = await make_contact(owner, "Sample Manager")
    row = await actions.start(owner, Start(contact=manager), now=NOON)
    await actions.set_stage(owner, row.key, Stage.ASKED, now=NOON)
    return await Application.get(id=row.id)


async def test_silence_comes_to_one_step_one_date_and_one_reminder(owner: User) -> None:
    row = await asked(owner)
    before = await numbers(owner)
    assert await rounds(60) == [SILENT_DAYS[Stage.ASKED]]
    step = await PlanStep.get()
    assert (step.name, str(step.due_on)) == ("Ask Sample Manager how it stands", "2026-12-04")
    assert await dates(owner) == [("2026-12-04", f"{step.name}: {row.title}")]
    assert await numbers(owner) == before + 1
    await plan_user(owner.id, now=NOON + 10 * _A_DAY + MORNING)
    planned = Reminder.filter(kind="applications", state="planned")
    assert [one.lead for one in await planned] == ["0d"]


@pytest.mark.parametrize(
    ("zone", "since"),
    [
        ("Asia/Tokyo", datetime(2026, 12, 3, 15, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 12, 4, 10, tzinfo=UTC)),  # where it was the 25th
    ],
)
async def test_who_moves_is_to_ask_in_the_morning_there(
    owner: User, zone: str, since: datetime
) -> None:
    row = await asked(owner)
    later = NOON + 5 * _A_DAY
    await describe_oneself(owner, name=owner.name, timezone=zone, now=later)
    assert (await Application.get(id=row.id)).nudge_at == since
    assert await nudging.nudge_due(now=since - timedelta(seconds=1)) == 0
    assert await nudging.nudge_due(now=since) == 1
    there = since.astimezone(ZoneInfo(zone)).date()
    assert (await PlanStep.get()).due_on == there
    await describe_oneself(
        await User.get(id=owner.id), name=owner.name, timezone="America/New_York", now=since
    )
    assert await nudging.nudge_due(now=since + 30 * _A_DAY) == 0


@pytest.mark.parametrize("stage", [*Stage])
async def test_each_stage_has_its_own_silence(owner: User, stage: Stage) -> None:
    row = await actions.start(owner, Start(title="Sample"), now=NOON)
    await actions.set_stage(owner, row.key, stage, now=NOON)
    assert await rounds(22) == ([SILENT_DAYS[stage]] if stage in SILENT_DAYS else [])


async def test_ones_own_number_counts_and_0_is_never(owner: User) -> None:
    row = await asked(owner)
    told = Edit(title="Sample", organization="", nudge_after_days=3, version=1)
    await actions.edit(owner, row.key, told, now=NOON)
    assert await rounds(4) == [3]
    never = Edit(title="Sample", organization="", nudge_after_days=0, version=2)
    await actions.edit(owner, row.key, never, now=NOON + 4 * _A_DAY)
    assert not await PlanStep.exists()
    assert await rounds(30, NOON + 4 * _A_DAY) == []
    many = Edit(title="Sample", organization="", nudge_after_days=366, version=3)
    with pytest.raises(Invalid, match="0 to 365"):
        await actions.edit(owner, row.key, many, now=NOON)


async def test_whatever_happens_ends_the_silence_and_begins_another(owner: User) -> None:
    row = await asked(owner)
    assert await rounds(10) == [10]
    later = NOON + 11 * _A_DAY
    before = await numbers(owner)
    await add_requirement(owner, row.key, Thing(name="Resume"), now=later)
    assert await dates(owner) == []
    assert await numbers(owner) == before + 1
    assert await rounds(10, later) == [10]


async def test_that_one_asked_stays_and_silence_is_counted_from_then(owner: User) -> None:
    row = await asked(owner)
    await rounds(10)
    step, later = await PlanStep.get(), NOON + 10 * _A_DAY + MORNING
    await settle_step(owner, row.key, step.key, done=True, now=later)
    assert await rounds(10, later) == [10]
    assert await PlanStep.filter(is_nudge=True).count() == 2
    assert await PlanStep.filter(done_at=None).count() == 1


async def test_word_from_who_it_came_from_ends_the_silence_too(owner: User) -> None:
    await asked(owner)
    contact = await Contact.get()
    call = Told(kind=TouchKind.CALL, at=NOON + 5 * _A_DAY)
    await log_touch(owner, contact, call, now=NOON + 5 * _A_DAY)
    assert await rounds(15) == [15]
    before = await numbers(owner)
    late = Told(kind=TouchKind.CALL, at=NOON + 14 * _A_DAY)
    await log_touch(owner, contact, late, now=NOON + 15 * _A_DAY)
    assert await rounds(0, NOON + 15 * _A_DAY) == [0]
    assert not await PlanStep.exists()
    assert await numbers(owner) > before
    assert await rounds(10, NOON + 15 * _A_DAY) == [10]


async def test_what_stood_before_there_were_nudges_is_reckoned_from_when_it_changed(
    owner: User,
) -> None:
    await asked(owner)
    await Application.all().update(heard_at=NOON, nudge_at=NOON)  # as the migration has it
    assert await rounds(11) == [10]


async def test_one_that_is_put_on_another_day_is_a_step_of_ones_own_from_then_on(
    owner: User,
) -> None:
    row = await asked(owner)
    await rounds(10)
    step, later = await PlanStep.get(), NOON + 10 * _A_DAY + MORNING
    day = date(2026, 12, 9)
    await edit_step(owner, row.key, step.key, step.name, day, now=later)
    await actions.set_stage(owner, row.key, Stage.PREPARING, now=later)
    assert [one.due_on for one in await PlanStep.all()] == [day]


@pytest.mark.parametrize(("state", "days"), [("planned", 28), ("held", 28), ("canceled", 7)])
async def test_an_interview_that_lies_ahead_is_no_silence(
    owner: User, state: str, days: int
) -> None:
    row = await actions.start(owner, Start(title="Sample"), now=NOON)
    told = Planned(
        name="Interview",
        starts_on=date(2026, 12, 15),
        starts_time="10:00",
        timezone="America/Chicago",
        minutes=45,
        medium=Medium.PHONE,
    )
    await plan_interview(owner, row.key, told, None, now=NOON)
    await Interview.all().update(state=state)
    await actions.set_stage(owner, row.key, Stage.INTERVIEW, now=NOON)
    assert await rounds(30) == [days]


async def test_one_that_breaks_stops_nobody_behind_it(owner: User) -> None:
    await asked(owner)
    other = await make_user(STRANGER)
    await asked(other)
    await User.filter(id=owner.id).update(timezone="Nowhere/Sample")
    assert await rounds(10) == [10]
    assert [one.application_id for one in await PlanStep.all()] == [
        one.id for one in await Application.filter(user=other)
    ]
    await User.filter(id=owner.id).update(timezone="Pacific/Honolulu")
    assert await rounds(0, NOON + 11 * _A_DAY) == [0]
    assert await PlanStep.all().count() == 2


async def test_a_round_asks_about_so_many_and_the_next_ones_about_the_rest(owner: User) -> None:
    silent = {"user": owner, "title": "Sample", "stage": "asked", "stage_at": NOON}
    silent |= dict.fromkeys(("heard_at", "nudge_at", "created_at", "changed_at"), NOON)
    silent["came_from"] = "elsewhere"
    many = nudging.MOST_A_ROUND + 1
    await Application.bulk_create([Application(key=str(uuid4()), **silent) for _ in range(many)])
    later = NOON + 20 * _A_DAY
    asked_about = [await nudging.nudge_due(now=later) for _ in range(3)]
    assert asked_about == [nudging.MOST_A_ROUND, 1, 0]
