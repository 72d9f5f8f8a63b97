"""Lists in frames on the pages of others: what they show, carry and refuse."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape

import httpx2
import pytest
import time_machine

from netmentor.events.importing.catalogue import load_catalogue
from netmentor.settings import Settings
from netmentor.web.embeds import HEADERS, MOST_EVENTS
from netmentor.web.guard import POLICY
from tests.factories import (
    NOON,
    event_of,
    make_draft,
    make_event,
    make_expected_draft,
    make_organization,
    make_series,
    put,
)
from tests.web.test_guard import door

OF_ONE = "/organizations/sample-association/embed"


def titles_in(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", page)]


async def text_of(client: httpx2.AsyncClient, path: str) -> str:
    reply = await client.get(path)
    assert reply.status_code == 200, reply.text
    return reply.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/events/embed", 200),
        ("GET", OF_ONE, 200),
        ("HEAD", OF_ONE, 200),
        ("GET", "/events/embed?knd=webinar", 422),
        ("GET", "/events/embed?page=7", 422),
        ("GET", "/events/embed?view=month", 422),
        ("GET", "/events/embed?organization=nobody", 422),
        ("GET", f"{OF_ONE}?organization=sample-association", 422),
        ("GET", "/organizations/nobody/embed", 404),
        ("POST", "/events/embed", 405),
    ],
)
async def test_every_answer_to_a_frame_may_be_framed_and_keeps_no_cookie(
    client: httpx2.AsyncClient, method: str, path: str, status: int
) -> None:
    await make_event()

    reply = await client.request(method, path)

    assert reply.status_code == status
    policy = reply.headers.get_list("content-security-policy")
    assert policy == [HEADERS["Content-Security-Policy"]]
    assert "frame-ancestors *" in policy[0]
    assert "script-src" not in policy[0]  # so that default-src 'none' holds for it
    assert reply.headers["cross-origin-resource-policy"] == "cross-origin"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "x-frame-options" not in reply.headers
    assert "set-cookie" not in reply.headers


async def test_a_refusal_says_in_the_frame_what_is_amiss(client: httpx2.AsyncClient) -> None:
    page = (await client.get("/events/embed?knd=webinar")).text

    assert "There is no filter “knd”. Did you mean “kind”?" in unescape(page)
    assert '<body class="embed">' in page
    assert 'href="http://test.example/events" target="_blank" rel="noopener"' in page
    assert 'class="rail"' not in page


async def test_a_fault_of_ours_is_told_in_the_frame_too(database: Settings) -> None:
    async with door(database) as visitor:
        fault = await visitor.get("/fault/embed")
        no_database = await visitor.get("/no-database/embed")

    assert (fault.status_code, no_database.status_code) == (500, 503)
    for reply in (fault, no_database):
        assert reply.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]
        assert '<body class="embed">' in reply.text
        assert "secret" not in reply.text


async def test_only_embeds_may_be_framed(client: httpx2.AsyncClient) -> None:
    await make_series()
    for path in ("/events", "/events?q=embed", "/organizations/sample-association", "/nowhere"):
        assert (await client.get(path)).headers["content-security-policy"] == POLICY


async def test_an_embed_shows_what_the_list_shows(client: httpx2.AsyncClient) -> None:
    other = {"organizers": ("other-association",), "kind": "course"}
    await put(
        make_draft(title="Theirs"),
        make_draft(title="Of others", **other),
        make_draft(title="Over", starts_on=date(2026, 1, 5), ends_on=date(2026, 1, 5)),
        make_expected_draft(title="Expected of theirs"),
    )

    assert titles_in(await text_of(client, "/events/embed")) == [
        "Of others",
        "Theirs",
        "Expected of theirs",
    ]
    assert titles_in(await text_of(client, OF_ONE)) == ["Theirs", "Expected of theirs"]
    assert titles_in(await text_of(client, "/events/embed?kind=course")) == ["Of others"]
    assert titles_in(await text_of(client, f"{OF_ONE}?from=2026-01-01&kind=webinar")) == [
        "Over",
        "Theirs",
    ]


async def test_an_embed_tells_when_where_and_whether_it_is_off(client: httpx2.AsyncClient) -> None:
    await put(
        make_draft(),
        make_draft(title="Off", status="canceled", modality="in_person", city="Ames", state="IA"),
        make_expected_draft(),
    )

    page = await text_of(client, "/events/embed")

    assert "Wed, Dec 9, 2026" in page
    assert "12:00–1:00 pm Central time" in page
    assert "Ames, IA" in page
    assert 'data-status="canceled">Canceled' in page
    assert "March 2027" in page
    assert 'data-status="expected">Expected' in page
    assert "2027-03" not in page


async def test_each_link_leaves_the_frame_for_our_own_site(client: httpx2.AsyncClient) -> None:
    event = await make_event()

    page = await text_of(client, "/events/embed?kind=webinar&page=1")
    links = [unescape(one) for one in re.findall(r"<a [^>]*>", page)]

    assert f'href="http://test.example/events/{event.slug}"' in page
    assert 'href="http://test.example/events?kind=webinar"' in page
    assert [
        one
        for one in links
        if 'target="_blank" rel="noopener"' not in one
        and 'href="webcal://test.example/events.ics?kind=webinar"' not in one
    ] == []


async def test_an_embed_runs_nothing_and_is_not_indexed(client: httpx2.AsyncClient) -> None:
    await make_event()

    page = await text_of(client, OF_ONE)

    assert "<script" not in page
    assert "<form" not in page
    assert '<meta name="robots" content="noindex">' in page
    address = "http://test.example/organizations/sample-association"
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'href="{address}.ics"' in page


@pytest.mark.parametrize(
    ("path", "full"),
    [
        ("/events/embed", "/events"),
        ("/events/embed?utm_source=x&kind=webinar", "/events?kind=webinar"),
        (OF_ONE, "/organizations/sample-association"),
        (f"{OF_ONE}?kind=webinar", "/events?kind=webinar&organization=sample-association"),
    ],
)
async def test_an_embed_names_the_full_list_it_is_of(
    client: httpx2.AsyncClient, path: str, full: str
) -> None:
    await make_event()

    page = unescape(await text_of(client, path))

    assert f'<link rel="canonical" href="http://test.example{full}">' in page
    assert (await client.get(full)).status_code == 200


async def test_an_embed_is_short_and_has_pages(client: httpx2.AsyncClient) -> None:
    days = [date(2026, 12, 1) + timedelta(days=n) for n in range(MOST_EVENTS + 1)]
    await put(
        *(make_draft(title=f"Webinar {n:02}", starts_on=d, ends_on=d) for n, d in enumerate(days)),
        make_expected_draft(),
    )

    first = await text_of(client, f"{OF_ONE}?kind=webinar,conference")
    second = await text_of(client, f"{OF_ONE}?kind=webinar,conference&page=2")

    assert titles_in(first) == [f"Webinar {n:02}" for n in range(MOST_EVENTS)]
    assert "And 1 more expected" in first
    assert f'href="{OF_ONE}?kind=webinar&amp;kind=conference&amp;page=2"' in first
    assert titles_in(second) == [f"Webinar {MOST_EVENTS}"]
    assert "more expected" not in second
    assert f'href="{OF_ONE}?kind=webinar&amp;kind=conference"' in second


async def test_of_many_expected_events_the_first_are_shown(client: httpx2.AsyncClient) -> None:
    await put(*(make_expected_draft(title=f"Congress {n:02}") for n in range(MOST_EVENTS + 4)))

    page = await text_of(client, "/events/embed")

    assert len(titles_in(page)) == MOST_EVENTS
    assert "And 4 more expected" in page


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/events/embed", "No event is listed just now."),
        ("/events/embed?q=nothing", "No event fits just now."),
        (OF_ONE, "No event is listed just now."),
    ],
)
async def test_an_empty_embed_says_so_in_words(
    client: httpx2.AsyncClient, path: str, words: str
) -> None:
    await make_organization()

    page = await text_of(client, path)

    assert f"{words} Once one is announced, it appears here by itself." in page


async def test_markup_in_a_frame_is_shown_and_never_obeyed(client: httpx2.AsyncClient) -> None:
    hostile = "<script>alert(1)</script>"
    await put(make_draft(title=hostile, modality="in_person", city=hostile))

    assert titles_in(await text_of(client, "/events/embed")) == [hostile]
    assert "<script" not in await text_of(client, f"/events/embed?q={hostile}")


async def test_no_event_takes_the_address_of_the_embed(client: httpx2.AsyncClient) -> None:
    draft = make_draft(slug="embed", title="Embed")
    await put(draft)
    event = await event_of(draft)

    assert event.slug == "embed-2"
    assert "<h1>Embed</h1>" in await text_of(client, "/events/embed-2")


async def test_every_organization_of_the_catalogue_can_be_embedded(
    client: httpx2.AsyncClient,
) -> None:
    await load_catalogue(now=NOON)

    page = await text_of(client, "/organizations/mgma/embed?from=2017-01-01")

    assert "Events of Medical Group Management Association" in page
    assert len(titles_in(page)) > 1


async def test_an_embed_looks_at_the_day_it_is(client: httpx2.AsyncClient) -> None:
    await make_event()  # on December 9

    with time_machine.travel(NOON + timedelta(days=30), tick=False):
        assert titles_in(await text_of(client, "/events/embed")) == []
