"""The page of one's own steps back from a deadline, and each step on the page of an application."""

from __future__ import annotations

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.internships.applying.models import PlanStep
from netmentor.internships.applying.planning import USUAL
from netmentor.internships.applying.templates import template_of
from netmentor.settings import Settings
from tests.accounts.casting import OWNER, make_user
from tests.internships.applying.begun import begun
from tests.web.visiting import come_in, post

PAGE = "/settings/plan"


@pytest.fixture
async def owner(client: httpx2.AsyncClient, database: Settings) -> User:
    made = await make_user(OWNER)
    await come_in(client)
    return made


async def test_the_page_shows_the_usual_steps_until_others_are_set(
    client: httpx2.AsyncClient, owner: User
) -> None:
    page = (await client.get(PAGE)).text
    assert USUAL[0].name in page
    assert "Have the usual steps again" not in page
    told = {"name_0": "Ask two people", "months_0": "1", "name_2": "Send", "days_2": "30"}
    assert (await post(client, PAGE, **told)).status_code == 303
    page = (await client.get(PAGE)).text
    assert "Ask two people" in page
    assert 'value="Ask two people"' in page
    assert f'value="{USUAL[0].name}"' not in page
    usual = page[page.index("The usual steps") :]
    assert [one.name for one in USUAL if one.name not in usual] == []
    assert "7 weeks before" in usual
    assert (await post(client, f"{PAGE}/usual")).status_code == 303
    assert await template_of(owner) is None


async def test_what_is_amiss_is_said_and_nothing_that_was_typed_is_lost(
    client: httpx2.AsyncClient, owner: User
) -> None:
    told = {"name_0": "Ask two people", "months_0": "soon", "name_1": "Send", "days_1": "30"}
    answer = await post(client, PAGE, **told)
    assert answer.status_code == 422
    assert "at most 24 months" in answer.text
    assert "Ask two people" in answer.text
    assert 'value="soon"' in answer.text
    assert await template_of(owner) is None


async def test_a_step_is_changed_taken_out_and_the_plan_taken_back(
    client: httpx2.AsyncClient, owner: User
) -> None:
    row = await begun(owner)
    here = f"/applications/{row.key}"
    await post(client, f"{here}/plan")
    first, second = await PlanStep.filter(application=row).order_by("due_on", "id").limit(2)
    changed = {"name": "Ask <b>Denise</b>", "due_on": "2027-05-03"}
    await post(client, f"{here}/steps/{first.key}/edit", **changed)
    page = (await client.get(here)).text
    assert "Ask &lt;b&gt;Denise" in page
    assert "Stays on this day" in page
    refused = await post(client, f"{here}/steps/{first.key}/edit", name="", due_on="2027-05-03")
    assert refused.status_code == 422
    await post(client, f"{here}/steps/{second.key}/remove")
    assert not await PlanStep.exists(id=second.id)
    answer = await post(client, f"{here}/plan/take-back")
    assert answer.headers["location"] == here
    assert [one.name for one in await PlanStep.filter(application=row)] == ["Ask <b>Denise</b>"]
    assert "Take the plan back" not in (await client.get(here)).text
