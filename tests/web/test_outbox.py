"""The outbox is for the administrator, and tells nobody what stands in a letter."""

from __future__ import annotations

from dataclasses import replace

import httpx2

from netmentor.accounts import mailed
from netmentor.accounts.rules import Role
from netmentor.app import create_app
from netmentor.mail.models import OutgoingMail
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.conftest import BASE_URL
from tests.factories import NOON
from tests.mail.posting import code_to, post_sample
from tests.web.visiting import post, sign_in


async def test_the_outbox_is_nobodys_but_the_administrators(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/outbox")).headers["location"].startswith("/sign-in")
    for role in Role:
        await make_user(f"{role}@example.org", role=role)
        client.cookies.clear()
        await sign_in(client, f"{role}@example.org")
        status = 200 if role is Role.ADMIN else 403
        assert (await client.get("/outbox")).status_code == status
        assert ("/outbox" in (await client.get("/settings")).text) is (role is Role.ADMIN)
        assert (await post(client, "/outbox", letter="99")).status_code in (403, 404)


async def test_an_administrator_sees_where_letters_are_and_no_code(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await make_user(role=Role.ADMIN)
    await make_user(STRANGER)
    await sign_in(client)
    assert "as soon as there are any" in (await client.get("/outbox")).text
    secret = await mailed.ask_to_reset(database, STRANGER, now=NOON)
    await OutgoingMail.all().update(last_error="The mail server answered 451.", attempts=2)
    page = (await client.get("/outbox")).text

    for told in (STRANGER, "reset code", "due", "2 tries", "answered 451"):
        assert told in page
    code = await code_to(STRANGER)
    kept = await OutgoingMail.get()
    for hidden in (code, code.replace(" ", ""), secret, kept.subject, kept.key, "Sample Owner,"):
        assert hidden not in page


async def test_a_letter_that_was_given_up_is_tried_again_by_a_button(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await make_user(role=Role.ADMIN)
    await sign_in(client)
    mail = await post_sample(database)
    assert "Try again" not in (await client.get("/outbox")).text
    await OutgoingMail.all().update(state="failed", over_at=NOON)
    assert "Try again" in (await client.get("/outbox")).text

    assert (await client.post("/outbox", data={"letter": str(mail.id)})).status_code == 403
    assert (await post(client, "/outbox", letter=str(mail.id))).status_code == 303
    assert (await OutgoingMail.get()).state == "due"
    assert (await post(client, "/outbox", letter=str(mail.id))).status_code == 404
    for odd in ("", "-1", "1e3", "٣", "9" * 30):
        assert (await post(client, "/outbox", letter=odd)).status_code == 422


async def test_without_a_mail_server_the_page_says_how_to_set_one(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    await make_user(OWNER, role=Role.ADMIN)
    await sign_in(client)
    assert "nothing is sent" in (await client.get("/outbox")).text

    mailing = create_app(replace(database, smtp_url="smtp://sample:secret@localhost"))
    transport = httpx2.ASGITransport(mailing)
    async with httpx2.AsyncClient(transport=transport, base_url=BASE_URL) as visitor:
        await sign_in(visitor)
        page = (await visitor.get("/outbox")).text
    assert "nothing is sent" not in page
    assert "secret" not in page
