"""What lies behind or is late: said as that, in order, and nothing is planned back from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.agenda.ahead import ahead_of
from netmentor.errors import Invalid
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Edit, Start
from netmentor.internships.applying.interviewing.actions import change_interview, plan_interview
from netmentor.internships.applying.interviewing.rules import Medium, Told
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.planning import USUAL
from netmentor.internships.applying.queries import applications_of, whole_of
from netmentor.internships.applying.rules import Stage
from netmentor.internships.applying.steps import NoDeadline, add_step, plan
from netmentor.internships.applying.under_way.actions import (
    Terms,
    begin,
    log_hours,
    set_terms,
)
from netmentor.internships.applying.under_way.rules import Part
from tests.factories import NOON
from tests.internships.applying.begun import begun, dates

LATER = NOON + timedelta(hours=1)
LOOK = USUAL[-1].name
AN_INTERVIEW = Told(
    name="Interview",
    starts_on=date(2026, 12, 8),
    starts_time="10:00",
    timezone="America/Chicago",
    minutes=45,
    medium=Medium.PHONE,
)


async def test_whether_everything_arrived_is_asked_for_until_it_is_verified(owner: User) -> None:
    row = await begun(owner)
    await plan(owner, row.key, now=NOON)

    await actions.set_stage(owner, row.key, Stage.SUBMITTED, now=LATER)
    whole = await whole_of(owner, row.key)
    assert [one.name for one in whole.steps if not whole.is_passed(one)] == [LOOK]
    assert [title for _, title in await dates(owner)] == [f"{LOOK}: Sample fellowship"]
    [listed] = await applications_of(owner)
    assert listed.next_step
    assert listed.next_step.name == LOOK

    await actions.set_stage(owner, row.key, Stage.VERIFIED, now=LATER)
    whole = await whole_of(owner, row.key)
    assert all(whole.is_passed(one) for one in whole.steps)
    assert await dates(owner) == []


async def test_nothing_is_overdue_of_what_is_over(owner: User, row: Application) -> None:
    await add_step(owner, row.key, "Ask", NOON.date(), now=NOON)
    assert (await whole_of(owner, row.key)).overdue(date(2026, 12, 1))
    await actions.set_stage(owner, row.key, Stage.WITHDRAWN, now=LATER)
    assert (await whole_of(owner, row.key)).overdue(date(2026, 12, 1)) == []


async def test_steps_of_one_day_stand_in_the_order_of_the_plan_and_are_late(owner: User) -> None:
    row = await begun(owner, closes="2026-11-27")
    made = await plan(owner, row.key, now=NOON)
    assert {one.due_on for one in made} == {date(2026, 11, 24)}

    ahead = await ahead_of(owner, now=NOON)

    told = [one.title.partition(":")[0] for one in ahead.week[0].deadlines]
    assert told == [one.name for one in USUAL]
    whole = await whole_of(owner, row.key)
    assert [one.name for one in whole.steps] == told
    assert all(whole.is_late(one) for one in whole.steps)


async def test_what_is_planned_in_time_is_not_late(owner: User) -> None:
    row = await begun(owner)
    await plan(owner, row.key, now=NOON)
    whole = await whole_of(owner, row.key)
    assert not any(whole.is_late(one) for one in whole.steps)


async def test_nothing_is_planned_back_from_a_deadline_that_is_past(owner: User) -> None:
    row = await begun(owner, closes="2026-11-25")
    with pytest.raises(NoDeadline, match="past"):
        await plan(owner, row.key, now=NOON + timedelta(days=3))


async def test_what_is_due_earlier_on_a_day_stands_before(owner: User) -> None:
    zone = "America/New_York"
    for title, clock in (("At one", "13:00"), ("At five", "17:00"), ("At night", "06:30")):
        row = await actions.start(owner, Start(title=title), now=NOON)
        told = Edit(
            title=title,
            organization="",
            deadline_on=date(2026, 11, 26),
            deadline_time=clock,
            timezone=zone,
            version=1,
        )
        await actions.edit(owner, row.key, told, now=NOON)

    in_order = ["At night", "At one", "At five"]
    assert [one.application.title for one in await applications_of(owner)] == in_order
    ahead = await ahead_of(owner, now=NOON)
    [day] = [one for one in ahead.week if one.deadlines]
    assert [one.title.partition(": ")[2] for one in day.deadlines] == in_order


async def test_a_day_without_an_hour_is_due_after_the_hours_of_that_day(owner: User) -> None:
    for title, on in (("The day after", date(2026, 11, 27)), ("All day", date(2026, 11, 26))):
        await actions.start(owner, Start(title=title, deadline_on=on), now=NOON)
    until = datetime(2026, 11, 27, 11, 30, tzinfo=UTC)  # 1:30 am in Honolulu
    row = await actions.start(owner, Start(title="An offer"), now=NOON)
    told = Edit(title="An offer", organization="", offer_until=until, version=1)
    await actions.edit(owner, row.key, told, now=NOON)
    await actions.set_stage(owner, row.key, Stage.OFFER, now=NOON)
    found = [one.application.title for one in await applications_of(owner)]
    assert found == ["All day", "An offer", "The day after"]


async def test_an_interview_of_years_ago_is_a_slip_of_the_year(
    owner: User, row: Application
) -> None:
    old = replace(AN_INTERVIEW, starts_on=date(2020, 12, 8))
    with pytest.raises(Invalid, match="more than a year ago"):
        await plan_interview(owner, row.key, old, None, now=NOON)
    made = await plan_interview(owner, row.key, AN_INTERVIEW, None, now=NOON)
    with pytest.raises(Invalid, match="more than a year ago"):
        await change_interview(owner, row.key, made.key, old, version=1, now=NOON)


async def test_hours_are_of_days_on_which_one_was_there(owner: User, row: Application) -> None:
    await actions.set_stage(owner, row.key, Stage.ACCEPTED, now=NOON)
    await begin(owner, row.key, now=NOON)
    with pytest.raises(Invalid, match="five years ago"):
        await log_hours(owner, row.key, date(1970, 1, 1), 60, "", now=NOON)
    days = {Part.STARTS: date(2026, 11, 2), Part.ENDS: date(2026, 11, 20)}
    terms = Terms(days=days, hours_required=0, supervisor=None, version=1)
    await set_terms(owner, row.key, terms, now=NOON)
    for day, said in (
        (date(2026, 11, 1), "before the first day"),
        (date(2026, 11, 21), "after the last day"),
    ):
        with pytest.raises(Invalid, match=said):
            await log_hours(owner, row.key, day, 60, "", now=NOON)
    for day in (date(2026, 11, 2), date(2026, 11, 20)):
        await log_hours(owner, row.key, day, 60, "", now=NOON)
