"""Stages on pages: the board, stages of one's own, and what was pressed by mistake."""

from __future__ import annotations

import re
from datetime import date

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.internships.applying.interviewing.actions import plan_interview
from netmentor.internships.applying.interviewing.rules import Medium, Told
from netmentor.internships.applying.models import Application, OwnStage, StageChange
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.factories import NOON
from tests.web.visiting import come_in, post

BOARD = "/applications?view=board"


@pytest.fixture
async def here(client: httpx2.AsyncClient, database: object) -> str:
    """The page of an application of whoever is signed in."""
    await make_user(OWNER)
    await come_in(client)
    place: str = (await post(client, "/applications", title="Sample")).headers["location"]
    return place


def columns(page: str) -> list[str]:
    """The places of a board, in their order."""
    return re.findall('data-place="([^"]+)"', page)


async def test_the_board_has_a_column_and_a_button_for_each_stage(
    client: httpx2.AsyncClient, here: str
) -> None:
    await post(client, "/applications/stages", name="Waiting list", after="submitted")
    own = await OwnStage.get()
    page = (await client.get(BOARD)).text
    assert columns(page)[3:6] == ["submitted", f"own-{own.id}", "returned"]
    for place in columns(page):
        answer = await post(client, f"{here}/stage", stage=place, next=BOARD)
        assert (answer.status_code, answer.headers["location"]) == (303, BOARD), place
    await post(client, f"{here}/stage", stage=f"own-{own.id}", next=BOARD)
    assert "Sample: Waiting list since today." in (await client.get(BOARD)).text
    for path in (here, "/applications"):
        assert "Waiting list" in (await client.get(path)).text


async def test_what_is_told_wrongly_moves_nothing(client: httpx2.AsyncClient, here: str) -> None:
    for told in ("", "own-", "own-0", "own-99", "own--1", "OWN-1", "never", "a\x00b", "9" * 30):
        assert (await post(client, f"{here}/stage", stage=told)).status_code == 422, told
    for bad in ({"name": ""}, {"name": "x" * 61}, {"name": "Sample", "after": "never"}):
        answer = await post(client, "/applications/stages", **({"after": "asked"} | bad))
        assert answer.status_code == 422, bad
    answer = await post(client, f"{here}/stage", stage="asked", next="//evil.example")
    assert answer.headers["location"] == "/events"
    assert not await OwnStage.exists()


async def test_a_stage_of_ones_own_is_removed_once_it_is_empty(
    client: httpx2.AsyncClient, here: str
) -> None:
    await post(client, "/applications/stages", name="<b>Mine</b>", after="asked")
    own = await OwnStage.get()
    assert "&lt;b&gt;Mine&lt;/b&gt;" in (await client.get(BOARD)).text
    await post(client, f"{here}/stage", stage=f"own-{own.id}")
    gone = f"/applications/stages/{own.id}/remove"
    assert (await post(client, gone)).status_code == 409
    await post(client, f"{here}/stage", stage="asked")
    assert (await post(client, gone)).status_code == 303
    assert not await OwnStage.exists()


async def test_a_mistake_is_taken_back(client: httpx2.AsyncClient, here: str) -> None:
    assert "Take that back" not in (await client.get(here)).text
    await post(client, f"{here}/stage", stage="rejected")
    last = await StageChange.all().order_by("-id").first()
    assert last is not None
    assert "Take that back" in (await client.get(here)).text
    assert (await post(client, f"{here}/stage/back", change=str(last.id))).status_code == 303
    assert (await Application.get()).stage == "researching"
    for again in (str(last.id), "", "x", "0", "-1", "9" * 30):
        assert (await post(client, f"{here}/stage/back", change=again)).status_code == 409


async def test_what_an_end_called_off_is_said_and_held_is_explained(
    client: httpx2.AsyncClient, here: str
) -> None:
    user = await User.get()
    key = here.rpartition("/")[2]
    told = Told(
        name="Interview",
        starts_on=date(2027, 1, 12),
        starts_time="10:00",
        timezone="America/Chicago",
        minutes=45,
        medium=Medium.PHONE,
    )
    await plan_interview(user, key, told, None, now=NOON)
    await post(client, f"{here}/stage", stage="offer")
    page = (await client.get(here)).text
    assert "Held: you keep this offer" in page
    assert 'href="/feeds"' in page
    await post(client, f"{here}/stage", stage="withdrawn")
    page = (await client.get(here)).text
    assert "Withdrawn since today. 1 interview ahead is called off." in page
    assert "Held: you keep this offer" not in page


async def test_it_is_nobody_elses(client: httpx2.AsyncClient, here: str) -> None:
    await post(client, "/applications/stages", name="Sample secret", after="asked")
    own = await OwnStage.get()
    await make_user(STRANGER)
    client.cookies.clear()
    await come_in(client, STRANGER)
    assert (await post(client, f"{here}/stage/back", change="1")).status_code == 404
    assert (await post(client, f"/applications/stages/{own.id}/remove")).status_code == 404
    assert "Sample secret" not in (await client.get(BOARD)).text
    assert await User.all().count() == 2
