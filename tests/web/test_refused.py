"""A page that refuses something leads back to where whoever reads it was, and nowhere else."""

from __future__ import annotations

import httpx2
import pytest

from tests.accounts.casting import OWNER, make_user
from tests.conftest import BASE_URL
from tests.web.visiting import post, sign_in, token_of

BACK = "Back to where you were"


async def refused(client: httpx2.AsyncClient, came_from: str) -> str:
    """What a form is told that planned back from a deadline that is not there, sent from there."""
    here = (await post(client, "/applications", title="Sample")).headers["location"]
    told = {"form_token": await token_of(client)}
    headers = {"Referer": came_from.replace("HERE", here)}
    answer = await client.post(f"{here}/plan", data=told, headers=headers)
    assert answer.status_code == 409
    return answer.text.replace(here, "HERE")


@pytest.fixture
async def someone(client: httpx2.AsyncClient) -> None:
    await make_user(OWNER)
    await sign_in(client)


@pytest.mark.usefixtures("someone")
async def test_whoever_is_refused_finds_back_by_the_path_alone(client: httpx2.AsyncClient) -> None:
    page = await refused(client, f"{BASE_URL}HERE?q=typed#there")
    assert f'href="HERE">{BACK}</a>' in page
    assert "typed" not in page
    assert "There is no deadline yet to plan back from." in page
    assert "Too late" not in page
    answer = await client.get("/events?kind=x", headers={"Referer": f"{BASE_URL}/events"})
    assert answer.status_code == 422
    assert f'href="/events">{BACK}</a>' in answer.text


@pytest.mark.usefixtures("someone")
@pytest.mark.parametrize(
    "came_from",
    [
        "",
        "https://evil.example/events",
        f"{BASE_URL}.evil.example/events",
        f"{BASE_URL}@evil.example/events",
        f"{BASE_URL}//evil.example",
        f"{BASE_URL}/\\evil.example",
        f"{BASE_URL}/no-such-page",
        f"{BASE_URL}HERE/plan",  # which only takes posts
        f"{BASE_URL}",
        "javascript:alert(1)",
        "/events",
    ],
)
async def test_nobody_is_led_out_of_here_or_to_what_is_no_page(
    client: httpx2.AsyncClient, came_from: str
) -> None:
    page = await refused(client, came_from)
    assert BACK not in page
    assert 'href="/events">See what is on</a>' in page
