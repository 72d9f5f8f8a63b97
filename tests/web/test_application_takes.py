"""Pages of what an application takes: things with days, letters, and nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx2
import pytest
import time_machine

from netmentor.accounts.models import User
from netmentor.contacts.models import FollowUp
from netmentor.internships.applying.models import PlanStep, Recommender, Requirement
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.contacts.people import make_contact
from tests.web.visiting import come_in, post, token_of


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    made = await make_user(OWNER)
    await come_in(client)
    return made


@pytest.fixture
async def here(client: httpx2.AsyncClient, owner: User) -> str:
    """The address of an application."""
    answer = await post(client, "/applications", title="Sample", deadline_on="2027-03-01")
    return answer.headers["location"]


async def test_a_thing_is_given_a_day_and_to_somebody_and_is_taken_off_again(
    client: httpx2.AsyncClient, owner: User, here: str
) -> None:
    await post(client, f"{here}/requirements", name="Transcript", due_on="2026-12-10")
    one = await Requirement.get()
    assert "Thu, Dec 10, 2026" in (await client.get(here)).text
    manager = await make_contact(owner, "Sample Manager")
    form = f"{here}/requirements/{one.id}"
    assert "Transcript" in (await client.get(form)).text
    told = {"name": "Agreement", "contact": manager.key, "due_on": ""}
    assert (await post(client, f"{form}/edit", **told)).headers["location"] == here
    page = (await client.get(here)).text
    assert f'<a href="/contacts/{manager.key}">Sample Manager</a>' in page
    assert "Transcript" not in page
    for bad in ({"name": ""}, {"name": "x", "due_on": "2027-02-30"}, {"name": "x", "owner": "y"}):
        assert (await post(client, f"{form}/edit", **bad)).status_code == 422
    await post(client, f"{form}/remove")
    assert not await Requirement.exists()


async def test_a_letter_is_due_on_the_day_that_is_proposed_and_what_was_pressed_is_taken_back(
    client: httpx2.AsyncClient, owner: User, here: str
) -> None:
    assert (
        'name="due_on" type="date" min="1970-01-01" max="2100-12-31" value="2027-03-01"'
        in (await client.get(here)).text
    )
    manager = await make_contact(owner, "Sample Manager")
    await post(client, f"{here}/recommenders", contact=manager.key, due_on="2027-03-01")
    one = await Recommender.get()
    form = f"{here}/recommenders/{one.id}"
    await post(client, form, what="asked")
    assert (await FollowUp.get()).what == "Ask Sample Manager about the letter"
    assert "Take back: asked" in (await client.get(form)).text
    await post(client, f"{form}/take-back", what="asked")
    assert (await Recommender.get()).asked_on is None
    await post(client, f"{form}/edit", due_on="2027-02-01")
    assert "Mon, Feb 1, 2027" in (await client.get(here)).text
    assert (await post(client, f"{form}/take-back", what="x")).status_code == 422
    await post(client, f"{form}/remove")
    assert not await Recommender.exists()


async def test_what_is_overdue_is_so_by_the_day_where_somebody_lives(
    client: httpx2.AsyncClient, owner: User, here: str
) -> None:
    await User.all().update(timezone="America/New_York")
    for what in ("requirements", "steps", "recommenders"):
        await post(client, f"{here}/{what}", name="Sample", due_on="2026-12-10")
    evening, midnight = (
        datetime(2026, 12, 11, 4, 59, tzinfo=UTC),
        datetime(2026, 12, 11, 5, tzinfo=UTC),
    )
    with time_machine.travel(evening, tick=False):
        assert (await client.get(here)).text.count("Overdue") == 0
    with time_machine.travel(midnight, tick=False):
        assert (await client.get(here)).text.count("Overdue") == 3
        await post(client, f"{here}/requirements/{(await Requirement.get()).id}", done="1")
        await post(client, f"{here}/steps/{(await PlanStep.get()).key}", done="1")
        for what in ("asked", "sent"):
            await post(client, f"{here}/recommenders/{(await Recommender.get()).id}", what=what)
        page = (await client.get(here)).text
        assert "Overdue" not in page
        assert page.count("Done Fri, Dec 11, 2026") == 2


async def test_both_are_nobody_elses(client: httpx2.AsyncClient, here: str) -> None:
    await post(client, f"{here}/requirements", name="Sample secret")
    await post(client, f"{here}/recommenders", name="Sample secret")
    things = (await Requirement.get()).id, (await Recommender.get()).id
    await make_user(STRANGER)
    client.cookies.clear()
    await come_in(client, STRANGER)
    for kind, id_ in zip(("requirements", "recommenders"), things, strict=True):
        form = f"{here}/{kind}/{id_}"
        assert (await client.get(form)).status_code == 404
        for path in ("", "/edit", "/remove"):
            assert (await post(client, f"{form}{path}", what="asked", name="x")).status_code == 404
    assert (await Requirement.get()).name == "Sample secret"


async def test_what_is_refused_is_shown_again_as_it_was_typed_with_the_sentence_beside_it(
    client: httpx2.AsyncClient, owner: User, here: str
) -> None:
    known = await make_contact(owner, "Sample Manager")
    await post(client, f"{here}/requirements", name="Transcript")
    await post(client, f"{here}/recommenders", name="Sample Professor")
    thing, letter = (await Requirement.get()).id, (await Recommender.get()).id
    forms = (
        "requirements", "recommenders", f"requirements/{thing}/edit", f"recommenders/{letter}/edit",
    )  # fmt: skip
    for form in forms:
        told = {"name": "Ask Zoë & co.", "owner": "school", "due_on": "2027-02-30"}
        answer = await post(client, f"{here}/{form}", **told)
        assert answer.status_code == 422, form
        assert 'value="Ask Zoë &amp; co."' in answer.text, form
        field = answer.text.partition(' value="2027-02-30"')[2].partition("</div>")[0]
        assert "Choose a day between 1970 and 2100." in field, form
        assert 'aria-invalid="true"' in field, form
        long = await post(client, f"{here}/{form}", name="x" * 201, due_on="2027-02-03")
        assert (long.status_code, "Say it in 1 to 200 characters." in long.text) == (422, True)
        assert 'value="2027-02-03"' in long.text, form
    nobody = await post(client, f"{here}/recommenders", contact=known.key, due_on="x")
    assert f'<option value="{known.key}" selected>' in nobody.text
    odd = await post(client, f"{here}/requirements", name="Résumé", owner="nobody")
    assert "Choose who has to do it." in odd.text
    assert 'value="Résumé"' in odd.text
    assert (await Requirement.get()).name == "Transcript"
    assert (await Recommender.get()).name == "Sample Professor"
    headers = {"Accept": "application/json"}
    wrong = {"form_token": await token_of(client), "name": ""}
    told_at_once = await client.post(f"{here}/requirements", data=wrong, headers=headers)
    assert told_at_once.json()["message"] == "Say it in 1 to 200 characters."
