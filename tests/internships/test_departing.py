"""What is taken away is canceled in the calendars that were told of it, and nowhere else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import httpx2
import pytest
import time_machine

from netmentor.errors import NotFound
from netmentor.events.curating.decisions import BuiltOn
from netmentor.internships.curating.actions import accept, lock, undo
from netmentor.internships.importing.withdrawing import withdraw
from netmentor.internships.models import Opportunity, OpportunityLock
from netmentor.internships.queries import opportunity_by_slug
from netmentor.internships.rules import CANCELED_STAYS
from netmentor.jobs.clearing import clear_away
from tests.accounts.casting import make_user
from tests.factories import NOON, make_source, revision
from tests.internships.curating.offered import last_decision, suggested
from tests.internships.opportunities import (
    drop_opportunities,
    make_opportunity,
    make_opportunity_draft,
    put_opportunities,
)

LATER = NOON + timedelta(days=3)
CALENDAR = "/internships.ics?kind=fellowship"


async def by_its_source() -> str:
    """List one, and take it away with its source."""
    row = await make_opportunity()
    await withdraw(await make_source(), now=LATER)
    return row.slug


async def by_a_curator() -> str:
    """List what a member suggested, and take that back."""
    proposal = await suggested(await make_user())
    slug = await accept(proposal.number, (), now=NOON)
    await undo((await last_decision()).id, now=LATER)
    return slug


async def calendar(client: httpx2.AsyncClient, now: datetime) -> str:
    with time_machine.travel(now, tick=False):
        return (await client.get(CALENDAR)).text


@pytest.mark.parametrize("taken_away", [by_its_source, by_a_curator])
async def test_calendars_are_told_for_sixty_days(
    client: httpx2.AsyncClient, taken_away: Callable[[], Awaitable[str]]
) -> None:
    slug = await taken_away()

    told = await calendar(client, LATER)

    assert (told.count("BEGIN:VEVENT"), told.count("STATUS:CANCELLED")) == (1, 1)
    assert "SEQUENCE:1" in told
    assert "LAST-MODIFIED:20261127T120000Z" in told
    assert "STATUS:CANCELLED" in await calendar(client, LATER + CANCELED_STAYS)
    assert "VEVENT" not in await calendar(client, LATER + CANCELED_STAYS + timedelta(days=1))
    with pytest.raises(NotFound):
        await opportunity_by_slug(slug)
    for path in (f"/internships/{slug}", "/internships", "/sitemap-1.xml"):
        assert "Sample fellowship" not in (await client.get(path)).text
    assert (await client.get(f"/internships/{slug}")).status_code == 404


async def test_it_is_deleted_once_every_calendar_has_read_that(client: httpx2.AsyncClient) -> None:
    await by_its_source()
    gone = await make_opportunity(external_id="other")  # listed no longer, and told of still
    await drop_opportunities(await make_source(), now=LATER)
    before = await revision()
    for days, left in ((0, 2), (1, 1)):
        with time_machine.travel(LATER + CANCELED_STAYS + timedelta(days=days), tick=False):
            await clear_away()
        assert await Opportunity.all().count() == left
    assert await revision() > before
    assert (await opportunity_by_slug(gone.slug)).gone_at == LATER


async def test_what_is_told_of_again_is_back_under_its_address(client: httpx2.AsyncClient) -> None:
    slug = await by_its_source()

    await put_opportunities(make_opportunity_draft(), now=LATER + timedelta(hours=1))

    assert (await opportunity_by_slug(slug)).gone_at is None
    told = await calendar(client, LATER + timedelta(hours=1))
    assert (told.count("BEGIN:VEVENT"), told.count("STATUS:CONFIRMED")) == (1, 1)
    assert "SEQUENCE:2" in told


async def test_what_was_set_by_hand_goes_with_it_and_is_not_brought_back(
    client: httpx2.AsyncClient,
) -> None:
    row = await make_opportunity()
    await lock(row.slug, {"title": "By hand"}, now=NOON)
    await withdraw(await make_source(), now=LATER)

    assert not await OpportunityLock.exists()
    with pytest.raises(BuiltOn):
        await undo((await last_decision()).id, now=LATER)


async def test_of_what_was_called_off_already_calendars_hear_nothing_new(
    client: httpx2.AsyncClient,
) -> None:
    await make_opportunity()
    await put_opportunities(make_opportunity_draft(status="canceled"), now=NOON)
    await withdraw(await make_source(), now=LATER)

    told = await calendar(client, LATER)

    assert told.count("STATUS:CANCELLED") == 1
    assert "SEQUENCE:1" in told
