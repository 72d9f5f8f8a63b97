"""Signing up and in at the door: what is asked, what is answered, what a browser keeps."""

from __future__ import annotations

from dataclasses import replace

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.app import create_app
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.conftest import BASE_URL
from tests.web.visiting import FORM, OTHER, sign_in


async def test_who_signs_up_is_signed_in_and_led_on(client: httpx2.AsyncClient) -> None:
    answer = await client.post("/sign-up", data=FORM | {"next": "/path"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/path")
    assert f"Signed in as {OWNER}" in (await client.get("/settings")).text


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(database: Settings) -> None:
    for base, name, secure in (
        ("http://test.example", "netmentor", False),
        ("https://test.example", "__Host-netmentor", True),
    ):
        app = create_app(replace(database, base_url=base))
        transport = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url=base) as browser:
            answer = await browser.post("/sign-up", data=FORM | {"email": f"{name}@example.org"})
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"{name}=nms_")
        assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Path=/"))
        assert ("Secure" in cookie) is secure
        assert "Domain" not in cookie


async def test_bad_input_gets_its_sentences_and_loses_nothing_but_the_password(
    client: httpx2.AsyncClient,
) -> None:
    wrong = FORM | {"name": " <b>Sample</b> ", "email": "no address", "timezone": "Mars/Olympus"}
    answer = await client.post("/sign-up", data=wrong | {"password": "short"})

    assert answer.status_code == 422
    assert answer.text.count('role="alert"') == 3
    assert "&lt;b&gt;Sample&lt;/b&gt;" in answer.text
    assert "no address" in answer.text
    assert 'value="short"' not in answer.text
    assert await User.all().count() == 0


@pytest.mark.parametrize("field", ["name", "email", "password", "timezone"])
@pytest.mark.parametrize(
    "value", ["", "\x00", "\ud800".encode("utf-8", "replace").decode(), "x" * 5000]
)
async def test_no_text_in_any_field_breaks_the_form(
    client: httpx2.AsyncClient, field: str, value: str
) -> None:
    answer = await client.post("/sign-up", data=FORM | {field: value})

    assert answer.status_code in (303, 422)


async def test_a_field_that_is_there_twice_or_is_a_file_is_refused(
    client: httpx2.AsyncClient,
) -> None:
    twice = await client.post("/sign-in", data={"email": [OWNER, STRANGER], "password": "x"})
    file = await client.post("/sign-in", data={"password": "x"}, files={"email": ("a", b"b")})

    assert (twice.status_code, file.status_code) == (422, 400)


async def test_an_address_that_has_an_account_is_told_so_and_changes_nothing(
    client: httpx2.AsyncClient,
) -> None:
    await make_user()
    answer = await client.post("/sign-up", data=FORM | {"password": OTHER})

    assert answer.status_code == 409
    assert "Sign in instead" in answer.text
    assert (await sign_in(client)).status_code == 303


async def test_sign_in_says_the_same_of_known_and_unknown_addresses(
    client: httpx2.AsyncClient,
) -> None:
    await make_user()
    known = await client.post("/sign-in", data={"email": OWNER, "password": OTHER})
    unknown = await client.post("/sign-in", data={"email": STRANGER, "password": OTHER})

    assert (known.status_code, unknown.status_code) == (422, 422)
    assert known.text.replace(OWNER, "") == unknown.text.replace(STRANGER, "")
    assert "set-cookie" not in known.headers


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ("/settings/sessions", "/settings/sessions"),
        ("/events?q=a&kind=webinar", "/events?q=a&kind=webinar"),
        ("", "/"),
        ("//evil.example", "/events"),
        ("/\\evil.example", "/events"),
        ("/\t/evil.example", "/events"),
        ("https://evil.example/", "/events"),
        ("javascript:alert(1)", "/events"),
        ("/ok\r\nSet-Cookie: a=b", "/events"),
        ("evil", "/events"),
    ],
)
async def test_signing_in_leads_to_pages_of_ours_alone(
    client: httpx2.AsyncClient, wanted: str, place: str
) -> None:
    await make_user()

    assert (await sign_in(client, next=wanted)).headers["location"] == place


async def test_a_stranger_is_led_to_sign_in_and_back_and_a_program_is_told(
    client: httpx2.AsyncClient,
) -> None:
    page = await client.get("/settings/sessions")
    program = await client.get("/settings", headers={"Accept": "application/json"})

    assert (page.status_code, page.headers["location"]) == (
        303,
        "/sign-in?next=%2Fsettings%2Fsessions",
    )
    assert program.status_code == 401
    assert "no-store" in page.headers["cache-control"]


async def test_guessing_is_slowed_down_by_network_and_nobody_else_is_locked_out(
    database: Settings,
) -> None:
    await make_user()
    app = create_app(database)
    here, there = [
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app, client=(host, 1)), base_url=BASE_URL)
        for host in ("203.0.113.9", "203.0.113.10")
    ]
    wrong = {"email": OWNER, "password": OTHER}
    answers = [await here.post("/sign-in", data=wrong) for _ in range(21)]

    assert [answer.status_code for answer in answers] == [422] * 20 + [429]
    assert 0 < int(answers[-1].headers["retry-after"]) <= 600
    assert "too often" in answers[-1].text
    assert (await sign_in(there)).status_code == 303
    await here.aclose()
    await there.aclose()


async def test_where_sign_up_is_closed_the_page_says_so(database: Settings) -> None:
    closed, invited = replace(database, signup="closed"), replace(database, signup="invite")
    for settings, said in ((closed, "Nobody can sign up here"), (invited, "takes an invitation")):
        door = httpx2.ASGITransport(create_app(settings))
        async with httpx2.AsyncClient(transport=door, base_url=BASE_URL) as visitor:
            page, refused = await visitor.get("/sign-up"), await visitor.post("/sign-up", data=FORM)
        assert said in page.text
        assert 'name="password"' not in page.text
        assert refused.status_code == 422
    assert await User.all().count() == 0
