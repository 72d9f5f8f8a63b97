"""What programs read of an event's page, judged by the importer that reads such pages of others."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import httpx2
import pytest

from netmentor.events.drafts import Draft, PriceDraft
from netmentor.events.importing.catalogue import load_catalogue
from netmentor.events.importing.items import Item
from netmentor.events.importing.jsonld import read
from netmentor.events.models import Event
from netmentor.events.queries import ALL_OF_AN_EVENT
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

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


async def page_of(client: httpx2.AsyncClient, draft: Draft) -> str:
    await put(draft)
    return await text_of(client, f"/events/{(await event_of(draft)).slug}")


async def text_of(client: httpx2.AsyncClient, path: str) -> str:
    reply = await client.get(path)
    assert reply.status_code == 200
    return reply.text


def read_back(page: str, zone: str = "America/Chicago") -> Item:
    address = "http://test.example/events/somewhere-else"
    [item] = read(page.encode(), charset="utf-8", address=address, zone=zone)
    assert isinstance(item, Item)
    assert item.notes == ()
    return item


def data_in(page: str) -> dict[str, Any]:
    [block] = BLOCK.findall(page)
    data: dict[str, Any] = json.loads(block)
    return data


TOLD = (
    "title kind status modality starts_on ends_on starts_time ends_time timezone venue city state"
).split()


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"starts_time": "", "ends_time": "", "timezone": ""},
        {"ends_time": ""},
        {"timezone": "America/New_York"},
        {"status": "canceled"},
        {"status": "postponed"},
        {"status": "sold_out"},
        {"starts_on": date(2026, 12, 31), "ends_on": date(2027, 1, 2)},
        {"starts_on": date(2026, 12, 31), "ends_on": date(2027, 1, 2), "ends_time": ""},
        FULL,
        FULL | {"status": "sold_out"},
        FULL | {"modality": "hybrid"},
        FULL | {"venue": "", "prices": ()},
        FULL | {"starts_time": ""},
        FULL | {"title": "Sample “symposium” & more", "kind": "symposium"},
    ],
)
async def test_our_importer_reads_back_what_the_page_tells(
    client: httpx2.AsyncClient, change: dict[str, Any]
) -> None:
    zone = change.get("timezone", "America/New_York" if "state" in change else "America/Chicago")
    draft = make_draft(**{"timezone": zone} | change)

    page = await page_of(client, draft)
    item = read_back(page, zone or "America/Chicago")

    event = await event_of(draft)
    assert {name: getattr(item, name) for name in TOLD} == {
        name: getattr(event, name) for name in TOLD
    }
    assert item.organizers == ("Sample Association",)
    assert [(one.audience, one.amount, one.currency) for one in item.prices] == [
        (one.audience, one.amount, one.currency) for one in draft.prices
    ]


async def test_our_importer_reads_back_every_dated_event_of_the_catalogue(
    client: httpx2.AsyncClient,
) -> None:
    await load_catalogue(now=NOON)
    rows = Event.exclude(starts_on=None).filter(merged_into_id=None)
    events = await rows.prefetch_related(*ALL_OF_AN_EVENT)
    assert len(events) > 20

    for event in events:
        page = await text_of(client, f"/events/{event.slug}")
        item = read_back(page, event.timezone or "America/Chicago")
        assert (item.title, item.starts_on, item.ends_on, item.status, item.city, item.state) == (
            event.title, event.starts_on, event.ends_on, event.status, event.city, event.state
        ), event.slug  # fmt: skip
        assert item.organizers == tuple(row.organization.name for row in event.organizers)
        assert {(one.audience, one.amount) for one in item.prices} == {
            (one.audience, one.amount) for one in event.prices
        }


async def test_a_time_has_the_offset_of_its_day_and_a_day_has_none(
    client: httpx2.AsyncClient,
) -> None:
    winter = data_in(await page_of(client, make_draft()))
    summer = data_in(
        await page_of(
            client, make_draft(starts_on=date(2027, 7, 6), ends_on=date(2027, 7, 6), ends_time="")
        )
    )
    whole = data_in(await page_of(client, make_draft(starts_time="", ends_time="", timezone="")))

    assert (winter["startDate"], winter["endDate"]) == (
        "2026-12-09T12:00:00-06:00",
        "2026-12-09T13:00:00-06:00",
    )
    assert summer["startDate"] == "2027-07-06T12:00:00-05:00"
    assert "endDate" not in summer
    assert (whole["startDate"], whole["endDate"]) == ("2026-12-09", "2026-12-09")


PAGE = "http://test.example/events/sample-conference-2026-2026"
CONFERENCE = {
    "@context": "https://schema.org",
    "@type": "BusinessEvent",
    "@id": PAGE,
    "url": PAGE,
    "name": "Sample conference 2026",
    "description": "Conference by Sample Association.",
    "startDate": "2026-12-09T15:00:00-06:00",
    "endDate": "2026-12-11T12:30:00-06:00",
    "eventStatus": "https://schema.org/EventScheduled",
    "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
    "location": [
        {
            "@type": "Place",
            "name": "Sample Hall",
            "address": {
                "@type": "PostalAddress",
                "addressLocality": "Columbus",
                "addressRegion": "OH",
                "addressCountry": "US",
            },
        }
    ],
    "organizer": [
        {
            "@type": "Organization",
            "name": "Sample Association",
            "url": "http://test.example/organizations/sample-association",
            "sameAs": "https://events.example.org/",
        }
    ],
    "offers": [
        {
            "@type": "Offer",
            "name": "student",
            "description": "early",
            "price": "95.50",
            "priceCurrency": "USD",
            "validThrough": "2026-11-30",
            "url": "https://events.example.org/register",
        }
    ],
    "keywords": ["Conference", "finance", "leadership"],
    "sameAs": "https://events.example.org/sample",
    "superEvent": {
        "@type": "EventSeries",
        "name": "Sample Series",
        "url": "http://test.example/series/sample-series",
    },
}


async def test_a_conference_is_told_in_the_words_of_schema_org(client: httpx2.AsyncClient) -> None:
    await make_series()
    draft = make_draft(
        **FULL
        | {
            "series": "sample-series",
            "registration_url": "https://events.example.org/register",
            "prices": (
                PriceDraft(
                    audience="student",
                    step="early",
                    amount=Decimal("95.50"),
                    until_on=date(2026, 11, 30),
                ),
            ),
        }
    )

    told = data_in(await page_of(client, draft))

    assert told == CONFERENCE


@pytest.mark.parametrize(
    ("change", "kind", "status", "mode"),
    [
        ({}, "EducationEvent", "EventScheduled", "OnlineEventAttendanceMode"),
        ({"kind": "competition"}, "Event", "EventScheduled", "OnlineEventAttendanceMode"),
        ({"status": "canceled"}, "EducationEvent", "EventCancelled", "OnlineEventAttendanceMode"),
        (
            {"status": "postponed", "modality": "hybrid", "kind": "symposium"},
            "BusinessEvent",
            "EventPostponed",
            "MixedEventAttendanceMode",
        ),
    ],
)
async def test_kind_status_and_attendance_have_their_names(
    client: httpx2.AsyncClient, change: dict[str, Any], kind: str, status: str, mode: str
) -> None:
    told = data_in(await page_of(client, make_draft(**change)))

    assert told["@type"] == kind
    assert told["eventStatus"] == f"https://schema.org/{status}"
    assert told["eventAttendanceMode"] == f"https://schema.org/{mode}"
    assert told["location"][-1] == {
        "@type": "VirtualLocation",
        "url": "https://events.example.org/sample",
    }


async def test_what_has_no_day_is_told_to_no_program(client: httpx2.AsyncClient) -> None:
    for draft in (
        make_expected_draft(),
        make_draft(status="postponed", starts_on=None, ends_on=None, starts_time="", ends_time=""),
    ):
        assert "ld+json" not in await page_of(client, draft)


@pytest.mark.parametrize(
    "hostile", ["</script><script>alert(1)</script>", "<!--<script>", "]]>&amp;", "\u2028alert(1)"]
)
async def test_nothing_ends_the_block_from_within(client: httpx2.AsyncClient, hostile: str) -> None:
    draft = make_draft(title=f"A {hostile}", description=hostile, slug="hostile")

    page = await page_of(client, draft)

    [block] = BLOCK.findall(page)
    event = await event_of(draft)
    assert not set("<>&\u2028\u2029") & set(block)
    assert json.loads(block)["name"] == event.title


async def test_an_address_that_is_no_web_page_is_told_to_no_program(
    client: httpx2.AsyncClient,
) -> None:
    await make_organization("hostile", url="javascript:alert(1)")
    event = await make_event(organizers=("hostile",))
    await Event.filter(id=event.id).update(url="javascript:alert(1)")

    told = json.dumps(data_in(await text_of(client, f"/events/{event.slug}")))

    assert "javascript:" not in told


async def test_what_is_postponed_without_a_new_day_is_told_with_the_day_it_was_set_for(
    client: httpx2.AsyncClient,
) -> None:
    draft = make_draft()
    await put(draft)
    off = replace(
        draft, status="postponed", starts_on=None, ends_on=None, starts_time="", ends_time=""
    )

    told = data_in(await page_of(client, off))

    assert told["eventStatus"] == "https://schema.org/EventPostponed"
    assert told["startDate"] == "2026-12-09T12:00:00-06:00"
