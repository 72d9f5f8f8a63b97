"""A link to a new password changes nothing by being opened, and works once."""

from __future__ import annotations

import httpx2

from netmentor.accounts import actions
from tests.accounts.casting import OWNER, PASSWORD, make_user
from tests.factories import NOON
from tests.web.visiting import OTHER, sign_in


async def test_a_link_is_opened_as_often_as_one_likes_and_used_once(
    client: httpx2.AsyncClient,
) -> None:
    code = await actions.make_reset_link(await make_user(), now=NOON)
    for _ in range(3):
        page = await client.get("/reset", params={"code": code})
        assert f"For {OWNER}." in page.text
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"

    weak = await client.post("/reset", data={"code": code, "password": "short"})
    assert (weak.status_code, "at least 15" in weak.text) == (422, True)
    done = await client.post("/reset", data={"code": code, "password": OTHER})
    assert (done.status_code, done.headers["location"]) == (303, "/settings")
    assert (await client.get("/settings")).status_code == 200
    client.cookies.clear()
    again = await client.post("/reset", data={"code": code, "password": PASSWORD})
    assert again.status_code == 409
    assert (await sign_in(client)).status_code == 422
    assert (await sign_in(client, password=OTHER)).status_code == 303


async def test_a_forged_link_tells_nothing(client: httpx2.AsyncClient) -> None:
    await make_user()
    for code in ("nmr_forged", "x" * 3000, "%00", "\x00", "' OR 1=1 --"):
        page = await client.get("/reset", params={"code": code})
        assert page.status_code == 200
        assert "used already, or is too old" in page.text
        assert OWNER not in page.text
        tried = await client.post("/reset", data={"code": code, "password": OTHER})
        assert (tried.status_code, "set-cookie" in tried.headers) == (409, False)
