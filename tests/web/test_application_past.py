"""Pages of applications whose cut-off is past say so, and say nothing after an end."""

from __future__ import annotations

from datetime import date, timedelta

import httpx2
import pytest
import time_machine

from netmentor.accounts.models import User
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Edit, Start
from netmentor.internships.applying.models import Application
from netmentor.internships.applying.rules import Stage
from netmentor.internships.applying.steps import plan
from tests.accounts.casting import OWNER, make_user
from tests.factories import NOON, TODAY
from tests.internships.opportunities import closing, make_opportunity
from tests.web.visiting import come_in, post


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    made = await make_user(OWNER)
    await come_in(client)
    return made


async def test_a_cut_off_that_is_past_was_due(client: httpx2.AsyncClient, owner: User) -> None:
    listed = await make_opportunity(windows=(closing(str(TODAY), "12:30"),))
    row = await actions.start(owner, Start(opportunity=listed), now=NOON)
    here = f"/applications/{row.key}"

    page = (await client.get(here)).text
    assert "<b>Due Tue, Nov 24, 2026, 12:30 pm EST</b>" in page
    assert "Plan back from the deadline" in page

    with time_machine.travel(NOON + timedelta(hours=8), tick=False):
        page = (await client.get(here)).text
        assert "<b>Was due Tue, Nov 24, 2026, 12:30 pm EST</b>" in page
        assert "Plan back from the deadline" not in page
        assert (await post(client, f"{here}/plan")).status_code == 409
        assert "Was due Tue, Nov 24, 2026, 12:30 pm EST" in (await client.get("/applications")).text
        assert "Was due today" in (await client.get("/today")).text


async def test_the_end_of_an_offer_that_is_past_was_the_end(
    client: httpx2.AsyncClient, owner: User
) -> None:
    row = await actions.start(owner, Start(title="Sample"), now=NOON)
    until = NOON + timedelta(hours=2)
    told = Edit(title="Sample", organization="", offer_until=until, version=1)
    await actions.edit(owner, row.key, told, now=NOON)
    await actions.set_stage(owner, row.key, Stage.OFFER, now=NOON)
    addresses = f"/applications/{row.key}", "/applications"
    for address in addresses:
        assert "Answer the offer by" in (await client.get(address)).text
    assert "less than 24 hours" in (await client.get(addresses[0])).text
    with time_machine.travel(NOON + timedelta(hours=3), tick=False):
        for address in addresses:
            page = (await client.get(address)).text
            assert "The offer was to be answered by" in page
            assert "Answer the offer by" not in page
            assert "less than 24 hours" not in page


async def test_what_is_over_is_due_no_more(client: httpx2.AsyncClient, owner: User) -> None:
    told = Start(title="Sample", deadline_on=date(2027, 2, 1))
    row = await actions.start(owner, told, now=NOON)
    addresses = f"/applications/{row.key}", "/applications"
    for address in addresses:
        assert "Due Mon, Feb 1, 2027" in (await client.get(address)).text
    await actions.set_stage(owner, row.key, Stage.ACCEPTED, now=NOON)
    for address in addresses:
        assert "Due Mon, Feb 1, 2027" not in (await client.get(address)).text


async def test_no_day_ahead_reads_passed_and_a_late_plan_says_that_it_is_late(
    client: httpx2.AsyncClient, owner: User
) -> None:
    listed = await make_opportunity(windows=(closing("2026-12-20"),))
    row = await actions.start(owner, Start(opportunity=listed), now=NOON)
    await plan(owner, row.key, now=NOON)
    page = (await client.get(f"/applications/{row.key}")).text
    assert page.count("The usual time for this is past") == 4
    await actions.set_stage(owner, row.key, Stage.VERIFIED, now=NOON)
    page = (await client.get(f"/applications/{row.key}")).text
    assert ">Passed<" not in page
    assert page.count(">Not asked for any more<") == 5


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("offer_time", "17:00", "The hour of an offer needs its day."),
        ("timezone", "America/New_York", "A time zone needs the day that is on its clock."),
        ("deadline_time", "17:00", "A time of day needs its day."),
    ],
)
async def test_an_hour_or_a_zone_without_its_day_is_not_dropped_in_silence(
    client: httpx2.AsyncClient, owner: User, field: str, value: str, said: str
) -> None:
    row = await actions.start(owner, Start(title="Sample"), now=NOON)
    form = {"title": "Other", "version": "1", field: value}
    answer = await post(client, f"/applications/{row.key}", **form)
    assert answer.status_code == 422
    assert said in answer.text
    assert (await Application.get()).title == "Sample"
