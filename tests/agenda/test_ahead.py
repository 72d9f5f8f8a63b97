"""What lies ahead is what calendars show, less what nobody has before them any more."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from netmentor.accounts.models import User
from netmentor.agenda.ahead import Ahead, ahead_of
from netmentor.agenda.gathering import gather
from netmentor.calendars.dated import Kind
from netmentor.contacts.follow_ups import do, promise_follow_up
from netmentor.contacts.models import FollowUp
from netmentor.contacts.rules import TouchKind
from netmentor.events.attending import actions as attending
from netmentor.events.attending.rules import Answer
from netmentor.events.drafts import DeadlineDraft
from netmentor.events.models import Series
from tests.accounts.casting import make_user
from tests.contacts.people import make_contact
from tests.factories import FULL, NOON, TODAY, make_event, make_expected_draft, make_series, put

pytestmark = pytest.mark.usefixtures("database")

SERIES = "sample-series"


@pytest.fixture
async def user() -> User:
    return await make_user(timezone="America/New_York")


async def going(user: User, said: Answer = Answer.GOING, days: int = 0, **fields: Any) -> None:
    day = TODAY + timedelta(days=days)
    event = await make_event(**{"starts_on": day, "ends_on": day} | fields)
    await attending.answer(user, event, said, now=NOON)


async def planned(user: User, what: str, days: int = 0, due_time: str = "") -> FollowUp:
    due_on = TODAY + timedelta(days=days)
    contact = await make_contact(user)
    return await promise_follow_up(
        user, contact=contact, what=what, due_on=due_on, due_time=due_time, now=NOON
    )


def titles(ahead: Ahead) -> list[list[str]]:
    """What stands on each day of the week."""
    return [[one.title for one in (*day.events, *day.deadlines, *day.to_do)] for day in ahead.week]


async def test_the_week_is_told_by_the_users_own_clock() -> None:
    user = await make_user(timezone="Pacific/Auckland")  # where it is the 25th already
    await going(user, days=1, title="In the night there", starts_time="19:00", ends_time="20:00")

    ahead = await ahead_of(user, now=NOON)

    assert ahead.week[0].day == date(2026, 11, 25)
    assert titles(ahead)[:2] == [[], ["In the night there"]]


async def test_what_was_called_off_and_what_is_done_lies_behind(user: User) -> None:
    due = (DeadlineDraft(kind="early_rate", due_on=TODAY),)
    await going(user, title="Off", status="canceled", deadlines=due)
    await going(user, title="Put off", status="postponed")
    row = await planned(user, "Done", 1)
    await do(user, row, TouchKind.CALL, now=NOON)

    ahead = await ahead_of(user, now=NOON)

    assert titles(ahead) == [[]] * 7
    assert (ahead.deadlines, ahead.next) == ([], None)


async def test_what_is_only_expected_again_has_no_deadline(user: User) -> None:
    due = (DeadlineDraft(kind="early_rate", due_on=TODAY),)
    await going(user, external_id="sample", title="Congress", deadlines=due)
    assert [one.title for one in (await ahead_of(user, now=NOON)).deadlines] == [
        "Early rate ends: Congress"
    ]
    await put(make_expected_draft(external_id="sample", title="Congress"))

    ahead = await ahead_of(user, now=NOON)

    assert (titles(ahead), ahead.deadlines, ahead.next) == ([[]] * 7, [], None)


async def test_an_edition_takes_its_day_but_is_no_commitment(user: User) -> None:
    await make_series(SERIES)
    await attending.follow(user, await Series.get(slug=SERIES), now=NOON)
    day = TODAY + timedelta(days=1)
    due = (DeadlineDraft(kind="early_rate", due_on=TODAY),)
    await make_event(title="Edition", series=SERIES, starts_on=day, ends_on=day, deadlines=due)

    ahead = await ahead_of(user, now=NOON)

    assert titles(ahead)[:2] == [["Early rate ends: Edition"], ["Edition"]]
    assert ahead.next is None


async def test_the_next_is_what_is_on_or_begins_first_however_far_ahead(user: User) -> None:
    await going(user, days=90, title="Far")
    ahead = await ahead_of(user, now=NOON)
    assert ahead.next
    assert (titles(ahead), ahead.next.title) == ([[]] * 7, "Far")
    await going(user, Answer.INTERESTED, days=40, title="Nearer")
    for now, title in (
        (NOON, "Nearer"),
        (NOON + timedelta(days=40, hours=6, minutes=30), "Nearer"),
        (NOON + timedelta(days=40, hours=7, minutes=30), "Far"),
    ):
        ahead = await ahead_of(user, now=now)
        assert ahead.next
        assert ahead.next.title == title, now


async def test_several_days_are_over_when_they_close(user: User) -> None:
    await going(user, **FULL)
    half_past_noon_there = datetime(2026, 12, 11, 18, 30, tzinfo=UTC)
    minute = timedelta(minutes=1)

    assert (await ahead_of(user, now=half_past_noon_there - minute)).event
    assert (await ahead_of(user, now=half_past_noon_there)).event is None


async def test_a_call_at_a_time_is_next_however_much_is_overdue(user: User) -> None:
    for number in range(60):
        await planned(user, f"Overdue {number}")
    await FollowUp.all().update(due_on=TODAY - timedelta(days=3))
    await planned(user, "Missed", due_time="06:30")
    await planned(user, "Call", due_time="16:30")
    await going(user, title="Tonight", starts_time="18:00", ends_time="19:00")

    ahead = await ahead_of(user, now=NOON)

    assert ahead.next
    assert (ahead.next.title, ahead.next.starts) == (
        "Call (Sample Person)",
        datetime(2026, 11, 24, 21, 30, tzinfo=UTC),
    )


async def test_a_day_of_hundreds_is_not_read_whole(user: User) -> None:
    for number in range(5):
        await planned(user, f"Whole {number}", 1)
        await planned(user, f"Timed {number}", 1, due_time="09:30")
    await do(user, await planned(user, "Done", 1), TouchKind.CALL, now=NOON)

    [named] = [day.to_do for day in (await ahead_of(user, now=NOON)).week if day.to_do]

    assert [one.title.split()[0] for one in named] == ["Whole"] * 3 + ["Timed"] * 5


async def test_deadlines_stand_by_day_and_hour_for_thirty_days(user: User) -> None:
    days = {"registration_close": 30, "hotel_block": 0, "early_rate": 31, "case_release": 0}
    hour = {"hotel_block": {"due_time": "17:00", "timezone": "America/Denver"}}
    due = [
        DeadlineDraft(kind=kind, due_on=TODAY + timedelta(days=n), **hour.get(kind, {}))
        for kind, n in days.items()
    ]
    await going(user, days=60, title="Congress", deadlines=tuple(due))

    found = (await ahead_of(user, now=NOON)).deadlines

    assert [one.dated.due_time for one in found] == ["", "17:00", ""]
    assert [one.title.partition(":")[0] for one in found] == [
        "Case released",
        "Hotel rate ends",
        "Registration closes",
    ]


async def test_what_whole_days_cannot_tell_of_hours_is_handed_over(user: User) -> None:
    await going(user, **FULL)
    await going(user, days=1, starts_time="12:00", ends_time="13:00")
    await planned(user, "Call", due_time="16:30")

    found = await gather(user.id, today=TODAY, first=TODAY)

    told = {(one.kind, one.zone, one.place_zone, one.due_time, one.closes_at) for one in found}
    chicago, closes = "America/Chicago", datetime(2026, 12, 11, 18, 30, tzinfo=UTC)
    assert told == {
        (Kind.GOING, "", chicago, "", closes),
        (Kind.GOING, chicago, chicago, "", None),
        (Kind.DEADLINES, "", "America/Denver", "17:00", None),
        (Kind.DEADLINES, "", chicago, "", None),
        (Kind.FOLLOW_UPS, "America/New_York", "America/New_York", "", None),
    }
