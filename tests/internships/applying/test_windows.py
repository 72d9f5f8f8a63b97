"""What else of a cycle is due of whoever applies is in their calendars, while it is to be sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from netmentor.accounts.models import User
from netmentor.agenda.gathering import gather
from netmentor.calendars.dated import Dated, Kind
from netmentor.calendars.entry import Status as Told
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Edit, Start
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.rules import TO_BE_SENT, Stage
from netmentor.internships.drafts import OpportunityDraft
from netmentor.internships.rules import CANCELED_STAYS, Status, WindowKind
from netmentor.reminders.models import Reminder
from netmentor.reminders.planner import plan_user
from tests.factories import NOON, TODAY, make_source
from tests.internships.applying.begun import dates, numbers
from tests.internships.opportunities import (
    closing,
    drop_opportunities,
    make_opportunity,
    make_opportunity_draft,
    put_opportunities,
)

LATER = NOON + timedelta(hours=1)


def of(kind: WindowKind, day: str, clock: str = "") -> OpportunityDraft:
    """A cycle that closes in the middle of December, with one more day."""
    return make_opportunity_draft(windows=(closing("2026-12-15"), closing(day, clock, kind=kind)))


async def begun(owner: User, draft: OpportunityDraft) -> Application:
    listed = await make_opportunity(windows=draft.windows)
    return await actions.start(owner, Start(opportunity=listed), now=NOON)


async def beside(owner: User, row: Application) -> list[Dated]:
    """What calendars have of an application beside its deadline."""
    found = await gather(owner.id, today=NOON.date(), first=NOON.date(), kinds={Kind.APPLICATIONS})
    return [one for one in found if one.uid != f"deadline.{row.key}"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (WindowKind.TRANSCRIPTS, "Transcripts due"),
        (WindowKind.RECOMMENDATIONS, "Recommendations due"),
        (WindowKind.PRIORITY, "Priority deadline"),
        (WindowKind.PHASE2_CLOSES, "Second phase closes"),
    ],
)
async def test_each_is_an_entry_and_rings(owner: User, kind: WindowKind, words: str) -> None:
    row = await begun(owner, of(kind, "2026-12-20", "00:30"))
    title = f"{words}, 7:30 pm: Sample fellowship"
    assert ("2026-12-19", title) in await dates(owner)
    assert [one.uid for one in await beside(owner, row)] == [f"{kind}.{row.key}"]
    await plan_user(owner.id, now=NOON)
    assert await Reminder.filter(uid=f"{kind}.{row.key}", state="planned").exists()


@pytest.mark.parametrize("kind", [WindowKind.OPENS, WindowKind.ACCEPTANCE, WindowKind.STARTS])
async def test_what_is_not_due_of_who_applies_is_none(owner: User, kind: WindowKind) -> None:
    row = await begun(owner, of(kind, "2026-12-20"))
    assert await beside(owner, row) == []


async def test_what_was_over_as_it_began_is_none(owner: User) -> None:
    row = await begun(owner, of(WindowKind.TRANSCRIPTS, "2026-11-01"))
    found = await gather(owner.id, today=NOON.date(), first=date(2026, 10, 1))
    assert [one.uid for one in found] == [f"deadline.{row.key}"]


async def test_they_are_there_while_it_is_to_be_sent(owner: User) -> None:
    row = await begun(owner, of(WindowKind.TRANSCRIPTS, "2026-12-20"))
    for stage in Stage:
        await actions.set_stage(owner, row.key, stage, now=LATER)
        assert bool(await beside(owner, row)) == (stage in TO_BE_SENT), stage


async def test_whoever_goes_by_a_day_of_their_own_has_that_alone(owner: User) -> None:
    row = await begun(owner, of(WindowKind.TRANSCRIPTS, "2026-12-20"))
    own = Edit(title="Sample", organization="", deadline_on=date(2026, 12, 9), version=1)
    await actions.edit(owner, row.key, own, now=NOON)
    assert await dates(owner) == [("2026-12-09", "Deadline: Sample")]


async def test_one_that_moves_is_told_to_calendars(owner: User) -> None:
    row = await begun(owner, of(WindowKind.TRANSCRIPTS, "2026-12-20"))
    [before], number = await beside(owner, row), await numbers(owner)
    await put_opportunities(of(WindowKind.TRANSCRIPTS, "2026-12-21"), now=LATER)
    [after] = await beside(owner, row)
    assert (after.uid, str(after.first_on)) == (before.uid, "2026-12-21")
    assert after.entry.sequence == before.entry.sequence + 1
    assert await numbers(owner) == number + 1


async def test_one_that_is_told_no_more_is_canceled(owner: User) -> None:
    row = await begun(owner, of(WindowKind.TRANSCRIPTS, "2026-12-20"))
    [before], number = await beside(owner, row), await numbers(owner)
    await put_opportunities(make_opportunity_draft(windows=(closing("2026-12-15"),)), now=LATER)
    [after] = await beside(owner, row)
    assert (after.uid, after.entry.status) == (before.uid, Told.CANCELED)
    assert after.entry.sequence == before.entry.sequence + 1
    assert await numbers(owner) == number + 1
    [deadline] = [title for _, title in await dates(owner) if title.startswith("Deadline")]
    assert deadline == "Deadline: Sample fellowship"


async def test_the_day_that_is_followed_is_canceled_too_until_it_is_told_again(
    owner: User,
) -> None:
    draft = of(WindowKind.TRANSCRIPTS, "2026-12-20")
    row = await begun(owner, draft)
    before = await deadline(owner, row, TODAY)
    await put_opportunities(replace(draft, windows=draft.windows[1:]), now=LATER)
    after = await deadline(owner, row, TODAY)
    assert (after.first_on, after.entry.status) == (before.first_on, Told.CANCELED)
    assert after.entry.sequence == before.entry.sequence + 1
    assert await deadline(owner, row, TODAY + CANCELED_STAYS) == after
    assert await deadline(owner, row, TODAY + CANCELED_STAYS + timedelta(days=1)) is None
    await put_opportunities(draft, now=LATER)
    again = await deadline(owner, row, TODAY)
    assert (again.first_on, again.entry.status) == (before.first_on, Told.CONFIRMED)
    assert again.entry.sequence == after.entry.sequence + 1


async def deadline(owner: User, row: Application, today: date) -> Any:
    found = await gather(owner.id, today=today, first=TODAY, kinds={Kind.APPLICATIONS})
    return next((one for one in found if one.uid == f"deadline.{row.key}"), None)


@pytest.mark.parametrize("way", ["gone", "canceled"])
async def test_where_the_cycle_is_off_they_are_canceled(owner: User, way: str) -> None:
    draft = of(WindowKind.TRANSCRIPTS, "2026-12-20")
    row = await begun(owner, draft)
    [before], number = await beside(owner, row), await numbers(owner)
    if way == "gone":
        await drop_opportunities(await make_source(), now=LATER)
    else:
        await put_opportunities(replace(draft, status=Status.CANCELED), now=LATER)
    [after] = await beside(owner, row)
    assert (after.uid, after.first_on) == (before.uid, before.first_on)
    assert after.entry.status is Told.CANCELED
    assert after.entry.sequence == before.entry.sequence + 1
    assert await numbers(owner) == number + 1
    await plan_user(owner.id, now=LATER)
    assert not await Reminder.filter(kind="applications", state="planned").exists()
