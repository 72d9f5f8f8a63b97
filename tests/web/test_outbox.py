"""The outbox is for the administrator, and tells nobody what stands in a letter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx2

from netmentor.accounts import mailed
from netmentor.accounts.rules import Role
from netmentor.app import create_app
from netmentor.mail.models import DeadAddress, OutgoingMail
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.conftest import BASE_URL
from tests.factories import NOON
from tests.mail.posting import code_to, post_sample
from tests.web.visiting import come_in, post


async def test_the_outbox_is_nobodys_but_the_administrators(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/outbox")).headers["location"].startswith("/sign-in")
    for role in Role:
        await make_user(f"{role}@example.org", role=role)
        client.cookies.clear()
        await come_in(client, f"{role}@example.org")
        status = 200 if role is Role.ADMIN else 403
        assert (await client.get("/outbox")).status_code == status
        assert ("/outbox" in (await client.get("/settings")).text) is (role is Role.ADMIN)
        for door in ("/outbox", "/outbox/dropped"):
            status = 404 if role is Role.ADMIN else 403
            assert (await post(client, door, letter="99")).status_code == status


async def test_an_administrator_sees_where_letters_are_and_no_code(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await make_user(role=Role.ADMIN)
    await make_user(STRANGER)
    await come_in(client)
    assert "as soon as there are any" in (await client.get("/outbox")).text
    secret = await mailed.ask_to_reset(database, STRANGER, now=NOON)
    await OutgoingMail.all().update(last_error="The mail server answered 451.", attempts=2)
    page = (await client.get("/outbox")).text

    for told in (STRANGER, "Reset code", "due", "next try", "2 tries", "answered 451"):
        assert told in page
    code = await code_to(STRANGER)
    kept = await OutgoingMail.get()
    for hidden in (code, code.replace(" ", ""), secret, kept.subject, kept.key, "Sample Owner,"):
        assert hidden not in page


async def test_a_letter_that_was_given_up_is_tried_again_by_a_button(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await make_user(role=Role.ADMIN)
    await come_in(client)
    mail = await post_sample(database)
    assert "Try again" not in (await client.get("/outbox")).text
    await OutgoingMail.all().update(state="failed", over_at=NOON)
    assert "Try again" in (await client.get("/outbox")).text

    assert (await client.post("/outbox", data={"letter": str(mail.id)})).status_code == 403
    assert (await post(client, "/outbox", letter=str(mail.id))).status_code == 303
    assert (await OutgoingMail.get()).state == "due"
    assert (await post(client, "/outbox", letter=str(mail.id))).status_code == 404
    for odd in ("", "-1", "1e3", "٣", "9" * 30, "all"):
        for door in ("/outbox", "/outbox/dropped"):
            assert (await post(client, door, letter=odd)).status_code == 422


async def test_a_letter_that_waits_or_failed_is_dropped_by_a_button(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await make_user(role=Role.ADMIN)
    await come_in(client)
    mail = await post_sample(database)
    assert 'formaction="/outbox/dropped"' in (await client.get("/outbox")).text

    assert (await client.post("/outbox/dropped", data={"letter": "1"})).status_code == 403
    assert (await post(client, "/outbox/dropped", letter=str(mail.id))).status_code == 303
    page = (await client.get("/outbox")).text
    for told in ("1 suppressed", "The letter is dropped.", "An administrator dropped it."):
        assert told in page
    assert "formaction" not in page
    assert (await post(client, "/outbox/dropped", letter=str(mail.id))).status_code == 404


async def test_all_that_failed_are_tried_again_or_dropped_at_once(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await make_user(role=Role.ADMIN)
    await come_in(client)
    for key in ("one", "two"):
        await post_sample(database, key)
    await post_sample(database, "over", secret_until=NOON)
    await OutgoingMail.all().update(state="failed", over_at=NOON)
    assert "Try all that failed again" in (await client.get("/outbox")).text

    assert (await post(client, "/outbox", letter="failed")).status_code == 303
    assert await OutgoingMail.filter(state="due").count() == 2
    await OutgoingMail.filter(key="one").update(state="failed", over_at=NOON)
    assert (await post(client, "/outbox/dropped", letter="failed")).status_code == 303
    assert await OutgoingMail.filter(state="suppressed").count() == 2
    assert (await OutgoingMail.get(state="due")).key == "two"
    assert "all that failed" not in (await client.get("/outbox")).text


async def test_how_long_the_queue_has_waited_and_dead_addresses_are_told(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await make_user(role=Role.ADMIN)
    await come_in(client)
    assert "No letter is overdue." in (await client.get("/outbox")).text
    await post_sample(database, now=NOON - timedelta(minutes=42))
    await DeadAddress.create(address="gone@example.org", since=NOON, said="550 5.1.1")

    page = (await client.get("/outbox")).text

    assert "The queue has waited for 42 minutes. 1 address has no mailbox" in page


async def test_a_letter_that_waits_for_another_try_is_told_and_tried_now(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await make_user(role=Role.ADMIN)
    await come_in(client)
    mail = await post_sample(database, now=NOON + timedelta(minutes=5))
    page = (await client.get("/outbox")).text
    assert "No letter is past its time; 1 waits for another try." in page
    assert "Try now" in page

    assert (await post(client, "/outbox", letter=str(mail.id))).status_code == 303
    assert (await OutgoingMail.get()).due_at == NOON
    assert "Try now" not in (await client.get("/outbox")).text


async def test_without_a_mail_server_the_page_says_how_to_set_one(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await make_user(OWNER, role=Role.ADMIN)
    await come_in(client)
    assert "nothing is sent" in (await client.get("/outbox")).text

    mailing = create_app(replace(database, smtp_url="smtp://sample:secret@localhost"))
    transport = httpx2.ASGITransport(mailing)
    async with httpx2.AsyncClient(transport=transport, base_url=BASE_URL) as visitor:
        await come_in(visitor)
        page = (await visitor.get("/outbox")).text
    assert "nothing is sent" not in page
    assert "secret" not in page
