"""An answer takes the place of the plain first message planned before, and of nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from netmentor.accounts.models import User
from netmentor.contacts.follow_ups import promise_follow_up
from netmentor.contacts.models import Contact, FollowUp, Promise
from netmentor.contacts.rules import Answer
from netmentor.contacts.sorting import sort_out
from tests.accounts.casting import make_user
from tests.contacts.people import make_contact, undo_latest
from tests.factories import NOON, TODAY, make_event

FRIDAY = date(2026, 11, 20)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
async def user(database: object) -> User:
    return await make_user()


@pytest.fixture
async def contact(user: User) -> Contact:
    """Somebody met at an event, to be written to tomorrow."""
    event = await make_event(starts_on=FRIDAY, ends_on=FRIDAY)
    return await make_contact(user, event=event, follow_up_on=TOMORROW, promise="the model")


async def standing() -> list[tuple[str, str, date]]:
    rows = await FollowUp.filter(state="open").order_by("due_on", "id")
    return [(row.origin, row.what, row.due_on) for row in rows]


async def kept() -> list[dict[str, Any]]:
    """All of every follow-up but for what calendars were told of it, which only goes on."""
    return [
        {name: value for name, value in row.items() if name not in ("sequence", "changed_at")}
        for row in await FollowUp.all().values()
    ]


@pytest.mark.parametrize("answer", list(Answer)[1:])
async def test_an_answer_leaves_one_first_message_and_undo_brings_it_back_as_it_was(
    user: User, contact: Contact, answer: Answer
) -> None:
    before = await kept()

    await sort_out(user, contact, answer, now=NOON)

    written = ("sequence", "Write to Sample Person")
    keep = ("cadence", "Keep in touch with Sample Person", date(2027, 2, 23))
    left: dict[Answer, list[tuple[str, str, date]]] = {
        Answer.TODAY: [(*written, TODAY)],
        Answer.WEEK: [(*written, TOMORROW)],
        Answer.KEEP: [keep],
        Answer.NONE: [],
    }
    assert await standing() == left[answer]
    assert (await Promise.get()).state == "open"
    if answer in (Answer.TODAY, Answer.WEEK):
        row = await FollowUp.get()
        moved = (before[0]["uid"], 0, FRIDAY, contact.event_id)
        assert (row.uid, row.step, row.counted_from, row.event_id) == moved
    await undo_latest(user)
    assert await kept() == before


@pytest.mark.parametrize(
    "told",
    [
        {"what": "Send the slides"},
        {"what": "Write to Sample Person", "every_days": 30},
        {"what": "Write to Sample Person", "due_time": "16:30"},
        {"what": "Write to Sample Person about shadowing"},
    ],
)
async def test_what_somebody_worded_timed_or_repeats_stands_beside_the_answer(
    user: User, contact: Contact, told: dict[str, Any]
) -> None:
    await promise_follow_up(user, contact=contact, due_on=TOMORROW, now=NOON, **told)
    for answer in (Answer.TODAY, Answer.NONE):
        await sort_out(user, contact, answer, now=NOON)

    assert await standing() == [("hand", told["what"], TOMORROW)]


async def test_a_message_that_moves_takes_no_room_on_its_day(user: User, contact: Contact) -> None:
    for number in range(4):
        other = await make_contact(user, f"Sample {number}")
        await sort_out(user, other, Answer.WEEK, now=NOON)

    for answer in (Answer.WEEK, Answer.KEEP, Answer.WEEK):
        await sort_out(user, contact, answer, now=NOON)

    first_messages = [day for origin, _, day in await standing() if origin == "sequence"]
    assert first_messages == [TOMORROW] * 5
