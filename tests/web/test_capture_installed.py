"""The app of a phone: its manifest, its service worker, and of whom each page is."""

from __future__ import annotations

import re

import httpx2

from netmentor.accounts.models import User
from netmentor.paths import STATIC
from netmentor.web.installing import SHELL
from netmentor.web.page import static
from netmentor.web.sessions import owner_of
from tests.accounts.casting import STRANGER, make_user
from tests.web.visiting import come_in


async def test_the_manifest_names_pages_and_icons_that_are_there(
    client: httpx2.AsyncClient,
) -> None:
    answer = await client.get("/manifest.webmanifest")

    assert answer.headers["content-type"] == "application/manifest+json"
    told = answer.json()
    assert {"any", "maskable"} == {icon["purpose"] for icon in told["icons"]}
    for icon in told["icons"]:
        picture = await client.get(icon["src"])
        assert picture.content.startswith(b"\x89PNG")
        width = int.from_bytes(picture.content[16:20], "big")
        assert icon["sizes"] == f"{width}x{width}"


async def test_the_service_worker_knows_the_shell_by_its_digests(
    client: httpx2.AsyncClient,
) -> None:
    answer = await client.get("/sw.js")

    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["service-worker-allowed"] == "/"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert re.match(r'const VERSION = "shell-[0-9a-f]{12}";\nconst SHELL = \[', answer.text)
    for name in SHELL:
        assert static(name) in answer.text
        assert (STATIC / name).is_file()


async def test_the_shell_has_all_that_the_pages_it_opens_are_made_of(
    client: httpx2.AsyncClient,
) -> None:
    await make_user()
    await come_in(client)
    worker = (await client.get("/sw.js")).text
    for path in ("/capture", "/card", "/today"):
        page = (await client.get(path)).text
        named = set(re.findall(r"/static/[\w.-]+\.(?:css|js|svg)\?v=\w+", page))
        assert len(named) > 3
        assert not {one for one in named if one not in worker}, path


async def test_a_page_of_one_person_says_whose_it_is_and_stays_so(
    client: httpx2.AsyncClient,
) -> None:
    owner, other = await make_user(), await make_user(STRANGER)
    await come_in(client)
    page = await client.get("/capture")
    read = await User.get(id=owner.id)

    assert page.headers["x-owner"] == owner_of(owner) == owner_of(read)
    assert f'<meta name="owner" content="{owner_of(owner)}">' in page.text
    assert owner_of(other) != owner_of(owner)
    assert "x-owner" not in (await client.get("/privacy")).headers
