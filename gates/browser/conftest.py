"""A real browser on the pages of a running service."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from gates.browser.linking import Link, linked
from gates.services import SERVE, serving

QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window and without its own business on the network.

    Its shell without a window's furniture does the same with two thirds of the processor's time.
    """
    executable = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if executable is None:
        pytest.fail("chromium is not installed: apt install chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, service: str) -> Iterator[Page]:
    """A page of a desktop visitor; addresses are relative to the service. Faults fail the test."""
    faults: list[str] = []
    context = browser.new_context(base_url=service, viewport={"width": 1280, "height": 860})
    opened = context.new_page()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert faults == []


@pytest.fixture(scope="module")
def data(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pocket")
    shutil.copytree(stocked, folder / "data")
    return folder


@pytest.fixture(scope="module")
def home(data: Path) -> Iterator[str]:
    """The address of a service whose rows the tests look at."""
    with serving(SERVE, data) as base:
        yield base


@pytest.fixture
def link(home: str) -> Iterator[Link]:
    with linked(home) as opened:
        yield opened


@pytest.fixture
def device(browser: Browser, link: Link) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=link.base, viewport={"width": 390, "height": 844})
    yield context
    context.close()
