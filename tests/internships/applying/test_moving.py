"""A deadline that moves, by its source, by a file or by hand, and all that moves along with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from netmentor.accounts.models import User
from netmentor.agenda.feeding import feed_body
from netmentor.calendars.entry import Days
from netmentor.calendars.parse import parse
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Edit
from netmentor.internships.applying.models import Application, PlanStep
from netmentor.internships.applying.steps import plan, settle_step
from netmentor.internships.models import Opportunity
from netmentor.reminders.models import Reminder
from netmentor.reminders.planner import plan_user
from netmentor.reminders.rules import HORIZON
from tests.agenda.feeding import open_feed
from tests.factories import NOON, make_source
from tests.internships.applying.begun import begun, follows_on, numbers
from tests.internships.importing.reading import put_file, table
from tests.internships.opportunities import closing, make_opportunity_draft, put_opportunities

FIRST = date(2026, 12, 20)
HEADER = "id,title,kind,organization_name,closes_on,closes_time,timezone"
ROW = "sample-fellowship-2027,Sample fellowship,fellowship,Sample Clinic,{},5 pm,Eastern"

# Both within what reminders are planned of and beyond, so that steps are ahead, too.
_days = st.one_of(
    st.dates(date(2026, 12, 8), date(2026, 12, 28)), st.dates(date(2027, 6, 1), date(2027, 12, 31))
)
_DEEDS = ["source", "import", "hand", "follow", "done", "open"]
_deeds = st.tuples(st.sampled_from(_DEEDS), _days, st.integers(0, 9))  # so many days later


@dataclass
class Held:
    """What an application's plan is to look like by now."""

    row: Application
    told: date = FIRST  # by the source
    own: date | None = None  # by hand, in place of that
    done: dict[str, date] = field(default_factory=dict)
    steps: dict[str, date] = field(default_factory=dict)  # where each was last
    sequences: dict[str, int] = field(default_factory=dict)
    number: int = 0  # of the user's agenda
    days: dict[str, date] = field(default_factory=dict)

    @property
    def uid(self) -> str:
        return f"deadline.{self.row.key}"

    @property
    def deadline(self) -> date:
        return self.own or self.told

    def due(self, step: PlanStep, today: date) -> date:
        was = self.steps.get(step.key, step.due_on)
        return follows_on(step.name, was, self.deadline, today)


async def carry_out(held: Held, what: str, day: date, now: datetime) -> None:
    user, key = held.row.user, held.row.key
    if what == "source":
        held.told = day
        moved = make_opportunity_draft(windows=(closing(f"{day}", "17:00"),))
        await put_opportunities(moved, now=now)
    elif what == "import":
        held.told = day
        report = await put_file(await make_source(), table(HEADER, ROW.format(day)), now=now)
        assert report.skipped == []
    elif what in ("hand", "follow"):
        held.own = day if what == "hand" else None
        row = await Application.get(key=key)
        told = Edit(
            title=row.title,
            organization=row.organization_name,
            window_part="" if held.own else "closes",
            deadline_on=held.own,
            version=row.version,
        )
        await actions.edit(user, key, told, now=now)
    else:
        steps = await PlanStep.filter(application=held.row).order_by("id")
        step = steps[day.day % len(steps)]
        await settle_step(user, key, step.key, done=what == "done", now=now)
        held.done.pop(step.key, None)
        if what == "done":
            held.done[step.key] = step.due_on


async def check_plan(held: Held, today: date) -> dict[str, date]:
    """Open steps are where the deadline puts them, done ones where they were; the days of all."""
    days = {held.uid: held.deadline}
    for step in await PlanStep.filter(application=held.row):
        assert step.due_on == held.done.get(step.key, held.due(step, today)), step.name
        held.steps[step.key] = step.due_on
        if step.key not in held.done:
            days[step.key] = step.due_on
    return days


async def check_feed(held: Held, days: dict[str, date], feed: bytes) -> None:
    """The feed has each open day, under a SEQUENCE that grows when the day is another.

    So does the number by which feeds and reminders know that anything changed.
    """
    number = await numbers(held.row.user)
    assert number > held.number or days.items() <= held.days.items()
    held.number = number
    entries = {one.uid: one for one in parse(feed)}
    assert entries.keys() >= days.keys()
    for uid, day in days.items():
        entry = entries[uid]
        assert entry.when == Days(day, day)
        was = held.sequences.get(uid, 0)
        moved = held.days.get(uid, day) != day
        assert entry.sequence > was if moved else entry.sequence >= was
        held.sequences[uid] = entry.sequence
    held.days |= days


async def check_reminders(held: Held, days: dict[str, date], now: datetime) -> None:
    """What is planned tells of these days and no other, and each that is near is planned."""
    await plan_user(held.row.user_id, now=now)
    planned: dict[str, set[str]] = {}
    for one in await Reminder.filter(state="planned", kind="applications"):
        planned.setdefault(one.uid, set()).add(one.occurrence[:10])
    assert planned.keys() <= days.keys()
    assert {uid: {str(days[uid])} for uid in planned} == planned
    ahead = {uid for uid, day in days.items() if timedelta(2) < day - now.date() < HORIZON}
    assert ahead <= planned.keys()


@pytest.mark.parametrize("way", ["source", "import", "hand"])
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example([("done", date(2026, 12, 5), 0)])
@example([("done", date(2026, 12, 5), 9), ("source", date(2027, 2, 1), 0)])
@given(st.lists(_deeds, max_size=4))
async def test_a_deadline_that_moves_takes_open_steps_entries_feeds_and_reminders_along(
    owner: User, way: str, deeds: list[tuple[str, date, int]]
) -> None:
    """Whatever was done before: at last it moves once more, near and then far, in one way."""
    for table_ in (Application, Opportunity, Reminder):
        await table_.all().delete()
    row = await begun(owner, closes=f"{FIRST}")
    row.user = owner
    await plan(owner, row.key, now=NOON)
    held = Held(row)
    feed, _ = await open_feed(owner)
    last = [("follow", FIRST, 0), (way, date(2026, 12, 15), 1), (way, date(2027, 9, 24), 1)]
    now = NOON
    for what, day, later in [*deeds, *last]:
        now += timedelta(days=later, minutes=1)
        await carry_out(held, what, day, now)
        days = await check_plan(held, now.date())
        body = await feed_body(feed, today=now.date(), base_url="http://test.example")
        await check_feed(held, days, body)
        await check_reminders(held, days, now)
