"""One's own steps back from a deadline: what one press plans, and what of it stays."""

from __future__ import annotations

import json
from datetime import date

import pytest

from netmentor.accounts.models import User
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.internships.applying.models import Application, PlanStep
from netmentor.internships.applying.planning import (
    LONGEST_DAYS,
    LONGEST_MONTHS,
    MOST_LINES_OF_A_PLAN,
    USUAL,
    Line,
)
from netmentor.internships.applying.rules import MOST_LINES
from netmentor.internships.applying.steps import (
    add_step,
    edit_step,
    plan,
    remove_step,
    settle_step,
    take_plan_back,
)
from netmentor.internships.applying.templates import (
    forget_template,
    lines_of,
    set_template,
    template_of,
)
from tests.accounts.casting import STRANGER, make_user
from tests.factories import NOON
from tests.internships.applying.begun import FAR, begun, dates, numbers, sequences
from tests.internships.opportunities import closing, make_opportunity
from tests.taken_along import lines, taken_along

OWN = [Line("Send", days=30), Line("Ask two people", months=1, days=15)]
MOVED = "2027-10-01"


async def names(row: Application) -> list[tuple[str, str]]:
    steps = await PlanStep.filter(application=row).order_by("due_on")
    return [(one.name, str(one.due_on)) for one in steps]


async def test_one_press_plans_the_steps_somebody_set(owner: User) -> None:
    await set_template(owner, OWN, now=NOON)
    row = await begun(owner)
    await plan(owner, row.key, now=NOON)
    assert await names(row) == [("Ask two people", "2027-08-09"), ("Send", "2027-08-25")]
    assert await lines_of(await make_user(STRANGER)) == USUAL


async def test_steps_are_kept_in_the_order_in_which_they_come_due(owner: User) -> None:
    await set_template(owner, OWN, now=NOON)
    assert await template_of(owner) == [OWN[1], OWN[0]]
    await set_template(owner, [Line("Call")], now=NOON)
    assert await template_of(owner) == [Line("Call")]
    await forget_template(owner)
    assert (await template_of(owner), await lines_of(owner)) == (None, USUAL)


async def test_what_is_planned_stays_when_the_steps_are_set_anew(owner: User) -> None:
    row = await begun(owner)
    await plan(owner, row.key, now=NOON)
    before = await names(row)
    await set_template(owner, OWN, now=NOON)
    assert await names(row) == before
    await plan(owner, row.key, now=NOON)
    assert [one for one in await names(row) if one not in before] == [
        ("Ask two people", "2027-08-09"),
        ("Send", "2027-08-25"),
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "at least one"),
        ([Line("")], "1 to 200"),
        ([Line("x" * 201)], "1 to 200"),
        ([Line("Send", days=1), Line("Send", days=2)], "the same"),
        ([Line("Send", months=LONGEST_MONTHS + 1)], "at most"),
        ([Line("Send", days=LONGEST_DAYS + 1)], "at most"),
        ([Line("Send", days=-1)], "at most"),
        ([Line(str(n)) for n in range(MOST_LINES_OF_A_PLAN + 1)], "at most 20 steps"),
    ],
)
async def test_what_is_no_plan_is_refused_in_a_sentence(
    owner: User, lines: list[Line], said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        await set_template(owner, lines, now=NOON)
    assert await template_of(owner) is None


async def test_a_step_that_is_renamed_is_not_planned_again_and_moves_on(owner: User) -> None:
    row = await begun(owner)
    step, *_ = await plan(owner, row.key, now=NOON)
    told = await sequences(owner)
    await edit_step(owner, row.key, step.key, "Ask Sample Denise", step.due_on, now=NOON)
    assert await sequences(owner) == told
    assert await plan(owner, row.key, now=NOON) == []
    await make_opportunity(windows=(closing(MOVED, "17:00"),))
    assert ("Ask Sample Denise", "2027-07-01") in await names(row)


async def test_a_step_that_is_put_on_another_day_stays_there(owner: User) -> None:
    row = await begun(owner)
    step, *_ = await plan(owner, row.key, now=NOON)
    await edit_step(owner, row.key, step.key, step.name, date(2027, 5, 3), now=NOON)
    await make_opportunity(windows=(closing(MOVED, "17:00"),))
    assert (step.name, "2027-05-03") in await names(row)
    assert (await sequences(owner))[step.key] == 1


async def test_a_step_that_is_taken_out_is_in_no_calendar(owner: User) -> None:
    row = await begun(owner)
    await add_step(owner, row.key, "Call", date(2027, 1, 4), now=NOON)
    step = await PlanStep.get(name="Call")
    number = await numbers(owner)
    await remove_step(owner, row.key, step.key, now=NOON)
    assert await numbers(owner) > number
    assert await dates(owner) == [(FAR, "Deadline, 11:00 am: Sample fellowship")]
    with pytest.raises(NotFound):
        await remove_step(owner, row.key, step.key, now=NOON)


async def test_taking_the_plan_back_leaves_what_somebody_touched(owner: User) -> None:
    row = await begun(owner)
    done, moved, *_ = await plan(owner, row.key, now=NOON)
    await settle_step(owner, row.key, done.key, done=True, now=NOON)
    await edit_step(owner, row.key, moved.key, moved.name, date(2027, 5, 3), now=NOON)
    await add_step(owner, row.key, "Call", date(2027, 1, 4), now=NOON)
    assert await take_plan_back(owner, row.key, now=NOON) == len(USUAL) - 2
    assert {name for name, _ in await names(row)} == {done.name, moved.name, "Call"}
    assert await take_plan_back(owner, row.key, now=NOON) == 0


async def test_planning_stops_where_there_is_no_room(owner: User) -> None:
    row = await begun(owner)
    for n in range(MOST_LINES - 1):
        await add_step(owner, row.key, f"Call {n}", date(2027, 1, 4), now=NOON)
    with pytest.raises(Conflict, match=str(MOST_LINES)):
        await plan(owner, row.key, now=NOON)


async def test_steps_of_others_are_as_unknown_as_none(owner: User) -> None:
    row = await begun(owner)
    step, *_ = await plan(owner, row.key, now=NOON)
    other = await make_user(STRANGER)
    with pytest.raises(NotFound):
        await edit_step(other, row.key, step.key, "Mine", step.due_on, now=NOON)
    with pytest.raises(NotFound):
        await remove_step(other, row.key, step.key, now=NOON)
    with pytest.raises(NotFound):
        await take_plan_back(other, row.key, now=NOON)


async def test_the_steps_somebody_set_are_handed_out_and_go_with_them(owner: User) -> None:
    await set_template(owner, OWN, now=NOON)
    [plan] = lines(await taken_along(owner), "data/plan_template")
    assert [name for name, *_ in json.loads(plan["lines"])] == ["Ask two people", "Send"]
    await owner.delete()
    assert await template_of(owner) is None
