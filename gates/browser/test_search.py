"""The box over everything in a browser: by keyboard alone, on a phone, and without a script."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gates.browser.bars import focus_under_the_bar, keep_the_bars, keep_the_markup, tab_to
from gates.browser.test_applications import PHONE, join

CONGRESS = "2027 Congress on Healthcare Leadership"


@pytest.mark.parametrize("scripted", [True, False])
def test_ones_own_is_found_first_on_a_phone(browser: Browser, home: str, scripted: bool) -> None:
    context = browser.new_context(base_url=home, java_script_enabled=False)
    page = join(context)
    page.goto("/capture")
    page.get_by_label("Name", exact=True).fill("Congress Sample")
    page.get_by_role("button", name="Save and open").click()
    session = context.storage_state()
    context.close()
    context = browser.new_context(
        base_url=home, viewport=PHONE, java_script_enabled=scripted, storage_state=session
    )
    page = context.new_page()
    page.goto("/today")
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_label("Search everything").fill("congr")
    page.get_by_role("button", name="Search").click()

    expect(page.locator("section.sec h2").first).to_have_text("Your people")
    expect(page.get_by_role("link", name="Congress Sample")).to_be_in_viewport()
    expect(page.locator("mark").first).to_have_text("Congr")
    expect(page.get_by_role("link", name=CONGRESS)).to_be_visible()
    page.get_by_role("link", name="Congress Sample").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Congress Sample")
    context.close()


def test_the_key_leads_to_the_box_of_the_page_or_to_the_one_over_everything(page: Page) -> None:
    page.goto("/organizations")
    page.keyboard.press("/")
    expect(page.get_by_label("Search everything")).to_be_focused()
    page.keyboard.type("leadership congress")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/search?q=leadership+congress")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith(CONGRESS):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(CONGRESS)
    page.goto("/events")
    page.keyboard.press("/")
    expect(page.get_by_label("Search events")).to_be_focused()


def test_the_box_stands_right_behind_the_way_past_it(browser: Browser, service: str) -> None:
    context = browser.new_context(
        base_url=service, viewport={"width": 1280, "height": 860}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/events")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to content")).to_be_focused()
    tab_to(page, "#find")
    page.keyboard.type("HIPAA")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=HIPAA$"))
    expect(page.get_by_role("heading", name="Guides")).to_be_visible()
    context.close()


def test_the_page_keeps_the_bars_and_the_markup(
    browser: Browser, service: str, node_modules: Path, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=service, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    files: list[Path] = []
    for number, place in enumerate(("/search", "/search?q=leadership", "/search?q=qqqq")):
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 860})
            page.goto(place)
            keep_the_bars(page, node_modules)
        files.append(tmp_path / f"{number}.html")
        files[-1].write_text(context.request.get(place).text(), encoding="utf-8")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/search?q=leadership")
    assert focus_under_the_bar(page) == []
    context.close()
    keep_the_markup(files, node_modules)
