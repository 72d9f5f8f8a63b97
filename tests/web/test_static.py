"""Static files: kept for good under their digest, and whole or not at all."""

from __future__ import annotations

import gzip
import re

import httpx2
import pytest

from netmentor.paths import STATIC, TEMPLATES
from netmentor.web.page import static
from netmentor.web.scripts import bare

FOR_GOOD = "public, max-age=31536000, immutable"
SHEET = "/static/netmentor.css"


async def test_a_file_is_kept_for_good_under_its_own_digest_alone(
    client: httpx2.AsyncClient,
) -> None:
    known = await client.get(static("netmentor.css"))
    assert known.headers["cache-control"] == FOR_GOOD
    for other in ("", "?v=deadbeef", "?v=", f"{static('netmentor.js').partition('?')[2]}"):
        asked = f"{SHEET}?{other.lstrip('?')}" if other else SHEET
        assert "immutable" not in (await client.get(asked)).headers.get("cache-control", "")


@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
async def test_a_file_has_a_weak_name_and_no_parts(client: httpx2.AsyncClient, coding: str) -> None:
    whole = await client.get(SHEET, headers={"Accept-Encoding": coding})
    assert whole.headers["etag"].startswith('W/"')
    part = await client.get(
        SHEET,
        headers={
            "Accept-Encoding": coding,
            "Range": "bytes=4000-",
            "If-Range": whole.headers["etag"],
        },
    )
    assert (part.status_code, part.content) == (200, whole.content)
    assert "content-range" not in part.headers


async def test_a_file_that_is_known_is_told_so_with_the_headers_of_the_file(
    client: httpx2.AsyncClient,
) -> None:
    whole = await client.get(static("netmentor.css"))
    known = await client.get(
        static("netmentor.css"), headers={"If-None-Match": whole.headers["etag"]}
    )
    head = await client.head(static("netmentor.css"))

    assert known.status_code == 304
    for answer in (known, head):
        assert answer.headers["cache-control"] == FOR_GOOD
        assert answer.headers["etag"] == whole.headers["etag"]
        assert "accept-encoding" in answer.headers["vary"].lower()


@pytest.mark.parametrize("path", ["/events/", "/guides/hipaa/", "/static", "/organizations/"])
async def test_no_answer_leads_to_the_host_that_was_asked_for(
    client: httpx2.AsyncClient, path: str
) -> None:
    answer = await client.get(path, headers={"Host": "evil.example"})

    assert answer.status_code == 404
    assert "evil.example" not in f"{answer.headers}{answer.text}"


def test_every_custom_property_that_a_sheet_reads_is_set_by_one() -> None:
    sheets = "\n".join(sheet.read_text(encoding="utf-8") for sheet in STATIC.glob("*.css"))
    read = set(re.findall(r"var\((--[\w-]+)", sheets))
    assert read - set(re.findall(r"(--[\w-]+)\s*:", sheets)) == set()


def test_all_script_of_a_page_together_is_light() -> None:
    scripts = [bare(one.name) for one in STATIC.glob("*.js")]
    assert sum(len(gzip.compress(one.encode(), 6)) for one in scripts) <= 10 * 1024


def test_every_icon_that_a_template_shows_is_drawn() -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in TEMPLATES.rglob("*.html"))
    shown = set(re.findall(r"icon\(\"([\w-]+)\"\)", pages))
    drawn = re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text("utf-8"))
    assert shown - set(drawn) == set()
