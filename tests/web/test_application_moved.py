"""Pages say that a deadline moved, from which day, and what moved along; or that it is expected."""

from __future__ import annotations

import re
from datetime import date, timedelta

import httpx2
import pytest

from netmentor.accounts.models import User
from netmentor.internships.applying import actions
from netmentor.internships.applying.actions import Start
from netmentor.internships.applying.models import Application, PlanStep
from netmentor.internships.applying.steps import plan
from netmentor.internships.drafts import WindowDraft
from tests.accounts.casting import OWNER, make_user
from tests.factories import NOON
from tests.internships.opportunities import (
    closing,
    make_opportunity,
    make_opportunity_draft,
    put_opportunities,
)
from tests.web.visiting import come_in, post

EARLIER = NOON - timedelta(hours=1)


@pytest.fixture
async def owner(client: httpx2.AsyncClient) -> User:
    made = await make_user(OWNER)
    await come_in(client)
    return made


async def text_of(client: httpx2.AsyncClient, address: str) -> str:
    """What somebody reads there, without marks."""
    return " ".join(re.sub(r"<[^>]+>", "", (await client.get(address)).text).split())


async def test_a_move_of_the_listing_is_said_on_its_page_and_on_today(
    client: httpx2.AsyncClient, owner: User
) -> None:
    listed = await make_opportunity(windows=(closing("2027-08-24"),))
    row = await actions.start(owner, Start(opportunity=listed), now=EARLIER)
    await plan(owner, row.key, now=EARLIER)
    here = f"/applications/{row.key}"
    for address in (here, "/today"):
        assert "moved along" not in await text_of(client, address)

    await put_opportunities(make_opportunity_draft(windows=(closing("2027-11-30"),)))

    days = "from Tue, Aug 24, 2027 to Tue, Nov 30, 2027"
    told = f"The deadline of Sample fellowship moved {days}. 5 steps moved along."
    assert told in await text_of(client, "/today")
    told = f"The listing moved it {days} on Tue, Nov 24, 2026. 5 steps moved along."
    assert told in await text_of(client, here)


async def test_who_moves_a_deadline_reads_how_many_steps_moved(
    client: httpx2.AsyncClient, owner: User
) -> None:
    told = Start(title="Sample", deadline_on=date(2027, 8, 24))
    row = await actions.start(owner, told, now=EARLIER)
    await plan(owner, row.key, now=EARLIER)
    form = {"title": "Sample", "version": "1", "deadline_on": "2027-11-30"}
    await post(client, f"/applications/{row.key}", **form)
    assert "Saved. 5 steps moved along." in await text_of(client, f"/applications/{row.key}")


async def test_what_is_expected_is_shown_and_planned_by_on_one_press(
    client: httpx2.AsyncClient, owner: User
) -> None:
    first, last = date(2027, 3, 8), date(2027, 4, 5)
    expected = WindowDraft(kind="closes", not_before=first, not_after=last)
    listed = await make_opportunity(status="expected", windows=(expected,))
    row = await actions.start(owner, Start(opportunity=listed), now=EARLIER)
    here = f"/applications/{row.key}"
    page = (await client.get(here)).text
    assert "expected to close from Mon, Mar 8, 2027 to Mon, Apr 5, 2027" in page
    assert 'name="expected_on" type="date" required' in page
    assert 'value="2027-03-08"' in page

    assert (await post(client, f"{here}/plan", expected_on="2027-03-08")).status_code == 303

    assert await PlanStep.all().count() == 5
    assert (await Application.get()).deadline_on == first
    assert "It is the first day that is expected" in await text_of(client, here)
    refused = await post(client, f"{here}/plan", expected_on="soon")
    assert refused.status_code == 422
