"""What is due is told once, at a humane hour, in few letters, and not at all where it is over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from netmentor.accounts.models import User
from netmentor.contacts import follow_ups
from netmentor.contacts.models import FollowUp
from netmentor.contacts.promising import promise
from netmentor.contacts.rules import TouchKind
from netmentor.events.attending.actions import answer
from netmentor.events.attending.rules import Answer
from netmentor.events.models import Event
from netmentor.reminders import actions
from netmentor.reminders.models import Reminder, ReminderLetter
from netmentor.reminders.rules import State, Subject
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.contacts.people import make_contact
from tests.factories import NOON, make_draft, make_event, put
from tests.reminders.rounds import Post, at, round_at, rounds

HOUR = timedelta(hours=1)


async def goes(user: User, said: Answer = Answer.GOING, **told: Any) -> Event:
    event = await make_event(**told)
    await answer(user, event, said, now=NOON)
    return event


async def follow_up(user: User, due_on: date, what: str = "Write", due_time: str = "") -> None:
    contact = await make_contact(user)
    await follow_ups.promise_follow_up(
        user, contact=contact, what=what, due_on=due_on, due_time=due_time, now=NOON
    )


async def test_an_event_is_told_a_week_a_day_and_two_hours_before(database: Settings) -> None:
    user, post = await make_user(), Post()
    await actions.stop_kind(user, Subject.WEEK, now=NOON)
    await goes(user, title="Sample webinar")  # Wednesday, December 9, noon in Chicago

    await rounds(database, post, at("2026-11-24 12:00"), at("2026-12-10 12:00"), HOUR)

    assert [(f"{one.at:%m-%d %H:%M}", one.kind, one.subject) for one in post.came] == [
        ("12-02 08:00", "morning", "Wed, Dec 9 12:00 pm: Sample webinar"),
        ("12-08 08:00", "morning", "Tomorrow 12:00 pm: Sample webinar"),
        ("12-09 10:00", "urgent", "Today 12:00 pm: Sample webinar"),
    ]


async def test_nothing_is_told_of_what_there_is_nothing_of(database: Settings) -> None:
    await make_user()
    post = Post()

    await rounds(database, post, at("2026-11-24 12:00"), at("2026-12-01 12:00"), 3 * HOUR)

    assert post.came == []


async def test_a_morning_has_one_letter_for_all_that_is_due(database: Settings) -> None:
    user, post = await make_user(), Post()
    await goes(user, title="Sample webinar")
    await follow_up(user, date(2026, 12, 8), "Write to her")
    await follow_up(user, date(2026, 12, 8), "Call him")

    await rounds(database, post, at("2026-12-07 12:00"), at("2026-12-08 20:00"), HOUR)

    assert post.subjects() == ["Tomorrow 12:00 pm: Sample webinar, and 2 follow-ups due"]
    assert "Write to her" in post.came[0].text
    assert "Call him" in post.came[0].text


async def test_what_is_done_before_the_letter_goes_is_not_in_it(database: Settings) -> None:
    user, post = await make_user(), Post(is_away=True)
    await follow_up(user, date(2026, 12, 8), "Write to her")
    await follow_up(user, date(2026, 12, 8), "Call him")
    await round_at(database, post, at("2026-12-07 12:00"))
    await round_at(database, post, at("2026-12-08 08:00"))
    [row, _] = await user_follow_ups(user)

    await follow_ups.do(user, row, TouchKind.MESSAGE, now=at("2026-12-08 08:01"))
    post.is_away = False
    await rounds(database, post, at("2026-12-08 08:02"), at("2026-12-08 09:00"), HOUR / 10)

    assert [one.subject for one in post.came] == ["Today: Call him (Sample Person)"]
    assert "Write to her" not in post.came[0].text
    told = await Reminder.get(title__startswith="Write", lead="0d")
    assert (told.state, told.silence) == (State.SILENT, "You did it.")


async def user_follow_ups(user: User) -> list[FollowUp]:
    return await FollowUp.filter(user=user).order_by("id")


async def test_a_move_is_told_to_whoever_was_told_before(database: Settings) -> None:
    user, post = await make_user(), Post()
    await actions.stop_kind(user, Subject.WEEK, now=NOON)
    await goes(user, title="Sample webinar", external_id="moved")
    await rounds(database, post, at("2026-12-01 12:00"), at("2026-12-02 12:00"), HOUR)

    later = date(2026, 12, 10)
    moved = make_draft(title="Sample webinar", external_id="moved", starts_on=later, ends_on=later)
    await put(moved, now=at("2026-12-02 22:30"))
    await rounds(database, post, at("2026-12-02 22:30"), at("2026-12-10 12:00"), HOUR / 2)

    assert [(f"{one.at:%m-%d %H:%M}", one.subject) for one in post.came] == [
        ("12-02 08:00", "Wed, Dec 9 12:00 pm: Sample webinar"),
        ("12-03 07:00", "Moved to Thu, Dec 10 12:00 pm: Sample webinar"),
        ("12-03 08:00", "Thu, Dec 10 12:00 pm: Sample webinar"),
        ("12-09 08:00", "Tomorrow 12:00 pm: Sample webinar"),
        ("12-10 10:00", "Today 12:00 pm: Sample webinar"),
    ]
    assert "Online; moved from Wed, Dec 9 12:00 pm" in post.came[1].text


async def test_the_letter_of_a_follow_up_names_its_event_and_its_title_once(
    database: Settings,
) -> None:
    user, post = await make_user(), Post()
    event = await goes(user, Answer.INTERESTED, title="Sample webinar")
    await follow_ups.promise_follow_up(
        user, event=event, what="Print cards", due_on=date(2026, 11, 25), due_time="15:00", now=NOON
    )

    await rounds(database, post, at("2026-11-25 14:30"), at("2026-11-25 15:30"), HOUR / 2)

    [letter] = post.came
    assert letter.text.count("Print cards") == 1
    assert "For Sample webinar. You planned this" in letter.text
    assert "because you planned this for a set time." in letter.text


@pytest.mark.parametrize("said", [Answer.NONE, Answer.SKIPPED])
async def test_whoever_does_not_go_any_more_hears_no_more(database: Settings, said: Answer) -> None:
    user, post = await make_user(), Post()
    event = await goes(user)
    await round_at(database, post, at("2026-11-24 12:00"))
    await answer(user, event, said, now=NOON)

    await rounds(database, post, at("2026-11-24 12:10"), at("2026-12-09 20:00"), 3 * HOUR)

    assert post.came == []
    states = {row.state for row in await Reminder.filter(uid=event.uid)}
    assert states == {State.SILENT}


async def test_the_evening_letter_says_how_many_wait(database: Settings) -> None:
    user, post = await make_user(), Post()
    event = await goes(user, title="Sample webinar")
    for _ in range(3):
        await make_contact(user, event=event)

    await rounds(database, post, at("2026-12-09 12:00"), at("2026-12-09 23:00"), HOUR)

    assert [(f"{one.at:%H:%M}", one.subject) for one in post.came] == [
        ("18:00", "After the event: 3 people wait")
    ]


async def test_after_days_away_one_letter_tells_it_all_and_says_it_is_late(
    database: Settings,
) -> None:
    user, post = await make_user(), Post()
    await goes(user, title="Sample webinar")
    for day in (1, 2, 3, 8):
        await follow_up(user, date(2026, 12, day), f"Write on {day}")
    await round_at(database, post, at("2026-11-30 12:00"))

    await rounds(database, post, at("2026-12-08 02:00"), at("2026-12-08 20:00"), HOUR)

    assert [(f"{one.at:%H:%M}", one.kind) for one in post.came] == [("08:00", "late")]
    assert post.came[0].subject.startswith("Late: Tomorrow 12:00 pm: Sample webinar")
    for day in (1, 2, 3, 8):
        assert f"Write on {day}" in post.came[0].text


async def test_what_was_over_meanwhile_is_not_told(database: Settings) -> None:
    user, post = await make_user(), Post()
    event = await goes(user)
    await round_at(database, post, at("2026-12-08 07:00"))

    await rounds(database, post, at("2026-12-10 09:00"), at("2026-12-10 12:00"), HOUR)

    assert post.came == []
    missed = await Reminder.filter(uid=event.uid, lead__in=["1d", "2h"])
    assert {row.silence for row in missed} == {"It was over before the service was up again."}


async def test_letters_nobody_takes_for_hours_come_as_one(database: Settings) -> None:
    user, post = await make_user(), Post(is_away=True)
    await goes(user, title="Sample webinar")
    await follow_up(user, date(2026, 12, 8), "Write")
    await rounds(database, post, at("2026-12-08 07:00"), at("2026-12-08 15:00"), HOUR / 2)
    post.is_away = False

    await rounds(database, post, at("2026-12-08 15:10"), at("2026-12-09 09:00"), HOUR / 2)

    assert [one.kind for one in post.came] == ["late"]
    assert await ReminderLetter.filter(withdrawn_at__not_isnull=True).count() >= 1


async def test_a_pause_keeps_a_letter_from_going_that_was_written(database: Settings) -> None:
    user, post = await make_user(), Post(is_away=True)
    await follow_up(user, date(2026, 12, 8))
    await round_at(database, post, at("2026-12-08 08:00"))

    assert await actions.pause(user, now=at("2026-12-08 08:01"))
    post.is_away = False
    await rounds(database, post, at("2026-12-08 08:02"), at("2026-12-09 20:00"), HOUR)

    assert post.came == []


async def test_whoever_says_in_the_evening_that_they_go_is_not_told_what_the_morning_was_for(
    database: Settings,
) -> None:
    user, post = await make_user(), Post()
    event = await make_event(title="Sample webinar")
    await rounds(database, post, at("2026-12-08 07:00"), at("2026-12-08 19:00"), HOUR)
    await answer(user, event, Answer.GOING, now=at("2026-12-08 19:30"))

    await rounds(database, post, at("2026-12-08 19:31"), at("2026-12-09 11:00"), HOUR / 2)

    assert post.subjects() == ["Today 12:00 pm: Sample webinar"]


async def test_what_somebody_planned_while_no_worker_ran_is_told_late(database: Settings) -> None:
    user, post = await make_user(), Post()
    await round_at(database, post, at("2026-12-05 12:00"))
    await follow_up(user, date(2026, 12, 7), "Write")

    await rounds(database, post, at("2026-12-08 09:00"), at("2026-12-08 12:00"), HOUR)

    assert post.subjects() == ["Late: Was due Mon, Dec 7: Write (Sample Person)"]


async def test_promises_are_told_on_fridays_and_the_week_on_mondays(database: Settings) -> None:
    user, post = await make_user(), Post()
    contact = await make_contact(user, "Sample Joon")
    await promise(user, contact, "The template", by_them=False, now=NOON)
    await goes(user, said=Answer.INTERESTED, title="Sample webinar")
    await actions.stop_kind(user, Subject.INTERESTED, now=NOON)

    await rounds(database, post, at("2026-12-03 12:00"), at("2026-12-09 12:00"), HOUR)

    assert [(f"{one.at:%a %H:%M}", one.subject) for one in post.came] == [
        ("Fri 08:00", "Promised: The template (Sample Joon)"),
        ("Mon 08:00", "Wed, Dec 9 12:00 pm: Sample webinar"),
    ]


async def test_hours_are_those_of_the_clock_where_somebody_will_be(database: Settings) -> None:
    user, post = await make_user(timezone="America/New_York"), Post()
    await goes(
        user,
        title="Sample congress",
        modality="in_person",
        city="Portland",
        starts_time="09:00",
        ends_time="17:00",
        timezone="America/Los_Angeles",
    )
    await rounds(database, post, at("2026-12-08 05:00"), at("2026-12-09 12:00"), HOUR / 2)

    assert [(f"{one.at:%d %H:%M}", one.subject) for one in post.came] == [
        ("08 07:00", "Tomorrow 9:00 am Pacific time: Sample congress"),
        ("09 09:00", "Today 9:00 am: Sample congress"),
    ]
    assert "Pacific time" in post.came[1].text
