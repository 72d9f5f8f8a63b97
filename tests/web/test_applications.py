"""Pages of applications: begun from three places, moved on by buttons, and nobody else's."""

from __future__ import annotations

import re
from datetime import date, timedelta

import httpx2
import pytest
import time_machine

from netmentor.accounts.models import User
from netmentor.internships.applying.models import Application, PlanStep, Recommender, Requirement
from netmentor.internships.drafts import WindowDraft
from netmentor.internships.models import Opportunity
from netmentor.jobs.applications import mind_applications
from tests.accounts.casting import OWNER, STRANGER, make_user
from tests.contacts.people import make_contact
from tests.factories import NOON, make_source
from tests.internships.opportunities import (
    closing,
    drop_opportunities,
    make_opportunity,
    make_opportunity_draft,
    put_opportunities,
)
from tests.web.visiting import come_in, post, token_of


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    made = await make_user(OWNER)
    await come_in(client)
    return made


async def test_from_the_list_to_a_held_offer(client: httpx2.AsyncClient, owner: User) -> None:
    await make_opportunity(windows=(closing("2027-09-24", "17:00"),), materials=("Resume",))
    page = (await client.get("/internships/sample-fellowship-2027")).text
    assert "Start an application" in page
    answer = await post(client, "/applications", opportunity="sample-fellowship-2027")
    here = answer.headers["location"]
    assert (answer.status_code, here[:14]) == (303, "/applications/")
    assert (await post(client, f"{here}/plan")).status_code == 303
    manager = await make_contact(owner, "Sample Manager")
    for who in ({"contact": manager.key}, {"name": "Sample Professor"}):
        await post(client, f"{here}/recommenders", **who)
    for one in await Recommender.all():
        await post(client, f"{here}/recommenders/{one.id}", what="asked")
    requirement = await Requirement.get()
    await post(client, f"{here}/requirements/{requirement.id}", done="1")
    step = await PlanStep.all().order_by("due_on").first()
    assert step is not None
    await post(client, f"{here}/steps/{step.key}", done="1")
    for stage in ("preparing", "submitted", "interview", "offer", "held"):
        await post(client, f"{here}/stage", stage=stage)
    page = (await client.get(here)).text
    for words in ("Held", "Sample Manager", "Sample Professor", "Asked Tue, Nov 24, 2026", "Done"):
        assert words in page
    assert (await Application.get()).stage == "held"
    listed = (await client.get("/applications")).text
    assert "Sample fellowship" in listed
    assert "Move Sample fellowship to" in (await client.get("/applications?view=board")).text


async def test_a_second_offer_is_refused_with_its_reason(
    client: httpx2.AsyncClient, owner: User
) -> None:
    keys = []
    for title in ("First", "Second"):
        answer = await post(client, "/applications", title=title, deadline_on="2027-05-01")
        keys.append(answer.headers["location"])
    await post(client, f"{keys[0]}/stage", stage="held")
    refused = await post(client, f"{keys[1]}/stage", stage="held")
    assert refused.status_code == 409
    assert "You hold the offer of “First”" in refused.text


async def test_a_program_is_told_by_201(client: httpx2.AsyncClient, owner: User) -> None:
    form = {"form_token": await token_of(client), "title": "Sample"}
    answer = await client.post("/applications", data=form, headers={"Accept": "application/json"})
    assert answer.status_code == 201
    assert (await client.get(answer.json()["url"])).status_code == 200


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("", {"title": ""}),
        ("", {"title": "x", "deadline_on": "2027-02-30"}),
        ("", {"opportunity": "never"}),
        ("", {"contact": "never"}),
    ],
)
async def test_bad_beginnings_are_refused_and_keep_nothing(
    client: httpx2.AsyncClient, owner: User, path: str, told: dict[str, str]
) -> None:
    assert (await post(client, f"/applications{path}", **told)).status_code in (404, 422)
    assert not await Application.exists()


async def test_from_somebody_who_may_have_an_opening(
    client: httpx2.AsyncClient, owner: User
) -> None:
    known = await make_contact(owner, "Sample Manager")
    assert "They may have an opening" in (await client.get(f"/contacts/{known.key}")).text
    answer = await post(client, "/applications", contact=known.key)
    page = (await client.get(answer.headers["location"])).text
    assert "Internship, through Sample Manager" in page
    assert f'<p>Through <a href="/contacts/{known.key}">' in page
    assert (await post(client, "/applications", contact=known.key)).headers == answer.headers
    refused = await post(client, f"{answer.headers['location']}/plan")
    assert refused.status_code == 409


async def test_two_tabs_overwrite_nothing(client: httpx2.AsyncClient, owner: User) -> None:
    here = (await post(client, "/applications", title="Sample")).headers["location"]
    told = {"title": "Sample", "notes": "first", "version": "1"}
    assert (await post(client, here, **told)).status_code == 303
    assert (await post(client, here, **told | {"notes": "second"})).status_code == 409
    assert (await Application.get()).notes == "first"


async def test_it_is_nobody_elses(client: httpx2.AsyncClient, owner: User) -> None:
    here = (await post(client, "/applications", title="Sample secret")).headers["location"]
    await make_user(STRANGER)
    client.cookies.clear()
    assert (await client.get(here)).status_code == 303
    await come_in(client, STRANGER)
    assert (await client.get(here)).status_code == 404
    assert "Sample secret" not in (await client.get("/applications")).text
    assert (await post(client, f"{here}/stage", stage="held")).status_code == 404


async def test_it_goes_with_all_that_hangs_on_it(client: httpx2.AsyncClient, owner: User) -> None:
    here = (await post(client, "/applications", title="Sample")).headers["location"]
    await post(client, f"{here}/steps", name="Call", due_on="2027-01-04")
    await post(client, f"{here}/requirements", name="Resume")
    await post(client, f"{here}/requirements", name="Transcript")
    await post(client, here, title="Sample", notes="They park behind.", version="1")
    page = (await client.get(here)).text
    assert "With it go 1 step, 2 things that it takes, its notes. It cannot be brought" in page
    await post(client, f"{here}/remove")
    assert not await Application.exists()
    assert not await PlanStep.exists()


async def test_what_is_silent_stands_on_today_until_there_is_word(
    client: httpx2.AsyncClient, owner: User
) -> None:
    here = (await post(client, "/applications", title="Sample")).headers["location"]
    told = {"title": "Sample", "version": "1"}
    for bad in ("-1", "366", "x", "9" * 30, "\u0663"):
        assert (await post(client, here, **told, nudge_after_days=bad)).status_code == 422
    await post(client, here, **told, nudge_after_days="3")
    with time_machine.travel(NOON + timedelta(days=3), tick=False):
        assert await mind_applications() == 1
        today = (await client.get("/today")).text
        assert f'Nothing was heard for a while of <a href="{here}">Sample</a>' in today
        assert "Ask them how it stands" in (await client.get(here)).text
        await post(client, f"{here}/stage", stage="asked")
        assert "Nothing was heard" not in (await client.get("/today")).text


async def test_without_a_deadline_a_day_is_asked_for_and_no_plan_offered(
    client: httpx2.AsyncClient, owner: User
) -> None:
    here = (await post(client, "/applications", title="Practicum")).headers["location"]
    page = (await client.get(here)).text
    assert "There is no deadline yet to plan back from." in page
    assert f'action="{here}/plan"' not in page
    await make_opportunity(windows=(closing("2027-09-24", "17:00"),))
    listed = await post(client, "/applications", opportunity="sample-fellowship-2027")
    assert "Plan back from the deadline" in (await client.get(listed.headers["location"])).text


async def test_the_date_that_counts_is_one_of_what_is_listed(
    client: httpx2.AsyncClient, owner: User
) -> None:
    await make_opportunity(windows=(closing("2027-09-24", "17:00"),))
    listed = await post(client, "/applications", opportunity="sample-fellowship-2027")
    here, told = listed.headers["location"], {"title": "Sample", "version": "1"}
    for odd in ("never", "x" * 300, "\x00"):
        assert (await post(client, here, **told, window=odd)).status_code == 422
    assert (await Application.get()).window_part == "closes"
    assert (await post(client, here, **told, window="closes")).status_code == 303


async def test_its_page_says_that_the_cycle_is_called_off_or_listed_no_longer(
    client: httpx2.AsyncClient, owner: User
) -> None:
    await make_opportunity()
    listed = await post(client, "/applications", opportunity="sample-fellowship-2027")
    here, notices = listed.headers["location"], ("called off", "lists it no longer")
    assert [words in (await client.get(here)).text for words in notices] == [False, False]
    for path in (here, "/applications"):
        assert "Due Fri, Jan 15" in (await client.get(path)).text
    await make_opportunity(status="canceled")
    assert [words in (await client.get(here)).text for words in notices] == [True, False]
    for path in (here, "/applications"):
        assert "Due Fri, Jan 15" not in (await client.get(path)).text
    await drop_opportunities(await make_source(), now=NOON)
    await Opportunity.all().update(status="current")
    assert [words in (await client.get(here)).text for words in notices] == [False, True]


async def test_saving_a_note_keeps_the_date_that_is_followed_though_it_has_no_day_now(
    client: httpx2.AsyncClient, owner: User
) -> None:
    await make_opportunity(windows=(closing("2027-09-24", "17:00"),))
    listed = await post(client, "/applications", opportunity="sample-fellowship-2027")
    here = listed.headers["location"]
    undated = WindowDraft(kind="closes", not_before=date(2027, 9, 1), not_after=date(2027, 9, 30))
    for windows in ((), (undated,)):
        told_anew = make_opportunity_draft(status="expected", windows=windows)
        await put_opportunities(told_anew, now=NOON + timedelta(hours=1))
        page = (await client.get(here)).text
        chosen = re.search(r'name="window">.*?<option value="(\w+)" selected', page, re.DOTALL)
        assert chosen
        version = str((await Application.get()).version)
        told = {"title": "Sample", "notes": "x", "window": chosen[1], "version": version}
        assert (await post(client, here, **told)).status_code == 303
    back = make_opportunity_draft(windows=(closing("2027-10-01", "17:00"),))
    await put_opportunities(back, now=NOON + timedelta(hours=2))
    assert "Due Fri, Oct 1, 2027" in (await client.get(here)).text


@pytest.mark.parametrize("place", ["/applications", "/internships/sample-fellowship-2027", ""])
async def test_a_form_sent_twice_begins_one_application(
    client: httpx2.AsyncClient, owner: User, place: str
) -> None:
    await make_opportunity()
    known = await make_contact(owner, "Sample Manager")
    page = (await client.get(place or f"/contacts/{known.key}")).text
    form = page.partition('action="/applications"')[2].partition("</form>")[0]
    told = dict(re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', form))
    told |= {} if {"opportunity", "contact"} & told.keys() else {"title": "Sample"}
    first, second = [await post(client, "/applications", **told) for _ in range(2)]
    assert first.status_code == second.status_code == 303
    assert first.headers["location"] == second.headers["location"]
    assert await Application.all().count() == 1
