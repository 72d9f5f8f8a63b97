"""Where letters go out: signing up, a new password and another address, each by a code."""

from __future__ import annotations

import re
from dataclasses import replace

import httpx2
import pytest
import time_machine

from netmentor.accounts import invitations
from netmentor.accounts.models import MailedCode, User
from netmentor.accounts.rules import Role
from netmentor.app import create_app
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, PASSWORD, STRANGER, make_user
from tests.conftest import BASE_URL
from tests.factories import NOON
from tests.mail.posting import code_to, letter_to
from tests.web.reading import without
from tests.web.visiting import FORM, OTHER, cookie, post, sign_in

COOKIE = "netmentor-code"


async def test_who_signs_up_enters_the_code_and_is_led_on(mailing: httpx2.AsyncClient) -> None:
    asked = await mailing.post("/sign-up", data=FORM | {"next": "/path"})
    assert (asked.status_code, asked.headers["location"]) == (303, "/confirm?next=%2Fpath")
    page = await mailing.get(asked.headers["location"])
    assert f"on its way to {OWNER}" in page.text
    assert page.headers["cache-control"] == "no-store"
    assert await User.all().count() == 0
    assert (await sign_in(mailing)).status_code == 422

    wrong = await mailing.post("/confirm", data={"code": "nonsense", "next": "/path"})
    assert (wrong.status_code, "4 tries are left" in wrong.text) == (422, True)
    assert 'value="/path"' in wrong.text
    done = await mailing.post("/confirm", data={"code": await code_to(OWNER), "next": "/path"})
    assert (done.status_code, done.headers["location"]) == (303, "/path")
    assert COOKIE not in mailing.cookies
    assert f"Signed in as {OWNER}" in (await mailing.get("/settings")).text


async def test_sign_up_answers_alike_for_known_and_unknown_addresses(
    mailing: httpx2.AsyncClient,
) -> None:
    await make_user()
    answers = []
    for email in (OWNER, STRANGER):
        mailing.cookies.clear()
        asked = await mailing.post("/sign-up", data=FORM | {"email": email})
        page = await mailing.get("/confirm")
        wrong = await mailing.post("/confirm", data={"code": "0000 0000"})
        answers.append([without(answer, email) for answer in (asked, page, wrong)])

    assert answers[0] == answers[1]
    assert [(await letter_to(one)).letter for one in (OWNER, STRANGER)] == [
        "have_account",
        "sign_up_code",
    ]


async def test_a_reset_answers_alike_for_known_and_unknown_addresses(
    mailing: httpx2.AsyncClient,
) -> None:
    await make_user()
    answers = []
    for email in (OWNER, STRANGER):
        mailing.cookies.clear()
        asked = await mailing.post("/reset", data={"email": email})
        page = await mailing.get("/confirm")
        wrong = await mailing.post("/confirm", data={"code": "0000 0000"})
        answers.append([without(answer, email) for answer in (asked, page, wrong)])

    assert answers[0] == answers[1]
    assert answers[0][0][0] == 303


async def test_a_forgotten_password_is_replaced_by_a_code(mailing: httpx2.AsyncClient) -> None:
    await make_user()
    assert 'name="email"' in (await mailing.get("/reset")).text
    await mailing.post("/reset", data={"email": OWNER})
    proved = await mailing.post("/confirm", data={"code": await code_to(OWNER)})
    assert re.fullmatch(r"/reset\?code=nmr_[\w-]{43}", proved.headers["location"])

    assert f"For {OWNER}." in (await mailing.get(proved.headers["location"])).text
    code = proved.headers["location"].partition("=")[2]
    done = await mailing.post("/reset", data={"code": code, "password": OTHER})
    assert (done.status_code, done.headers["location"]) == (303, "/settings")
    mailing.cookies.clear()
    assert (await sign_in(mailing, password=OTHER)).status_code == 303


async def test_the_browser_that_asked_is_the_only_one_with_a_use_for_the_code(
    mailing: httpx2.AsyncClient,
) -> None:
    await make_user()
    asked = await mailing.post("/reset", data={"email": OWNER})
    told = asked.headers["set-cookie"]
    assert all(part in told for part in ("HttpOnly", "SameSite=lax", "Max-Age=600"))
    code = await code_to(OWNER)
    mine = dict(mailing.cookies)
    mailing.cookies.clear()

    elsewhere = await mailing.post("/confirm", data={"code": code})
    assert (elsewhere.status_code, "no code to enter" in elsewhere.text) == (409, True)
    assert OWNER not in (await mailing.get("/confirm")).text
    here = await mailing.post("/confirm", data={"code": code}, headers=cookie(mine))
    assert here.status_code == 303


async def test_five_wrong_codes_are_enough(mailing: httpx2.AsyncClient) -> None:
    await make_user()
    await mailing.post("/reset", data={"email": OWNER})
    code = await code_to(OWNER)
    wrong = "1111 1111" if code != "1111 1111" else "2222 2222"
    statuses = [(await mailing.post("/confirm", data={"code": wrong})).status_code for _ in "12345"]

    assert statuses == [422, 422, 422, 422, 409]
    assert (await mailing.post("/confirm", data={"code": code})).status_code == 409


@pytest.mark.parametrize(
    "value", ["", "\x00", "x" * 5000, "<b>1</b>", "１２３４５６７８", "' OR 1=1"]
)
async def test_no_text_in_the_field_breaks_the_form(
    mailing: httpx2.AsyncClient, value: str
) -> None:
    await mailing.post("/reset", data={"email": OWNER})
    answer = await mailing.post("/confirm", data={"code": value})

    assert answer.status_code == 422
    assert "<b>1" not in answer.text


@pytest.mark.parametrize(
    "email", ["x", "\x00", "a@b.cc\r\nBcc: x@y.zz", "a@b.cc, d@e.ff", "ü@b.cc", "x" * 5000]
)
async def test_no_letter_goes_to_what_is_no_address(
    mailing: httpx2.AsyncClient, email: str
) -> None:
    answer = await mailing.post("/reset", data={"email": email})

    assert (answer.status_code, "email address" in answer.text) == (422, True)
    assert await MailedCode.all().count() == 0


async def test_asking_and_trying_are_slowed_down(mailing: httpx2.AsyncClient) -> None:
    asked = [await mailing.post("/reset", data={"email": OWNER}) for _ in range(11)]
    tried = [await mailing.post("/confirm", data={"code": "1"}) for _ in range(31)]

    assert [one.status_code for one in asked] == [303] * 10 + [429]
    assert tried[-1].status_code == 429
    assert int(tried[-1].headers["retry-after"]) > 0


async def test_another_address_takes_the_password_and_a_code(mailing: httpx2.AsyncClient) -> None:
    await make_user()
    await sign_in(mailing)
    path, new = "/settings/email", "new@example.org"
    wrong = await post(mailing, path, email=new, password=OTHER)
    assert (wrong.status_code, "not your password" in wrong.text) == (422, True)
    assert f'value="{new}"' in wrong.text
    assert (await post(mailing, path, email="x", password=PASSWORD)).status_code == 422

    asked = await post(mailing, path, email=new, password=PASSWORD)
    assert asked.headers["location"] == "/confirm"
    assert (await User.get()).email == OWNER
    code = await code_to(new)
    forged = await mailing.post("/confirm", data={"code": code})
    assert forged.status_code == 403
    mine = dict(mailing.cookies)
    del mailing.cookies["netmentor"]
    assert (await mailing.post("/confirm", data={"code": code})).status_code == 409
    mailing.cookies.update(mine)

    token = re.search(r'name="form_token" value="(\w+)"', (await mailing.get("/confirm")).text)
    assert token
    done = await mailing.post("/confirm", data={"code": code, "form_token": token[1]})
    assert done.headers["location"] == "/settings"
    assert f"Signed in as {new}" in (await mailing.get("/settings")).text
    assert (await letter_to(OWNER)).letter == "email_changed"


async def test_without_mail_another_address_takes_the_password_alone(
    client: httpx2.AsyncClient,
) -> None:
    await make_user()
    await make_user(STRANGER)
    await sign_in(client)
    taken = await post(client, "/settings/email", email=STRANGER, password=PASSWORD)
    assert (taken.status_code, "account with this address" in taken.text) == (422, True)

    done = await post(client, "/settings/email", email="new@example.org", password=PASSWORD)
    assert done.headers["location"] == "/settings"
    assert "Signed in as new@example.org" in (await client.get("/settings")).text


async def test_without_mail_a_reset_says_whom_to_ask_and_writes_nothing(
    client: httpx2.AsyncClient,
) -> None:
    await make_user()
    answer = await client.post("/reset", data={"email": OWNER})

    assert (answer.status_code, answer.headers["location"]) == (303, "/reset")
    assert "Whoever runs this copy" in (await client.get("/reset")).text
    assert await MailedCode.all().count() == 0


async def test_an_invitation_opens_what_is_closed_to_others(database: Settings) -> None:
    app = create_app(replace(database, signup="invite"))
    with time_machine.travel(NOON, tick=False):
        token = await invitations.invite(Role.CURATOR, now=NOON)
        door = httpx2.ASGITransport(app)
        async with httpx2.AsyncClient(transport=door, base_url=BASE_URL) as visitor:
            for forged in ("nmi_forged", "\x00", "x" * 3000):
                page = await visitor.get("/sign-up", params={"invite": forged})
                assert (page.status_code, "used already" in page.text) == (200, True)
            page = await visitor.get("/sign-up", params={"invite": token})
            assert f'name="invite" value="{token}"' in page.text
            assert page.headers["referrer-policy"] == "no-referrer"
            bad = await visitor.post("/sign-up", data=FORM | {"invite": token, "name": ""})
            assert f'name="invite" value="{token}"' in bad.text
            done = await visitor.post("/sign-up", data=FORM | {"invite": token})
            visitor.cookies.clear()
            again = await visitor.post("/sign-up", data=FORM | {"invite": token, "email": STRANGER})
    assert (done.status_code, again.status_code) == (303, 422)
    assert [(user.email, user.role) for user in await User.all()] == [(OWNER, "curator")]


async def test_whoever_sets_the_service_up_needs_no_mail_that_works(
    mailing: httpx2.AsyncClient,
) -> None:
    token = await invitations.invite_first_administrator(now=NOON)
    assert token
    page = (await mailing.get(f"/sign-up?invite={token}")).text
    assert "you are the administrator" in page
    assert "first account" not in page  # there may be some by now
    await mailing.post("/sign-up", data=FORM | {"invite": token})

    assert (await User.get()).role == "admin"
    assert (await mailing.get("/outbox")).status_code == 200
