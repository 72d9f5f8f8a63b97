"""A copy goes to its owner's mailbox with a letter, once, and a large one by a link."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pyrage
import pytest
import time_machine

from netmentor import clock
from netmentor.accounts.models import User
from netmentor.copies import actions
from netmentor.copies.models import AccountCopy, CopyPlan
from netmentor.copies.rules import LARGEST_ATTACHED, MOST_POSTED, Place
from netmentor.jobs.copies import begin_copies, send_copies
from netmentor.jobs.letters import deliver_due
from netmentor.mail.models import OutgoingMail
from netmentor.mail.smtp import MailServer
from netmentor.settings import Settings
from tests.accounts.casting import make_user
from tests.copies.planned import BODY, MONDAY, make_plan, round_of, told
from tests.factories import NOON
from tests.mail.sink import Sink, mail_server

SENDER = "post@netmentor.example"
pytestmark = pytest.mark.usefixtures("at")


async def to_mailbox(settings: Settings, user: User, **more: str) -> CopyPlan:
    """A plan whose first letter, that it begins, is gone."""
    plan = await make_plan(
        settings, user, place=Place.MAIL, url="", user_name="", password=None, **more
    )
    await OutgoingMail.all().delete()
    return plan


async def delivered(sink: Sink) -> list[EmailMessage]:
    await deliver_due(MailServer(f"smtp://127.0.0.1:{sink.port}", SENDER, timedelta(seconds=5)))
    return [message_from_bytes(one, policy=policy.default) for one in sink.letters]


async def test_it_is_attached_and_what_became_of_it_is_known(
    database: Settings, user: User, at: time_machine.Traveller
) -> None:
    plan = await to_mailbox(database, user)
    at.move_to(MONDAY)
    assert await round_of(database, Place.MAIL) == 1
    assert await told(plan) == [("posted", "")]
    async with mail_server() as sink:
        [letter] = await delivered(sink)
    assert await round_of(database, Place.MAIL) == 0

    [file] = list(letter.iter_attachments())
    assert file.get_content() == BODY
    assert file.get_filename() == f"netmentor-2026-11-30-070000-{plan.key[:8]}.zip"
    assert letter["subject"] == "A copy of your account, November 30, 2026"
    assert "It is not encrypted" in str(letter.get_body(("plain",)))
    assert await told(plan) == [("sent", "")]
    assert (await OutgoingMail.get()).message == b""


async def test_an_encrypted_one_says_how_it_is_opened(
    database: Settings, user: User, at: time_machine.Traveller
) -> None:
    key = pyrage.x25519.Identity.generate()
    await to_mailbox(database, user, recipient=str(key.to_public()))
    at.move_to(MONDAY)
    await round_of(database, Place.MAIL)
    async with mail_server() as sink:
        [letter] = await delivered(sink)

    [file] = list(letter.iter_attachments())
    assert pyrage.decrypt(file.get_content(), [key]) == BODY
    assert f"age -d -i key.txt {file.get_filename()}" in " ".join(
        letter.get_body(("plain",)).get_content().split()  # type: ignore[union-attr]
    )


async def test_one_that_is_too_large_leads_to_where_it_is_taken_along(
    database: Settings, user: User, at: time_machine.Traveller
) -> None:
    async def large(user: User) -> AsyncIterator[bytes]:
        for _ in range(LARGEST_ATTACHED // 100_000 + 1):
            yield bytes(100_000)

    plan = await to_mailbox(database, user)
    at.move_to(MONDAY)
    await begin_copies(database)
    await send_copies(database, Place.MAIL, large)
    async with mail_server() as sink:
        [letter] = await delivered(sink)

    assert list(letter.iter_attachments()) == []
    assert "http://test.example/settings/export" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert [state for state, _ in await told(plan)] == ["posted"]


async def test_a_mailbox_that_is_not_there_is_said_and_stops_copies_in_the_end(
    database: Settings, user: User, at: time_machine.Traveller
) -> None:
    plan = await to_mailbox(database, user)
    async with mail_server({"RCPT": "550 5.1.1 no such mailbox"}) as sink:
        for week in range(7):
            at.move_to(MONDAY + timedelta(weeks=week))
            await round_of(database, Place.MAIL)
            await delivered(sink)
            await begin_copies(database)
    plan = await CopyPlan.get(id=plan.id)

    found = await told(plan)
    assert [state for state, _ in found] == ["failed"] * 5
    assert all(reason.startswith("The letter did not go out. ") for _, reason in found)
    assert (plan.due_at, plan.failures) == (None, 5)
    assert plan.stopped_at is not None


async def test_a_letter_by_hand_that_arrives_ends_a_stop(
    database: Settings, user: User, at: time_machine.Traveller
) -> None:
    plan = await to_mailbox(database, user)
    await CopyPlan.all().update(stopped_at=NOON, due_at=None, failures=5)
    at.move_to(MONDAY)
    await actions.send_now(user, now=clock.now())
    await round_of(database, Place.MAIL)
    async with mail_server() as sink:
        await delivered(sink)
    await begin_copies(database)

    plan = await CopyPlan.get(id=plan.id)
    assert (plan.stopped_at, plan.failures) == (None, 0)
    assert plan.due_at == MONDAY + timedelta(weeks=1)


async def test_so_many_wait_in_the_outbox_and_the_rest_waits_outside(
    database: Settings, at: time_machine.Traveller
) -> None:
    for number in range(MOST_POSTED + 1):
        user = await make_user(f"member{number}@example.org")
        await to_mailbox(database, user)
    at.move_to(MONDAY + timedelta(days=1))
    assert await round_of(database, Place.MAIL) == MOST_POSTED
    async with mail_server() as sink:
        await delivered(sink)

    assert await round_of(database, Place.MAIL) == 1


@pytest.mark.parametrize("deed", ["pause", "remove"])
async def test_a_letter_that_waits_is_taken_back(
    database: Settings, user: User, at: time_machine.Traveller, deed: str
) -> None:
    await to_mailbox(database, user)
    at.move_to(MONDAY)
    await round_of(database, Place.MAIL)
    if deed == "pause":
        await actions.pause(user, now=clock.now())
    else:
        await actions.remove(database, user, now=clock.now())
    async with mail_server() as sink:
        assert await delivered(sink) == []

    assert not await OutgoingMail.exclude(message=b"").exists()


async def test_what_was_ended_or_led_elsewhere_stays_so_when_a_backup_is_restored(
    database: Settings, user: User
) -> None:
    first = await make_plan(database, user)
    second = await make_plan(database, user, url="https://other.example/dav/")
    assert await actions.end_again(database.data) == 0
    await CopyPlan.filter(id=second.id).update(key=first.key, url=first.url)
    assert await actions.end_again(database.data) == 1
    third = await make_plan(database, user)
    await actions.remove(database, user, now=NOON)
    await make_plan(database, user)
    assert await actions.end_again(database.data) == 0
    await CopyPlan.all().update(key=third.key)
    assert (await actions.end_again(database.data), await CopyPlan.all().count()) == (1, 0)


async def test_another_place_is_told_by_a_letter_and_the_same_again_is_not(
    database: Settings, user: User
) -> None:
    outbox = replace(database, smtp_url="smtp://mail.example")
    await make_plan(outbox, user)
    await make_plan(outbox, user, day=3)
    await make_plan(outbox, user, url="https://evil.example/dav/")

    subjects = [one.subject for one in await OutgoingMail.all().order_by("id")]
    assert subjects == [
        "Copies of your account go to calendar.example",
        "Copies of your account go to evil.example",
    ]
    assert await AccountCopy.all().count() == 0
