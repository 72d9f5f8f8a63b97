"""A deadline that a curator moves by hand moves what others planned by it, and nothing done."""

from __future__ import annotations

from datetime import date, timedelta

from netmentor.accounts.models import User
from netmentor.internships.applying.models import PlanStep
from netmentor.internships.applying.steps import plan, settle_step
from netmentor.internships.curating.actions import lock, release, undo
from netmentor.internships.drafts import written
from netmentor.internships.models import Opportunity
from tests.factories import NOON
from tests.internships.applying.begun import begun, dates, numbers, sequences
from tests.internships.curating.offered import last_decision
from tests.internships.opportunities import closing, make_opportunity_draft

LATER = NOON + timedelta(hours=1)


async def due(owner: User) -> dict[str, date]:
    return {one.name: one.due_on for one in await PlanStep.all().order_by("id")}


async def test_steps_and_dates_follow_a_deadline_set_by_hand(owner: User) -> None:
    row = await begun(owner, closes="2027-09-24")
    done, *_ = await plan(owner, row.key, now=NOON)
    await settle_step(owner, row.key, done.key, done=True, now=NOON)
    before, told, number = await due(owner), await sequences(owner), await numbers(owner)
    listed = await Opportunity.get()
    windows = written(make_opportunity_draft(windows=(closing("2027-10-24", "17:00"),)))
    await lock(listed.slug, {"windows": windows["windows"]}, now=LATER)

    after = await due(owner)
    assert after.pop(done.name) == before.pop(done.name)
    assert all(day > before[name] for name, day in after.items())
    assert ("2027-10-24", "Deadline, 11:00 am: Sample fellowship") in await dates(owner)
    assert await numbers(owner) > number
    now = await sequences(owner)
    assert {uid for uid in told if now.get(uid, 0) > told[uid]}

    await undo((await last_decision()).id, now=LATER)
    assert {name: day for name, day in (await due(owner)).items() if name != done.name} == before


async def test_released_it_goes_where_its_source_has_it(owner: User) -> None:
    await begun(owner, closes="2027-09-24")
    listed = await Opportunity.get()
    windows = written(make_opportunity_draft(windows=(closing("2027-10-24", "17:00"),)))
    await lock(listed.slug, {"windows": windows["windows"]}, now=LATER)
    await release(listed.slug, ["dates"], now=LATER)
    assert await dates(owner) == [("2027-09-24", "Deadline, 11:00 am: Sample fellowship")]
