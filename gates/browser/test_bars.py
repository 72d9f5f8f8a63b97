"""Accessibility, valid markup, reflow and weight: the same bars for every page."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from gates.browser.bars import focus_under_the_bar, keep_the_bars, keep_the_markup, overflow
from gates.browser.conftest import QUIET
from gates.browser.pages import PAGES, REFUSALS
from gates.services import answer
from netmentor.paths import STATIC

KILOBYTE = 1024


@pytest.mark.parametrize("path", [*PAGES, *REFUSALS])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(
    browser: Browser, service: str, node_modules: Path, path: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 860}, bypass_csp=True)
    page = context.new_page()
    page.goto(service + path)
    keep_the_bars(page, node_modules)
    context.close()


def test_the_markup_of_every_page_is_valid(
    service: str, node_modules: Path, tmp_path: Path
) -> None:
    pages = {quote(path, safe=""): path for path in (*PAGES, *REFUSALS)}
    for name, path in pages.items():
        (tmp_path / f"{name}.html").write_bytes(answer(service + path)[1])
    keep_the_markup((tmp_path / f"{name}.html" for name in pages), node_modules)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (640, "200%")])
def test_nothing_scrolls_sideways_when_small_or_enlarged(
    page: Page, path: str, width: int, size: str
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(path)
    page.evaluate("size => { document.documentElement.style.fontSize = size }", size)

    assert overflow(page) <= 0


@pytest.mark.parametrize("path", ["/events", "/events/ache-congress-2026", "/associations"])
def test_nothing_fixed_covers_what_has_the_focus(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 640})
    page.goto(path)
    assert focus_under_the_bar(page) == []


def test_a_first_page_is_light(page: Page) -> None:
    sizes = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto("/events", wait_until="networkidle")

    assert len(sizes) <= 8
    assert sum(sizes) <= 50 * KILOBYTE


@pytest.mark.parametrize(("name", "most"), [("netmentor.css", 15), ("netmentor.js", 10)])
def test_style_and_script_are_light(name: str, most: int) -> None:
    assert len(gzip.compress((STATIC / name).read_bytes(), 6)) <= most * KILOBYTE


@pytest.mark.parametrize("path", ["/events", "/events/ache-congress-2026"])
def test_lighthouse_gives_full_marks_for_what_does_not_depend_on_the_machine(
    service: str, node_modules: Path, tmp_path: Path, path: str
) -> None:
    report = tmp_path / "report.json"
    flags = " ".join(["--headless", *QUIET, f"--user-data-dir={tmp_path / 'profile'}"])
    command = [
        "node", str(node_modules / "lighthouse/cli/index.js"), service + path, "--quiet",
        f"--chrome-flags={flags}", "--output=json", f"--output-path={report}",
        "--only-categories=accessibility,best-practices,seo",
    ]  # fmt: skip
    environ = os.environ | {"CHROME_PATH": shutil.which("chromium") or ""}
    subprocess.run(command, capture_output=True, timeout=120, check=True, env=environ)

    scores = json.loads(report.read_text())["categories"]
    assert {name: score["score"] for name, score in scores.items()} == {
        "accessibility": 1,
        "best-practices": 1,
        "seo": 1,
    }
