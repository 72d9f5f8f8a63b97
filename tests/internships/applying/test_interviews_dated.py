"""Interviews in calendars and reminders: by the clock there, and with what to know before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from netmentor.accounts.models import User
from netmentor.agenda.ahead import ahead_of
from netmentor.agenda.gathering import gather
from netmentor.calendars.dated import Dated, Kind
from netmentor.calendars.entry import Span, Status
from netmentor.contacts.models import Contact
from netmentor.internships.applying.interviewing.actions import (
    change_interview,
    plan_interview,
    settle_interview,
)
from netmentor.internships.applying.interviewing.briefs import briefs_of
from netmentor.internships.applying.interviewing.rules import State
from netmentor.internships.applying.models import Application
from netmentor.reminders.models import Reminder
from netmentor.reminders.planner import plan_user
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.factories import NOON
from tests.internships.applying.begun import numbers
from tests.internships.applying.interviewed import TOLD
from tests.reminders.rounds import Post, rounds

TODAY = NOON.date()
LATER = NOON + timedelta(hours=1)
OVER = datetime(2026, 12, 9, 12, tzinfo=UTC)


async def standing(owner: User, *, today: date = TODAY) -> list[Dated]:
    return await gather(owner.id, today=today, first=TODAY, kinds={Kind.APPLICATIONS})


async def test_it_is_in_the_calendar_by_the_clock_there(owner: User, row: Application) -> None:
    before = await numbers(owner)
    made = await plan_interview(owner, row.key, TOLD, None, now=NOON)
    [one] = await standing(owner)
    assert isinstance(one.entry.when, Span)
    assert one.entry.when.starts.astimezone(UTC) == datetime(2026, 12, 8, 22, tzinfo=UTC)
    assert one.entry.when.zone.key == "America/New_York"
    assert (one.uid, one.entry.title) == (made.key, "First round: Sample fellowship")
    assert (one.entry.place, one.entry.busy) == ("https://meet.example/sample", True)
    assert one.path == f"/applications/{row.key}/interviews/{made.key}"
    assert await numbers(owner) == before + 1


async def test_it_takes_place_and_is_no_deadline(owner: User, row: Application) -> None:
    await plan_interview(owner, row.key, TOLD, None, now=NOON)
    ahead = await ahead_of(owner, now=datetime(2026, 12, 5, 12, tzinfo=UTC))
    assert ahead.deadlines == []
    assert ahead.next is not None
    assert ahead.next.title == "First round: Sample fellowship"
    [day] = [one for one in ahead.week if one.events]
    assert (str(day.day), day.deadlines) == ("2026-12-08", [])


async def test_what_is_planned_for_the_same_hours_clashes(owner: User, row: Application) -> None:
    await plan_interview(owner, row.key, TOLD, None, now=NOON)
    other = replace(TOLD, starts_time="16:30", timezone="America/Chicago", name="Second round")
    await plan_interview(owner, row.key, other, None, now=NOON)
    ahead = await ahead_of(owner, now=datetime(2026, 12, 5, 12, tzinfo=UTC))
    [day] = [one for one in ahead.week if one.events]
    assert [len(one.clashes) for one in day.events] == [1, 1]


async def test_the_sequence_grows_with_time_place_and_state_alone(
    owner: User, row: Application
) -> None:
    made = await plan_interview(owner, row.key, TOLD, None, now=NOON)
    seen, number = [], await numbers(owner)
    told = TOLD
    changes: list[dict[str, Any]] = [{"notes": "Smile."}, {"questions": ""}, {"name": "Round one"}]
    changes += [{"starts_time": "16:00"}, {"place": ""}, {"minutes": 60}]
    for version, change in enumerate(changes, start=1):
        told = replace(told, **change)
        await change_interview(owner, row.key, made.key, told, version=version, now=LATER)
        seen.append((await standing(owner))[0].entry.sequence)
    assert seen == [0, 0, 0, 1, 2, 3]
    assert await numbers(owner) == number + 4  # notes and questions stand in no calendar
    await settle_interview(owner, row.key, made.key, State.CANCELED, now=LATER)
    await settle_interview(owner, row.key, made.key, State.CANCELED, now=LATER)
    [off] = await standing(owner)
    assert (off.entry.sequence, off.entry.status) == (4, Status.CANCELED)
    await settle_interview(owner, row.key, made.key, State.PLANNED, now=LATER)
    [on] = await standing(owner)
    assert (on.entry.sequence, on.entry.status) == (5, Status.CONFIRMED)


async def test_what_was_called_off_stays_canceled_until_every_calendar_has_read_it(
    owner: User, row: Application
) -> None:
    made = await plan_interview(owner, row.key, TOLD, None, now=NOON)
    await settle_interview(owner, row.key, made.key, State.CANCELED, now=NOON)
    assert len(await standing(owner, today=NOON.date() + timedelta(days=60))) == 1
    assert await standing(owner, today=NOON.date() + timedelta(days=61)) == []


@pytest.mark.parametrize(
    ("day", "clock", "zone"),
    [
        (date(2027, 3, 14), "02:30", "America/New_York"),  # a clock that is never seen
        (date(2026, 11, 1), "01:30", "America/New_York"),  # one that is seen twice
        (date(2026, 11, 1), "00:45", "America/New_York"),  # into the hour that comes twice
    ],
)
async def test_in_the_night_of_another_clock_it_is_where_calendars_take_it(
    owner: User, row: Application, day: date, clock: str, zone: str
) -> None:
    told = replace(TOLD, starts_on=day, starts_time=clock, timezone=zone, minutes=90)
    await plan_interview(owner, row.key, told, None, now=NOON)
    [one] = await gather(owner.id, today=day, first=day - timedelta(days=1))
    assert isinstance(one.entry.when, Span)
    length = one.entry.when.ends.timestamp() - one.entry.when.starts.timestamp()
    assert length == 90 * 60


async def test_it_rings_a_day_before_and_in_its_morning_and_moves_along(
    owner: User, row: Application
) -> None:
    made = await plan_interview(owner, row.key, TOLD, None, now=NOON)
    await plan_user(owner.id, now=NOON)
    told = {one.lead: one.due_at for one in await Reminder.filter(uid=made.key)}
    morning = datetime(2026, 12, 8, 18, tzinfo=UTC)  # 8 am in Honolulu, where noon is 5 pm there
    assert told == {
        "7d": morning - timedelta(days=7),
        "1d": morning - timedelta(days=1),
        "0d": morning,
    }
    moved = replace(TOLD, starts_on=date(2026, 12, 10))
    await change_interview(owner, row.key, made.key, moved, version=1, now=LATER)
    await plan_user(owner.id, now=LATER)
    due = await Reminder.get(uid=made.key, lead="0d", state="planned")
    assert due.due_at == morning + timedelta(days=2)
    await settle_interview(owner, row.key, made.key, State.CANCELED, now=LATER)
    await plan_user(owner.id, now=LATER)
    assert not await Reminder.filter(uid=made.key, state="planned").exists()


async def test_the_brief_says_who_asks_what_was_said_and_what_was_promised(
    owner: User, row: Application, manager: Contact
) -> None:
    made = await plan_interview(owner, row.key, TOLD, manager, now=NOON)
    other = await plan_interview(owner, row.key, TOLD, manager, now=NOON)
    await settle_interview(owner, row.key, other.key, State.HELD, now=OVER)
    found = await briefs_of(owner, [made.key], today=date(2026, 12, 9))
    assert found == {
        made.key: "With Sample Manager, last in touch Tuesday, Dec 8, interview:"
        " First round: Sample fellowship, you promised: Send my poster;"
        " Ask: Who would I work with?"
    }
    assert await briefs_of(owner, [f"deadline.{row.key}"], today=TODAY) == {}
    assert await briefs_of(await make_user(STRANGER), [made.key], today=OVER.date()) == {}


async def test_the_letter_of_its_morning_has_the_brief(
    database: Settings, owner: User, row: Application, manager: Contact
) -> None:
    await plan_interview(owner, row.key, TOLD, manager, now=NOON)
    post, morning = Post(), datetime(2026, 12, 8, 18, tzinfo=UTC)
    hour = timedelta(hours=1)
    await rounds(database, post, morning - 3 * hour, morning + hour, hour)
    [letter] = post.came
    assert "With Sample Manager" in letter.text
    assert "you promised: Send my poster" in letter.text
