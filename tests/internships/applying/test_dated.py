"""What of applications stands in calendars and rings: days, and which of them moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from netmentor.accounts.models import User
from netmentor.agenda.gathering import gather
from netmentor.calendars.dated import Kind
from netmentor.calendars.entry import Entry
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import (
    Edit,
    Start,
)
from netmentor.internships.applying.models import PlanStep
from netmentor.internships.applying.queries import applications_of, whole_of
from netmentor.internships.applying.rules import Stage, months_before
from netmentor.internships.applying.steps import add_step, plan, settle_step
from netmentor.reminders.models import Reminder
from netmentor.reminders.planner import plan_user
from tests.factories import NOON, make_source
from tests.internships.applying.begun import begun, dates, numbers, sequences
from tests.internships.opportunities import (
    closing,
    drop_opportunities,
    make_opportunity,
    make_opportunity_draft,
    put_opportunities,
)

LATER = NOON + timedelta(hours=1)


async def test_what_is_sent_or_over_has_no_deadline_in_the_calendar(owner: User) -> None:
    row = await begun(owner)
    await plan(owner, row.key, now=NOON)
    for stage in Stage:
        await actions.set_stage(owner, row.key, stage, now=LATER)
        titles = [title for _, title in await dates(owner)]
        waits = stage in (Stage.RESEARCHING, Stage.ASKED, Stage.PREPARING, Stage.RETURNED)
        assert ("Deadline, 11:00 am: Sample fellowship" in titles) == waits, stage
        assert bool([one for one in titles if "Submit" in one]) == waits, stage


async def test_what_was_planned_before_sending_is_asked_for_until_it_is_sent(owner: User) -> None:
    row = await begun(owner)
    [first, *_] = await plan(owner, row.key, now=NOON)
    await add_step(owner, row.key, "Thank the committee", date(2027, 9, 30), now=NOON)
    before = await dates(owner)
    for stage in (Stage.VERIFIED, Stage.INTERVIEW, Stage.HELD):
        await actions.set_stage(owner, row.key, stage, now=LATER)
        titles = [title for _, title in await dates(owner)]
        assert titles == ["Thank the committee: Sample fellowship"], stage
        [listed] = await applications_of(owner)
        assert listed.next_step
        assert listed.next_step.name == "Thank the committee"
        whole = await whole_of(owner, row.key)
        assert whole.overdue(date(2027, 9, 25)) == []
        assert [one.name for one in whole.steps if not whole.is_passed(one)] == [
            "Thank the committee"
        ]
    await actions.set_stage(owner, row.key, Stage.RETURNED, now=LATER)
    assert await dates(owner) == before
    [again] = await applications_of(owner)
    assert again.next_step
    assert again.next_step.name == first.name


async def test_an_offer_rings_on_the_users_own_clock(owner: User) -> None:
    row = await actions.start(owner, Start(title="Sample"), now=NOON)
    until = datetime(2026, 12, 2, 3, 59, tzinfo=UTC)  # 5:59 pm the day before in Honolulu
    told = Edit(title="Sample", organization="", offer_until=until, version=1)
    await actions.edit(owner, row.key, told, now=NOON)
    await actions.set_stage(owner, row.key, Stage.OFFER, now=NOON)
    [one] = await gather(owner.id, today=NOON.date(), first=NOON.date(), kinds={Kind.APPLICATIONS})
    assert (str(one.first_on), one.due_time, one.place_zone) == (
        "2026-12-01", "17:59", "Pacific/Honolulu",
    )  # fmt: skip


async def test_reminders_of_a_cut_off_go_by_the_hour_there(owner: User) -> None:
    """At 5 pm Eastern it is noon in Honolulu: three hours before is nine in the morning."""
    await begun(owner, closes="2026-12-10")
    await plan_user(owner.id, now=NOON)
    told = {one.lead: one for one in await Reminder.filter(kind="applications")}
    assert set(told) == {"7d", "1d", "0d"}
    morning = datetime(2026, 12, 10, 18, tzinfo=UTC)  # 8 am there
    assert told["0d"].due_at == morning
    await put_opportunities(
        make_opportunity_draft(windows=(closing("2026-12-17", "17:00"),)), now=LATER
    )
    await plan_user(owner.id, now=LATER)
    due = await Reminder.get(kind="applications", lead="0d", state="planned")
    assert due.due_at == morning + timedelta(days=7)


async def test_what_changes_no_day_is_no_news_to_calendars_and_rings_no_second_time(
    owner: User,
) -> None:
    row = await begun(owner, closes="2026-12-10")
    [step, *_] = await plan(owner, row.key, now=NOON)
    await plan_user(owner.id, now=NOON)
    keys = set(await Reminder.all().values_list("uid", "occurrence", "lead", "schedule_version"))
    before, number = await sequences(owner), await numbers(owner)
    told = Edit(title=row.title, organization=row.organization_name, window_part="closes",
                notes="Ask for the parking.", version=1)  # fmt: skip
    await actions.edit(owner, row.key, told, now=LATER)
    assert await plan(owner, row.key, now=LATER) == []
    assert await numbers(owner) == number
    renamed = replace(told, title="Sample fellowship, the other one", version=2)
    await actions.edit(owner, row.key, renamed, now=LATER)
    await actions.set_stage(owner, row.key, Stage.PREPARING, now=LATER)
    await settle_step(owner, row.key, step.key, done=True, now=LATER)
    await settle_step(owner, row.key, step.key, done=False, now=LATER)
    assert await numbers(owner) == number + 4
    assert await sequences(owner) == before
    await plan_user(owner.id, now=LATER)
    again = await Reminder.all().values_list("uid", "occurrence", "lead", "schedule_version")
    assert set(again) == keys


async def test_the_sequence_of_a_deadline_grows_whatever_it_follows_next(owner: User) -> None:
    row = await begun(owner)
    uid = f"deadline.{row.key}"
    for n, day in enumerate(("2027-10-01", "2027-10-08", "2027-10-15")):
        moved = make_opportunity_draft(windows=(closing(day),))
        await put_opportunities(moved, now=LATER + timedelta(hours=n))
    seen = [(await sequences(owner))[uid]]
    own = Edit(title="Sample", organization="", deadline_on=date(2027, 6, 1), version=1)
    await actions.edit(owner, row.key, own, now=LATER)
    seen.append((await sequences(owner))[uid])
    back = replace(own, window_part="closes", version=2)
    await actions.edit(owner, row.key, back, now=LATER)
    seen.append((await sequences(owner))[uid])
    await put_opportunities(make_opportunity_draft(windows=()), now=LATER + timedelta(hours=9))
    seen.append((await sequences(owner))[uid])
    assert seen == sorted(set(seen))


async def test_that_no_source_lists_it_any_more_is_told_to_whoever_follows_it(owner: User) -> None:
    row = await begun(owner)
    uid, number = f"deadline.{row.key}", await numbers(owner)
    before = (await sequences(owner))[uid]
    await drop_opportunities(await make_source(), now=LATER)
    assert (await sequences(owner))[uid] == before + 1
    assert await numbers(owner) == number + 1


async def test_where_a_followed_date_is_dropped_ones_own_counts_everywhere(owner: User) -> None:
    row = await begun(owner)
    [step, *_] = await plan(owner, row.key, now=NOON)
    told = Edit(title=row.title, organization="", window_part="closes",
                deadline_on=date(2027, 6, 1), version=1)  # fmt: skip
    await actions.edit(owner, row.key, told, now=NOON)
    await put_opportunities(make_opportunity_draft(windows=()), now=LATER)
    deadline = (await whole_of(owner, row.key)).deadline
    assert deadline is not None
    assert (str(deadline.on), deadline.is_followed) == ("2027-06-01", False)
    assert ("2027-06-01", "Deadline: Sample fellowship") in await dates(owner)
    assert str((await PlanStep.get(key=step.key)).due_on) == "2027-03-01"


async def test_an_overdue_step_stays_overdue_whatever_is_done_beside_it(owner: User) -> None:
    row = await begun(owner)
    first, second, *_ = await plan(owner, row.key, now=NOON)
    overdue = datetime.combine(first.due_on, time(12), UTC) + timedelta(days=10)
    await settle_step(owner, row.key, second.key, done=True, now=overdue)
    still = await PlanStep.get(id=first.id)
    assert (still.due_on, still.sequence) == (first.due_on, first.sequence)

    await make_opportunity(windows=(closing("2027-10-29", "17:00"),), now=overdue)
    moved = await PlanStep.get(id=first.id)
    assert moved.due_on == months_before(date(2027, 10, 29), 3)


async def test_what_calendars_read_of_a_deadline_is_the_same_while_they_are_told_of_nothing(
    owner: User,
) -> None:
    day = date(2027, 3, 1)
    row = await actions.start(owner, Start(title="Sample", deadline_on=day), now=NOON)
    before, number = await entries(owner), await numbers(owner)
    told = Edit(title="Sample", organization="", deadline_on=day, notes="Parking", version=1)
    await actions.edit(owner, row.key, told, now=LATER)
    assert (await entries(owner), await numbers(owner)) == (before, number)
    await actions.edit(owner, row.key, replace(told, title="Other", version=2), now=LATER)
    assert await numbers(owner) == number + 1
    assert [one.changed_at for one in await entries(owner)] == [LATER]


async def test_that_a_deadline_follows_its_listing_on_the_same_day_is_told_to_calendars(
    owner: User,
) -> None:
    row = await begun(owner)
    await put_opportunities(make_opportunity_draft(windows=(closing("2027-10-01"),)), now=LATER)
    own = Edit(title=row.title, organization=row.organization_name,
               deadline_on=date(2027, 10, 1), timezone="America/New_York", version=1)  # fmt: skip
    await actions.edit(owner, row.key, own, now=LATER)
    before, number = await entries(owner), await numbers(owner)
    later = LATER + timedelta(hours=1)
    await actions.edit(owner, row.key, replace(own, window_part="closes", version=2), now=later)
    assert (await entries(owner) == before) == (await numbers(owner) == number)


async def entries(owner: User) -> list[Entry]:
    """What calendars read of the owner's applications, whole."""
    found = await gather(owner.id, today=NOON.date(), first=NOON.date(), kinds={Kind.APPLICATIONS})
    return [one.entry for one in found]
