"""What somebody looks for becomes the filters of their list; how pages look, a cookie."""

from __future__ import annotations

import httpx2
import pytest

from netmentor.accounts.models import User
from tests.accounts.casting import make_user
from tests.web.visiting import post, sign_in


@pytest.fixture(autouse=True)
async def signed_in(client: httpx2.AsyncClient) -> None:
    await make_user()
    await sign_in(client)


async def test_the_boxes_make_the_list_that_home_leads_to(client: httpx2.AsyncClient) -> None:
    answer = await post(
        client, "/welcome", timezone="America/Denver", state="CO", learning="1", students="1"
    )
    place = answer.headers["location"]
    assert place == (
        "/events?kind=webinar&kind=workshop&kind=course&kind=exam_review&state=CO&students=1"
    )
    assert (await client.get(place)).status_code == 200
    home = await client.get("/")
    assert (home.headers["location"], home.headers["cache-control"]) == (place, "no-store")
    assert (await User.get()).timezone == "America/Denver"
    shown = (await client.get("/welcome")).text
    assert shown.count('value="1" checked') == 2
    assert '<option value="CO" selected>' in shown


async def test_nothing_checked_shows_everything(client: httpx2.AsyncClient) -> None:
    await post(client, "/welcome", free="1")
    answer = await post(client, "/welcome")
    assert answer.headers["location"] == "/events"
    assert (await client.get("/")).headers["location"] == "/events"


async def test_a_state_that_is_none_is_refused(client: httpx2.AsyncClient) -> None:
    for state in ("XX", "ohio", "\x00", "x" * 5000):
        assert (await post(client, "/welcome", state=state)).status_code == 422, state
    assert (await User.get()).aims == ""


async def test_a_zone_that_is_none_loses_no_box(client: httpx2.AsyncClient) -> None:
    answer = await post(client, "/welcome", timezone="Mars/Olympus", free="1")
    assert (answer.status_code, answer.text.count('value="1" checked')) == (422, 1)


async def test_a_list_that_is_no_filter_any_more_shows_everything(
    client: httpx2.AsyncClient,
) -> None:
    await User.all().update(aims="kind=gone&x=y")
    assert (await client.get("/welcome")).status_code == 200


async def test_how_pages_look_is_kept_for_the_script_and_the_account(
    client: httpx2.AsyncClient,
) -> None:
    answer = await post(client, "/settings/look", theme="dark")
    [cookie] = [one for one in answer.headers.get_list("set-cookie") if one.startswith("look=")]
    assert cookie.startswith("look=dark.keys-off;")
    assert "HttpOnly" not in cookie
    user = await User.get()
    assert (user.theme, user.single_keys) == ("dark", False)
    usual = await post(client, "/settings/look", theme="", single_keys="1")
    assert 'look="";' in usual.headers["set-cookie"]
    assert (await post(client, "/settings/look", theme="pink")).status_code == 422


async def test_a_browser_that_is_new_to_its_user_shows_pages_as_they_chose(
    client: httpx2.AsyncClient,
) -> None:
    await post(client, "/settings/look", theme="dark", single_keys="1")
    client.cookies.clear()
    await sign_in(client)
    assert client.cookies["look"] == "dark"


async def test_strangers_are_led_to_sign_in(client: httpx2.AsyncClient) -> None:
    client.cookies.clear()
    for path in ("/welcome", "/settings/look"):
        answer = await client.post(path, data={"theme": "dark"})
        assert answer.headers["location"] == "/sign-in"
