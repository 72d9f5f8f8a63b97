"""What the pages say before a way out is pressed: that it is empty, local, over, or too long."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import httpx2
import pytest

from netmentor.app import create_app
from netmentor.settings import Settings
from netmentor.web.calendars import keepsake, subscription
from tests.factories import FULL, make_draft, make_event, make_expected_draft, make_series, put

LOCAL = "answers on this computer only"


@pytest.mark.parametrize(
    ("base_url", "is_local"),
    [
        ("http://localhost:8000", True),
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000", True),
        ("http://n.localhost", True),
        ("https://netmentor.example", False),
        ("https://localhost.example", False),
        ("https://1270.example", False),
    ],
)
def test_a_copy_that_no_phone_can_reach_is_known(base_url: str, is_local: bool) -> None:
    assert subscription(base_url, "/events.ics", "", "Sample").is_local is is_local


async def test_the_page_says_whom_a_local_copy_cannot_reach(
    client: httpx2.AsyncClient, database: Settings
) -> None:
    here = create_app(replace(database, base_url="http://localhost:8000"))
    transport = httpx2.ASGITransport(here)
    async with httpx2.AsyncClient(transport=transport, base_url="http://localhost:8000") as visitor:
        assert LOCAL in (await visitor.get("/events")).text
    assert LOCAL not in (await client.get("/events")).text


async def test_an_empty_calendar_is_announced_and_a_full_one_is_not(
    client: httpx2.AsyncClient,
) -> None:
    await put(make_expected_draft())
    assert "the calendar is empty today" in (await client.get("/events")).text
    await put(make_draft())
    assert "the calendar is empty today" not in (await client.get("/events")).text


async def test_a_price_or_a_deadline_that_leads_nowhere_is_not_offered(
    client: httpx2.AsyncClient,
) -> None:
    await put(make_draft())
    for asked, offered in (("", False), ("?max_price=250&deadline_within=30", True)):
        page = (await client.get(f"/events{asked}")).text
        assert ("Up to $250 (0)" in page) is offered
        assert ("Within 30 days (0)" in page) is offered
        assert "Up to $100 (0)" not in page


async def test_an_event_that_is_over_leads_to_its_next_edition(client: httpx2.AsyncClient) -> None:
    series = await make_series()
    await put(make_expected_draft(series=series.slug))
    day = date(2025, 12, 9)
    over = await make_event(series=series.slug, starts_on=day, ends_on=day)
    page = (await client.get(f"/events/{over.slug}")).text

    assert "It is over" in page
    assert "calendar.google.com" not in page
    assert "Sample congress 2027</a>" in page


@pytest.mark.usefixtures("database")
async def test_links_to_other_services_are_cut_to_what_they_take() -> None:
    event = await make_event(**FULL | {"description": "Many words. " * 2000})
    kept = keepsake(event)

    for address in (kept.google, kept.outlook):
        assert len(address) < 3000
        assert "events.example.org%2Fsample" in address
