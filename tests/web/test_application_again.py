"""What an application refuses is shown again as it was typed, and what stands in its way opened."""

from __future__ import annotations

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.under_way.models import Hours, Milestone
from tests.accounts.casting import OWNER, make_user
from tests.internships.opportunities import make_opportunity
from tests.web.visiting import come_in, post

_LISTED = "/internships/sample-fellowship-2027"
_DETAILS = {"title": "Sample", "organization": "Sample Group", "version": "1"}


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    made = await make_user(OWNER)
    await come_in(client)
    return made


@pytest.fixture
async def here(client: httpx2.AsyncClient, owner: User) -> str:
    """The address of an application of the visitor."""
    return str((await post(client, "/applications", title="Sample")).headers["location"])


async def test_of_two_windows_the_second_is_shown_both_and_saves_what_it_likes(
    client: httpx2.AsyncClient, here: str
) -> None:
    await post(client, here, **_DETAILS, notes="Saved <first>", deadline_on="2027-03-01")
    late = await post(
        client, here, **_DETAILS, notes="Written\r\n\r\nsecond", deadline_on="2027-03-01"
    )
    assert (late.status_code, (await Application.get()).notes) == (409, "Saved <first>")
    for words in (
        "changed in another window", "Notes: <span class=\"prose\">Saved &lt;first&gt;</span>",
        "Written&#10;&#10;second</textarea>", 'name="version" value="2"', 'value="2027-03-01"',
    ):  # fmt: skip
        assert words in late.text, words
    assert "<li>Day:" not in late.text
    again = _DETAILS | {"version": "2", "notes": "Written\r\n\r\nsecond"}
    assert (await post(client, here, **again)).status_code == 303
    assert (await Application.get()).notes == "Written\n\nsecond"


@pytest.mark.parametrize(
    "amiss",
    [
        {"deadline_on": "x"},
        {"nudge_after_days": "some"},
        {"deadline_time": "25:00", "deadline_on": "2027-03-01"},
        {"timezone": "Mars/Olympus", "deadline_on": "2027-03-01"},
        {"title": ""},
    ],
)
async def test_details_that_are_refused_lose_no_word(
    client: httpx2.AsyncClient, here: str, amiss: dict[str, str]
) -> None:
    told = _DETAILS | {"notes": "A page of <notes>"} | amiss
    answer = await post(client, here, **told)
    assert (answer.status_code, (await Application.get()).version) == (422, 1)
    assert "A page of &lt;notes&gt;</textarea>" in answer.text
    assert answer.text.count('role="alert"') == 1


async def test_hours_that_are_none_and_days_out_of_order_are_shown_as_typed(
    client: httpx2.AsyncClient, here: str
) -> None:
    await post(client, f"{here}/stage", stage="accepted")
    await post(client, f"{here}/begin")
    told = {"day": "2026-11-20", "hours": "eight", "note": "Front <desk>"}
    answer = await post(client, f"{here}/hours", **told)
    assert (answer.status_code, await Hours.exists()) == (422, False)
    for words in ('value="eight"', 'value="Front &lt;desk&gt;"', 'value="2026-11-20"', "as 7.5"):
        assert words in answer.text, words
    days = {"starts_on": "2026-12-18", "ends_on": "2026-11-02", "hours_required": "120"}
    answer = await post(client, f"{here}/under-way", **days, version="1")
    assert answer.status_code == 422
    assert not await Milestone.filter(due_on__isnull=False).exists()
    for words in ('value="2026-12-18"', 'value="2026-11-02"', 'value="120"', 'id="terms-said"'):
        assert words in answer.text, words


async def test_what_stands_in_the_way_is_opened(client: httpx2.AsyncClient, here: str) -> None:
    await make_opportunity()
    about = {"opportunity": "sample-fellowship-2027"}
    first = (await post(client, "/applications", **about)).headers["location"]
    assert f'href="{first}">Your application' in (await client.get(_LISTED)).text
    again = await post(client, "/applications", **about)
    assert (again.status_code, f'href="{first}">Open it' in again.text) == (409, True)
    await post(client, f"{first}/stage", stage="held")
    second = await post(client, f"{here}/stage", stage="held")
    assert (second.status_code, f'href="{first}">Open it' in second.text) == (409, True)


async def test_whoever_is_not_signed_in_is_led_on_and_back(client: httpx2.AsyncClient) -> None:
    await make_opportunity()
    page = (await client.get(_LISTED)).text
    assert f'href="/sign-in?next={_LISTED}">Sign in to start an application' in page
