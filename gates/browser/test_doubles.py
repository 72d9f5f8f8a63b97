"""Who is here twice is one, and two again, in a browser: with a script or none, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gates.browser.bars import keep_the_bars, keep_the_markup, tab_to
from gates.browser.test_applications import PHONE, join

TWICE = (
    {"name": "Sample Ada", "email": "ada@example.org", "note": "Runs a clinic."},
    {"name": "Dr. Sample Ada", "email": "Ada@example.org", "note": "Knows the chapter."},
)


def meet(context: BrowserContext) -> None:
    """Keep somebody twice, as from two cards."""
    for told in TWICE:
        answer = context.request.post(
            "/contacts", data=told, headers={"Accept": "application/json"}
        )
        assert answer.status == 201, answer.text()


def people(page: Page) -> list[str]:
    page.goto("/contacts")
    return sorted(page.get_by_role("link", name="Sample Ada").all_inner_texts())


@pytest.mark.parametrize("scripted", [True, False])
def test_two_are_merged_and_made_two_again(browser: Browser, home: str, scripted: bool) -> None:
    context = browser.new_context(base_url=home, viewport=PHONE)
    join(context)
    meet(context)
    session = context.storage_state()
    context.close()
    context = browser.new_context(
        base_url=home, viewport=PHONE, java_script_enabled=scripted, storage_state=session
    )
    page = context.new_page()
    assert people(page) == ["Dr. Sample Ada", "Sample Ada"]
    page.get_by_role("link", name="Who may be here twice").click()
    expect(page.get_by_text("Both have ada@example.org.")).to_be_visible()
    page.get_by_label("Dr. Sample Ada", exact=True).check()
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("Nobody is here twice")).to_be_visible()
    assert people(page) == ["Dr. Sample Ada"]
    page.get_by_role("link", name="Dr. Sample Ada").click()
    expect(page.locator(".people-note")).to_have_text("Runs a clinic.\n\nKnows the chapter.")
    page.get_by_role("button", name="Make them two again").click()
    expect(page.get_by_text("They are two again.")).to_be_visible()
    expect(page.get_by_text("Nobody is here twice")).to_be_visible()
    assert people(page) == ["Dr. Sample Ada", "Sample Ada"]
    context.close()


def test_they_are_told_apart_by_keyboard_alone(browser: Browser, home: str) -> None:
    context = browser.new_context(base_url=home, viewport=PHONE)
    page = join(context)
    meet(context)
    page.goto("/contacts/duplicates")
    tab_to(page, "button[formaction$=apart]")
    page.keyboard.press("Enter")
    expect(page.get_by_text("you are not asked again")).to_be_visible()
    expect(page.get_by_text("Nobody is here twice")).to_be_visible()
    context.close()


def test_the_pages_keep_the_bars_and_the_markup(
    browser: Browser, home: str, node_modules: Path, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=home, bypass_csp=True, reduced_motion="reduce")
    page = join(context)
    files: list[Path] = []
    for name in ("none", "some", "merged"):
        if name == "some":
            meet(context)
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 860})
            page.goto("/contacts/duplicates")
            keep_the_bars(page, node_modules)
        files.append(tmp_path / f"{name}.html")
        files[-1].write_text(context.request.get(page.url).text(), encoding="utf-8")
        if name == "some":
            page.get_by_role("button", name="Merge").click()
    context.close()
    keep_the_markup(files, node_modules)
