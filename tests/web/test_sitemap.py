"""What search engines find: every page once, and what a shared link shows of it."""

from __future__ import annotations

import re
import struct
from datetime import date, timedelta
from html import unescape
from xml.etree import ElementTree

import httpx2
import pytest
from tortoise.expressions import Q

from netmentor.db.transactions import transaction
from netmentor.events.importing.catalogue import load_catalogue
from netmentor.events.models import Event, Series
from netmentor.organizations.models import Organization
from netmentor.paths import STATIC
from netmentor.web.sitemap import MOST_PAGES
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
from tests.mentoring.mentors import make_mentor

HERE = "http://test.example"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
MANY = """
    INSERT INTO organization (slug, name, acronym, kind, url, calendar_url, calendar_access, about,
        join_url, source_url, verified_on)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most})
    SELECT 'many-' || i, 'Many', '', 'chapter', '', '', 'unknown', '', '', '', '2026-11-22' FROM n
"""


async def found_in(client: httpx2.AsyncClient, path: str, each: str = "url") -> dict[str, str]:
    """The addresses in a sitemap, without our own name, and when each changed, "" if unsaid."""
    reply = await client.get(path)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/xml"
    root = ElementTree.fromstring(reply.content)
    entries = root.findall(f"s:{each}", NAMES)
    assert len(entries) == len(root)
    told = {
        entry.findtext("s:loc", "", NAMES): entry.findtext("s:lastmod", "", NAMES)
        for entry in entries
    }
    assert len(told) == len(entries)
    assert all(address.startswith(f"{HERE}/") for address in told)
    return {address.removeprefix(HERE): changed for address, changed in told.items()}


async def test_the_sitemap_names_each_page_of_the_catalogue_and_each_is_there(
    client: httpx2.AsyncClient,
) -> None:
    await load_catalogue(now=NOON)

    told = await found_in(client, "/sitemap.xml")

    listed = await Event.filter(Q(starts_on__not_isnull=True) | Q(status="expected")).count()
    assert len([one for one in told if one.startswith("/events/")]) == listed > 60
    assert len([one for one in told if one.startswith("/series/")]) == await Series.all().count()
    assert {"/events", "/path", "/guides", "/guides/associations", "/associations"} <= set(told)
    assert "/organizations/mgma" in told
    for path in told:
        reply = await client.get(path)
        assert reply.status_code == 200, path
        assert f'<link rel="canonical" href="{HERE}{path}">' in reply.text
        assert "noindex" not in reply.text


async def test_mentors_whom_everybody_may_see_are_in_the_sitemap_and_nobody_else(
    client: httpx2.AsyncClient,
) -> None:
    shown = await make_mentor(visibility="public")
    await make_mentor(visibility="members")
    await make_mentor(visibility="link")
    await make_mentor(visibility="public", listing="waiting")

    told = await found_in(client, "/sitemap.xml")

    own = f"/mentors/{shown.slug}"
    assert [one for one in told if one.startswith("/mentors")] == ["/mentors", own]
    assert told[own] == NOON.isoformat()
    for path in ("/mentors", own):
        reply = await client.get(f"{path}?utm_source=letter")
        assert reply.status_code == 200, path
        assert f'<link rel="canonical" href="{HERE}{path}">' in reply.text
        assert "noindex" not in f"{reply.text}{reply.headers}"


async def test_an_event_tells_when_it_last_changed(client: httpx2.AsyncClient) -> None:
    draft = make_draft()
    await put(draft)
    slug = (await event_of(draft)).slug
    assert (await found_in(client, "/sitemap.xml"))[f"/events/{slug}"] == f"{NOON.isoformat()}"

    later = NOON + timedelta(days=2, microseconds=7)
    await put(make_draft(external_id=draft.external_id, title="Renamed"), now=later)

    told = await found_in(client, "/sitemap.xml")
    assert told[f"/events/{slug}"] == "2026-11-26T12:00:00+00:00"


async def test_what_is_merged_undated_or_dropped_is_not_in_the_sitemap(
    client: httpx2.AsyncClient,
) -> None:
    kept, merged = await make_event(title="Kept"), await make_event(title="Merged")
    await Event.filter(id=merged.id).update(merged_into_id=kept.id)
    undated = make_draft(
        title="Undated", status="postponed", starts_on=None, ends_on=None,
        starts_time="", ends_time="",
    )  # fmt: skip
    await put(undated, make_expected_draft(title="Expected"))
    series = await make_series()
    await make_organization("dropped")
    await Series.filter(id=series.id).update(retired_at=NOON)
    await Organization.filter(slug="dropped").update(retired_at=NOON)

    told = await found_in(client, "/sitemap.xml")

    assert [one for one in told if re.match("/(events|series|organizations)/", one)] == [
        "/organizations/sample-association",
        "/events/kept-2026",
        "/events/expected",
    ]


async def test_no_embed_feed_or_picture_is_in_the_sitemap(client: httpx2.AsyncClient) -> None:
    await make_event()

    told = await found_in(client, "/sitemap.xml")

    assert [one for one in told if "." in one or "embed" in one or "?" in one] == []


async def test_more_pages_than_a_file_may_hold_fill_several(client: httpx2.AsyncClient) -> None:
    await make_event()
    async with transaction() as connection:
        await connection.execute_script(MANY.format(most=MOST_PAGES))

    parts = await found_in(client, "/sitemap.xml", "sitemap")
    first, second = [await found_in(client, part) for part in parts]

    assert list(parts) == ["/sitemap-1.xml", "/sitemap-2.xml"]
    assert len(first) == MOST_PAGES
    assert not set(first) & set(second)
    assert f"/organizations/many-{MOST_PAGES}" in first | second
    assert "/events/sample-webinar-2026" in second
    for beyond in ("/sitemap-3.xml", "/sitemap-0.xml", "/sitemap-x.xml"):
        assert (await client.get(beyond)).status_code == 404


async def test_robots_are_led_to_the_sitemap_by_its_whole_address(
    client: httpx2.AsyncClient,
) -> None:
    robots = (await client.get("/robots.txt", headers={"Host": "evil.example"})).text

    assert f"\nSitemap: {HERE}/sitemap.xml\n" in robots
    assert "embed" not in robots


def tags_in(page: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', page)
    assert len({name for name, _ in found}) == len(found)
    return {name: unescape(content) for name, content in found}


async def test_a_shared_link_shows_what_it_leads_to(client: httpx2.AsyncClient) -> None:
    event = await make_event(title='The "A & B" webinar')

    page = (await client.get(f"/events/{event.slug}", headers={"Host": "evil.example"})).text
    tags = tags_in(page)
    picture = tags.pop("og:image")

    assert tags == {
        "og:site_name": "NetMentor",
        "og:type": "website",
        "og:title": 'The "A & B" webinar',
        "og:description": "Wed, Dec 9, 2026. Sample Association.",
        "og:url": f"{HERE}/events/{event.slug}",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "NetMentor: events for people who manage medical practices",
        "twitter:card": "summary",
    }
    assert picture.startswith(f"{HERE}/static/social.png?v=")
    reply = await client.get(picture)
    assert reply.headers["content-type"] == "image/png"
    assert "evil.example" not in page


def test_the_picture_of_a_shared_link_has_the_size_it_claims_and_is_light() -> None:
    picture = (STATIC / "social.png").read_bytes()

    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert len(picture) <= 40 * 1024


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("/events", "/events"),
        ("/events?utm_source=letter&page=1&view=list", "/events"),
        ("/events?state=tx&kind=webinar", "/events?kind=webinar&state=TX"),
        ("/events?from=2020-01-01&page=1", "/events?from=2020-01-01"),
        ("/organizations/sample-association?ref=x", "/organizations/sample-association"),
        ("/path", "/path"),
        ("/guides/associations", "/guides/associations"),
    ],
)
async def test_each_page_names_the_one_address_it_goes_by(
    client: httpx2.AsyncClient, path: str, own: str
) -> None:
    await make_event(starts_on=date(2026, 12, 9))

    page = (await client.get(path)).text

    assert re.findall(r'<link rel="canonical" href="([^"]*)">', unescape(page)) == [HERE + own]
    assert tags_in(page)["og:url"] == HERE + own


async def test_a_refusal_has_no_address_of_its_own(client: httpx2.AsyncClient) -> None:
    for path in ("/nowhere", "/events?knd=x"):
        page = (await client.get(path)).text
        assert 'rel="canonical"' not in page
        assert "og:" not in page


@pytest.mark.parametrize("number", ["0", "2", "x", "٣", "9" * 5000])
async def test_a_part_that_there_is_not_is_not_found(
    client: httpx2.AsyncClient, number: str
) -> None:
    assert (await client.get(f"/sitemap-{number}.xml")).status_code == 404
