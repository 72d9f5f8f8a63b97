"""Sources tell, people lock, dates move: what an opportunity comes to, and what calendars read."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import date, timedelta

import pytest

from netmentor.calendars.lines import start_of
from netmentor.db.transactions import transaction
from netmentor.events.importing.models import Source
from netmentor.internships.actions import Outcome
from netmentor.internships.drafts import WindowDraft, read
from netmentor.internships.entries import entries_of
from netmentor.internships.facets import facet_of
from netmentor.internships.filters import OpportunityFilter
from netmentor.internships.importing.catalogue import drafts_of, load_opportunities
from netmentor.internships.models import (
    Opportunity,
    OpportunityChange,
    OpportunityLock,
    OpportunityTelling,
    Whole,
    Window,
)
from netmentor.internships.moments import phases_of
from netmentor.internships.rules import Standing, standing_of
from netmentor.internships.settling import settle
from netmentor.paths import CATALOGUE
from netmentor.settings import Settings
from tests.factories import NOON, make_source, revision
from tests.internships.opportunities import (
    closing,
    drop_opportunities,
    make_opportunity,
    make_opportunity_draft,
    put_opportunities,
)

LATER = NOON + timedelta(days=1)


async def calendar() -> list[tuple[str, str, int]]:
    """What the public calendar holds: the day, the status and the SEQUENCE of each entry."""
    found = await entries_of(
        OpportunityFilter(), "http://test.example", today=NOON.date(), now=LATER
    )
    return [(f"{start_of(one.when):%Y-%m-%d}", one.status, one.sequence) for one in found]


async def test_the_same_again_writes_nothing(database: Settings) -> None:
    draft = make_opportunity_draft()
    await put_opportunities(draft)
    before = await revision()
    again = await put_opportunities(draft, now=LATER)
    assert again == Outcome((), (), ("sample-fellowship-2027",), (), ())
    assert await revision() == before
    assert await OpportunityChange.all().count() == 1


async def test_a_deadline_that_moves_keeps_its_place_in_every_calendar(database: Settings) -> None:
    await make_opportunity()
    part = (await Window.get()).part
    before = await revision()
    moved = make_opportunity_draft(windows=(closing("2027-01-22", "23:59"),))
    outcome = await put_opportunities(moved, now=LATER)
    window = await Window.get()
    assert (window.part, window.sequence) == (part, 1)
    assert list(outcome.windows) == [window.id]
    assert await calendar() == [("2027-01-22", "confirmed", 1)]
    assert await revision() == before + 1
    change = await OpportunityChange.filter(seen_at=LATER).get()
    assert list(json.loads(change.told)) == ["dates"]


async def test_a_deadline_that_is_dropped_is_told_as_canceled_and_may_come_back(
    database: Settings,
) -> None:
    await make_opportunity()
    await put_opportunities(make_opportunity_draft(windows=()), now=LATER)
    assert await calendar() == [("2027-01-15", "canceled", 1)]
    await put_opportunities(make_opportunity_draft(), now=LATER)
    assert await calendar() == [("2027-01-15", "confirmed", 2)]


async def test_what_no_source_lists_is_not_in_the_list_and_canceled_in_calendars(
    database: Settings,
) -> None:
    await make_opportunity()
    await drop_opportunities(await make_source(), now=LATER)
    assert (await Opportunity.get()).gone_at == LATER
    assert await calendar() == [("2027-01-15", "canceled", 1)]
    await put_opportunities(make_opportunity_draft(), now=LATER)
    assert (await Opportunity.get()).gone_at is None
    assert await calendar() == [("2027-01-15", "confirmed", 2)]


async def test_a_source_that_tells_only_a_part_takes_nothing_out_of_the_list(
    database: Settings,
) -> None:
    await make_opportunity()
    source = await make_source()
    await Source.filter(id=source.id).update(partial=True)
    await drop_opportunities(source, now=LATER)
    assert (await Opportunity.get()).gone_at is None
    assert await calendar() == [("2027-01-15", "confirmed", 0)]


async def test_what_a_person_locked_no_source_changes(database: Settings) -> None:
    row = await make_opportunity()
    told = json.loads((await Whole.get(opportunity=row)).told)
    value = facet_of(told, "pay") | {"paid": "yes"}
    await OpportunityLock.create(opportunity=row, facet="pay", value=json.dumps(value), set_at=NOON)
    async with transaction():
        await settle([row.id], now=LATER)
    await put_opportunities(make_opportunity_draft(paid="no", title="Another title"), now=LATER)
    draft = read(json.loads((await Whole.get()).told))
    assert (draft.paid, draft.title) == ("yes", "Another title")


async def test_a_source_that_may_only_propose_lists_nothing(database: Settings) -> None:
    source = await make_source()
    source.authority = "propose"
    await source.save()
    await put_opportunities(make_opportunity_draft())
    assert not await Opportunity.exists()
    assert (await OpportunityTelling.get()).opportunity_id is None


async def test_the_catalogue_goes_in_once_and_shows_no_guess_as_a_date(database: Settings) -> None:
    outcome = await load_opportunities(now=NOON)
    assert outcome is not None
    assert len(outcome.added) == 32
    assert await load_opportunities(now=LATER) is None
    assert not await Window.filter(opportunity__status="expected", due_on__not_isnull=True).exists()
    entries = await entries_of(OpportunityFilter(), "", today=date(2026, 2, 1), now=NOON)
    days = {f"{start_of(one.when):%Y-%m-%d}" for one in entries}
    assert days >= {"2026-01-30", "2026-02-03"}


def test_a_past_cycle_of_the_catalogue_is_past_and_the_next_one_expected() -> None:
    drafts = {
        one.external_id: one for one in drafts_of((CATALOGUE / "opportunities.json").read_bytes())
    }
    for name, standing in (
        ("nafcas-2025-26", Standing.PAST),
        ("nafcas-2026-27", Standing.EXPECTED),
    ):
        draft = drafts[name]
        assert standing_of(draft.status, phases_of(draft), now=NOON) is standing
    assert drafts["nafcas-2025-26"].program == drafts["nafcas-2026-27"].program


async def test_two_of_one_name_have_addresses_of_their_own(database: Settings) -> None:
    draft = make_opportunity_draft(external_id="Sample name")
    await put_opportunities(draft, replace(draft, external_id="Sample other"))
    slugs = {one.slug for one in await Opportunity.all()}
    assert slugs == {"sample-clinic-sample-fellowship", "sample-clinic-sample-fellowship-2"}


async def test_a_window_without_a_day_is_in_no_calendar(database: Settings) -> None:
    await make_opportunity(windows=(WindowDraft(kind="closes", note="Rolling."),))
    assert await calendar() == []


async def test_who_organizes_is_read_once_for_all_that_a_source_tells_at_once(
    database: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    first, other = make_opportunity_draft(), make_opportunity_draft(external_id="sample-other")
    await put_opportunities(first)
    caplog.clear()
    with caplog.at_level(logging.DEBUG, logger="tortoise.db_client"):
        await put_opportunities(replace(first, title="Renamed"), other)
    asked = [one.getMessage() for one in caplog.records]
    assert len([one for one in asked if 'FROM "organization"' in one]) == 1
