"""Why one thing was told, why it was not, and what is still to come, as its page says it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts import follow_ups
from netmentor.contacts.rules import TouchKind
from netmentor.events.attending import actions as attending
from netmentor.events.attending.rules import Answer
from netmentor.reminders import actions
from netmentor.reminders.rules import Subject
from tests.accounts.casting import make_user
from tests.contacts.people import make_contact
from tests.factories import FULL, NOON, TODAY, make_event
from tests.reminders.ledger_rows import make_reminder, make_silent
from tests.web.reading import plain
from tests.web.visiting import come_in, post

HOSTILE_UIDS = ("\x00", "x" * 5_000, "<script>alert(1)</script>", "' OR 1=1 --", "\u202egnp", "0")


@pytest.fixture(autouse=True)
async def user(client: httpx2.AsyncClient) -> User:
    made = await make_user(timezone="America/New_York")
    await come_in(client)
    return made


async def test_from_the_reasons_of_an_entry_one_is_led_back_to_them(
    client: httpx2.AsyncClient, user: User
) -> None:
    one = await make_reminder(user)
    place = f"/reminders?uid={one.uid}"
    assert f'name="next" value="{place}"' in (await client.get(place)).text
    answer = await post(client, f"/reminders/{one.id}/skip", next=place)
    assert answer.headers["location"] == f"{place}#reminder-{one.id}"
    away = await post(client, f"/reminders/{one.id}/take-back", next="//evil.example")
    assert away.headers["location"].startswith("/events#")


@pytest.mark.parametrize("uid", HOSTILE_UIDS)
async def test_a_strange_uid_is_refused_with_a_sentence(
    client: httpx2.AsyncClient, uid: str
) -> None:
    answer = await client.get("/reminders", params={"uid": uid})
    assert answer.status_code == 404
    assert "There is nothing with a date of this name among yours." in answer.text


async def test_of_an_event_it_is_said_why_nothing_more_is_told(
    client: httpx2.AsyncClient, user: User
) -> None:
    event = await make_event(starts_on=date(2027, 1, 9), ends_on=date(2027, 1, 9))
    await attending.answer(user, event, Answer.GOING, now=NOON)

    async def reasons() -> str:
        return plain((await client.get("/reminders", params={"uid": event.uid})).text)

    told = await reasons()
    assert "Going, Sat, Jan 9, 2027, 1:00 pm." in told
    assert "You chose to be told 1 week before, 1 day before and 2 hours before;" in told
    assert "1 day before is Fri, Jan 8, 2027. That is more than 40 days ahead;" in told
    await actions.stop_kind(user, Subject.GOING, now=NOON)
    assert "You turned off reminders of events you go to." in await reasons()
    await actions.pause(user, now=NOON)
    assert "You paused all reminders" in await reasons()
    await attending.answer(user, event, Answer.SKIPPED, now=NOON)
    page = await client.get("/reminders", params={"uid": event.uid})
    assert page.status_code == 404  # nothing was ever planned of it


async def test_of_a_declined_event_it_is_said_when_it_is_and_that_it_was_declined(
    client: httpx2.AsyncClient, user: User
) -> None:
    event = await make_event(title="Sample class")
    await attending.answer(user, event, Answer.SKIPPED, now=NOON)
    was = {"uid": event.uid, "occurrence": "2026-12-09T12:00 America/Chicago"}
    await make_silent(user, "It is not among the events you go to any more.", **was)
    after = {"kind": Subject.AFTER.value, "lead": "after", "due_at": NOON + timedelta(days=15)}
    await make_silent(user, "The event is not among yours any more.", **was | after)
    told = plain((await client.get("/reminders", params={"uid": event.uid})).text)
    assert "Going, Wed, Dec 9, 2026, 1:00 pm. In" in told
    assert "You said “Not for me”." in told


async def test_hours_that_passed_before_it_was_added_are_told(
    client: httpx2.AsyncClient, user: User
) -> None:
    when: dict[str, Any] = {
        "starts_on": TODAY,
        "ends_on": TODAY,
        "starts_time": "07:30",
        "ends_time": "09:00",
    }
    event = await make_event(**when)  # 8:30 am in New York, where it is 7
    await attending.answer(user, event, Answer.GOING, now=NOON)
    told = plain((await client.get("/reminders", params={"uid": event.uid})).text)
    assert "2 hours before was 6:30 am, before you added it or chose this time." in told


async def test_of_a_whole_day_no_hours_before_are_told(
    client: httpx2.AsyncClient, user: User
) -> None:
    event = await make_event(starts_time="", ends_time="")
    await attending.answer(user, event, Answer.GOING, now=NOON)
    told = plain((await client.get("/reminders", params={"uid": event.uid})).text)
    assert "1 week before, 1 day before and on the morning of the day;" in told


async def test_of_an_event_the_deadlines_are_listed(client: httpx2.AsyncClient, user: User) -> None:
    event = await make_event(**FULL)
    await attending.answer(user, event, Answer.GOING, now=NOON)
    page = (await client.get("/reminders", params={"uid": event.uid})).text
    [closes] = re.findall(r'href="(/reminders\?uid=registration_close[^"]+)"', page)
    told = plain((await client.get(closes)).text)
    assert "Deadlines, Tue, Dec 1, 2026." in told
    assert "1 week before was Tue, Nov 24, 2026" not in told  # it is today
    contact = await make_contact(user)
    await follow_ups.promise_follow_up(
        user, contact=contact, what="Send the slides", due_on=TODAY, now=NOON
    )
    assert "/reminders?uid=" in (await client.get(f"/contacts/{contact.key}")).text


async def test_of_a_follow_up_that_is_overdue_and_one_that_is_done(
    client: httpx2.AsyncClient, user: User
) -> None:
    contact = await make_contact(user)
    row = await follow_ups.promise_follow_up(
        user, contact=contact, what="Send the slides", due_on=TODAY - timedelta(days=3), now=NOON
    )
    told = plain((await client.get("/reminders", params={"uid": row.uid})).text)
    assert "It was due on Sat, Nov 21, 2026, and stays in the morning letter" in told
    assert (
        "On the day was Sat, Nov 21, 2026, 8:00 am, before you added it or chose this time." in told
    )
    assert "At its time" not in told
    await follow_ups.do(user, row, TouchKind.MESSAGE, now=NOON)
    told = plain((await client.get("/reminders", params={"uid": row.uid})).text)
    assert "It is done, so nothing is told of it any more." in told
