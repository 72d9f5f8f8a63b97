"""Signed in: whose browser it is, what its forms carry, and how it ends."""

from __future__ import annotations

import httpx2
import pytest

from netmentor.accounts.models import SignIn, User
from tests.accounts.casting import OWNER, PASSWORD, STRANGER, make_user
from tests.web.visiting import FORM, OTHER, cookie, post, sign_in, token_of


async def test_whoever_signs_up_while_signed_in_leaves_no_sign_in_behind(
    client: httpx2.AsyncClient,
) -> None:
    await make_user()
    await sign_in(client)
    before = {"Cookie": f"netmentor={client.cookies['netmentor']}"}
    await post(client, "/sign-up", **FORM | {"email": "another@example.org"})
    client.cookies.clear()
    assert (await client.get("/settings", headers=before)).status_code == 303


async def test_what_is_a_persons_own_is_kept_by_no_cache(client: httpx2.AsyncClient) -> None:
    await make_user()
    assert (await client.get("/sign-in")).headers["cache-control"] == "no-store"
    await sign_in(client)
    for path in ("/settings", "/settings/sessions", "/settings/erase", "/reset"):
        answer = await client.get(path)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-robots-tag"] == "noindex"


async def test_a_public_page_is_the_same_for_everybody(client: httpx2.AsyncClient) -> None:
    await make_user()
    before = (await client.get("/events")).text
    await sign_in(client)

    assert (await client.get("/events")).text == before


async def test_signing_in_takes_a_new_secret_and_the_one_before_is_good_for_nothing(
    client: httpx2.AsyncClient,
) -> None:
    await make_user()
    client.cookies.set("netmentor", "nms_planted-by-somebody", domain="test.example")
    await sign_in(client)
    assert "nms_planted" not in str(client.cookies)

    first = dict(client.cookies)
    token = await token_of(client)
    await client.post("/sign-in", data={"email": OWNER, "password": PASSWORD, "form_token": token})
    fresh = dict(client.cookies)
    client.cookies.clear()
    assert fresh != first
    assert (await client.get("/settings", headers=cookie(first))).status_code == 303
    assert (await client.get("/settings", headers=cookie(fresh))).status_code == 200


async def test_signing_out_needs_a_button_and_the_secret_is_dead_after_it(
    client: httpx2.AsyncClient,
) -> None:
    await make_user()
    await sign_in(client)
    kept = dict(client.cookies)

    assert (await client.get("/sign-out")).status_code == 405
    assert (await client.get("/settings")).status_code == 200
    assert (await post(client, "/sign-out")).status_code == 303
    client.cookies.clear()
    assert (await client.get("/settings", headers=cookie(kept))).status_code == 303


@pytest.mark.parametrize("path", ["/settings", "/settings/password", "/settings/sessions"])
async def test_a_form_without_its_token_changes_nothing(
    client: httpx2.AsyncClient, path: str
) -> None:
    await make_user()
    await sign_in(client)
    fields = {"name": "Forged", "timezone": "UTC", "current": PASSWORD, "password": OTHER}
    for token in ("", "0" * 64, "\ud83d"):
        forged = fields | {"form_token": token.encode("utf-8", "replace").decode(), "end": "others"}
        assert (await client.post(path, data=forged)).status_code == 403

    assert (await User.get()).name == "Sample Owner"
    assert (await sign_in(client, form_token=await token_of(client))).status_code == 303


async def test_another_site_can_neither_sign_anybody_in_nor_out(
    client: httpx2.AsyncClient,
) -> None:
    await make_user()
    for path in ("/sign-in", "/sign-up", "/sign-out"):
        answer = await client.post(path, data=FORM, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
        assert "set-cookie" not in answer.headers


async def test_name_and_zone_can_be_changed(client: httpx2.AsyncClient) -> None:
    await make_user()
    await sign_in(client)
    await post(client, "/settings", name="Renamed  Owner", timezone="America/Denver")
    bad = await post(client, "/settings", name="", timezone="Nowhere")

    user = await User.get()
    assert (user.name, user.timezone) == ("Renamed Owner", "America/Denver")
    assert (bad.status_code, bad.text.count('role="alert"')) == (422, 2)


async def test_a_session_of_somebody_else_is_as_unknown_as_none(
    client: httpx2.AsyncClient,
) -> None:
    stranger = await make_user(STRANGER)
    await make_user()
    await sign_in(client, STRANGER)
    theirs = await SignIn.get(user=stranger)
    client.cookies.clear()
    await sign_in(client)

    answers = [await post(client, "/settings/sessions", end=str(one)) for one in (theirs.id, 99)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].text == answers[1].text
    assert await SignIn.filter(id=theirs.id).exists()
    for odd in ("", "-1", "1e3", "٣", "9" * 30, "1 OR 1=1"):
        assert (await post(client, "/settings/sessions", end=odd)).status_code == 422


async def test_all_other_sessions_end_at_once(client: httpx2.AsyncClient) -> None:
    await make_user()
    for device in ("one", "two", "three"):
        client.cookies.clear()
        await client.post(
            "/sign-in",
            data={"email": OWNER, "password": PASSWORD},
            headers={"User-Agent": f"Sample {device} <b>"},
        )
    page = await client.get("/settings/sessions")
    assert page.text.count('<b title="Sample ') == 3
    assert "Sample one &lt;b&gt;" in page.text
    await post(client, "/settings/sessions", end="others")

    assert [one.device for one in await SignIn.all()] == ["Sample three <b>"]
    assert (await client.get("/settings")).status_code == 200
