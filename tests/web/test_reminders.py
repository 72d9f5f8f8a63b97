"""The page of reasons: what is planned, what became of each letter, and what was held back."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.events.attending import actions as attending
from netmentor.events.attending.rules import Answer
from netmentor.mail.rules import MailState
from netmentor.reminders.models import Reminder
from netmentor.reminders.planner import plan_changed
from netmentor.reminders.rules import SKIPPED, State
from netmentor.reminders.showing import MOST_TOLD
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.factories import FULL, NOON, make_event
from tests.reminders.ledger_rows import (
    at,
    become,
    make_letter,
    make_reminder,
    make_silent,
    tell,
)
from tests.web.reading import plain
from tests.web.visiting import come_in, post


@pytest.fixture(autouse=True)
async def user(client: httpx2.AsyncClient) -> User:
    made = await make_user(timezone="America/New_York")
    await come_in(client)
    return made


async def test_an_empty_page_says_what_will_be_here(client: httpx2.AsyncClient) -> None:
    page = await client.get("/reminders")
    assert page.headers["cache-control"] == "no-store"
    for words in (
        "Nothing is planned in the next 40 days.",
        "No letter yet.",
        "Nothing was held back.",
        "in Eastern time.",
    ):
        assert words in page.text
    assert 'href="/settings/reminders"' in page.text


async def test_what_is_planned_stands_by_day_and_by_letter(
    client: httpx2.AsyncClient, user: User
) -> None:
    wednesday = {"due_at": at("2026-11-25 13:00")}
    await make_reminder(user, "Sample conference", **wednesday)
    await make_reminder(user, "Sample deadline", **wednesday, lead="1d", kind="deadlines")
    await make_reminder(
        user, "Sample lunch", due_at=at("2026-11-26 04:30"), lead="2h", slot="urgent", why=""
    )
    await make_reminder(user, "Sample dinner", due_at=at("2026-12-24 13:00"))
    await make_reminder(await make_user(STRANGER), "Zanzibar quokka")
    page = (await client.get("/reminders")).text
    told = plain(page)
    assert "4 in the next 40 days." in told
    assert re.findall(r'id="d(2026-\d\d-\d\d)"', page) == ["2026-11-25", "2026-12-24"]
    in_order = (
        "Wed 25 Nov Tomorrow 8:00 am The morning letter Sample conference"
        " You go there, and want to hear of it 7 days before. Why"
    )
    assert in_order in told
    assert told.count("The morning letter") == 2
    assert "11:30 pm A letter of its own Sample lunch 2 hours before Why" in told
    assert "Zanzibar" not in page


async def test_a_letter_stands_with_its_hour_its_address_and_what_became_of_it(
    client: httpx2.AsyncClient, user: User, database: Settings
) -> None:
    letter = await make_letter(database, user, "Tomorrow 3:00 pm: Sample conference")
    told = await tell(user, letter)
    await tell(user, letter, title="Sample deadline")
    await become(letter, MailState.SENT, sent_at=NOON + timedelta(minutes=1))
    page = plain((await client.get("/reminders")).text)
    assert (
        "Tomorrow 3:00 pm: Sample conference Tue, Nov 24, 2026, 7:00 am to owner@example.org"
        " Handed to the mail server Tue, Nov 24, 2026, 7:01 am. What it told of (2)"
    ) in page
    assert "Sample conference 1 week before Why did I get this : Sample conference" in page
    reasons = plain((await client.get("/reminders", params={"uid": told.uid})).text)
    assert "Why did I get this 1 week before Tue, Nov 24, 2026, 7:00 am" in reasons
    assert "You go there, and want to hear of it 7 days before." in reasons
    assert "to owner@example.org. Handed to the mail server Tue, Nov 24, 2026, 7:01 am." in reasons
    assert "It is not among your dates any more" in reasons


@pytest.mark.parametrize(
    ("state", "said", "words"),
    [
        (MailState.DUE, "", "Waits for its turn. What"),
        (MailState.SENDING, "", "On its way to the mail server."),
        (
            MailState.FAILED,
            "The mail server answered 550: 5.1.1 No such mailbox",
            "Given up: The mail server answered 550. What",
        ),
        (MailState.SUPPRESSED, "You turned off deadlines.", "Held back: You turned off deadlines."),
        (MailState.KEPT, "", "Kept here: no mail server is set, so nothing is sent."),
    ],
)
async def test_each_fate_of_a_letter_has_its_words(
    client: httpx2.AsyncClient,
    user: User,
    database: Settings,
    state: MailState,
    said: str,
    words: str,
) -> None:
    letter = await make_letter(database, user)
    await tell(user, letter)
    await become(letter, state, said)
    page = (await client.get("/reminders")).text
    assert words in plain(page)
    assert f'data-fate="{state}"' in page


async def test_of_a_long_letter_the_first_lines_stand_there_and_how_many_more_there_are(
    client: httpx2.AsyncClient, user: User, database: Settings
) -> None:
    long, short = await make_letter(database, user), await make_letter(database, user)
    for number in range(MOST_TOLD + 2):
        await tell(user, long, title=f"Sample thing {number:02}")
    await tell(user, short, title="Sample errand")
    page = plain((await client.get("/reminders")).text)
    assert "What it told of (32) Sample thing 00" in page
    assert "Sample thing 29" in page
    assert "… and 2 more" in page
    assert "Sample thing 30" not in page
    assert "What it told of (1) Sample errand" in page


async def test_a_button_names_what_it_skips(client: httpx2.AsyncClient, user: User) -> None:
    await make_reminder(user, lead="after")
    page = plain((await client.get("/reminders")).text)
    assert ": Sample conference, the evening it ends" in page


async def test_a_letter_that_is_tried_again_says_when_and_why(
    client: httpx2.AsyncClient, user: User, database: Settings
) -> None:
    letter = await make_letter(database, user, is_late=True)
    due_at = NOON + timedelta(minutes=5)
    said = "The mail server cannot be reached: Error connecting to 192.0.2.1 on port 25."
    await become(letter, MailState.DUE, said, attempts=1, due_at=due_at)
    page = plain((await client.get("/reminders")).text)
    assert (
        "Not taken yet: The mail server cannot be reached. "
        "Next try: Tue, Nov 24, 2026, 7:05 am. Late Waits" in page
    )


async def test_a_letter_taken_back_says_so_and_one_long_gone_that_nobody_knows(
    client: httpx2.AsyncClient, user: User, database: Settings
) -> None:
    why = "No mail server took it within three hours."
    await make_letter(database, user, withdrawn_at=NOON, withdrawn_why=why)
    lost = await make_letter(database, user)
    lost.key = "reminders:forgotten"
    await lost.save()
    page = plain((await client.get("/reminders")).text)
    assert f"Taken back before it went out: {why} Held back" in page
    assert "what became of it is no longer kept. Written" in page


async def test_what_was_held_back_stands_with_its_reason(
    client: httpx2.AsyncClient, user: User
) -> None:
    silent = await make_silent(user, "You did it.", title="Write to Sample Person")
    await make_silent(user, "It moved.", state=State.SUPERSEDED.value)
    await make_silent(user, "Its letter could not be written.", state=State.PARKED.value)
    page = (await client.get("/reminders")).text
    told = plain(page)
    assert (
        "Write to Sample Person Wed, Nov 25, 2026, 7:00 am 1 week before You did it."
        " Why did I not get this" in told
    )
    assert "It moved." in told
    assert "Its letter could not be written." in told
    assert "Remind me after all" not in page
    reasons = plain((await client.get("/reminders", params={"uid": silent.uid})).text)
    assert "You have had no letter about it. Why did I not 1 week before Wed," in reasons
    assert "You did it." in reasons


async def test_one_is_skipped_and_taken_back(client: httpx2.AsyncClient, user: User) -> None:
    one = await make_reminder(user)
    answer = await post(client, f"/reminders/{one.id}/skip")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/reminders#reminder-{one.id}"
    await one.refresh_from_db()
    assert (one.state, one.silence) == (State.SILENT, SKIPPED)
    page = (await client.get("/reminders")).text
    assert "It is skipped. “Remind me after all” stands beside it." in page
    assert f'id="reminder-{one.id}"' in page
    assert f'action="/reminders/{one.id}/take-back"' in page
    assert (await post(client, f"/reminders/{one.id}/skip")).status_code == 404
    assert (await post(client, f"/reminders/{one.id}/take-back")).status_code == 303
    await one.refresh_from_db()
    assert (one.state, one.silence) == (State.PLANNED, "")
    assert f'action="/reminders/{one.id}/skip"' in (await client.get("/reminders")).text


async def test_what_is_skipped_or_declined_stays_out_of_the_plan(
    client: httpx2.AsyncClient, user: User
) -> None:
    event = await make_event(title="Sample webinar", starts_time="12:00")
    await attending.answer(user, event, Answer.GOING, now=NOON)
    await plan_changed(now=NOON)
    page = (await client.get("/reminders")).text
    assert re.findall(r'id="d(2026-[\d-]+)"', page)[:2] == ["2026-12-02", "2026-12-07"]
    week, day = [await Reminder.get(uid=event.uid, lead=lead) for lead in ("7d", "1d")]
    await post(client, f"/reminders/{week.id}/skip")
    await post(client, "/settings/reminders", leads="going:7d,going:2h", digests="morning,after")
    await plan_changed(now=NOON)
    page = (await client.get("/reminders")).text
    assert f'action="/reminders/{week.id}/take-back"' in page
    assert f'action="/reminders/{day.id}/skip"' not in page
    await attending.answer(user, event, Answer.SKIPPED, now=NOON)
    await plan_changed(now=NOON)
    told = plain((await client.get("/reminders")).text)
    assert "Nothing is planned in the next 40 days." in told
    assert "2 hours before It is not among the events you go to any more." in told
    reasons = plain((await client.get("/reminders", params={"uid": event.uid})).text)
    assert "It is not among the events you go to any more." in reasons


async def test_what_was_skipped_is_not_taken_back_once_its_time_is_over(
    client: httpx2.AsyncClient, user: User
) -> None:
    over = await make_silent(user, SKIPPED, due_at=NOON - timedelta(minutes=1))
    assert "take-back" not in (await client.get("/reminders")).text
    assert (await post(client, f"/reminders/{over.id}/take-back")).status_code == 404


async def test_anothers_reminder_is_no_reminder(client: httpx2.AsyncClient) -> None:
    other = await make_user(STRANGER)
    theirs = await make_reminder(other, "Zanzibar quokka")
    for path in (f"/reminders/{theirs.id}/skip", f"/reminders/{theirs.id}/take-back"):
        known, unknown = await post(client, path), await post(client, "/reminders/999999/skip")
        assert (known.status_code, unknown.status_code) == (404, 404)
        assert known.text.replace(path, "") == unknown.text.replace("/reminders/999999/skip", "")
    known = await client.get("/reminders", params={"uid": theirs.uid})
    unknown = await client.get("/reminders", params={"uid": "never@test.example"})
    assert (known.status_code, unknown.status_code) == (404, 404)
    assert "Zanzibar" not in known.text
    assert (await Reminder.get(id=theirs.id)).state == State.PLANNED


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "\x00", "٣", "999"])
@pytest.mark.parametrize("of", ["planned", "letters", "silent"])
async def test_a_strange_page_is_a_page(client: httpx2.AsyncClient, of: str, page: str) -> None:
    assert (await client.get("/reminders", params={of: page})).status_code == 200


async def test_long_lists_come_in_pages(client: httpx2.AsyncClient, user: User) -> None:
    for number in range(101):
        await make_reminder(user, f"Sample {number}", due_at=NOON + timedelta(hours=number))
    first = (await client.get("/reminders")).text
    assert "101 in the next 40 days." in first
    assert "Sample 99<" in first
    assert "Sample 100<" not in first
    assert 'href="/reminders?planned=2#planned"' in first
    second = (await client.get("/reminders", params={"planned": "2"})).text
    assert "Sample 100<" in second
    assert "Sample 99<" not in second
    assert 'href="/reminders#planned"' in second


async def test_pages_around_lead_here(client: httpx2.AsyncClient, user: User) -> None:
    event = await make_event(**FULL)
    await attending.answer(user, event, Answer.GOING, now=NOON)
    assert 'href="/settings/reminders"' in (await client.get("/settings")).text
    for path in ("/today", "/my/events"):
        assert 'href="/reminders"' in (await client.get(path)).text, path
    page = (await client.get(f"/events/{event.slug}")).text
    [address] = re.findall(r'href="(/reminders\?uid=[^"]+)"', page)
    assert (await client.get(address)).status_code == 200
