"""What was accepted, in a browser: begun by one press, dated, its hours logged, on a phone too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gates.browser.bars import focus_under_the_bar, keep_the_bars, keep_the_markup, tab_to
from gates.browser.test_applications import PHONE, join


def begin(page: Page) -> None:
    """Have an application be accepted, and under way for 400 hours."""
    page.goto("/applications")
    page.get_by_label("What you apply for").fill("Sample practicum")
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("Another stage").click()
    page.get_by_label("Stage", exact=True).select_option("Accepted")
    page.get_by_role("button", name="Set it").click()
    page.get_by_role("button", name="Keep track of it").click()
    page.get_by_label("First day").fill("2026-01-05")
    page.get_by_label("Mid-point evaluation").fill("2026-06-08")
    page.get_by_label("Last day").fill("2030-12-18")
    page.get_by_label("Hours required in all").fill("400")
    page.get_by_role("region", name="Under way").get_by_role("button", name="Save").click()
    expect(page.get_by_text("0 of 400 hours.")).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False])
def test_from_accepted_to_the_hours_that_are_left(
    browser: Browser, home: str, scripted: bool
) -> None:
    context = browser.new_context(base_url=home, viewport=PHONE, java_script_enabled=scripted)
    page = join(context)
    begin(page)
    page.get_by_role("button", name=re.compile("Done.*Mid-point")).click()
    expect(page.get_by_text("Mid-point evaluation: done.")).to_be_visible()
    page.get_by_label("Hours", exact=True).fill("7:30")
    page.get_by_label("What you did").fill("Billing")
    page.get_by_role("button", name="Log the hours").click()
    expect(page.get_by_text("7.5 of 400 hours. 392.5 are left")).to_be_visible()
    page.get_by_role("link", name="Day by day").click()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("0 of 400 hours.")).to_be_visible()
    context.close()


def test_hours_are_logged_by_keyboard_alone(browser: Browser, home: str) -> None:
    context = browser.new_context(base_url=home, viewport=PHONE)
    page = join(context)
    begin(page)
    tab_to(page, "#hours-long")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 hours: noted.")).to_be_visible()
    page.reload()
    assert focus_under_the_bar(page) == []
    context.close()


def test_the_pages_keep_the_bars_and_the_markup(
    browser: Browser, home: str, node_modules: Path, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=home, bypass_csp=True, reduced_motion="reduce")
    page = join(context)
    begin(page)
    page.get_by_label("Hours", exact=True).fill("8")
    page.get_by_role("button", name="Log the hours").click()
    expect(page.get_by_text("8 of 400 hours.")).to_be_visible()
    here = page.url
    files: list[Path] = []
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 860})
        for path in (here, f"{here}/hours"):
            answer = page.goto(path)
            assert answer
            files.append(tmp_path / f"{len(files)}.html")
            files[-1].write_bytes(answer.body())
            keep_the_bars(page, node_modules)
    keep_the_markup(files[:2], node_modules)
    context.close()
