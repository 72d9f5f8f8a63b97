"""Letters in a browser: nothing is cut off, and nothing happens before a button is pressed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from gates.browser.bars import keep_the_bars, overflow
from gates.browser.lettering import WHAT
from gates.services import run_on, serving_copy

WIDTHS = (320, 390, 700)


@dataclass(frozen=True)
class Mailed:
    """A service without a worker, the letters that its reader got, and its file."""

    base: str
    told: dict[str, Any]
    file: Path

    def rows(self) -> list[str]:
        """All that the database holds."""
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as opened:
            return list(opened.iterdump())


@pytest.fixture
def mailed(stocked: Path, tmp_path: Path) -> Iterator[Mailed]:
    with serving_copy(stocked, tmp_path, "--no-jobs") as base:
        told = json.loads(run_on(tmp_path / "data", "gates.browser.lettering", base=base))
        [file] = (tmp_path / "data").glob("*.sqlite3")
        yield Mailed(base, told, file)


def test_no_letter_is_wider_than_its_window(browser: Browser, mailed: Mailed) -> None:
    for scheme in ("light", "dark"):
        for width in WIDTHS:
            context = browser.new_context(
                viewport={"width": width, "height": 800}, color_scheme=scheme
            )
            page = context.new_page()
            for name, html in mailed.told["letters"].items():
                page.set_content(html)
                assert overflow(page) <= 0, (name, width, scheme)
                cut = page.evaluate(
                    """[...document.querySelectorAll('h1, h2, td, a, span, p')]
                        .filter(one => one.getBoundingClientRect().right > innerWidth).length"""
                )
                assert cut == 0, (name, width, scheme)
            context.close()


def test_letters_keep_the_bars(browser: Browser, mailed: Mailed, node_modules: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    for html in mailed.told["letters"].values():
        page.set_content(html)
        keep_the_bars(page, node_modules)
    context.close()


def test_a_browser_that_opens_every_link_changes_nothing(browser: Browser, mailed: Mailed) -> None:
    before = mailed.rows()
    assert any(WHAT in row for row in before)
    context = browser.new_context()
    page = context.new_page()
    for link in mailed.told["links"]:
        page.goto(link, wait_until="networkidle")
        expect(page.locator("main")).to_be_visible()
    context.close()

    assert mailed.rows() == before


def test_a_button_without_signing_in_or_scripts_and_the_way_back(
    browser: Browser, mailed: Mailed
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(mailed.told["done"])
    expect(page.get_by_role("heading", name=WHAT)).to_be_visible()
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_text(f"Done: {WHAT}.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text(f"Undone: “Done: {WHAT}.”")).to_be_visible()

    page.goto(mailed.told["unsubscribe"])
    page.get_by_role("button", name="Stop all reminders").click()
    expect(page.get_by_text("All letters with reminders are stopped.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Letters with reminders come again.")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pages_of_links_keep_the_bars(
    browser: Browser, mailed: Mailed, node_modules: Path, width: int
) -> None:
    size = {"width": width, "height": 860}
    context = browser.new_context(viewport=size, bypass_csp=True)
    page = context.new_page()
    for link, button in (("done", "Done"), ("unsubscribe", "Stop all reminders")):
        page.goto(mailed.told[link])
        keep_the_bars(page, node_modules)
        with page.expect_navigation():
            page.get_by_role("button", name=button).click()
        keep_the_bars(page, node_modules)
        with page.expect_navigation():
            page.get_by_role("button", name="Undo").click()
        keep_the_bars(page, node_modules)
    context.close()
