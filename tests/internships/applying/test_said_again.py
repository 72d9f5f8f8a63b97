"""Whatever is said of an application ends its silence, once: the same again changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.models import Contact
from netmentor.db.columns import plain_columns
from netmentor.internships.applying import actions, recommending, steps, taking
from netmentor.internships.applying.actions import Edit
from netmentor.internships.applying.documents import actions as documents
from netmentor.internships.applying.interviewing import actions as interviewing
from netmentor.internships.applying.interviewing.models import Interview
from netmentor.internships.applying.interviewing.rules import State
from netmentor.internships.applying.models import Application, PlanStep, Recommender, Requirement
from netmentor.internships.applying.rules import Asked, Stage
from netmentor.internships.applying.taking import Thing
from netmentor.internships.applying.under_way import actions as under_way
from netmentor.internships.applying.under_way.actions import Terms
from netmentor.internships.applying.under_way.rules import Part
from tests.factories import NOON, TODAY
from tests.internships.applying.begun import begun, numbers
from tests.internships.applying.interviewed import TOLD

LATER = NOON + timedelta(hours=1)
A_DAY = date(2026, 12, 1)


@dataclass
class Applied:
    """Somebody's application with a line of each kind, and who it goes through."""

    owner: User
    key: str
    manager: Contact
    step: PlanStep
    requirement: Requirement
    recommender: Recommender
    interview: Interview
    document: str


Deed = Callable[[Applied, datetime], Awaitable[object]]


async def edit(of: Applied, now: datetime) -> None:
    row = await Application.get(key=of.key)
    told = Edit(title="Sample", organization="", notes="Ask them.", version=row.version)
    await actions.edit(of.owner, of.key, told, now=now)


async def change_interview(of: Applied, now: datetime) -> None:
    version = (await Interview.get(id=of.interview.id)).version
    about = of.owner, of.key, of.interview.key, TOLD
    await interviewing.change_interview(*about, version=version, now=now)


async def set_terms(of: Applied, now: datetime) -> None:
    row = await under_way.begin(of.owner, of.key, now=now)
    days = {Part.STARTS: A_DAY, Part.ENDS: None, Part.MIDPOINT: None, Part.FINAL: None}
    told = Terms(days=days, hours_required=40, supervisor=None, version=row.version)
    await under_way.set_terms(of.owner, of.key, told, now=now)


# Each says what was not so the first time, and is so the second.
DEEDS: dict[str, Deed] = {
    "stage": lambda of, now: actions.set_stage(of.owner, of.key, Stage.ASKED, now=now),
    "form": edit,
    "plan": lambda of, now: steps.plan(of.owner, of.key, now=now),
    "step done": lambda of, now: steps.settle_step(
        of.owner, of.key, of.step.key, done=True, now=now
    ),
    "step put off": lambda of, now: steps.edit_step(
        of.owner, of.key, of.step.key, of.step.name, date(2026, 12, 2), now=now
    ),
    "step called": lambda of, now: steps.edit_step(
        of.owner, of.key, of.step.key, "Write to them", A_DAY, now=now
    ),
    "requirement": lambda of, now: taking.change_requirement(
        of.owner, of.key, of.requirement.id, Thing(name="A résumé", contact=of.manager), now=now
    ),
    "requirement done": lambda of, now: taking.settle_requirement(
        of.owner, of.key, of.requirement.id, done=True, now=now
    ),
    "recommender": lambda of, now: recommending.change_recommender(
        of.owner, of.key, of.recommender.id, "Sample Professor", A_DAY, now=now
    ),
    "recommender asked": lambda of, now: recommending.note_recommender(
        of.owner, of.key, of.recommender.id, Asked.AGREED, now=now
    ),
    "recommender taken back": lambda of, now: recommending.take_back(
        of.owner, of.key, of.recommender.id, Asked.ASKED, now=now
    ),
    "interview": change_interview,
    "interview off": lambda of, now: interviewing.settle_interview(
        of.owner, of.key, of.interview.key, State.CANCELED, now=now
    ),
    "seat": lambda of, now: interviewing.seat(
        of.owner, of.key, of.interview.key, of.manager, now=now
    ),
    "sent": lambda of, now: documents.note_sent(of.owner, of.key, of.document, 1, TODAY, now=now),
}
UNDER_WAY: dict[str, Deed] = {
    "begin": lambda of, now: under_way.begin(of.owner, of.key, now=now),
    "terms": set_terms,
    "hours": lambda of, now: under_way.log_hours(of.owner, of.key, TODAY, 60, "Sample", now=now),
    "evaluation": lambda of, now: under_way.settle_evaluation(
        of.owner, of.key, Part.FINAL, done=True, now=now
    ),
}


@pytest.fixture
async def applied(owner: User, manager: Contact) -> Applied:
    key = (await begun(owner)).key
    told = replace(TOLD, name="Another round")
    row = await recommending.add_recommender(owner, key, "Professor", None, now=NOON)
    await recommending.note_recommender(owner, key, row.id, Asked.ASKED, now=NOON)
    return Applied(
        owner,
        key,
        manager,
        await steps.add_step(owner, key, "Write", A_DAY, now=NOON),
        await taking.add_requirement(owner, key, Thing(name="Résumé"), now=NOON),
        row,
        await interviewing.plan_interview(owner, key, told, None, now=NOON),
        (await documents.keep(owner, "sample.txt", b"Sample", now=NOON)).key,
    )


async def fall_silent(of: Applied) -> None:
    """Have the step that silence comes to be open."""
    row = await Application.get(key=of.key)
    await PlanStep.create(
        application=row,
        key="sample",
        name="Ask them",
        due_on=TODAY,
        is_fixed=True,
        is_nudge=True,
        created_at=NOON,
        changed_at=NOON,
    )


async def said_of(of: Applied) -> list[object]:
    row = await Application.get(key=of.key)
    tables = PlanStep, Requirement, Recommender, Interview
    lines = [
        plain_columns(one, one._meta.db_fields) for table in tables for one in await table.all()
    ]
    return [plain_columns(row, row._meta.db_fields), lines, await numbers(of.owner)]


@pytest.mark.parametrize("deed", [*DEEDS, *UNDER_WAY])
async def test_what_is_said_ends_the_silence_and_said_again_changes_nothing(
    applied: Applied, deed: str
) -> None:
    if deed in UNDER_WAY:
        await actions.set_stage(applied.owner, applied.key, Stage.ACCEPTED, now=NOON)
    if deed in ("hours", "evaluation"):
        await under_way.begin(applied.owner, applied.key, now=NOON)
    say = (DEEDS | UNDER_WAY)[deed]
    await fall_silent(applied)

    await say(applied, LATER)

    assert not await PlanStep.exists(is_nudge=True)
    assert (await Application.get(key=applied.key)).heard_at == LATER

    await fall_silent(applied)
    before = await said_of(applied)

    await say(applied, LATER + timedelta(hours=1))

    assert await PlanStep.exists(is_nudge=True)
    assert await said_of(applied) == before
