from __future__ import annotations

import re

import httpx2
import pytest

from netmentor.events.importing.catalogue import load_catalogue
from netmentor.organizations.models import Credential
from tests.factories import NOON
from tests.web.links import amiss, links_in

STEPS = ["education", "experience", "certification", "skills", "management", "network"]


async def path_page(client: httpx2.AsyncClient) -> str:
    reply = await client.get("/path")
    assert reply.status_code == 200, reply.text
    return reply.text


def step_of(page: str, name: str) -> str:
    """The HTML of one step."""
    return page.partition(f'id="{name}"')[2].partition('class="step"')[0]


async def test_the_six_steps_come_in_their_order(client: httpx2.AsyncClient) -> None:
    page = await path_page(client)

    assert re.findall(r'<li class="step" id="(\w+)">', page) == STEPS
    assert [word.lower() for word in re.findall(r"<h2>(\w+)</h2>", page)] == STEPS


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("I am a student", "education"),
        ("I work in an office and want to move up", "certification"),
        ("I manage a practice already", "management"),
    ],
)
async def test_a_visitor_who_says_where_they_are_is_led_to_a_step(
    client: httpx2.AsyncClient, words: str, step: str
) -> None:
    assert f'<a href="#{step}"><b>{words}</b>' in await path_page(client)


async def test_every_link_leads_somewhere_and_every_filter_to_an_event(
    client: httpx2.AsyncClient,
) -> None:
    await load_catalogue(now=NOON)
    links = links_in(await path_page(client))

    assert {link for link in links if not re.match(r"/|#|https://", link)} == set()
    assert await amiss(client, (link for link in links if link.startswith("/"))) == {}


@pytest.mark.parametrize("step", STEPS)
async def test_each_step_names_its_source_an_organization_and_a_guide(
    client: httpx2.AsyncClient, step: str
) -> None:
    part = step_of(await path_page(client), step)

    assert re.search(r'<p>.*href="https://', part)
    assert "read Sun, Nov 22, 2026." in part
    for beginning in ("/events?", "/guides/"):
        assert f'class="tag" href="{beginning}' in part
    assert re.search(r'class="tag" href="/(organizations|associations)', part)


async def test_a_credential_leads_to_what_counts_toward_it_or_else_to_who_gives_it(
    client: httpx2.AsyncClient,
) -> None:
    await load_catalogue(now=NOON)
    part = step_of(await path_page(client), "certification")

    assert 'href="/events?credential=fache&amp;from=2025-01-01">Fellow of the American' in part
    assert '<a href="/organizations/pahcom">Certified Medical Manager</a>' in part
    assert "<b>CMOM</b> Certified Medical Office Manager</li>" in part  # nobody here gives it
    assert len(re.findall(r"<li><b>", part)) == await Credential.all().count()


async def test_a_credential_that_its_source_dropped_is_not_offered(
    client: httpx2.AsyncClient,
) -> None:
    await load_catalogue(now=NOON)
    await Credential.filter(slug="cmm").update(retired_at=NOON)

    assert "<b>CMM</b>" not in await path_page(client)


async def test_the_navigation_says_that_one_is_on_the_path(client: httpx2.AsyncClient) -> None:
    page = await path_page(client)

    assert page.count('href="/path" aria-current="page"') == 2


async def test_nothing_on_the_page_needs_a_script(client: httpx2.AsyncClient) -> None:
    content = (await path_page(client)).partition("<main")[2].partition("</main>")[0]

    assert not re.search(r"<script|<button|data-swap|style=", content)
