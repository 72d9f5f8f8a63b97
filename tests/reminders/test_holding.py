"""A letter is looked at once more before it goes: nothing is sent of what nobody wants any more."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from netmentor.accounts import mailed
from netmentor.accounts.actions import sign_in
from netmentor.accounts.models import User
from netmentor.accounts.queries import signed_in_by
from netmentor.accounts.turns import take_turns_of
from netmentor.contacts import follow_ups
from netmentor.contacts.models import FollowUp
from netmentor.contacts.rules import TouchKind
from netmentor.db.transactions import transaction
from netmentor.keeping import erase_rows
from netmentor.mail import outbox
from netmentor.mail.letters import Letter
from netmentor.mail.models import OutgoingMail
from netmentor.mail.queries import fates
from netmentor.mail.rules import MailState
from netmentor.reminders import actions
from netmentor.reminders.holding import OURS, take_back_unsent, unwanted
from netmentor.reminders.models import Reminder, ReminderLetter
from netmentor.reminders.queries import wishes_of
from netmentor.reminders.rules import State, Subject
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, PASSWORD, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON
from tests.mail.posting import post_sample
from tests.reminders.ledger_rows import make_letter
from tests.reminders.rounds import Post, at, round_at, rounds

DAY = date(2026, 12, 8)
MORNING = at("2026-12-08 08:00")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LETTER = Letter("Sample", "Sample.\n", "<p>Sample.</p>\n")


async def written(settings: Settings, user: User, *whats: str) -> tuple[Post, str]:
    """A letter about these follow-ups that no server has taken yet; return its key."""
    post = Post(is_away=True)
    for what in whats:
        contact = await make_contact(user, f"Sample {what}")
        await follow_ups.promise_follow_up(user, contact=contact, what=what, due_on=DAY, now=NOON)
    await round_at(settings, post, at("2026-12-07 12:00"))
    await round_at(settings, post, MORNING)
    return post, (await ReminderLetter.get()).key


async def do(user: User, what: str) -> None:
    row = await FollowUp.get(what=what)
    await follow_ups.do(user, row, TouchKind.MESSAGE, now=MORNING + MINUTE)


async def test_a_letter_that_holds_goes(database: Settings) -> None:
    user = await make_user()
    _, key = await written(database, user, "Write", "Call")
    assert await unwanted({key: False, "reset:1": False}, now=MORNING + MINUTE) == {}


async def test_a_change_of_something_else_keeps_no_letter(database: Settings) -> None:
    user = await make_user()
    _, key = await written(database, user, "Write", "Call")
    contact = await make_contact(user)
    await follow_ups.promise_follow_up(
        user, contact=contact, what="Another day", due_on=DAY + timedelta(days=9), now=MORNING
    )
    assert await unwanted({key: False}, now=MORNING + MINUTE) == {}
    assert await unwanted({key: False}, now=MORNING + MINUTE) == {}


async def test_what_still_holds_of_a_letter_is_told_within_the_minute(database: Settings) -> None:
    user = await make_user()
    post, key = await written(database, user, "Write", "Call")
    await do(user, "Write")
    post.is_away = False

    await rounds(database, post, MORNING + MINUTE, MORNING + 4 * MINUTE, MINUTE / 3)

    [came] = post.came
    assert came.key != key
    assert "Call" in came.text
    assert "Write" not in came.text
    assert (await fates([key]))[key].state == MailState.SUPPRESSED


async def test_a_letter_that_may_have_come_is_kept_back_only_if_all_of_it_fell(
    database: Settings,
) -> None:
    user = await make_user()
    _, key = await written(database, user, "Write", "Call")
    await do(user, "Write")
    assert await unwanted({key: True}, now=MORNING + MINUTE) == {}
    assert await Reminder.filter(state=State.TOLD).count() == 2

    await do(user, "Call")
    assert await unwanted({key: True}, now=MORNING + MINUTE) == {key: "You did it."}
    assert await Reminder.filter(state=State.PLANNED).count() == 0


@pytest.mark.parametrize("subject", [Subject.FOLLOW_UPS, Subject.MORNING])
async def test_nothing_is_sent_of_a_kind_that_was_stopped(
    database: Settings, subject: Subject
) -> None:
    user = await make_user()
    post, key = await written(database, user, "Write")
    assert await actions.stop_kind(user, subject, now=MORNING + MINUTE)
    post.is_away = False

    await rounds(database, post, MORNING + MINUTE, MORNING + 600 * MINUTE, 60 * MINUTE)

    assert post.came == []
    assert (await fates([key]))[key].state == MailState.SUPPRESSED


async def test_a_kind_taken_up_again_is_told_as_before(database: Settings) -> None:
    user = await make_user()
    before = await wishes_of(user)
    leads = await actions.stop_kind(user, Subject.GOING, now=NOON)
    assert leads == "7d,1d,2h"
    assert await actions.stop_kind(user, Subject.GOING, now=NOON) == ""
    assert await actions.take_up(user, Subject.GOING, leads)
    assert not await actions.take_up(user, Subject.GOING, leads)
    after = await wishes_of(user)
    assert (after.leads, after.digests) == (before.leads, before.digests)


async def test_what_waits_for_a_former_address_is_told_at_the_one_of_now(
    database: Settings,
) -> None:
    user = await make_user()
    post, key = await written(database, user, "Write")
    token = await sign_in(OWNER, PASSWORD, device="", now=MORNING)
    mine = await signed_in_by(token, now=MORNING)
    assert mine
    await mailed.move_at_once(database, mine, PASSWORD, "now@example.org", now=MORNING + MINUTE)
    post.is_away = False

    await rounds(database, post, MORNING + MINUTE, MORNING + 4 * MINUTE, MINUTE / 3)

    assert (await fates([key]))[key].state == MailState.SUPPRESSED
    told = [(one.to, one.key.partition(":")[0]) for one in post.came]
    assert told == [(OWNER, "email_changed"), ("now@example.org", "reminders")]


async def test_what_is_sent_again_days_later_told_of_a_day_that_is_over(database: Settings) -> None:
    user = await make_user()
    _, key = await written(database, user, "Write")
    assert await unwanted({key: False}, now=MORNING + timedelta(hours=23)) == {}
    assert list(await unwanted({key: False}, now=MORNING + timedelta(hours=25))) == [key]


async def test_nothing_goes_to_an_account_that_is_gone(database: Settings) -> None:
    user = await make_user()
    _, key = await written(database, user, "Write")
    await erase_rows(user, now=MORNING)
    assert await unwanted({key: False}, now=MORNING) == {key: "The account is gone."}
    assert await OutgoingMail.all().count() == 0
    assert await Reminder.all().count() == await ReminderLetter.all().count() == 0


async def test_no_letter_outlives_an_account_that_is_erased_while_it_is_written(
    database: Settings,
) -> None:
    user = await make_user()
    begun = asyncio.Event()

    async def erase() -> None:
        await begun.wait()
        await erase_rows(user, now=MORNING)

    erasing = asyncio.ensure_future(erase())
    async with transaction():
        await take_turns_of(user)
        begun.set()
        await asyncio.wait([erasing], timeout=0.3)
        await post_sample(database, to=user.email)
    await erasing
    assert await OutgoingMail.all().count() == 0


async def test_a_reminder_that_is_skipped_is_not_told_and_can_be_after_all(
    database: Settings,
) -> None:
    user = await make_user()
    post = Post()
    contact = await make_contact(user)
    await follow_ups.promise_follow_up(user, contact=contact, what="Write", due_on=DAY, now=NOON)
    await round_at(database, post, at("2026-12-07 12:00"))
    [row] = await Reminder.filter(kind=Subject.FOLLOW_UPS.value)

    await actions.skip(user, row.id, now=at("2026-12-07 12:01"))
    await round_at(database, post, at("2026-12-07 12:02"))
    assert (await Reminder.get(id=row.id)).state == State.SILENT
    await actions.take_back_skip(user, row.id, now=at("2026-12-07 12:03"))
    await round_at(database, post, MORNING)

    assert post.subjects() == ["Today: Write (Sample Person)"]


async def test_letters_that_may_have_come_through_stand_in_no_others_way(
    database: Settings,
) -> None:
    user = await make_user()
    early = await make_letter(database, user, posted_at=MORNING - 2 * HOUR)
    unsure = [f"{OURS}unsure:{number}" for number in range(600)]
    boring: dict[str, Any] = {"kind": "urgent", "day": DAY, "subject": "Sample", "revision": 0}
    boring |= {"user": user, "to": user.email, "posted_at": MORNING - HOUR}
    rows = [ReminderLetter(key=key, turn=turn, **boring) for turn, key in enumerate(unsure)]
    async with transaction():
        await ReminderLetter.bulk_create(rows)
        for key in unsure:
            await outbox.post_letter(database, "sample", LETTER, key=key, to=user.email, now=NOON)
    await OutgoingMail.filter(key__in=unsure).update(unsure=1)
    late = await make_letter(database, user, posted_at=MORNING)

    assert await take_back_unsent(now=MORNING + 4 * HOUR) == 2

    withdrawn = await ReminderLetter.exclude(withdrawn_at=None).order_by("id")
    assert [one.id for one in withdrawn] == [early.id, late.id]
