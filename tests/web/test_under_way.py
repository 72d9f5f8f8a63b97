"""What is under way, on its page: begun by one press, hours logged, and nobody else's."""

from __future__ import annotations

import re

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.contacts.models import FollowUp
from netmentor.internships.applying.under_way.models import Hours, UnderWay
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.contacts.people import make_contact
from tests.web.visiting import come_in, post


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    made = await make_user(OWNER)
    await come_in(client)
    return made


async def under_way(client: httpx2.AsyncClient) -> str:
    """The address of an application that is under way."""
    here = (await post(client, "/applications", title="Sample")).headers["location"]
    await post(client, f"{here}/stage", stage="accepted")
    await post(client, f"{here}/begin")
    return str(here)


async def test_from_accepted_by_one_press_to_the_hours_that_are_left(
    client: httpx2.AsyncClient, owner: User
) -> None:
    here = (await post(client, "/applications", title="Sample")).headers["location"]
    assert "Under way" not in (await client.get(here)).text
    assert (await post(client, f"{here}/begin")).status_code == 409
    await post(client, f"{here}/stage", stage="accepted")
    assert "Keep track of it" in (await client.get(here)).text
    assert (await post(client, f"{here}/begin")).status_code == 303
    manager = await make_contact(owner, "Sample Manager")
    told = {"starts_on": "2026-11-02", "ends_on": "2026-12-18", "final_on": "2026-12-16",
            "hours_required": "120", "supervisor": manager.key, "version": "1"}  # fmt: skip
    assert (await post(client, f"{here}/under-way", **told)).status_code == 303
    await post(client, f"{here}/hours", day="2026-11-23", hours="7:30", note="Billing")
    assert "A day that is logged again" in (await client.get(here)).text
    await post(client, f"{here}/hours", hours="3")
    await post(client, f"{here}/hours", hours="4")
    assert "4 hours, instead of 3: noted." in (await client.get(here)).text
    await post(client, f"{here}/under-way/final", done="1")
    page = (await client.get(here)).text
    for words in (
        "11.5 of 120 hours. 108.5 are left: 30.4 hours a week", "Sample Manager",
        "Billing", "Wed, Dec 16, 2026", "Tue, Nov 24, 2026: 4 hours", "Not done yet",
    ):  # fmt: skip
        assert words in page
    assert (await FollowUp.get()).what == "Thank Sample Manager: Sample"
    days = (await client.get(f"{here}/hours")).text
    assert days.index("Tue, Nov 24, 2026") < days.index("Mon, Nov 23, 2026")
    for number in re.findall(r"/hours/(\d+)/remove", days):
        assert (await post(client, f"{here}/hours/{number}/remove")).status_code == 303
    assert "Here will be your hours" in (await client.get(f"{here}/hours")).text
    await post(client, f"{here}/under-way/remove")
    assert "Keep track of it" in (await client.get(here)).text


@pytest.mark.parametrize(
    ("path", "told", "status"),
    [
        ("under-way", {"starts_on": "2027-02-30"}, 422),
        ("under-way", {"hours_required": "10001"}, 422),
        ("under-way", {"hours_required": "-5"}, 422),
        ("under-way", {"hours_required": "٣"}, 422),
        ("under-way", {"supervisor": "never"}, 404),
        ("under-way", {"starts_on": "2027-02-03", "ends_on": "2027-02-01"}, 422),
        ("under-way", {"version": "7"}, 409),
        ("hours", {"hours": ""}, 422),
        ("hours", {"hours": "0"}, 422),
        ("hours", {"hours": "25"}, 422),
        ("hours", {"hours": "1e9"}, 422),
        ("hours", {"hours": "NaN"}, 422),
        ("hours", {"hours": "8", "day": "2026-12-24"}, 422),
        ("hours", {"hours": "8", "day": "9999-12-31"}, 422),
        ("hours", {"hours": "8", "note": "x" * 301}, 422),
        ("under-way/starts", {"done": "1"}, 404),
        ("under-way/x", {"done": "1"}, 404),
        ("hours/99/remove", {}, 404),
        ("hours/x/remove", {}, 404),
    ],
)
async def test_what_cannot_be_is_refused_and_changes_nothing(
    client: httpx2.AsyncClient, owner: User, path: str, told: dict[str, str], status: int
) -> None:
    here = await under_way(client)
    answer = await post(client, f"{here}/{path}", **({"version": "1"} | told))
    assert answer.status_code == status
    assert (await UnderWay.get()).version == 1
    assert not await Hours.exists()


async def test_it_is_nobody_elses_and_not_there_before_it_begins(
    client: httpx2.AsyncClient, owner: User
) -> None:
    here = (await post(client, "/applications", title="Sample")).headers["location"]
    for path in ("under-way", "under-way/final", "hours"):
        told = {"hours": "8", "version": "1"}
        assert (await post(client, f"{here}/{path}", **told)).status_code == 404
    assert (await client.get(f"{here}/hours")).status_code == 404
    here = await under_way(client)
    await make_user(STRANGER)
    client.cookies.clear()
    await come_in(client, STRANGER)
    for path in ("begin", "under-way", "under-way/final", "under-way/remove", "hours"):
        assert (await post(client, f"{here}/{path}", hours="8")).status_code == 404
    assert (await client.get(f"{here}/hours")).status_code == 404
    assert not await Hours.exists()
