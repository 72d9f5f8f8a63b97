"""Faults of clocks, workers and templates: whatever happens, each reminder comes once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from netmentor.accounts.models import AgendaRevision, User
from netmentor.contacts import follow_ups
from netmentor.contacts.models import FollowUp
from netmentor.events.attending.actions import answer
from netmentor.events.attending.rules import Answer
from netmentor.jobs.reminders import remind
from netmentor.reminders import actions, planner
from netmentor.reminders.models import Reminder
from netmentor.reminders.queries import wishes_of
from netmentor.reminders.rules import State, Subject
from netmentor.reminders.wishes import Wishes
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.contacts.people import make_contact
from tests.factories import NOON, make_event
from tests.reminders.rounds import Post, at, round_at, rounds

EASTERN = ZoneInfo("America/New_York")
TEN_MINUTES = timedelta(minutes=10)
HOUR = timedelta(hours=1)


@dataclass
class Count:
    """What became of things of which each is to be told once."""

    due: int
    sent: int
    doubled: int
    lost: int

    def say(self, fault: str) -> None:
        print(
            f"{fault}: {self.due} due, {self.sent} sent, {self.doubled} doubled, {self.lost} lost"
        )
        assert (self.doubled, self.lost) == (0, 0)


def counted(post: Post, titles: Sequence[str]) -> Count:
    """How often each of these titles came; every one of them stands once in its letter's text."""
    times = [sum(title in one.text for one in post.came) for title in titles]
    doubled = sum(max(many - 1, 0) for many in times)
    return Count(len(titles), sum(times), doubled, times.count(0))


async def somebody(
    settings: Settings, morning: str = "08:00", zone: str = "America/New_York"
) -> User:
    """Who wants to hear of events a day before, and of nothing else; at any hour of the night."""
    user = await make_user(timezone=zone)
    wishes = Wishes(
        leads={Subject.GOING: ("1d",), Subject.FOLLOW_UPS: ("0d",)},
        digests=frozenset({Subject.MORNING}),
        quiet_from="00:00",
        quiet_until="00:00",
        morning=morning,
        version=(await wishes_of(user)).version,
    )
    await actions.wish(user, wishes)
    return user


async def goes_each_day(user: User, first: date, count: int) -> list[str]:
    """Have somebody go to an event on each of so many days; return what these are called."""
    titles = []
    for number in range(count):
        day = first + timedelta(days=number)
        titles.append(f"Sample event no. {number:02}")
        event = await make_event(
            title=titles[-1], starts_on=day, ends_on=day, timezone="America/New_York"
        )
        await answer(user, event, Answer.GOING, now=NOON)
    return titles


@pytest.mark.parametrize(
    ("fault", "day", "morning"),
    [
        ("the night on which clocks go forward", date(2027, 3, 12), "02:30"),
        ("the night on which clocks go back", date(2027, 11, 5), "01:30"),
    ],
)
async def test_a_night_on_which_the_clock_changes(
    database: Settings, fault: str, day: date, morning: str
) -> None:
    user, post = await somebody(database, morning), Post()
    titles = await goes_each_day(user, day + timedelta(days=1), 5)
    begins = datetime(day.year, day.month, day.day, tzinfo=EASTERN)

    await rounds(database, post, begins, begins + timedelta(days=5), 3 * TEN_MINUTES)

    counted(post, titles).say(fault)
    assert len(post.came) == 5


async def test_a_clock_five_months_ahead_for_an_hour(database: Settings) -> None:
    user, post = await somebody(database), Post()
    titles = await goes_each_day(user, date(2026, 12, 2), 9)
    await rounds(database, post, at("2026-11-30 12:00"), at("2026-12-03 12:00"), HOUR)

    await rounds(database, post, at("2027-05-03 12:10"), at("2027-05-03 13:10"), HOUR / 6)
    await rounds(database, post, at("2026-12-03 13:10"), at("2026-12-12 12:00"), HOUR)

    counted(post, titles).say("a clock five months ahead for an hour")


async def test_a_clock_a_day_back(database: Settings) -> None:
    user, post = await somebody(database), Post()
    titles = await goes_each_day(user, date(2026, 12, 2), 6)
    await rounds(database, post, at("2026-11-30 12:00"), at("2026-12-03 12:00"), HOUR)

    await rounds(database, post, at("2026-12-02 12:00"), at("2026-12-09 12:00"), HOUR)

    counted(post, titles).say("a clock a day back")


async def test_a_clock_set_back_has_everybody_planned_in_as_many_rounds_as_that_takes(
    database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planner, "_AT_A_TIME", 1)
    monkeypatch.setattr(planner, "_MOST_A_ROUND", 1)
    for number in range(3):
        await make_user(email=f"sample-{number}@example.org")
    for _ in range(4):
        await planner.plan_changed(now=NOON + timedelta(days=1))

    back = [await planner.plan_changed(now=NOON + number * TEN_MINUTES) for number in range(4)]

    assert back == [1, 1, 1, 0]
    assert not await AgendaRevision.filter(planned=-1).exists()


async def test_a_service_that_is_down_for_days(database: Settings) -> None:
    user, post = await somebody(database), Post()
    titles = []
    for number in range(6):
        titles.append(f"Write no. {number:02}")
        contact = await make_contact(user)
        day = date(2026, 12, 1) + timedelta(days=number)
        await follow_ups.promise_follow_up(
            user, contact=contact, what=titles[-1], due_on=day, now=NOON
        )
    await round_at(database, post, at("2026-11-30 12:00"))

    await rounds(database, post, at("2026-12-06 15:00"), at("2026-12-07 20:00"), HOUR)

    counted(post, titles).say("a service that is down for days")
    assert [one.kind for one in post.came] == ["late"]


async def test_a_mail_server_that_is_down_for_two_days(database: Settings) -> None:
    user, post = await somebody(database), Post(is_away=True)
    titles = await goes_each_day(user, date(2026, 12, 4), 3)
    await rounds(database, post, at("2026-12-02 12:00"), at("2026-12-04 12:00"), HOUR / 2)
    post.is_away = False

    await rounds(database, post, at("2026-12-04 12:10"), at("2026-12-08 12:00"), HOUR / 2)

    over = titles.pop(0)  # on December 4, while nobody could be told
    assert not any(f"Tomorrow 12:00 pm: {over}" in one.subject for one in post.came)
    counted(post, titles).say("a mail server that is down for two days")


async def test_a_reminder_that_breaks_its_letter_is_parked_and_the_others_go(
    database: Settings,
) -> None:
    user, post = await somebody(database), Post()
    titles = ["Write to her", "Call him", "Poison"]
    for what in titles:
        contact = await make_contact(user, what)
        await follow_ups.promise_follow_up(
            user, contact=contact, what=what, due_on=date(2026, 12, 1), now=NOON
        )
    await FollowUp.filter(what="Poison").update(uid="no uid that a link could hold")
    await round_at(database, post, at("2026-11-30 12:00"))

    await rounds(database, post, at("2026-12-01 07:00"), at("2026-12-02 12:00"), TEN_MINUTES)

    counted(post, titles[:2]).say("a reminder that breaks its letter")
    parked = await Reminder.get(title__startswith="Poison", lead="0d")
    assert (parked.state, parked.tries) == (State.PARKED, 5)
    assert not any("Poison" in one.text for one in post.came)


async def test_what_could_not_be_told_at_first_is_listed_along_once_it_was(
    database: Settings,
) -> None:
    user, post = await somebody(database), Post()
    contact = await make_contact(user)
    for what, day in (("Write to her", 1), ("Call him", 3)):
        due_on = date(2026, 12, day)
        await follow_ups.promise_follow_up(
            user, contact=contact, what=what, due_on=due_on, now=NOON
        )
    await round_at(database, post, at("2026-11-30 12:00"))
    await Reminder.filter(title__startswith="Write").update(tries=1)

    await rounds(database, post, at("2026-12-01 07:00"), at("2026-12-03 12:00"), HOUR)

    assert ["Write to her" in one.text for one in post.came] == [True, True]


async def test_two_workers_at_once(database: Settings) -> None:
    user, post = await somebody(database), Post()
    titles = await goes_each_day(user, date(2026, 12, 2), 4)

    now = at("2026-11-30 12:00")
    while now <= at("2026-12-06 12:00"):
        with time_machine.travel(now, tick=False):
            await asyncio.gather(remind(database), remind(database), remind(database))
        await round_at(database, post, now)
        now += 2 * HOUR

    counted(post, titles).say("three workers at once")
