from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import httpx2
import pytest
import time_machine
from icalendar import Calendar

from netmentor.calendars.lint import problems
from netmentor.events.drafts import DeadlineDraft
from netmentor.events.importing.catalogue import load_catalogue
from netmentor.organizations.models import Organization
from tests.factories import (
    NOON,
    make_draft,
    make_event,
    make_expected_draft,
    make_series,
    put,
)

DEADLINE = DeadlineDraft(kind="registration_close", due_on=date(2026, 12, 1))


async def titles(client: httpx2.AsyncClient, address: str) -> list[str]:
    reply = await client.get(address)
    assert reply.status_code == 200, reply.text
    assert problems(reply.content) == []
    found = Calendar.from_ical(reply.content).walk("VEVENT")
    return [str(event["SUMMARY"]) for event in found]


async def test_the_list_is_a_calendar_that_every_reader_takes(client: httpx2.AsyncClient) -> None:
    await make_event(title="Sample webinar", deadlines=(DEADLINE,))

    reply = await client.get("/events.ics")

    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    assert reply.headers["content-disposition"] == 'inline; filename="netmentor-events.ics"'
    assert "SOURCE;VALUE=URI:http://test.example/events.ics\r\n" in reply.text
    assert "X-WR-CALNAME:NetMentor: events\r\n" in reply.text
    assert await titles(client, "/events.ics") == [
        "Registration closes: Sample webinar",
        "Sample webinar",
    ]


async def test_an_empty_feed_is_still_a_calendar(client: httpx2.AsyncClient) -> None:
    assert await titles(client, "/events.ics?q=nothing+like+this") == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("kind=webinar", ["Webinar"]),
        ("kind=webinar&kind=conference", ["Webinar", "Conference"]),
        ("modality=in_person", ["Conference"]),
        ("state=OH", ["Conference"]),
        ("organization=other-association", ["Conference"]),
        ("series=sample-series", ["Conference"]),
        ("topic=finance", ["Webinar"]),
        ("q=columbus+hall", ["Conference"]),
        ("q=COLÚMBUS", ["Conference"]),
        ("q=100%25", []),
        ("q=_", ["Webinar", "Conference"]),  # no word that tells events apart
        ("from=2026-12-10", ["Conference"]),
        ("to=2026-12-09", ["Webinar"]),
        ("from=2026-12-11&to=2026-12-11", ["Conference"]),
        ("from=2026-12-12", []),
        ("utm_source=letter&kind=webinar", ["Webinar"]),
        ("kind=", ["Webinar", "Conference"]),
        ("page=7", ["Webinar", "Conference"]),
    ],
)
async def test_a_filtered_list_is_a_filtered_feed(
    client: httpx2.AsyncClient, asked: str, expected: list[str]
) -> None:
    await make_series()
    await put(
        make_draft(title="Webinar", topics=("finance",)),
        make_draft(
            title="Conference",
            kind="conference",
            modality="in_person",
            series="sample-series",
            organizers=("other-association",),
            starts_on=date(2026, 12, 10),
            ends_on=date(2026, 12, 11),
            venue="Sample Hall",
            city="Columbus",
            state="OH",
        ),
    )

    assert await titles(client, f"/events.ics?{asked}") == expected


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("knd=webinar", "knd"),
        ("kind=webinr", "webinr"),
        ("organization=nobody", "nobody"),
        ("series=never", "never"),
        ("topic=typo", "typo"),
        (f"organization={'a' * 300}", "aaaa"),
        (f"series={'a' * 300}", "aaaa"),
        (f"topic={'a' * 90}", "aaaa"),
        (f"credential={'a' * 90}", "aaaa"),
        ("credential=mba", "mba"),
        ("deadlines=maybe", "maybe"),
        ("from=tomorrow", "tomorrow"),
    ],
)
@pytest.mark.parametrize("path", ["/events.ics", "/events"])
async def test_a_typo_never_becomes_an_empty_calendar(
    client: httpx2.AsyncClient, path: str, asked: str, named: str
) -> None:
    reply = await client.get(f"{path}?{asked}")

    assert reply.status_code == 422
    assert named in reply.text


@pytest.mark.parametrize(
    ("deadlines", "expected"),
    [
        ("include", ["Registration closes: Sample webinar", "Sample webinar"]),
        ("exclude", ["Sample webinar"]),
        ("only", ["Registration closes: Sample webinar"]),
    ],
)
async def test_deadlines_come_along_stay_out_or_come_alone(
    client: httpx2.AsyncClient, deadlines: str, expected: list[str]
) -> None:
    await make_event(deadlines=(DEADLINE,))

    assert await titles(client, f"/events.ics?deadlines={deadlines}") == expected


async def test_a_feed_reaches_sixty_days_back_and_further_when_asked(
    client: httpx2.AsyncClient,
) -> None:
    for day in (date(2026, 9, 25), date(2026, 9, 24), date(2017, 2, 6)):
        await make_event(title=f"Of {day}", starts_on=day, ends_on=day)

    assert await titles(client, "/events.ics") == ["Of 2026-09-25"]
    assert len(await titles(client, "/events.ics?from=2017-01-01")) == 3


async def test_an_expected_event_is_never_a_date(client: httpx2.AsyncClient) -> None:
    await put(make_expected_draft())

    assert await titles(client, "/events.ics?from=2017-01-01") == []


async def test_a_canceled_event_is_told_for_sixty_days_and_then_leaves(
    client: httpx2.AsyncClient,
) -> None:
    draft = make_draft(starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 1))
    await put(draft)
    await put(replace(draft, status="canceled"), now=NOON)

    reply = await client.get("/events.ics")
    assert "STATUS:CANCELLED\r\nSUMMARY:Canceled: Sample webinar" in _unordered(reply.text)
    with time_machine.travel(NOON + timedelta(days=60), tick=False):
        assert await titles(client, "/events.ics") == ["Canceled: Sample webinar"]
    with time_machine.travel(NOON + timedelta(days=61), tick=False):
        assert await titles(client, "/events.ics") == []


def _unordered(text: str) -> str:
    """The status and the summary of the one VEVENT, whatever stands between them."""
    lines = {line.partition(":")[0]: line for line in text.split("\r\n")}
    return f"{lines['STATUS']}\r\n{lines['SUMMARY']}"


async def test_one_event_is_a_file_with_its_deadlines(client: httpx2.AsyncClient) -> None:
    event = await make_event(deadlines=(DEADLINE,))

    reply = await client.get(f"/events/{event.slug}.ics")

    assert reply.headers["content-disposition"] == (
        'attachment; filename="sample-webinar-2026.ics"'
    )
    assert await titles(client, f"/events/{event.slug}.ics") == [
        "Sample webinar",
        "Registration closes: Sample webinar",
    ]
    assert await titles(client, f"/events/{event.slug}.ics?deadlines=exclude") == ["Sample webinar"]


async def test_an_expected_event_is_no_file_and_says_why(client: httpx2.AsyncClient) -> None:
    await put(make_expected_draft(slug="sample-congress"))

    reply = await client.get("/events/sample-congress.ics")

    assert reply.status_code == 404
    assert "no date that a calendar could hold" in reply.text


@pytest.mark.parametrize(
    "address",
    ["/events/nothing.ics", "/organizations/nobody.ics", "/series/never.ics", "/events/%00.ics"],
)
async def test_a_feed_of_nothing_is_a_page_that_says_so(
    client: httpx2.AsyncClient, address: str
) -> None:
    reply = await client.get(address)

    assert reply.status_code == 404
    assert reply.headers["content-type"].startswith("text/html")


async def test_a_retired_organization_and_series_keep_answering(
    client: httpx2.AsyncClient,
) -> None:
    series = await make_series()
    await make_event(series=series.slug)
    await Organization.all().update(retired_at=NOON)
    series.retired_at = NOON
    await series.save()

    assert await titles(client, "/organizations/sample-association.ics") == ["Sample webinar"]
    assert await titles(client, "/series/sample-series.ics") == ["Sample webinar"]
    assert await titles(client, "/events.ics?series=sample-series") == ["Sample webinar"]


@pytest.mark.parametrize("kind", ["organization", "series"])
async def test_what_the_address_settles_cannot_be_set_again(
    client: httpx2.AsyncClient, kind: str
) -> None:
    await make_series()
    path = {"organization": "/organizations/sample-association", "series": "/series/sample-series"}

    reply = await client.get(f"{path[kind]}.ics?{kind}=other")

    assert reply.status_code == 422
    assert f"of one {kind} already" in reply.text


async def test_a_forged_host_is_in_no_feed(client: httpx2.AsyncClient) -> None:
    reply = await client.get("/events.ics", headers={"Host": "evil.example"})

    assert "evil.example" not in reply.text


async def test_the_whole_catalogue_passes_the_lint(client: httpx2.AsyncClient) -> None:
    await load_catalogue(now=NOON)

    found: dict[str, Any] = {}
    for address in ("/events.ics?from=2017-01-01", "/series/ache-congress.ics?from=2017-01-01"):
        found[address] = await titles(client, address)

    assert len(found["/events.ics?from=2017-01-01"]) == 35 + 17
    assert found["/series/ache-congress.ics?from=2017-01-01"] == [
        "2025 Congress on Healthcare Leadership",
        "2026 Congress on Healthcare Leadership",
    ]
