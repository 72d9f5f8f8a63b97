"""What a mentor sets is what can be booked, and the next openings follow each change."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from netmentor.errors import Conflict, NotFound
from netmentor.events.attending.actions import answer as answer_to
from netmentor.events.attending.rules import Answer
from netmentor.mentoring.actions import Profile, put_profile
from netmentor.mentoring.availability import actions
from netmentor.mentoring.availability.actions import Hours, Kind
from netmentor.mentoring.availability.models import (
    BusyCalendar,
    BusyTime,
    SessionType,
    WeeklyHours,
)
from netmentor.mentoring.availability.openings import openings_of, stretches_of, why_not
from netmentor.mentoring.availability.reasons import Reason
from netmentor.mentoring.availability.renewing import renew_openings
from netmentor.mentoring.availability.rules import MOST_HOURS
from netmentor.mentoring.models import Mentor
from netmentor.settings import Settings
from tests.factories import NOON, make_event
from tests.mentoring.hours import open_mornings, utc
from tests.mentoring.mentors import make_mentor

MONDAY = date(2026, 11, 30)


async def starts(mentor: Mentor, day: date = MONDAY, *, now: datetime = NOON) -> list[str]:
    mentor = await Mentor.get(id=mentor.id)
    [type_] = await SessionType.filter(mentor=mentor)
    found = await openings_of(mentor, type_, day, day, now=now)
    return [f"{one.starts_at:%H:%M}" for one in found]


async def test_hours_of_the_week_open_what_is_offered_first(database: Settings) -> None:
    mentor = await make_mentor()

    await actions.add_hours(mentor, Hours(weekdays=(0, 2), starts="09:00", ends="10:00"), now=NOON)

    assert await starts(mentor) == ["14:00", "14:30"]
    assert await starts(mentor, date(2026, 12, 1)) == []
    assert await SessionType.filter(mentor=mentor).values_list("slug", "minutes") == [
        ("conversation", 30)
    ]


async def test_the_same_hours_twice_stand_once(database: Settings) -> None:
    mentor = await open_mornings()
    await actions.add_hours(mentor, Hours(weekdays=(0,), starts="09:00", ends="12:00"), now=NOON)

    assert await WeeklyHours.filter(mentor=mentor, weekday=0).count() == 1


async def test_hours_on_several_days_stand_instead_of_those_of_one(database: Settings) -> None:
    mentor = await make_mentor()
    await actions.add_hours(mentor, Hours(weekdays=(0, 1), starts="09:00", ends="10:00"), now=NOON)
    monday = await WeeklyHours.get(weekday=0)
    await renew_openings(now=NOON)

    told = Hours(weekdays=(1, 2), starts="09:00", ends="10:00")
    await actions.change_hours(mentor, monday.id, told, now=NOON)
    with pytest.raises(NotFound):
        await actions.change_hours(mentor, monday.id, told, now=NOON)

    assert sorted([row.weekday for row in await WeeklyHours.all()]) == [1, 2]
    assert (await Mentor.get(id=mentor.id)).openings_stale


async def test_hours_are_refused_where_the_week_is_full(database: Settings) -> None:
    mentor = await make_mentor()
    for n in range(MOST_HOURS // 7):
        hours = Hours(weekdays=range(7), starts=f"{n:02}:00", ends=f"{n:02}:30")
        await actions.add_hours(mentor, hours, now=NOON)

    full = Hours(weekdays=range(7), starts="20:00", ends="21:00")
    with pytest.raises(Conflict):
        await actions.add_hours(mentor, full, now=NOON)


async def test_hours_end_with_their_last_day(database: Settings) -> None:
    mentor = await make_mentor()
    hours = Hours(weekdays=(0,), starts="09:00", ends="10:00", from_on=MONDAY, until_on=MONDAY)
    await actions.add_hours(mentor, hours, now=NOON)

    assert await starts(mentor) == ["14:00", "14:30"]
    assert await starts(mentor, MONDAY + timedelta(days=7)) == []


async def test_openings_and_closings_of_single_days(database: Settings) -> None:
    mentor = await open_mornings()
    await actions.add_opening(mentor, MONDAY, "20:00", "20:30", now=NOON)
    await actions.close(mentor, MONDAY, MONDAY, ("09:00", "11:30"), "Board meeting", now=NOON)

    assert await starts(mentor) == ["16:30", "01:00"]


async def test_a_closed_day_says_why_to_the_mentor_alone(database: Settings) -> None:
    mentor = await open_mornings()
    [type_] = await SessionType.filter(mentor=mentor)
    await actions.close(mentor, MONDAY, MONDAY, why="Board meeting", now=NOON)

    [day] = await stretches_of(mentor, type_, MONDAY, 1, now=NOON)
    refused = await why_not(mentor, type_, utc(2026, 11, 30, 14), now=NOON)

    assert [(one.reason, one.detail) for one in day] == [(Reason.CLOSED, "Board meeting")]
    assert refused is not None
    assert "Board" not in refused.sentence


async def test_terms_bound_what_is_open(database: Settings) -> None:
    mentor = await open_mornings()
    [type_] = await SessionType.filter(mentor=mentor)
    await actions.set_terms(mentor, notice_hours=24, horizon_days=7, step_minutes=60)

    assert await starts(mentor) == ["14:00", "15:00", "16:00"]
    assert await starts(mentor, date(2026, 12, 2)) == []
    early = await why_not(mentor, type_, utc(2026, 11, 24, 14), now=NOON)
    late = await why_not(mentor, type_, utc(2026, 12, 2, 14), now=NOON)
    assert early is not None
    assert early.sentence == "This mentor is booked at least 24 hours ahead."
    assert late is not None
    assert late.sentence == "This mentor is booked at most 7 days ahead."


async def test_a_pause_and_a_closed_door_open_nothing(database: Settings) -> None:
    mentor = await open_mornings()
    await Mentor.filter(id=mentor.id).update(paused_from=MONDAY, paused_until=MONDAY)
    assert await starts(mentor) == []
    assert await starts(mentor, MONDAY + timedelta(days=1)) != []

    await Mentor.filter(id=mentor.id).update(is_open=False)
    assert await starts(mentor, MONDAY + timedelta(days=1)) == []


async def test_busy_times_of_their_own_calendar_block(database: Settings) -> None:
    mentor = await open_mornings()
    calendar = await BusyCalendar.create(
        mentor=mentor, address="https://calendar.example.org/a.ics", next_read_at=NOON
    )
    await BusyTime.create(
        calendar=calendar, starts_at=utc(2026, 11, 30, 14), ends_at=utc(2026, 11, 30, 16)
    )

    assert await starts(mentor) == ["16:00", "16:30"]


async def test_what_they_go_to_takes_its_days_and_leaves_the_hours_set_there(
    database: Settings,
) -> None:
    mentor = await open_mornings()
    event = await make_event(
        starts_on=MONDAY,
        ends_on=MONDAY,
        starts_time="",
        ends_time="",
        modality="in_person",
        timezone="America/New_York",
    )
    await answer_to(mentor.user, event, Answer.GOING, now=NOON)
    assert await starts(mentor) == []

    await actions.add_opening(mentor, MONDAY, "15:00", "16:00", event.id, now=NOON)
    assert await starts(mentor) == ["20:00", "20:30"]

    await actions.set_terms(mentor, blocks_going=False)
    assert len(await starts(mentor)) == 8


async def test_the_next_openings_leave_out_what_they_go_to_within_a_day(database: Settings) -> None:
    mentor = await open_mornings()
    await actions.close(mentor, date(2026, 11, 24), date(2026, 11, 29), now=NOON)
    await renew_openings(now=NOON)
    tomorrow = NOON + timedelta(days=1)
    event = await make_event(
        starts_on=MONDAY,
        ends_on=MONDAY,
        starts_time="",
        ends_time="",
        modality="in_person",
        timezone="America/New_York",
    )
    await answer_to(mentor.user, event, Answer.GOING, now=NOON)
    before = await kept(mentor)

    assert await renew_openings(now=tomorrow - timedelta(seconds=1)) == 0
    assert await renew_openings(now=tomorrow) == 1
    assert (before[0], (await kept(mentor))[0]) == ("2026-11-30T14:00:00Z", "2026-12-01T14:00:00Z")


async def test_the_next_openings_follow_what_is_set(database: Settings) -> None:
    mentor = await open_mornings()
    assert await kept(mentor) == []

    assert await renew_openings(now=NOON) == 1
    assert await renew_openings(now=NOON) == 0
    before = await kept(mentor)
    await actions.close(mentor, date(2026, 11, 24), date(2026, 11, 29), now=NOON)
    await renew_openings(now=NOON)

    assert before[0] == "2026-11-24T14:00:00Z"
    assert len(before) == 6
    assert (await kept(mentor))[0] == "2026-11-30T14:00:00Z"


async def test_the_next_openings_are_renewed_when_the_first_is_too_near(
    database: Settings,
) -> None:
    mentor = await open_mornings()
    await actions.set_terms(mentor, notice_hours=24)
    await renew_openings(now=NOON)
    near = utc(2026, 11, 24, 14)  # a day before the first

    assert await renew_openings(now=near - timedelta(minutes=1)) == 0
    assert await renew_openings(now=near) == 1
    assert (await kept(mentor))[0] == "2026-11-25T14:00:00Z"
    assert await renew_openings(now=near + timedelta(minutes=1)) == 1
    assert (await kept(mentor))[0] == "2026-11-25T14:30:00Z"


async def test_a_profile_that_takes_requests_again_has_its_next_openings_again(
    database: Settings,
) -> None:
    """So it is for one that was closed, and for one that was paused."""
    mentor = await open_mornings()
    open_one = Profile(name="Sample", topics="operations", timezone="America/New_York")
    found = []
    for changed in (replace(open_one, is_open=False), replace(open_one, paused_from=MONDAY)):
        for told in (changed, open_one):
            await put_profile(await mentor.user, told, now=NOON)
            await renew_openings(now=NOON)
            found.append(len(await kept(mentor)))

    assert found == [0, 6, 6, 6]
    assert (await kept(mentor))[0] == "2026-11-24T14:00:00Z"


async def test_openings_far_ahead_are_found(database: Settings) -> None:
    mentor = await make_mentor()
    await actions.add_hours(
        mentor,
        Hours(weekdays=(0,), starts="09:00", ends="09:30", from_on=date(2026, 12, 21)),
        now=NOON,
    )
    await renew_openings(now=NOON)

    assert await kept(mentor) == [
        "2026-12-21T14:00:00Z",
        "2026-12-28T14:00:00Z",
        "2027-01-04T14:00:00Z",
        "2027-01-11T14:00:00Z",
    ]


async def kept(mentor: Mentor) -> list[str]:
    found: list[str] = json.loads((await Mentor.get(id=mentor.id)).next_openings)
    return found


async def test_kinds_of_sessions_have_addresses_of_their_own(database: Settings) -> None:
    mentor = await make_mentor()
    coffee = Kind(name="Coffee", minutes=30, medium="in_person", place="Lobby, 2nd floor")

    first, second = await actions.add_type(mentor, coffee), await actions.add_type(mentor, coffee)
    await actions.change_type(mentor, second.id, Kind(name="Résumé review", minutes=45))

    assert (first.slug, second.slug) == ("coffee", "coffee-2")
    assert await SessionType.filter(mentor=mentor).order_by("id").values_list("name", "slug") == [
        ("Coffee", "coffee"),
        ("Résumé review", "coffee-2"),
    ]


async def test_nobody_changes_what_another_mentor_set(database: Settings) -> None:
    mentor, other = await open_mornings(), await make_mentor()
    [type_] = await SessionType.filter(mentor=mentor)
    hours = await WeeklyHours.filter(mentor=mentor).first()
    assert hours is not None

    await actions.remove_hours(other, hours.id)
    await actions.remove_type(other, type_.id)
    with pytest.raises(NotFound):
        await actions.change_type(other, type_.id, Kind(name="Mine", minutes=30))

    assert await WeeklyHours.filter(mentor=mentor).count() == 5
    assert (await SessionType.get(id=type_.id)).name == "Conversation"
