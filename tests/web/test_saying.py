"""What is said about a deed is said to whoever did it, and to nobody who comes after them."""

from __future__ import annotations

import httpx2

from netmentor.web.saying import COOKIE
from tests.accounts.casting import STRANGER, make_user
from tests.contacts.people import make_contact
from tests.web.visiting import come_in, cookie, post


async def test_the_next_member_at_this_browser_reads_nothing_of_the_last(
    client: httpx2.AsyncClient,
) -> None:
    user = await make_user()
    await make_user(STRANGER)
    await come_in(client)
    contact = await make_contact(user, "Sample Secret")
    await post(client, f"/contacts/{contact.key}/delete")
    said = client.cookies[COOKIE]

    await post(client, "/sign-out")
    assert COOKIE not in client.cookies
    await come_in(client, STRANGER)
    kept = {name: client.cookies[name] for name in ("netmentor",)}
    page = await client.get("/today", headers=cookie(kept | {COOKIE: said}))

    assert page.status_code == 200
    assert "Sample Secret" not in page.text
    assert 'action="/undo/' not in page.text
    assert f"{COOKIE}=" in page.headers["set-cookie"]


async def test_it_is_said_once_and_again_after_another_sign_in_of_the_same_member(
    client: httpx2.AsyncClient,
) -> None:
    user = await make_user()
    await come_in(client)
    contact = await make_contact(user)
    await post(client, f"/contacts/{contact.key}/delete")
    said = client.cookies[COOKIE]
    await come_in(client)

    page = await client.get("/today")
    assert "Sample Person is in the bin." in page.text
    assert 'action="/undo/' in page.text
    assert COOKIE not in client.cookies
    assert "in the bin" not in (await client.get("/today")).text
    for broken in ("", "x", said[:20], "%00", f"{said}%00", "x" * 3000, "٣ 0 x"):
        kept = {"netmentor": client.cookies["netmentor"], COOKIE: broken}
        headers = [(b"Cookie", cookie(kept)["Cookie"].encode())]
        page = await client.get("/today", headers=headers)
        assert page.status_code == 200, broken
