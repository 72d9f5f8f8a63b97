from __future__ import annotations

import re
from html import unescape

import httpx2
import pytest

from netmentor.events.importing.catalogue import load_catalogue
from netmentor.guides.library import Guide, guides
from netmentor.guides.rendering import misplaced
from tests.factories import NOON
from tests.web.links import amiss

ALL = pytest.mark.parametrize("found", guides(), ids=lambda found: found.slug)


async def text_of(client: httpx2.AsyncClient, path: str) -> str:
    reply = await client.get(path)
    assert reply.status_code == 200, path
    return reply.text


async def test_the_index_names_every_guide(client: httpx2.AsyncClient) -> None:
    page = await text_of(client, "/guides")

    for one in guides():
        assert f'<a href="/guides/{one.slug}">{one.title}</a>' in page
        assert one.summary in page


@ALL
async def test_a_guide_shows_its_sources_and_when_each_was_read(
    client: httpx2.AsyncClient, found: Guide
) -> None:
    page = await text_of(client, f"/guides/{found.slug}")
    _, sources = page.split('<h2 id="sources">Sources</h2>')

    for source in found.sources:
        [told] = re.findall(
            rf'<li><a href="{re.escape(source.address)}">(.*?)</li>', sources, re.DOTALL
        )
        assert unescape(told).startswith(source.what)
        assert ("Sun, Nov 22, 2026" in told) == (source.checked_on is not None)


@ALL
async def test_the_headings_of_a_guide_nest_below_the_one_of_its_page(
    client: httpx2.AsyncClient, found: Guide
) -> None:
    page = await text_of(client, f"/guides/{found.slug}")
    first, *rest = re.findall(r"<h([1-6])", page.partition("<main")[2].partition("</main>")[0])

    assert first == "1"
    assert misplaced((int(level), level) for level in rest) == ""


async def test_every_link_of_ours_in_every_guide_leads_somewhere(
    client: httpx2.AsyncClient,
) -> None:
    await load_catalogue(now=NOON)
    inside = {link for one in guides() for link in one.links if link.startswith("/")}

    assert len(inside) > 20
    assert await amiss(client, inside) == {}


async def test_every_link_to_elsewhere_is_encrypted() -> None:
    outside = {link for one in guides() for link in one.links if not link.startswith("/")}

    assert {link for link in outside if not link.startswith("https://")} == set()


async def test_a_guide_that_nobody_wrote_is_not_found(client: httpx2.AsyncClient) -> None:
    assert (await client.get("/guides/never")).status_code == 404


async def test_the_guides_are_linked_from_the_path_the_associations_and_the_foot_of_all_pages(
    client: httpx2.AsyncClient,
) -> None:
    await load_catalogue(now=NOON)
    path = await text_of(client, "/path")

    for one in guides():
        assert f'href="/guides/{one.slug}"' in path
    assert 'href="/guides/associations"' in await text_of(client, "/associations")
    assert (await text_of(client, "/privacy")).count('<a href="/guides">Guides</a>') == 2
