"""Acting from a letter: a button on a page that its link opens, and nothing before the button."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import httpx2
import pytest
import time_machine

from netmentor.contacts.follow_ups import put_off
from netmentor.contacts.models import Touch
from netmentor.reminders.composing import letter_of
from netmentor.reminders.queries import wishes_of
from netmentor.reminders.rules import LEADS, Subject
from netmentor.settings import Settings
from tests.accounts.casting import STRANGER, make_user
from tests.db.rows import every_row
from tests.factories import NOON, TODAY
from tests.reminders.samples import SAMPLES, about, links_in
from tests.web.reminding import Reader, button_of
from tests.web.visiting import come_in

DAY = timedelta(days=1)


async def test_done_is_answered_without_signing_in(
    client: httpx2.AsyncClient, reader: Reader
) -> None:
    link = reader.done
    asked = await client.get(link)
    assert (asked.status_code, asked.text.count('<form method="post"')) == (200, 1)
    assert "Thank Marcus for the introduction" in asked.text
    assert (await reader.now()).state == "open"

    done = await client.post(link)

    assert (done.status_code, list(client.cookies)) == (200, [])
    assert "Done: Thank Marcus for the introduction." in done.text
    assert ">Undo</button>" in done.text
    assert (await reader.now()).state == "done"
    assert await Touch.filter(contact_id=reader.row.contact_id).count() == 1


async def test_done_once_more_is_done_already(client: httpx2.AsyncClient, reader: Reader) -> None:
    link = reader.done
    await client.post(link)
    before = await every_row()

    for again in (await client.post(link), await client.get(link)):
        assert again.status_code == 200
        assert "That is done already." in again.text
        assert '<form method="post"' not in again.text
    assert await every_row() == before


async def test_pressed_five_times_at_once_it_is_done_once(
    client: httpx2.AsyncClient, reader: Reader
) -> None:
    answers = await asyncio.gather(*(client.post(reader.done) for _ in range(5)))

    assert [answer.status_code for answer in answers] == [200] * 5
    assert sum("That is done already." in answer.text for answer in answers) == 4
    assert await Touch.filter(contact_id=reader.row.contact_id).count() == 1


async def test_done_can_be_undone_for_a_day(client: httpx2.AsyncClient, reader: Reader) -> None:
    done = await client.post(reader.done)
    undo = button_of(done)
    assert "Undo" in (await client.get(undo)).text
    assert (await reader.now()).state == "done"

    with time_machine.travel(NOON + DAY - timedelta(minutes=1), tick=False):
        undone = await client.post(undo)
        again = await client.post(undo)

    assert "Undone: “Done: Thank Marcus" in undone.text
    assert (again.status_code, (await reader.now()).state) == (200, "open")
    assert await Touch.filter(contact_id=reader.row.contact_id).count() == 0
    with time_machine.travel(NOON + DAY, tick=False):
        assert (await client.post(undo)).status_code == 410


async def test_later_is_tomorrow_however_often_it_is_pressed(
    client: httpx2.AsyncClient, reader: Reader
) -> None:
    link = reader.later
    assert "Move to tomorrow" in (await client.get(link)).text

    moved = await client.post(link)
    assert "moved to tomorrow." in moved.text
    for days in range(3):
        with time_machine.travel(NOON + days * DAY, tick=False):
            again = await client.post(link)
            assert (again.status_code, "It was moved already." in again.text) == (200, True)
            assert (await reader.now()).due_on == TODAY + DAY

    await client.post(button_of(moved))
    assert (await reader.now()).due_on == TODAY
    assert "moved to tomorrow." in (await client.post(link)).text


async def test_later_is_later_than_the_day_it_was_due(
    client: httpx2.AsyncClient, reader: Reader
) -> None:
    await put_off(reader.user, reader.row, TODAY + 3 * DAY, now=NOON)
    link = reader.signer.later(reader.row.uid, TODAY + 3 * DAY)

    asked = await client.get(link)
    await client.post(link)

    assert "Move to Saturday, Nov 28" in asked.text
    assert (await reader.now()).due_on == TODAY + 4 * DAY


async def test_a_kind_of_letter_is_stopped_and_comes_again(
    client: httpx2.AsyncClient, reader: Reader
) -> None:
    link = reader.signer.stop(Subject.DEADLINES)
    assert "Letters about deadlines" in (await client.get(link)).text
    stopped = await client.post(link)
    assert "Letters about deadlines are stopped." in stopped.text
    assert not (await wishes_of(reader.user)).wants(Subject.DEADLINES)
    assert (await wishes_of(reader.user)).wants(Subject.GOING)
    for again in (await client.post(link), await client.get(link)):
        assert (again.status_code, "stopped already" in again.text) == (200, True)

    for _ in range(2):
        back = await client.post(button_of(stopped))
        assert (back.status_code, "come again" in back.text) == (200, True)
        assert (await wishes_of(reader.user)).leads_of(Subject.DEADLINES) == LEADS[
            Subject.DEADLINES
        ]


@pytest.mark.parametrize("subject", Subject)
async def test_each_kind_can_be_stopped(
    client: httpx2.AsyncClient, reader: Reader, subject: Subject
) -> None:
    link = reader.signer.stop(subject)

    assert (await client.get(link)).status_code == 200
    assert (await client.post(link)).status_code == 200
    assert not (await wishes_of(reader.user)).wants(subject)


async def test_one_click_unsubscribes_with_no_cookie_token_or_redirect(
    client: httpx2.AsyncClient, reader: Reader
) -> None:
    link = reader.signer.unsubscribe()
    answer = await client.post(link, data={"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, answer.history, list(client.cookies)) == (200, [], [])
    assert "set-cookie" not in answer.headers
    assert (await wishes_of(reader.user)).paused_at == NOON
    again = await client.post(link, data={"List-Unsubscribe": "One-Click"})
    assert (again.status_code, "stopped already" in again.text) == (200, True)

    for _ in range(2):
        assert "come again" in (await client.post(button_of(answer))).text
        assert (await wishes_of(reader.user)).paused_at is None


async def test_only_the_button_of_the_page_unsubscribes(
    client: httpx2.AsyncClient, reader: Reader
) -> None:
    page = await client.get(reader.signer.unsubscribe())
    assert "Stop all reminders" in page.text
    assert (await wishes_of(reader.user)).paused_at is None

    await client.post(button_of(page))  # the one form there is
    assert (await wishes_of(reader.user)).paused_at == NOON


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},  # a browser's, from a page that sends no referrer
        {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"},
        {"Content-Type": "multipart/form-data; boundary=x"},
    ],
)
async def test_whoever_has_the_address_may_post_to_it_from_anywhere(
    client: httpx2.AsyncClient, reader: Reader, headers: dict[str, str]
) -> None:
    for link in reader.links.values():
        assert (await client.post(link, headers=headers)).status_code == 200


async def test_pages_of_links_are_kept_nowhere_and_tell_nobody_their_address(
    client: httpx2.AsyncClient, reader: Reader
) -> None:
    good = list(reader.links.values())
    for link in (*good, "/r/never", "/unsubscribe/never"):
        for method in ("GET", "POST"):
            headers = (await client.request(method, link)).headers
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["cache-control"] == "no-store"


async def test_who_is_signed_in_does_not_matter(client: httpx2.AsyncClient, reader: Reader) -> None:
    stranger = await make_user(STRANGER)
    await come_in(client, STRANGER)

    for link in reader.links.values():
        page = await client.get(link)
        assert "form_token" not in page.text
        assert (await client.post(link)).status_code == 200

    assert (await reader.now()).state == "done"
    assert (await wishes_of(stranger)).paused_at is None


@pytest.mark.parametrize("is_signed_in", [False, True])
async def test_a_program_that_opens_every_link_of_every_letter_changes_nothing(
    client: httpx2.AsyncClient, database: Settings, reader: Reader, is_signed_in: bool
) -> None:
    if is_signed_in:
        await come_in(client)
    letters = [
        letter_of(database, about(notice, reader.row.uid, TODAY), reader.signer)
        for notice in SAMPLES.values()
    ]
    links = sorted({link for one in letters for link in links_in(one)} | {*reader.links.values()})
    ours = [link for link in links if link.startswith(database.base_url)]
    before = await every_row()

    answers = [
        (link, method, (await client.request(method, link)).status_code)
        for link in ours
        for method in ("GET", "HEAD", "OPTIONS", "GET")
    ]

    assert await every_row() == before
    assert len(ours) >= 14
    acting = [answer for answer in answers if "/r/" in answer[0] or "/unsub" in answer[0]]
    assert len(acting) >= 4 * 8
    assert {status for _, method, status in acting if method != "OPTIONS"} == {200}
