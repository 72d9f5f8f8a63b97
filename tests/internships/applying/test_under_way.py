"""What is under way: its days in calendars, its hours of those required, thanks at the end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from netmentor import keeping
from netmentor.accounts.models import User
from netmentor.contacts.binning import delete
from netmentor.contacts.follow_ups import do
from netmentor.contacts.models import Contact, FollowUp
from netmentor.contacts.rules import MOST_OPEN, TouchKind
from netmentor.errors import Conflict, Invalid, NotFound
from netmentor.internships.applying import actions as applying
from netmentor.internships.applying.actions import ChangedElsewhere, Start
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.rules import Stage
from netmentor.internships.applying.under_way import actions
from netmentor.internships.applying.under_way.actions import Terms
from netmentor.internships.applying.under_way.models import Hours, Milestone, UnderWay
from netmentor.internships.applying.under_way.queries import standing_of
from netmentor.internships.applying.under_way.rules import Part, why_not_in_order
from netmentor.reminders.models import Reminder
from netmentor.reminders.planner import plan_user
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON
from tests.internships.applying.begun import begun, dates, numbers, sequences
from tests.taken_along import lines, taken_along

FIRST, MID, LAST = date(2026, 12, 1), date(2027, 1, 15), date(2027, 3, 26)
DAYS = {Part.STARTS: FIRST, Part.MIDPOINT: MID, Part.FINAL: LAST, Part.ENDS: LAST}
BEGUN = {**DAYS, Part.STARTS: NOON.date() - timedelta(days=1)}
LATER = NOON + timedelta(hours=1)


async def accepted(owner: User) -> Application:
    """An application of one's own that was accepted and is under way."""
    row = await applying.start(owner, Start(title="Sample"), now=NOON)
    await applying.set_stage(owner, row.key, Stage.ACCEPTED, now=NOON)
    await actions.begin(owner, row.key, now=NOON)
    return row


async def tell(owner: User, row: Application, **told: Any) -> UnderWay:
    """Have the form say these, and else what it says at first."""
    version = (await UnderWay.get(application=row)).version
    boring: dict[str, Any] = {"days": DAYS, "hours_required": 400, "supervisor": None}
    terms = Terms(**{"version": version, **boring, **told})
    return await actions.set_terms(owner, row.key, terms, now=LATER)


async def test_only_what_is_accepted_is_under_way_and_only_once(owner: User) -> None:
    row = await applying.start(owner, Start(title="Sample"), now=NOON)
    with pytest.raises(Conflict, match="not accepted"):
        await actions.begin(owner, row.key, now=NOON)
    await applying.set_stage(owner, row.key, Stage.ACCEPTED, now=NOON)
    one, again = [await actions.begin(owner, row.key, now=NOON) for _ in range(2)]
    assert one.id == again.id
    assert await Milestone.filter(under_way=one).count() == len(Part)


async def test_it_begins_with_what_its_listing_says(owner: User) -> None:
    row = await begun(owner, hours_total=400, starts_on=FIRST)
    await applying.set_stage(owner, row.key, Stage.ACCEPTED, now=NOON)
    await actions.begin(owner, row.key, now=NOON)
    standing = await standing_of(row, today=FIRST)
    assert standing is not None
    assert (standing.pace.required, standing.days[Part.STARTS].due_on) == (400 * 60, FIRST)


async def test_its_days_are_in_the_calendar_while_it_is_accepted(owner: User) -> None:
    row = await accepted(owner)
    await tell(owner, row)
    assert await dates(owner) == [
        ("2026-12-01", "First day: Sample"),
        ("2027-01-15", "Mid-point evaluation: Sample"),
        ("2027-03-26", "Final evaluation: Sample"),
        ("2027-03-26", "Last day: Sample"),
    ]
    await actions.settle_evaluation(owner, row.key, Part.MIDPOINT, done=True, now=LATER)
    assert "Mid-point evaluation: Sample" not in [title for _, title in await dates(owner)]
    await applying.set_stage(owner, row.key, Stage.WITHDRAWN, now=LATER)
    assert await dates(owner) == []


async def test_a_day_that_moves_is_announced_and_the_others_are_not(owner: User) -> None:
    row = await accepted(owner)
    await tell(owner, row)
    await plan_user(owner.id, now=NOON)
    before, number = await sequences(owner), await numbers(owner)
    await tell(owner, row, hours_required=300)
    assert (await sequences(owner), await numbers(owner)) == (before, number)
    moved = MID + timedelta(days=7)
    await tell(owner, row, days=DAYS | {Part.MIDPOINT: moved})
    await tell(owner, row, days=DAYS | {Part.MIDPOINT: None})
    await tell(owner, row, days=DAYS | {Part.MIDPOINT: moved})
    after = await sequences(owner)
    assert {uid for uid in before if after[uid] != before[uid]} == {f"midpoint.{row.key}"}
    assert after[f"midpoint.{row.key}"] > before[f"midpoint.{row.key}"] + 1
    assert await numbers(owner) == number + 3


async def test_evaluations_ring_before_they_come(owner: User) -> None:
    row = await accepted(owner)
    await tell(owner, row, days={Part.MIDPOINT: date(2026, 12, 10)})
    await plan_user(owner.id, now=NOON)
    told = await Reminder.filter(uid=f"midpoint.{row.key}")
    assert {one.lead for one in told} == {"7d", "1d", "0d"}


async def test_hours_of_a_day_are_those_that_were_told_last(owner: User) -> None:
    row = await accepted(owner)
    await tell(owner, row, days=BEGUN)
    today = NOON.date()
    for minutes in (240, 450):
        await actions.log_hours(owner, row.key, today, minutes, "Billing\n", now=NOON)
    await actions.log_hours(owner, row.key, today - timedelta(days=1), 30, "", now=NOON)
    standing = await standing_of(row, today=today)
    assert standing is not None
    assert (standing.pace.logged, standing.pace.left, standing.count) == (480, 23_520, 2)
    assert [one.note for one in standing.latest] == ["Billing", ""]
    await actions.forget_hours(owner, row.key, standing.latest[0].id, now=NOON)
    assert [one.minutes for one in await Hours.all()] == [30]


@pytest.mark.parametrize(
    ("ahead", "minutes", "note"), [(1, 60, ""), (0, 0, ""), (0, 1441, ""), (0, 60, "x" * 301)]
)
async def test_hours_that_cannot_be_are_refused(
    owner: User, ahead: int, minutes: int, note: str
) -> None:
    """In Honolulu it is still the day before when it is past midnight in UTC."""
    row = await accepted(owner)
    now = NOON.replace(hour=3)
    day = date(2026, 11, 23) + timedelta(days=ahead)
    with pytest.raises(Invalid):
        await actions.log_hours(owner, row.key, day, minutes, note, now=now)
    assert not await Hours.exists()


@pytest.mark.parametrize(
    "days",
    [
        {Part.STARTS: LAST, Part.ENDS: FIRST}, {Part.STARTS: MID, Part.MIDPOINT: FIRST},
        {Part.MIDPOINT: LAST, Part.ENDS: MID}, {Part.MIDPOINT: LAST, Part.FINAL: MID},
        {Part.STARTS: FIRST, Part.ENDS: date(2033, 1, 1)},
    ],
)  # fmt: skip
async def test_days_that_do_not_go_together_change_nothing(
    owner: User, days: dict[Part, date]
) -> None:
    assert why_not_in_order(days)
    row = await accepted(owner)
    await tell(owner, row)
    for told in ({"days": days}, {"hours_required": 10_001}):
        with pytest.raises(Invalid):
            await tell(owner, row, **told)
    with pytest.raises(ChangedElsewhere):
        await tell(owner, row, version=1, hours_required=1)
    assert (await UnderWay.get()).minutes_required == 400 * 60
    assert (await Milestone.get(kind="starts")).due_on == FIRST


async def thanks() -> list[tuple[str, str, str]]:
    rows = await FollowUp.all().order_by("id")
    return [(one.what, str(one.due_on), one.state) for one in rows]


async def test_thanks_are_planned_for_the_last_day_and_move_with_it(owner: User) -> None:
    row, manager = await accepted(owner), await make_contact(owner, "Sample Manager")
    await tell(owner, row, supervisor=manager)
    assert await thanks() == [("Thank Sample Manager: Sample", str(LAST), "open")]
    later = LAST + timedelta(days=7)
    await tell(owner, row, supervisor=manager, days=DAYS | {Part.ENDS: later})
    assert await thanks() == [("Thank Sample Manager: Sample", str(later), "open")]
    other = await make_contact(owner, "Sample Director")
    await tell(owner, row, supervisor=other, days=DAYS | {Part.ENDS: later})
    assert [state for _, _, state in await thanks()] == ["dropped", "open"]
    await do(owner, await FollowUp.get(state="open"), TouchKind.MESSAGE, now=LATER)
    await tell(owner, row, supervisor=manager)
    assert [state for _, _, state in await thanks()] == ["dropped", "done"]


async def test_of_a_last_day_that_is_over_thanks_are_due_today(owner: User) -> None:
    row, manager = await accepted(owner), await make_contact(owner, "Sample Manager")
    await tell(owner, row, supervisor=manager, days={Part.ENDS: date(2026, 6, 1)})
    assert [day for _, day, _ in await thanks()] == ["2026-11-24"]


async def test_a_supervisor_in_the_bin_stops_no_change(owner: User) -> None:
    row, manager = await accepted(owner), await make_contact(owner, "Sample Manager")
    await tell(owner, row, supervisor=manager)
    await delete(owner, [manager], now=LATER)
    gone = await Contact.get(id=manager.id)
    await tell(owner, row, supervisor=gone, days=DAYS | {Part.ENDS: LAST + timedelta(days=1)})
    await tell(owner, row, supervisor=None)
    assert (await UnderWay.get()).thanks_id is None
    await Contact.filter(id=manager.id).delete()
    assert not await FollowUp.exists()
    assert await UnderWay.exists()


async def test_what_was_begun_by_mistake_leaves_nothing(owner: User) -> None:
    row, manager = await accepted(owner), await make_contact(owner, "Sample Manager")
    await tell(owner, row, days=BEGUN, supervisor=manager)
    await actions.log_hours(owner, row.key, NOON.date(), 60, "", now=NOON)
    number = await numbers(owner)
    await actions.forget(owner, row.key, now=LATER)
    assert await numbers(owner) > number
    assert await dates(owner) == []
    assert [state for _, _, state in await thanks()] == ["dropped"]
    for table in (UnderWay, Milestone, Hours):
        assert not await table.exists()
    assert await Application.exists()


async def test_it_is_nobody_elses(owner: User) -> None:
    row = await accepted(owner)
    logged = await actions.log_hours(owner, row.key, NOON.date(), 60, "", now=NOON)
    other = await make_user(STRANGER)
    theirs = await accepted(other)
    terms = Terms(days=DAYS, hours_required=1, supervisor=None, version=1)
    deeds: list[Callable[[], Awaitable[object]]] = [
        lambda: actions.begin(other, row.key, now=NOON),
        lambda: actions.set_terms(other, row.key, terms, now=NOON),
        lambda: actions.settle_evaluation(other, row.key, Part.FINAL, done=True, now=NOON),
        lambda: actions.log_hours(other, row.key, NOON.date(), 90, "", now=NOON),
        lambda: actions.forget(other, row.key, now=NOON),
        lambda: actions.forget_hours(other, row.key, logged.hours.id, now=NOON),
        lambda: actions.forget_hours(other, theirs.key, logged.hours.id, now=NOON),
    ]
    for deed in deeds:
        with pytest.raises(NotFound):
            await deed()
    assert (await Hours.get()).minutes == 60


async def test_all_of_it_is_handed_out_and_goes_with_the_account(
    owner: User, database: Settings
) -> None:
    row, manager = await accepted(owner), await make_contact(owner, "Sample Manager")
    await tell(owner, row, days=BEGUN, supervisor=manager)
    await actions.log_hours(owner, row.key, NOON.date(), 450, "Billing", now=NOON)
    told = await taken_along(owner)
    (begun,) = lines(told, "data/under_way")
    assert (begun["supervisor"], begun["minutes_required"]) == (1, 24_000)
    hours = {"id": 1, "under_way": 1, "day": "2026-11-24", "minutes": 450, "note": "Billing"}
    assert lines(told, "data/under_way_hours") == [hours]
    days = {one["kind"]: one["due_on"] for one in lines(told, "data/under_way_milestone")}
    assert days["midpoint"] == str(MID)
    await keeping.erase(database, owner, now=NOON)
    for table in (UnderWay, Milestone, Hours):
        assert not await table.exists()


async def test_an_application_that_is_removed_leaves_no_thanks_to_be_done(owner: User) -> None:
    row, manager = await accepted(owner), await make_contact(owner, "Sample Manager")
    await tell(owner, row, supervisor=manager)
    await applying.remove(owner, row.key, now=LATER)
    assert [state for _, _, state in await thanks()] == ["dropped"]
    other = await accepted(owner)
    await applying.remove(owner, other.key, now=LATER)  # nobody to thank


async def test_where_too_much_is_to_be_done_its_days_are_kept_all_the_same(owner: User) -> None:
    row, manager = await accepted(owner), await make_contact(owner, "Sample Manager")
    one = {"user": owner, "what": "x", "due_on": FIRST, "origin": "hand", "created_at": NOON}
    await FollowUp.bulk_create([FollowUp(uid=str(uuid4()), **one) for _ in range(MOST_OPEN)])
    await tell(owner, row, supervisor=manager)
    kept = await UnderWay.get().select_related("supervisor")
    assert (kept.supervisor, kept.thanks_id) == (manager, None)
    assert ("2027-03-26", "Last day: Sample") in await dates(owner)
