"""The page of copies: set up, sent by hand, paused, removed, with no secret on it."""

from __future__ import annotations

import json

import httpx2
import pyrage
import pytest

from netmentor.accounts.models import User
from netmentor.copies.models import AccountCopy, CopyPlan
from netmentor.moving.rooms import records_of
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.copies.planned import resealed
from tests.factories import NOON
from tests.web.visiting import post, sign_in

Visitor = httpx2.AsyncClient
KEY = str(pyrage.x25519.Identity.generate().to_public())
SECRET = "quokka-4711-wombat"
FORM = {
    "place": "webdav",
    "folder": "https://cloud.example/dav/ada/NetMentor",
    "user_name": "ada",
    "app_password": SECRET,
    "recipient": KEY,
    "rhythm": "monthly",
    "weekday": "0",
    "month_day": "31",
    "at": "06:00",
    "keep": "3",
}


@pytest.fixture
async def visitor(mailing: httpx2.AsyncClient) -> Visitor:
    """A member of a service that sends letters."""
    await make_user()
    await sign_in(mailing)
    return mailing


async def test_it_is_set_up_and_no_page_export_or_row_tells_the_password(
    visitor: Visitor, database: Settings
) -> None:
    answer = await post(visitor, "/settings/copies", **FORM)
    assert answer.status_code == 303
    page = (await visitor.get("/settings/copies")).text
    user = await User.get(email=OWNER)
    plan = await CopyPlan.get(user=user)

    assert "To cloud.example" in page
    assert "The next one is sent on Mon, Nov 30" in page
    assert KEY in page
    told = json.dumps(await records_of(user), default=str)
    assert '"url": "https://cloud.example/dav/ada/NetMentor/"' in told
    for text in (page, told, repr(plan.password)):
        assert SECRET not in text
    assert await resealed(database, plan) == SECRET


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("place", "ftp", "Choose where copies are to go."),
        ("folder", "", "Enter the address of the folder."),
        ("folder", "http://cloud.example/", "Only an address that begins with https:// is sent"),
        ("folder", "https://10.0.0.1/dav/", "10.0.0.1 leads inside"),
        ("folder", "https://a:b@cloud.example/", "holds a user name or a password"),
        ("folder", "https://cloud.example:8080/", "Only the ports 80 and 443"),
        ("user_name", "", "Enter the user name there"),
        ("user_name", "a:b", "Enter the user name there"),
        ("app_password", "", "Enter the app password of this folder."),
        ("app_password", "a\r\nX-Evil: 1", "An app password is one line of letters."),
        ("recipient", "age1xyz", "That is no public key of age"),
        ("recipient", "AGE-SECRET-KEY-1QQQ", "That is the secret key"),
        ("rhythm", "daily", "Choose every week or every month."),
        ("month_day", "32", "Choose a day of the month from 1 to 31."),
        ("at", "24:00", "Write the time as 07:00."),
        ("keep", "-1", "Write how many stay"),
        ("keep", "51", "Write how many stay"),
    ],
)
async def test_what_is_amiss_is_said_beside_the_form_and_nothing_is_kept(
    visitor: Visitor, field: str, value: str, said: str
) -> None:
    answer = await post(visitor, "/settings/copies", **{**FORM, field: value})

    assert answer.status_code == 422
    assert said in answer.text
    assert SECRET not in answer.text
    assert await CopyPlan.all().count() == 0


async def test_the_password_stays_for_the_same_folder_and_never_goes_to_another(
    visitor: Visitor, database: Settings
) -> None:
    await post(visitor, "/settings/copies", **FORM)
    kept = await post(visitor, "/settings/copies", **{**FORM, "app_password": "", "keep": "9"})
    led = {"app_password": "", "folder": "https://evil.example/dav/"}
    evil = await post(visitor, "/settings/copies", **{**FORM, **led})
    other = await post(
        visitor, "/settings/copies", **{**FORM, "app_password": "", "user_name": "b"}
    )

    assert (kept.status_code, evil.status_code, other.status_code) == (303, 422, 422)
    plan = await CopyPlan.get()
    assert (plan.keep, plan.url) == (9, "https://cloud.example/dav/ada/NetMentor/")
    assert await resealed(database, plan) == SECRET


async def test_a_mailbox_is_offered_where_letters_go_out_alone(
    visitor: Visitor, client: httpx2.AsyncClient
) -> None:
    mail = {"place": "mail", "rhythm": "weekly", "weekday": "4", "at": "07:00"}
    await sign_in(client)
    assert (await post(client, "/settings/copies", **mail)).status_code == 422
    assert "My mailbox" not in (await client.get("/settings/copies")).text
    assert (await post(visitor, "/settings/copies", **mail)).status_code == 303

    page = (await visitor.get("/settings/copies")).text
    assert "To your mailbox" in page
    assert "Not encrypted." in page
    assert "The next one is sent on Fri, Nov 27" in page


async def test_one_is_sent_by_hand_paused_gone_on_with_and_removed(visitor: Visitor) -> None:
    await post(visitor, "/settings/copies", **FORM)
    for deed, shown in (
        ("now", "One is being made and sent now."),
        ("pause", "Copies are paused"),
        ("resume", "The next one is sent on"),
    ):
        assert (await post(visitor, f"/settings/copies/{deed}")).status_code == 303
        assert shown in (await visitor.get("/settings/copies")).text
    await post(visitor, "/settings/copies/remove")
    again = await post(visitor, "/settings/copies/remove")

    assert again.status_code == 303
    assert await CopyPlan.all().count() == 0
    assert (await post(visitor, "/settings/copies/now")).status_code == 404


async def test_what_failed_and_that_it_stopped_is_said_in_a_sentence(visitor: Visitor) -> None:
    await post(visitor, "/settings/copies", **FORM)
    plan = await CopyPlan.get()
    reason = "cloud.example answers 507: it has no room left."
    await AccountCopy.create(
        plan=plan, place="webdav", name="netmentor.zip", state="failed", reason=reason, at=NOON
    )
    await CopyPlan.filter(id=plan.id).update(failures=2, wanted_at=NOON, next_try_at=NOON)
    failing = (await visitor.get("/settings/copies")).text
    over = {"wanted_at": None, "due_at": None, "stopped_at": NOON, "failures": 5}
    await CopyPlan.filter(id=plan.id).update(**over)
    stopped = (await visitor.get("/settings/copies")).text
    settings = (await visitor.get("/settings")).text

    assert f"The last copy was not sent.</b> {reason} The next try is on" in failing
    assert f"5 tries in a row failed, the last one because: {reason}" in stopped
    assert ">Go on</button>" in stopped
    assert "Copies of your account have stopped." in settings


async def test_nobody_sees_or_ends_the_copies_of_somebody_else(
    visitor: Visitor, client: httpx2.AsyncClient
) -> None:
    await post(visitor, "/settings/copies", **FORM)
    await make_user(STRANGER)
    await sign_in(client, STRANGER)

    assert "cloud.example" not in (await client.get("/settings/copies")).text.replace(
        "https://cloud.example/remote.php", ""
    )
    for deed in ("now", "pause", "resume"):
        assert (await post(client, f"/settings/copies/{deed}")).status_code == 404
    await post(client, "/settings/copies/remove")
    assert await CopyPlan.all().count() == 1
