"""Follow-ups are planned, done, put off and let go; cadences come from people and from tags."""

from __future__ import annotations

from datetime import date, timedelta
from time import process_time
from typing import Any

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.capturing import Capture, capture
from netmentor.contacts.deeds import InTheBin, latest_deed
from netmentor.contacts.due import day_after, due_list
from netmentor.contacts.follow_ups import (
    do,
    let_go,
    promise_follow_up,
    put_off,
    set_cadence,
    set_tag_cadence,
)
from netmentor.contacts.habits import Habit, habit_of, set_habit
from netmentor.contacts.models import Contact, Deed, FollowUp, Habits, Tag, Tagging, Touch
from netmentor.contacts.promising import promise
from netmentor.contacts.rules import Answer, TouchKind
from netmentor.contacts.sorting import sort_out
from netmentor.contacts.undoing import undo
from netmentor.errors import Invalid
from netmentor.events.attending import actions as attending
from netmentor.events.attending.rules import Answer as Going
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.factories import EVER, NOON, TODAY, make_event

pytestmark = pytest.mark.usefixtures("database")
MANY = 500


async def met(user: User, name: str = "Sample Person", **told: Any) -> Contact:
    return (await capture(user, Capture(name=name, **told), now=NOON))[0]


async def planned(user: User, contact: Contact, **told: Any) -> FollowUp:
    boring: dict[str, Any] = {"what": "Send the slides", "due_on": TODAY, "now": NOON}
    return await promise_follow_up(user, contact=contact, **boring | told)


async def open_days() -> list[tuple[str, date]]:
    rows = await FollowUp.filter(state="open").order_by("due_on", "id")
    return [(row.origin, row.due_on) for row in rows]


async def test_done_notes_one_touch_however_often_it_is_said() -> None:
    user = await make_user()
    row = await planned(user, await met(user))

    assert await do(user, row, TouchKind.CALL, now=NOON)
    deeds = await Deed.all().count()
    assert not await do(user, row, TouchKind.CALL, now=NOON)

    assert [(one.kind, one.note) for one in await Touch.all()] == [("call", "Send the slides")]
    assert await Deed.all().count() == deeds
    assert await open_days() == []


async def test_what_repeats_is_counted_from_when_it_was_done_and_skips_weekends() -> None:
    user = await make_user()
    row = await planned(user, await met(user), due_on=date(2026, 11, 10), every_days=4)

    await do(user, row, TouchKind.MESSAGE, now=NOON)

    assert await open_days() == [("hand", date(2026, 11, 30))]  # November 28 is a Saturday


async def test_a_follow_up_of_an_event_alone_repeats_and_notes_no_touch() -> None:
    user, event = await make_user(), await make_event()
    told: dict[str, Any] = {"what": "Book the hotel", "due_on": TODAY, "every_days": 1}
    row = await promise_follow_up(user, event=event, **told, now=NOON)

    await do(user, row, TouchKind.MESSAGE, now=NOON)

    assert await open_days() == [("hand", date(2026, 11, 25))]
    assert await Touch.all().count() == 0


async def test_a_time_of_day_is_that_of_the_users_clock_through_the_night_it_changes() -> None:
    user = await make_user()  # in Chicago
    row = await planned(user, await met(user), due_on=date(2027, 3, 12), due_time="02:30")
    assert f"{row.due_at:%H:%M}" == "08:30"

    await put_off(user, row, date(2027, 3, 14), now=NOON)  # 2:30 is not on that day's clock

    kept = await FollowUp.get(id=row.id)
    assert (kept.due_on, f"{kept.due_at:%H:%M}") == (date(2027, 3, 14), "08:30")


async def test_a_sequence_goes_on_from_the_event_until_its_steps_are_over() -> None:
    user = await make_user()
    event = await make_event(starts_on=date(2026, 11, 20), ends_on=date(2026, 11, 20))
    await sort_out(user, await met(user, event=event), Answer.TODAY, now=NOON)
    days, now = [], NOON
    for _ in range(6):
        row = await FollowUp.get_or_none(state="open")
        if row is None:
            break
        days.append((row.step, row.due_on))
        await do(user, row, TouchKind.MESSAGE, now=now)
        now += timedelta(days=8)

    first = [(0, TODAY), (1, date(2026, 11, 27)), (2, date(2026, 12, 21)), (3, date(2027, 2, 18))]
    assert days == first


async def test_letting_a_round_go_asks_again_a_whole_round_later() -> None:
    user = await make_user()
    contact = await met(user)
    await set_cadence(user, contact, 2, now=NOON)
    later = NOON + timedelta(days=20)

    await let_go(user, await FollowUp.get(), now=later)

    assert await open_days() == [("cadence", date(2026, 12, 28))]
    assert (await Contact.get()).cadence_since == date(2026, 12, 14)


async def test_a_round_that_is_put_off_stays_where_it_was_put() -> None:
    user = await make_user()
    contact = await met(user)
    await set_cadence(user, contact, 2, now=NOON)
    await put_off(user, await FollowUp.get(), date(2026, 12, 20), now=NOON)

    await set_cadence(user, contact, 2, now=NOON)
    assert await open_days() == [("cadence", date(2026, 12, 20))]
    await set_cadence(user, contact, 3, now=NOON)
    assert await open_days() == [("cadence", date(2026, 12, 15))]


async def test_never_beats_the_tags_and_a_number_of_ones_own_beats_them_too() -> None:
    user = await make_user()
    contact = await met(user, tags=("Ally",))
    await set_tag_cadence(user, await Tag.get(), 4, now=NOON)
    assert len(await open_days()) == 1

    await set_cadence(user, contact, 0, now=NOON)
    assert await open_days() == []
    await set_cadence(user, contact, 1, now=NOON)
    assert await open_days() == [("cadence", date(2026, 12, 1))]
    await set_cadence(user, contact, None, now=NOON)
    assert await open_days() == [("cadence", date(2026, 12, 22))]


async def test_a_cadence_brings_somebody_back_who_was_to_have_no_follow_up() -> None:
    user = await make_user()
    contact = await met(user)
    await sort_out(user, contact, Answer.NONE, now=NOON)

    await set_cadence(user, contact, 1, now=NOON)

    assert (await Contact.get()).answer == "keep"
    assert await open_days() == [("cadence", date(2026, 12, 1))]


async def test_a_tag_on_many_people_is_given_a_cadence_quickly_and_undone(
    database: Settings,
) -> None:
    user = await make_user()
    await met(user, tags=("Ally",))
    tag = await Tag.get()
    told: dict[str, Any] = {"user": user, "met_at": NOON, "created_at": NOON}
    more = [Contact(key=f"{n:036}", name=f"Sample {n}", **told) for n in range(MANY - 1)]
    await Contact.bulk_create(more)
    people = await Contact.filter(name__startswith="Sample ").exclude(name="Sample Person")
    await Tagging.bulk_create([Tagging(contact=one, tag=tag) for one in people])

    began = process_time()
    await set_tag_cadence(user, tag, 4, now=NOON)
    assert process_time() - began < 2
    assert await FollowUp.filter(state="open").count() == MANY
    await set_tag_cadence(user, tag, 2, now=NOON)
    assert {day for _, day in await open_days()} == {date(2026, 12, 8)}

    for left in (MANY, 0):
        done = await latest_deed(user, since=EVER)
        assert done is not None
        await undo(user, done.id, now=NOON)
        assert await FollowUp.filter(state="open").count() == left
    assert (await Tag.get()).cadence_weeks is None


async def test_what_is_done_can_be_undone_with_all_that_came_of_it() -> None:
    user = await make_user()
    contact = await met(user)
    await sort_out(user, contact, Answer.TODAY, now=NOON)
    row = await FollowUp.get()
    await do(user, row, TouchKind.MESSAGE, now=NOON)
    done = await latest_deed(user, since=EVER)
    assert done is not None

    await undo(user, done.id, now=NOON)

    assert await open_days() == [("sequence", TODAY)]
    assert await Touch.all().count() == 0
    assert (await Contact.get()).touched_at is None


async def test_nothing_is_planned_for_no_day_of_ours_or_about_nothing() -> None:
    user = await make_user()
    contact = await met(user)
    for told in (
        {"due_on": date(1900, 1, 1)},
        {"due_on": date(2101, 1, 1)},
        {"what": ""},
        {"what": "x" * 301},
        {"every_days": 0},
        {"every_days": 5000},
        {"contact": None},
    ):
        with pytest.raises(Invalid):
            await planned(user, **{"contact": contact} | told)
    row = await planned(user, contact)
    with pytest.raises(Invalid):
        await put_off(user, row, TODAY - timedelta(days=1), now=NOON)


async def test_nothing_is_done_about_somebody_in_the_bin() -> None:
    user = await make_user()
    contact = await met(user)
    row = await planned(user, contact)
    await Contact.all().update(gone_at=NOON)

    with pytest.raises(InTheBin):
        await do(user, row, TouchKind.CALL, now=NOON)
    assert (await due_list(user, TODAY)).due == 0
    assert (await FollowUp.get()).state == "open"


async def test_the_list_has_promises_first_then_what_is_overdue_then_today() -> None:
    user, stranger = await make_user(), await make_user(STRANGER)
    contact = await met(user)
    await planned(stranger, await met(stranger), what="Not mine")
    for number, days in enumerate((0, -9, -3, 2, 9)):
        await planned(user, contact, what=f"{number}", due_on=TODAY + timedelta(days=days))
    told = (("new", 1, False), ("old", 5, False), ("theirs", 9, True))
    for what, ago, by_them in told:
        made_at = NOON - timedelta(days=ago)
        await promise(user, contact, what, by_them=by_them, now=made_at)

    listed = await due_list(user, TODAY)

    assert [one.what for one in listed.owed] == ["old", "new"]
    assert [one.what for one in listed.to_do] == ["1", "2", "0"]
    assert (listed.overdue, listed.due_today) == (2, 1)


async def test_of_the_week_is_counted_what_has_no_hour() -> None:
    user = await make_user()
    contact = await met(user)
    for days, many in ((-1, 1), (0, 1), (1, 60), (6, 2), (7, 1)):
        for _ in range(many):
            await planned(user, contact, due_on=TODAY + timedelta(days=days))
    await planned(user, contact, due_on=TODAY + timedelta(days=1), due_time="09:30")
    listed = await due_list(user, TODAY)
    counted = {(day - TODAY).days: many for day, many in listed.without_hour.items()}
    assert counted == {0: 1, 1: 60, 6: 2}


async def test_after_the_event_is_the_working_day_after_it() -> None:
    user = await make_user()
    assert await day_after(user, None, now=NOON) is None
    friday = date(2026, 12, 4)
    event = await make_event(starts_on=friday, ends_on=friday)
    await attending.answer(user, event, Going.GOING, now=NOON)

    assert await day_after(user, None, now=NOON) == date(2026, 12, 7)
    over = await make_event(starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 2))
    assert await day_after(user, over, now=NOON) == date(2026, 12, 7)
    own = await make_event(starts_on=date(2026, 12, 16), ends_on=date(2026, 12, 16))
    assert await day_after(user, own, now=NOON) == date(2026, 12, 17)


async def test_habits_are_ones_own_and_can_be_undone() -> None:
    user, stranger = await make_user(), await make_user(STRANGER)
    await set_habit(user, (1, 14), 26, now=NOON)
    assert (await habit_of(user), await habit_of(stranger)) == (Habit((1, 14), 26), Habit())
    done = await latest_deed(user, since=EVER)
    assert done is not None
    await undo(user, done.id, now=NOON)
    assert await Habits.all().count() == 0
