"""Today says what of applications is overdue, counts it, and takes an answer to it."""

from __future__ import annotations

from datetime import date, timedelta

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.internships.applying.actions import Start, set_stage, start
from netmentor.internships.applying.models import Application, PlanStep, Requirement
from netmentor.internships.applying.recommending import add_recommender
from netmentor.internships.applying.rules import Stage
from netmentor.internships.applying.steps import add_step
from netmentor.internships.applying.taking import Thing, add_requirement
from tests.accounts.casting import make_user
from tests.factories import NOON, TODAY
from tests.web.visiting import come_in, post

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
async def row(client: httpx2.AsyncClient) -> Application:
    user = await make_user()
    await come_in(client)
    return await start(user, Start(title="Sample fellowship"), now=NOON)


@pytest.fixture
async def owner(row: Application) -> User:
    return await User.get(id=row.user_id)


async def test_a_step_of_yesterday_is_said_and_done_where_it_is_said(
    client: httpx2.AsyncClient, owner: User, row: Application
) -> None:
    await add_step(owner, row.key, "Ask the dean", YESTERDAY, now=NOON)
    step = await PlanStep.get()

    page = (await client.get("/today")).text
    assert "One step overdue." in page
    assert "<b>Ask the dean</b>" in page
    assert "Was due Monday, Nov 23" in page

    place = f"/applications/{row.key}/steps/{step.key}"
    answer = await post(client, place, done="1", next="/today")
    assert (answer.status_code, answer.headers["location"]) == (303, "/today")
    page = (await client.get("/today")).text
    assert "Overdue of applications" not in page
    assert "Nothing is due this week." in page


async def test_things_and_letters_are_overdue_too(
    client: httpx2.AsyncClient, owner: User, row: Application
) -> None:
    thing = Thing(name="Transcript", due_on=YESTERDAY)
    await add_requirement(owner, row.key, thing, now=NOON)
    await add_recommender(owner, row.key, "Sample Dean", None, due_on=YESTERDAY, now=NOON)
    page = (await client.get("/today")).text
    assert "2 steps overdue." in page.replace("Two", "2")
    for words in ("<b>Transcript</b>", "<b>Letter by Sample Dean</b>"):
        assert words in page
    place = f"/applications/{row.key}/requirements/{(await Requirement.get()).id}"
    assert f'action="{place}"' in page
    answer = await post(client, place, done="1", next="/today")
    assert answer.headers["location"] == "/today"
    assert "One step overdue." in (await client.get("/today")).text


@pytest.mark.parametrize("stage", [Stage.REJECTED, Stage.ACCEPTED])
async def test_nothing_is_overdue_after_an_end(
    client: httpx2.AsyncClient, owner: User, row: Application, stage: Stage
) -> None:
    await add_step(owner, row.key, "Ask the dean", YESTERDAY, now=NOON)
    await set_stage(owner, row.key, stage, now=NOON)
    assert "Ask the dean" not in (await client.get("/today")).text


async def test_a_deadline_that_passed_before_it_was_sent_is_said_for_two_weeks(
    client: httpx2.AsyncClient, owner: User
) -> None:
    said = "It was not sent by its deadline"
    days = {"Lately": YESTERDAY, "Long ago": date(2026, 11, 1), "Today": TODAY}
    for title, on in days.items():
        await start(owner, Start(title=title, deadline_on=on), now=NOON)
    page = (await client.get("/today")).text
    assert page.count(said) == 1
    late = await Application.get(title="Lately")
    await set_stage(owner, late.key, Stage.SUBMITTED, now=NOON)
    assert said not in (await client.get("/today")).text


async def test_what_is_answered_on_another_page_leads_nowhere_else(
    client: httpx2.AsyncClient, owner: User, row: Application
) -> None:
    await add_step(owner, row.key, "Ask the dean", YESTERDAY, now=NOON)
    place = f"/applications/{row.key}/steps/{(await PlanStep.get()).key}"
    answer = await post(client, place, done="1", next="//evil.example")
    assert answer.headers["location"] == "/events"
