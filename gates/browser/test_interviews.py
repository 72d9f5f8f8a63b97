"""An interview in a browser: planned with who asks, held, and thanked for, on a phone too."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gates.browser.bars import focus_under_the_bar, keep_the_bars, keep_the_markup
from gates.browser.test_applications import PHONE, join

OVER = "2026-01-20"  # of any day on which this runs


def begin(page: Page) -> str:
    """Know somebody, apply, and plan an interview with them; return its address."""
    page.goto("/capture")
    page.get_by_label("Name", exact=True).fill("Sample Manager")
    page.get_by_label("Name", exact=True).press("Enter")
    page.wait_for_load_state()
    page.goto("/applications")
    page.get_by_label("What you apply for").fill("Sample practicum")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("link", name="Plan an interview").click()
    page.get_by_label("On", exact=True).fill(OVER)
    page.get_by_label("At", exact=True).fill("17:00")
    page.get_by_label("On the clock of").select_option("America/New_York")
    page.get_by_label("Where, or the link").fill("https://meet.example/sample")
    page.get_by_label("Who asks").select_option("Sample Manager")
    page.get_by_label("What you want to ask").fill("Who would I work with?")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_text("It is planned, and in your calendar.")).to_be_visible()
    here: str = page.url
    return here


@pytest.mark.parametrize("scripted", [True, False])
def test_from_a_plan_to_a_thank_you(browser: Browser, home: str, scripted: bool) -> None:
    context = browser.new_context(base_url=home, viewport=PHONE, java_script_enabled=scripted)
    page = join(context)
    one = begin(page)
    expect(page.get_by_text("12:00 pm")).to_be_visible()  # in Honolulu
    page.get_by_role("button", name="It took place").click()
    page.get_by_role("button", name="Plan to thank them within a day").click()
    expect(page.get_by_text("To thank 1 person is among your follow-ups.")).to_be_visible()
    page.get_by_role("link", name="Sample Manager").click()
    expect(page.get_by_text("Thank Sample Manager for the interview", exact=True)).to_be_visible()
    expect(page.get_by_text("Interview: Sample practicum", exact=True)).to_be_visible()
    page.goto(one)
    page.get_by_label("Notes").fill("They were kind.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Notes")).to_have_value("They were kind.")
    context.close()


def test_the_pages_keep_the_bars(
    browser: Browser, home: str, node_modules: Path, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=home, bypass_csp=True, reduced_motion="reduce")
    page = join(context)
    one = begin(page)
    here = one.partition("/interviews/")[0]
    page.goto(here)
    page.get_by_label("One more thing").fill("Transcript")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_label("Somebody you know here").select_option("Sample Manager")
    page.get_by_role("button", name="Add a recommender").click()
    paths = [one, f"{here}/interviews", here, "/settings/plan"]
    for name in ("Change Transcript", "Change Sample Manager"):
        paths.append(page.get_by_role("link", name=name).get_attribute("href") or "")
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 860})
        for path in paths:
            page.goto(path)
            keep_the_bars(page, node_modules)
    files = []
    for number, path in enumerate(paths):
        files.append(tmp_path / f"{number}.html")
        files[-1].write_text(context.request.get(path).text(), encoding="utf-8")
    context.close()
    keep_the_markup(files, node_modules)


def test_nothing_covers_the_focus(browser: Browser, home: str) -> None:
    context = browser.new_context(base_url=home, viewport=PHONE)
    page = join(context)
    begin(page)
    assert focus_under_the_bar(page) == []
    context.close()
