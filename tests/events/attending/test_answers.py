"""What a user says to events is kept, told when the event changes, and carried to the right one."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tortoise.expressions import F

from netmentor.accounts import actions as accounts
from netmentor.accounts.models import AgendaRevision, User
from netmentor.db import signs
from netmentor.db.transactions import transaction
from netmentor.events import own
from netmentor.events.actions import announce, keep_moments_true
from netmentor.events.attending import actions, queries
from netmentor.events.attending.actions import Notes
from netmentor.events.attending.models import Attendance, Following, Watch
from netmentor.events.attending.rules import Answer
from netmentor.events.curating.merging import merge, take_apart
from netmentor.events.importing import sources
from netmentor.events.models import Event, Published
from netmentor.events.queries import event_by_slug
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.factories import NOON, event_of, make_draft, make_event, make_series, make_source, put

pytestmark = pytest.mark.usefixtures("database")
EXPECTED: dict[str, Any] = {
    "status": "expected", "starts_on": None, "ends_on": None, "starts_time": "", "ends_time": "",
    "window_from_on": date(2027, 3, 1), "window_to_on": date(2027, 3, 31), "grounds": "As before.",
}  # fmt: skip
SAID = Notes(note="By train", goals="Meet two people", people="Sample Ann", cost=Decimal("45.50"))


async def told(user: User) -> int:
    """How often anything dated of a user has changed."""
    row = await AgendaRevision.get_or_none(user_id=user.id)
    return row.number if row else 0


async def move(event: Event, day: date) -> None:
    draft = make_draft(external_id=event.external_id, title=event.title, starts_on=day, ends_on=day)
    await put(draft)


async def test_who_goes_is_told_and_who_skips_is_not() -> None:
    user, event = await make_user(), await make_event()
    for said, tells in ((Answer.GOING, 1), (Answer.INTERESTED, 1), (Answer.SKIPPED, 0)):
        await actions.answer(user, event, said, now=NOON)
        before = await told(user)
        async with transaction():
            await announce([event.id], retold=[event.id], now=NOON)
        assert await told(user) - before == tells, said


async def test_an_answer_taken_back_leaves_the_notes() -> None:
    user, event = await make_user(), await make_event()
    await actions.answer(user, event, Answer.SKIPPED, why="Too far", now=NOON)
    await actions.note_down(user, event, SAID, now=NOON)
    await actions.answer(user, event, Answer.NONE, now=NOON)

    kept = await Attendance.get(user=user, event=event)
    assert (kept.answer, kept.why, kept.note, kept.cost) == ("", "", SAID.note, SAID.cost)
    await actions.note_down(user, event, Notes(), now=NOON)
    assert await Attendance.all().count() == 0


async def test_a_reason_belongs_to_skipping_alone() -> None:
    user, event = await make_user(), await make_event()
    await actions.answer(user, event, Answer.GOING, why="Too far", now=NOON)
    assert (await Attendance.get()).why == ""


async def test_following_a_series_watches_its_editions_now_and_later() -> None:
    user, other = await make_user(), await make_user(STRANGER)
    series = await make_series()
    first = await make_event(series=series.slug)
    await actions.follow(user, series, now=NOON)
    await actions.follow(user, series, now=NOON)
    assert await Following.all().count() == 1

    before = await told(user)
    second = await make_event(series=series.slug, title="Sample next edition")
    assert await told(user) == before + 1
    watched = [row.event_id for row in await Watch.filter(user=user)]
    assert sorted(watched) == [first.id, second.id]
    assert await told(other) == 0

    await actions.unfollow(user, series)
    assert await Watch.all().count() == 0


async def test_an_event_that_leaves_a_series_is_watched_for_it_no_longer_and_says_so_once() -> None:
    user, series = await make_user(), await make_series()
    draft = make_draft(series=series.slug)
    await put(draft)
    await actions.follow(user, series, now=NOON)
    before = await told(user)
    await put(make_draft(external_id=draft.external_id))
    event = await event_of(draft)
    async with transaction():
        await announce([event.id], retold=[], now=NOON)
    assert await told(user) == before + 1
    assert await Watch.all().count() == 0


async def test_what_is_announced_after_one_followed_is_news_for_two_weeks() -> None:
    user, series = await make_user(), await make_series()
    await actions.follow(user, series, now=NOON)
    [none] = (await queries.my_events(user, now=NOON)).followed
    assert (none.next, none.is_news) == (None, False)

    later = NOON + timedelta(days=1)
    event = await make_event(now=later, series=series.slug)
    for days, is_news in ((2, True), (13, True), (15, False)):
        [one] = (await queries.my_events(user, now=NOON + timedelta(days=days))).followed
        assert (one.next and one.next.id, one.is_news) == (event.id, is_news), days


async def test_my_events_are_divided_by_the_clock_in_my_zone() -> None:
    user = await make_user(timezone="Pacific/Honolulu")
    over = await make_event(title="Over", starts_on=date(2026, 11, 20), ends_on=date(2026, 11, 20))
    ahead = await make_event(title="Ahead")
    across = await make_event(title="Across", starts_time="12:30", ends_time="14:00")
    for event in (over, ahead, across):
        await actions.answer(user, event, Answer.GOING, now=NOON)

    mine = await queries.my_events(user, now=NOON)
    assert [one.event.title for one in mine.unsettled] == ["Over"]
    assert [one.event.title for one in mine.ahead] == ["Ahead", "Across"]
    assert [[other.title for other in one.clashes] for one in mine.ahead] == [["Across"], ["Ahead"]]
    assert [one.title for one in await queries.clashing_with(user, ahead)] == ["Across"]
    assert mine.now is None
    in_it = NOON.replace(month=12, day=9, hour=18, minute=10)
    assert await queries.event_at(user, now=in_it) is not None
    await actions.answer(user, across, Answer.SKIPPED, now=NOON)
    assert (await queries.my_events(user, now=NOON)).ahead[0].clashes == ()


async def test_what_two_events_that_are_one_were_to_a_user_is_kept_and_parted_again() -> None:
    user, other = await make_user(), await make_user(STRANGER)
    stays, goes = await make_event(title="Stays"), await make_event(title="Goes")
    await actions.answer(user, stays, Answer.INTERESTED, now=NOON)
    await actions.note_down(user, goes, SAID, now=NOON)
    await actions.answer(user, goes, Answer.GOING, now=NOON)
    await actions.answer(other, goes, Answer.GOING, now=NOON)
    before = await Attendance.all().order_by("id").values()

    async with transaction():
        moved = await merge(goes, stays)

    assert SAID.note not in json.dumps(moved)
    shown = await queries.attendance_of(user, stays)
    assert (shown.answer, shown.note, shown.cost) == ("interested", SAID.note, SAID.cost)
    [mine] = (await queries.my_events(user, now=NOON)).ahead
    assert (mine.event.title, mine.attendance.goals) == ("Stays", SAID.goals)
    assert (await queries.attendance_of(other, stays)).answer == "going"
    assert await Watch.filter(event=stays).count() == 2

    async with transaction():
        await take_apart(json.loads(json.dumps(moved)))
    assert await Attendance.all().order_by("id").values() == before
    assert await Watch.filter(event=goes).count() == 2


async def test_a_note_that_was_emptied_stays_gone_when_two_events_are_two_again() -> None:
    user = await make_user()
    stays, goes = await make_event(title="Stays"), await make_event(title="Goes")
    for event in (stays, goes):
        await actions.note_down(user, event, SAID, now=NOON)
    async with transaction():
        moved = await merge(goes, stays)
    await actions.note_down(user, stays, Notes(), now=NOON)
    async with transaction():
        await take_apart(moved)
    for event in (stays, goes):
        assert (await queries.attendance_of(user, event)).note == ""


async def test_who_noted_something_of_an_event_keeps_it_when_its_source_is_taken_back() -> None:
    user, event = await make_user(), await make_event(title="Sample that goes")
    await actions.answer(user, event, Answer.GOING, now=NOON)
    await actions.note_down(user, event, SAID, now=NOON)

    await sources.withdraw(await make_source(), now=NOON)

    assert await Event.filter(id=event.id).count() == 0
    [mine] = (await queries.my_events(user, now=NOON)).ahead
    assert (mine.event.title, mine.event.owner_id) == ("Sample that goes", user.id)
    assert (mine.attendance.note, mine.attendance.answer) == (SAID.note, "going")
    assert (await event_by_slug(mine.event.slug, user.id)).id == mine.event.id


async def test_who_skipped_it_does_not_watch_the_copy_they_keep() -> None:
    user, event = await make_user(), await make_event()
    await actions.answer(user, event, Answer.SKIPPED, now=NOON)
    await sources.withdraw(await make_source(), now=NOON)
    assert (await Attendance.get()).answer == Answer.SKIPPED
    assert await Watch.all().count() == 0


async def test_new_rules_of_a_zone_are_told_to_who_goes() -> None:
    user, event = await make_user(), await make_event()
    await actions.answer(user, event, Answer.GOING, now=NOON)
    await keep_moments_true(now=NOON)
    before = await told(user)
    for text, tells in ((F("text"), 0), ("BEGIN:VEVENT\r\nEND:VEVENT\r\n", 1)):
        await Published.filter(event=event).update(text=text)
        await signs.record("rendering", at=NOON, note="of an older version")
        await keep_moments_true(now=NOON)
        assert await told(user) == before + tells


async def test_an_account_that_is_erased_takes_its_events_and_notes_with_it() -> None:
    user, other = await make_user(), await make_user(STRANGER)
    event = await make_event()
    await own.keep(user, make_draft(organizers=()), now=NOON)
    for one in (user, other):
        await actions.answer(one, event, Answer.GOING, now=NOON)

    await accounts.erase(user)

    assert await Event.filter(owner_id__not_isnull=True).count() == 0
    assert [row.user_id for row in await Attendance.all()] == [other.id]
    assert [row.user_id for row in await Watch.all()] == [other.id]
    assert OWNER not in [one.email for one in await User.all()]


async def test_a_changed_day_is_told_to_each_watcher_once(database: Settings) -> None:
    user, event = await make_user(), await make_event()
    series = await make_series()
    await actions.follow(user, series, now=NOON)
    await actions.answer(user, event, Answer.GOING, now=NOON)
    before = await told(user)
    await move(event, date(2026, 12, 10))
    assert await told(user) == before + 1


async def test_what_says_nothing_new_to_calendars_is_told_to_nobody() -> None:
    user, event = await make_user(), await make_event()
    expected = await make_event(**EXPECTED)
    series = await make_series()
    await actions.answer(user, event, Answer.GOING, now=NOON)
    before = await told(user)
    await actions.answer(user, event, Answer.WENT, now=NOON)
    await actions.note_down(user, event, SAID, now=NOON)
    await actions.answer(user, expected, Answer.GOING, now=NOON)
    await actions.follow(user, series, now=NOON)
    await actions.unfollow(user, series)
    async with transaction():
        await announce([event.id], retold=[], now=NOON)
    assert await told(user) == before
    await actions.answer(user, event, Answer.INTERESTED, now=NOON)
    assert await told(user) == before + 1
