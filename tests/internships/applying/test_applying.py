"""Applications: stages, one offer held, the way back from a deadline, and what moves with it."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netmentor.accounts.models import User
from netmentor.contacts.rules import TouchKind
from netmentor.contacts.touching import Told, log_touch
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import (
    AnotherHeld,
    ChangedElsewhere,
    Edit,
    Start,
)
from netmentor.internships.applying.models import Application, PlanStep, Requirement
from netmentor.internships.applying.planning import USUAL, due_on
from netmentor.internships.applying.queries import applications_of, whole_of
from netmentor.internships.applying.rules import CameFrom, Stage
from netmentor.internships.applying.steps import NoDeadline, add_step, edit_step, plan, settle_step
from netmentor.internships.models import Opportunity
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON, make_event, make_source
from tests.internships.applying.begun import FAR, begun, dates, follows_on, numbers
from tests.internships.opportunities import (
    closing,
    drop_opportunities,
    make_opportunity_draft,
    put_opportunities,
)

LATER = NOON + timedelta(hours=1)


async def test_what_is_begun_from_the_list_follows_its_next_deadline(owner: User) -> None:
    row = await begun(owner, materials=("Resume", "Two letters"))
    assert (row.stage, row.came_from) == (Stage.RESEARCHING, CameFrom.LIST)
    whole = await whole_of(owner, row.key)
    assert whole.deadline is not None
    assert whole.deadline.at == datetime(2027, 9, 24, 21, tzinfo=UTC)
    assert [one.name for one in whole.requirements] == ["Resume", "Two letters"]
    assert await dates(owner) == [(FAR, "Deadline, 11:00 am: Sample fellowship")]
    with pytest.raises(Conflict, match="already"):
        await actions.start(owner, Start(opportunity=await Opportunity.get()), now=NOON)


async def test_a_list_says_what_is_next_and_nothing_that_is_done(owner: User) -> None:
    row = await begun(owner)
    planned = await plan(owner, row.key, now=NOON)
    first, second, *_ = sorted(planned, key=lambda one: one.due_on)
    [one] = await applications_of(owner)
    assert one.next_step == (first.name, first.due_on)
    await settle_step(owner, row.key, first.key, done=True, now=NOON)
    [one] = await applications_of(owner)
    assert one.next_step == (second.name, second.due_on)


async def test_somebody_who_may_have_an_opening_begins_one_without_a_deadline(
    owner: User,
) -> None:
    event = await make_event()
    met = await make_contact(owner, "Sample Manager", event=event)
    row = await actions.start(owner, Start(contact=met), now=NOON)
    assert (row.stage, row.came_from) == (Stage.RESEARCHING, CameFrom.EVENT)
    assert row.title == "Internship, through Sample Manager"
    assert (await actions.start(owner, Start(contact=met), now=LATER)).key == row.key
    assert await Application.all().count() == 1
    assert await dates(owner) == []
    with pytest.raises(NoDeadline):
        await plan(owner, row.key, now=NOON)
    other = await actions.start(owner, Start(contact=met, title="Sample"), now=LATER)
    for begun_ in (row, other):
        await actions.set_stage(owner, begun_.key, Stage.WITHDRAWN, now=LATER)
    anew = await actions.start(owner, Start(contact=met), now=LATER)
    assert anew.key not in (row.key, other.key)


async def test_nothing_is_begun_without_words(owner: User) -> None:
    for title in ("", " \n ", "x" * 201):
        with pytest.raises(Invalid):
            await actions.start(owner, Start(title=title), now=NOON)
    assert not await Application.exists()


async def test_one_offer_is_held_also_of_two_that_are_taken_at_once(owner: User) -> None:
    rows = [await actions.start(owner, Start(title=f"Sample {n}"), now=NOON) for n in range(2)]
    done = await asyncio.gather(
        *(actions.set_stage(owner, row.key, Stage.HELD, now=NOON) for row in rows),
        return_exceptions=True,
    )
    refused = [one for one in done if isinstance(one, AnotherHeld)]
    assert len(refused) == 1
    assert "Only one may be held" in refused[0].message
    assert await Application.filter(stage="held").count() == 1
    held = await Application.get(stage="held")
    await actions.set_stage(owner, held.key, Stage.DECLINED, now=LATER)
    other = next(one for one in rows if one.key != held.key)
    await actions.set_stage(owner, other.key, Stage.HELD, now=LATER)


async def test_each_of_two_people_may_hold_one(owner: User) -> None:
    for user in (owner, await make_user(STRANGER)):
        row = await actions.start(user, Start(title="Sample"), now=NOON)
        await actions.set_stage(user, row.key, Stage.HELD, now=NOON)
    assert await Application.filter(stage="held").count() == 2


async def test_the_plan_counts_back_from_the_deadline_and_begins_today_at_the_earliest(
    owner: User,
) -> None:
    row = await begun(owner, closes="2027-01-15")
    steps = await plan(owner, row.key, now=NOON)
    assert [str(one.due_on) for one in steps] == [
        "2026-11-24", "2026-11-24", "2026-11-24", "2026-11-27", "2027-01-01",
    ]  # fmt: skip
    assert await plan(owner, row.key, now=LATER) == []


async def test_a_deadline_that_its_source_moves_takes_every_open_step_along_and_no_other(
    owner: User,
) -> None:
    row = await begun(owner)
    done, *_, last = await plan(owner, row.key, now=NOON)
    own = await add_step(owner, row.key, "Call them", date(2027, 3, 1), now=NOON)
    await settle_step(owner, row.key, done.key, done=True, now=NOON)
    fixed = date(2027, 9, 1)
    await edit_step(owner, row.key, last.key, last.name, fixed, now=NOON)
    before = await numbers(owner)
    moved = make_opportunity_draft(windows=(closing("2027-10-08", "23:59"),))
    await put_opportunities(moved, now=LATER)
    steps = {one.key: one for one in await PlanStep.all()}
    assert steps[done.key].due_on == done.due_on
    assert steps[own.key].due_on == own.due_on
    assert steps[last.key].due_on == fixed
    rest = [one for one in steps.values() if one.key not in (done.key, own.key, last.key)]
    lines = {one.name: one for one in USUAL}
    assert [one.due_on for one in rest] == [
        due_on(lines[one.name], date(2027, 10, 8)) for one in rest
    ]
    assert {one.sequence for one in rest} == {1}
    assert await numbers(owner) == before + 1
    assert ("2027-10-08", "Deadline, 5:59 pm: Sample fellowship") in await dates(owner)


async def test_a_deadline_that_is_dropped_leaves_the_plan_where_it_is(owner: User) -> None:
    row = await begun(owner)
    steps = await plan(owner, row.key, now=NOON)
    await put_opportunities(make_opportunity_draft(windows=()), now=LATER)
    assert [one.due_on for one in await PlanStep.all().order_by("id")] == [
        one.due_on for one in steps
    ]
    assert (await whole_of(owner, row.key)).deadline is None
    await drop_opportunities(await make_source(), now=LATER)
    assert len(await applications_of(owner)) == 1


async def test_a_day_of_ones_own_moves_the_plan_too_and_two_tabs_overwrite_nothing(
    owner: User,
) -> None:
    row = await actions.start(owner, Start(title="Sample", deadline_on=date(2027, 6, 1)), now=NOON)
    [first, *_] = await plan(owner, row.key, now=NOON)
    assert str(first.due_on) == "2027-03-01"
    told = Edit(title="Sample", organization="", deadline_on=date(2027, 6, 30), version=1)
    await actions.edit(owner, row.key, told, now=LATER)
    assert str((await PlanStep.get(key=first.key)).due_on) == "2027-03-30"
    with pytest.raises(ChangedElsewhere):
        await actions.edit(owner, row.key, told, now=LATER)


async def test_what_a_mentor_led_to_is_counted_as_theirs(owner: User) -> None:
    met = await make_contact(owner, "Sample Mentor", event=await make_event())
    await log_touch(owner, met, Told(kind=TouchKind.SESSION, at=NOON), now=NOON)
    row = await actions.start(owner, Start(contact=met), now=NOON)
    assert row.came_from == CameFrom.MENTOR


async def test_nobody_elses_application_is_there(owner: User) -> None:
    row = await begun(owner)
    stranger = await make_user(STRANGER)
    for deed in (
        actions.set_stage(stranger, row.key, Stage.HELD, now=NOON),
        plan(stranger, row.key, now=NOON),
        actions.remove(stranger, row.key, now=NOON),
        whole_of(stranger, row.key),
    ):
        with pytest.raises(NotFound):
            await deed
    with pytest.raises(NotFound):
        await whole_of(owner, "x")


_days = st.dates(date(2026, 12, 1), date(2028, 3, 31))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.sampled_from(["move", "done", "fix", "open"]), _days, st.integers(0, 60)),
        max_size=8,
    )
)
async def test_in_any_order_open_steps_are_where_the_deadline_puts_them(
    owner: User, deeds: list[tuple[str, date, int]]
) -> None:
    """However many days pass between any two."""
    await Application.all().delete()
    row = await begun(owner)
    steps = await plan(owner, row.key, now=NOON)
    deadline, kept, now = date.fromisoformat(FAR), {}, NOON
    was = {one.key: one.due_on for one in steps}
    for n, (what, day, later) in enumerate(deeds):
        step, now = steps[n % len(steps)], now + timedelta(days=later, minutes=1)
        if what == "move":
            deadline = day
            moved = make_opportunity_draft(windows=(closing(f"{day}", "17:00"),))
            await put_opportunities(moved, now=now)
        else:
            if what == "fix":
                await edit_step(owner, row.key, step.key, step.name, day, now=now)
            else:
                await settle_step(owner, row.key, step.key, done=what == "done", now=now)
            now_ = await PlanStep.get(key=step.key)
            if now_.done_at or now_.is_fixed:
                kept[step.key] = now_.due_on
            else:
                kept.pop(step.key, None)
        for one in await PlanStep.all():
            usual = follows_on(one.name, was[one.key], deadline, now.date())
            assert one.due_on == kept.get(one.key, usual), one.name
            was[one.key] = one.due_on
    assert await Requirement.all().count() == 0
