from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import httpx2
import pytest
import time_machine

from netmentor.events.drafts import DeadlineDraft, PriceDraft
from netmentor.events.importing.catalogue import load_catalogue
from netmentor.organizations.models import Organization
from tests.factories import (
    FULL,
    NOON,
    event_of,
    make_draft,
    make_event,
    make_expected_draft,
    make_organization,
    make_series,
    put,
)

EVERY_PAGE = [
    "/events",
    "/events?from=2017-01-01",
    "/events/ache-congress-2026",
    "/events/ache-congress-2027",
    "/events/nahse-annual-2020",
    "/organizations",
    "/organizations/hla-texas",
    "/series/ache-congress",
    "/associations",
    "/privacy",
]


async def text_of(client: httpx2.AsyncClient, path: str, status: int = 200) -> str:
    reply = await client.get(path)
    assert reply.status_code == status, reply.text
    return reply.text


async def test_every_page_of_the_catalogue_answers(client: httpx2.AsyncClient) -> None:
    await load_catalogue(now=NOON)

    for path in EVERY_PAGE:
        assert "<h1" in await text_of(client, path), path


async def test_the_front_door_leads_to_the_events(client: httpx2.AsyncClient) -> None:
    reply = await client.get("/")

    assert (reply.status_code, reply.headers["location"]) == (303, "/events")


async def test_the_first_screen_serves_when_nothing_ahead_is_confirmed(
    client: httpx2.AsyncClient,
) -> None:
    series = await make_series()
    await put(
        make_draft(
            title="Sample congress 2026",
            series=series.slug,
            starts_on=date(2026, 3, 2),
            ends_on=date(2026, 3, 4),
            city="Houston",
            modality="in_person",
        ),
        make_expected_draft(series=series.slug),
    )

    page = await text_of(client, "/events")

    assert "No confirmed dates yet." in page
    assert "Expected from March in 2025 and 2026." in page
    assert "Mon–Wed, Mar 2–4, 2026</a>, Houston" in page
    assert "The date will stand at events.example.org" in page
    assert 'href="/series/sample-series.ics"' in page


async def test_an_expected_event_shows_months_and_never_a_date(client: httpx2.AsyncClient) -> None:
    draft = make_expected_draft()
    await put(draft)

    page = await text_of(client, f"/events/{(await event_of(draft)).slug}")

    assert "March 2027" in page
    assert "no date yet" in page
    assert "Add to your calendar" not in page
    assert "2027-03" not in page


async def test_the_first_button_registers_with_price_and_closing_date(
    client: httpx2.AsyncClient,
) -> None:
    event = await make_event(
        registration_url="https://events.example.org/register",
        prices=(PriceDraft(audience="student", amount=Decimal("95")),),
        deadlines=(DeadlineDraft(kind="registration_close", due_on=date(2026, 12, 1)),),
    )

    page = await text_of(client, f"/events/{event.slug}")

    assert "Register at Sample Association" in page
    assert "$95 · closes Tue, Dec 1, 2026" in page
    assert "Organizer’s page" not in page


@pytest.mark.parametrize(
    "change",
    [
        {"status": "canceled"},
        {"status": "postponed"},
        {"status": "sold_out"},
        {"registration_url": ""},
        {"starts_on": date(2026, 11, 20), "ends_on": date(2026, 11, 20)},
        {"deadlines": (DeadlineDraft(kind="registration_close", due_on=date(2026, 11, 1)),)},
    ],
)
async def test_nobody_is_sent_to_register_where_nobody_can(
    client: httpx2.AsyncClient, change: dict[str, object]
) -> None:
    draft = replace(
        make_draft(registration_url="https://events.example.org/register"),
        **change,  # type: ignore[arg-type]
    )
    await put(draft)

    page = await text_of(client, f"/events/{(await event_of(draft)).slug}")

    assert "Register at" not in page
    assert "Organizer’s page" in page


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("canceled", "<b>Canceled.</b> It was set for Wed–Fri, Dec 9–11, 2026."),
        ("postponed", "<b>Postponed.</b> It was set for Wed–Fri, Dec 9–11, 2026."),
        ("sold_out", "<b>Sold out.</b>"),
    ],
)
async def test_a_status_is_told_in_words(
    client: httpx2.AsyncClient, status: str, words: str
) -> None:
    draft = make_draft(**FULL | {"status": status})
    await put(draft)

    assert words in await text_of(client, f"/events/{(await event_of(draft)).slug}")


async def test_all_that_is_known_of_an_event_stands_on_its_page(client: httpx2.AsyncClient) -> None:
    draft = make_draft(**FULL)
    await put(draft)

    page = await text_of(client, f"/events/{(await event_of(draft)).slug}")

    for words in (
        "begins 3:00 pm, ends 12:30 pm",
        "Sample Hall, Columbus, OH",
        "Hotel rate ends by 5:00 pm Mountain time",
        "Registration closes",
        "$95.50",
        "MGMA live",
        "/events?topic=finance",
        "Checked 2 days ago (Sun, Nov 22, 2026)",
    ):
        assert words in page, words
    assert page.index("Hotel rate ends") < page.index("Registration closes")  # by day


async def test_a_single_day_names_its_time_and_zone(client: httpx2.AsyncClient) -> None:
    event = await make_event(starts_time="12:00", ends_time="13:30", timezone="America/Chicago")

    page = await text_of(client, f"/events/{event.slug}")

    assert "12:00–1:30 pm Central time" in page
    assert 'datetime="2026-12-09T18:00:00+00:00" data-local data-zone="America/Chicago"' in page


async def test_the_zone_is_named_once_where_all_share_it(client: httpx2.AsyncClient) -> None:
    await make_event()
    assert "Times are Central time." in await text_of(client, "/events")

    await make_event(timezone="America/New_York")

    page = await text_of(client, "/events")
    assert "Each time is the event’s own." in page
    assert "12:00–1:00 pm Central time" in page
    assert "12:00–1:00 pm Eastern time" in page


async def test_adding_to_google_and_outlook_gives_the_moments_in_utc(
    client: httpx2.AsyncClient,
) -> None:
    event = await make_event()

    page = await text_of(client, f"/events/{event.slug}")

    assert "dates=20261209T180000Z%2F20261209T190000Z" in page
    assert "startdt=2026-12-09T18%3A00%3A00Z" in page
    assert f'href="/events/{event.slug}.ics"' in page


async def test_the_subscription_is_the_address_of_the_list(client: httpx2.AsyncClient) -> None:
    await make_event()

    page = await text_of(client, "/events?kind=webinar&utm_source=letter")

    assert 'value="http://test.example/events.ics?kind=webinar"' in page
    assert 'href="webcal://test.example/events.ics?kind=webinar"' in page


async def test_nothing_matching_offers_a_way_back(client: httpx2.AsyncClient) -> None:
    page = await text_of(client, "/events?q=nothing")

    assert "Nothing matches these filters." in page
    assert "Show all events" in page


@pytest.mark.parametrize("field", ["title", "description", "venue", "city", "grounds"])
async def test_markup_is_shown_and_never_obeyed(client: httpx2.AsyncClient, field: str) -> None:
    hostile = "<script>alert(1)</script>{{ 7 * 7 }}"
    make = make_expected_draft if field == "grounds" else make_draft
    draft = make(**{field: hostile, "slug": "hostile", "modality": "in_person"})
    await put(draft)

    for path in ("/events", "/events/hostile", "/events?from=2017-01-01"):
        page = await text_of(client, path)
        assert "<script>alert" not in page
        assert ">49<" not in page
    assert "&lt;script&gt;" in await text_of(client, "/events/hostile")


async def test_an_address_that_is_no_web_page_is_no_link(client: httpx2.AsyncClient) -> None:
    await make_organization("hostile", url="javascript:alert(1)", source_url="data:text/html,x")

    page = await text_of(client, "/organizations/hostile")

    assert "javascript:" not in page
    assert 'href="data:' not in page


async def test_an_affiliation_that_ended_says_when(client: httpx2.AsyncClient) -> None:
    await load_catalogue(now=NOON)

    page = await text_of(client, "/organizations/hla-texas")

    assert "until Sun, Dec 31, 2023; when it began is not known." in page


async def test_associations_tell_what_membership_costs_or_that_it_is_not_known(
    client: httpx2.AsyncClient,
) -> None:
    await load_catalogue(now=NOON)

    page = await text_of(client, "/associations")

    assert "$9 a month" in page
    assert "What membership costs was not found on a public page." in page
    assert page.index("American College of Healthcare") < page.index("Professional Association")


async def test_what_its_source_dropped_says_so(client: httpx2.AsyncClient) -> None:
    series = await make_series()
    await Organization.all().update(retired_at=NOON)
    series.retired_at = NOON
    await series.save()

    for path in ("/organizations/sample-association", "/series/sample-series"):
        assert "No longer listed by its source" in await text_of(client, path)


async def test_an_evening_webinar_stays_listed_while_it_runs(client: httpx2.AsyncClient) -> None:
    await make_event(starts_time="19:00", ends_time="20:00")  # December 9, Central

    with time_machine.travel(NOON + timedelta(days=15, hours=14), tick=False):  # 8 pm Central
        assert "Sample webinar" in await text_of(client, "/events")
    with time_machine.travel(NOON + timedelta(days=16), tick=False):
        assert "Sample webinar" not in await text_of(client, "/events")


async def test_an_event_that_runs_says_so(client: httpx2.AsyncClient) -> None:
    for ago, ahead, said in (
        (1, 1, "on now"),
        (1, 0, "on now"),
        (0, 1, "today"),
        (2, -1, "2 days"),
    ):
        first, last = (NOON.date() + timedelta(days=days) for days in (-ago, ahead))
        event = await make_event(starts_on=first, ends_on=last)
        page = await text_of(client, f"/events/{event.slug}")
        assert f'<span class="small">({said}' in page, said
