"""A visitor without an account: from a mentor's page to a session that a letter's link ends."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from gates.browser.bars import focus_under_the_bar, keep_the_bars, keep_the_markup, overflow
from gates.browser.mentoring import NAME
from gates.services import SERVE, filled, run_on, serving

FILLER = "gates.browser.mentoring"
PHONE = {"width": 390, "height": 844}
NOBODY_LISTENS = "smtp://127.0.0.1:9"  # letters wait, and are read where they wait


@pytest.fixture(scope="module")
def folder(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a service with a mentor who takes guests, and books them at once."""
    made = tmp_path_factory.mktemp("guests")
    filled(stocked, made, FILLER, "welcome")
    return made


@pytest.fixture(scope="module")
def home(folder: Path) -> Iterator[str]:
    """The address of a service that sends letters."""
    environ = {**os.environ, "NETMENTOR_SMTP_URL": NOBODY_LISTENS}
    with serving(SERVE, folder, environ) as base:
        yield base


def choose(page: Page, address: str) -> None:
    """From the directory to the form, filled in."""
    page.goto("/mentors")
    page.get_by_role("link", name=NAME).click()
    page.locator(".book-hours label").first.click()
    page.get_by_label("What it is about").fill("A first job or a fellowship")
    page.get_by_label("Your name").fill("Amara Guest")
    page.get_by_label("Your email address").fill(address)


def book(page: Page, folder: Path, address: str) -> None:
    """Choose, and enter the code of the letter."""
    choose(page, address)
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_role("heading", name="Enter the code")).to_be_visible()
    code = re.search(r"\d{4} \d{4}", run_on(folder / "data", FILLER, "letter", address))
    assert code
    page.get_by_label("Code").fill(code[0])
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Confirmed").first).to_be_visible()


def link_to(folder: Path, address: str) -> str:
    """The path that the newest letter to a guest leads to."""
    found = re.search(
        r"https?://\S+/m/guest/\S+", run_on(folder / "data", FILLER, "letter", address)
    )
    assert found
    return urlsplit(found[0]).path


@pytest.mark.parametrize("script", [True, False])
def test_a_guest_books_by_a_code_moves_and_cancels_by_the_letters_link(
    browser: Browser, home: str, folder: Path, script: bool
) -> None:
    address = f"guest-{script}@example.org".lower()
    told = {"base_url": home, "viewport": PHONE, "java_script_enabled": script}
    page = browser.new_context(**told).new_page()
    book(page, folder, address)
    assert overflow(page) <= 0
    page.context.close()

    elsewhere = browser.new_context(**told).new_page()
    elsewhere.goto(link_to(folder, address))
    was = elsewhere.locator("h1 + p time").get_attribute("datetime")
    elsewhere.get_by_role("link", name="Move it").click()
    elsewhere.locator(".book-hours label").last.click()
    elsewhere.get_by_role("button", name="Move it to this time").click()
    expect(elsewhere.locator(".notice.good")).to_be_visible()
    assert elsewhere.locator("h1 + p time").get_attribute("datetime") != was

    elsewhere.goto(link_to(folder, address))
    elsewhere.get_by_text("Cancel it", exact=True).click()
    elsewhere.get_by_label(re.compile("Why")).fill("A shift came up")
    elsewhere.get_by_role("button", name="Cancel the session").click()
    expect(elsewhere.get_by_text("You canceled it")).to_be_visible()
    elsewhere.context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_guests_pages_keep_the_bars(
    browser: Browser, home: str, folder: Path, node_modules: Path, tmp_path: Path, width: int
) -> None:
    viewport = {"width": width, "height": 860}
    page = browser.new_context(base_url=home, viewport=viewport, bypass_csp=True).new_page()
    address = f"guest-{width}@example.org"
    choose(page, address)
    keep_the_bars(page, node_modules)
    assert focus_under_the_bar(page) == []
    book(page, folder, address)
    place = link_to(folder, address)
    files = []
    for number, each in enumerate((place, f"{place}/move")):
        answer = page.goto(each)
        assert answer
        files.append(tmp_path / f"{number}.html")
        files[-1].write_bytes(answer.body())
        keep_the_bars(page, node_modules)
    page.context.close()
    keep_the_markup(files, node_modules)
