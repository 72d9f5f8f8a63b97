"""After an event 25 people are sorted, by keys alone and without a script, and followed up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gates.browser.bars import keep_the_bars, keep_the_markup
from gates.browser.entering import enter
from gates.browser.meeting import EMAIL, PEOPLE
from gates.services import filled, serving_copy

PHONE = {"width": 390, "height": 844}
BROKEN_WORDS = """() => {
  const broken = [];
  const texts = document.createTreeWalker(document.querySelector('.week'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const { 0: word, index } of texts.currentNode.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + word.length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      if (lines.size > 1) broken.push(word);
    }
  }
  return broken;
}"""
ANSWERS = ("Write today", "This week", "Keep in touch", "No follow-up")


@pytest.fixture(scope="module")
def met(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a service with somebody who met 25 people."""
    return filled(stocked, tmp_path_factory.mktemp("met"), "gates.browser.meeting")


@pytest.fixture
def evening(met: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a service on the evening after an event."""
    with serving_copy(met, tmp_path, "--no-jobs") as base:
        yield base


def begin(page: Page) -> None:
    page.get_by_role("link", name=f"Sort {PEOPLE} new people").click()
    expect(page.get_by_text(f"0 of {PEOPLE} sorted.").first).to_be_visible()


def press(page: Page, key: str) -> None:
    """Press a key, and wait until the next page is there."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_25_people_are_sorted_with_the_keyboard_alone(browser: Browser, evening: str) -> None:
    context = browser.new_context(base_url=evening)
    page = enter(context, "/today", EMAIL)
    page.get_by_role("link", name=f"Sort {PEOPLE} new people").focus()
    press(page, "Enter")
    who = page.locator("#who")
    expect(who).to_have_text("Sample Person 01")
    press(page, "s")
    expect(who).to_have_text("Sample Person 02")

    press(page, "4")
    expect(page.get_by_text("Sample Person 02 moved to No follow-up.")).to_be_visible()
    expect(who).to_have_text("Sample Person 03")
    press(page, "z")
    expect(who).to_have_text("Sample Person 02")
    for number in range(PEOPLE):
        left = f"{number} of {PEOPLE} sorted."
        expect(page.locator(".pulse p")).to_contain_text(left)
        press(page, str(number % 4 + 1))
    expect(page.get_by_role("heading", name="What it brought")).to_be_visible()
    for lane, answer in enumerate(ANSWERS):
        name = f"{answer} {(PEOPLE - lane + 3) // 4}"
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    context.close()


def test_a_key_in_a_field_sorts_nobody_and_the_draft_is_copied(
    browser: Browser, evening: str
) -> None:
    context = browser.new_context(base_url=evening)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = enter(context, "/today", EMAIL)
    begin(page)
    page.get_by_text("Start from a first message").click()
    draft = page.get_by_label("A draft to reword")
    draft.press_sequentially("1234s")
    mail = page.get_by_role("link", name="Open as mail").get_attribute("href") or ""
    assert "1234s" in mail
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert "1234s" in page.evaluate("navigator.clipboard.readText()")
    expect(page.get_by_text(f"0 of {PEOPLE} sorted.").first).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Keep in touch").click()
    page.get_by_role("link", name="Sample Person 01").click()
    expect(page.get_by_label("A draft to reword")).to_have_value(re.compile("1234s"))
    context.close()


@pytest.mark.parametrize("width", [390, 768, 1280, 1920])
def test_no_word_of_the_week_is_broken(browser: Browser, evening: str, width: int) -> None:
    context = browser.new_context(base_url=evening, viewport={"width": width, "height": 860})
    page = enter(context, "/today", EMAIL)
    begin(page)
    for _ in range(8):
        page.get_by_role("button", name="This week").click()
    page.goto("/today")
    assert page.locator(".week-todo").count() > 6
    assert page.evaluate(BROKEN_WORDS) == []
    context.close()


def test_25_people_are_sorted_and_followed_up_without_a_script(
    browser: Browser, evening: str
) -> None:
    context = browser.new_context(base_url=evening, viewport=PHONE, java_script_enabled=False)
    page = enter(context, "/today", EMAIL)
    begin(page)
    for number in range(PEOPLE):
        page.get_by_role("button", name=ANSWERS[number % 4]).click()
        said = f"moved to {ANSWERS[number % 4]}."
        expect(page.locator("#done")).to_contain_text(said)
    expect(page.get_by_role("heading", name="What it brought")).to_be_visible()
    page.get_by_role("button", name="Maybe").click()
    expect(page.get_by_role("button", name="Maybe")).to_have_attribute("aria-pressed", "true")

    page.get_by_role("link", name="Back to today").click()
    due = page.locator(".todo").filter(has_text="Sample Person 05")
    expect(due).to_contain_text("Due today")
    due.get_by_role("button", name="Done").click()
    expect(page.locator("#done")).to_contain_text("Done: Write to Sample Person 05.")
    late = page.locator(".todo").filter(has_text="Send the slides")
    late.get_by_text("Later, or how").click()
    late.get_by_role("button", name="Next week").click()
    expect(page.locator("#done")).to_contain_text("Send the slides: moved to")
    asked = page.locator(".todo").filter(has_text="Ask for the address")
    asked.get_by_role("button", name="Drop").click()
    expect(page.locator("#done")).to_contain_text("Dropped: Ask for the address.")
    expect(asked).to_have_count(0)
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pages_of_follow_ups_keep_the_bars(
    browser: Browser, evening: str, node_modules: Path, width: int
) -> None:
    context = browser.new_context(
        base_url=evening, viewport={"width": width, "height": 860}, bypass_csp=True
    )
    page = enter(context, "/today", EMAIL)
    keep_the_bars(page, node_modules)
    begin(page)
    sorting = page.url
    page.get_by_text("Start from a first message").click()
    keep_the_bars(page, node_modules)
    with page.expect_navigation():
        page.get_by_role("button", name="This week").click()
    keep_the_bars(page, node_modules)
    for path in ("/after", "/settings/follow-ups", "/after/met_elsewhere"):
        page.goto(path)
        keep_the_bars(page, node_modules)
    page.goto(sorting)
    while page.locator(".decide").count():
        with page.expect_navigation():  # a page that is half there has nobody to decide about
            page.get_by_role("button", name="Write today").click()
    keep_the_bars(page, node_modules)
    page.goto("/today")
    page.get_by_text("Later, or how").first.click()
    keep_the_bars(page, node_modules)
    with page.expect_navigation():
        page.get_by_role("link", name="Sample Classmate").first.click()
    page.get_by_text("Start from a first message").click()
    page.locator("summary").filter(has_text="Later: ").first.click()
    keep_the_bars(page, node_modules)
    context.close()


def test_the_markup_of_these_pages_is_valid(
    browser: Browser, evening: str, node_modules: Path, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=evening)
    page = enter(context, "/today", EMAIL)
    begin(page)
    paths = (page.url, "/today", "/after", "/settings/follow-ups", "/after/met_elsewhere")
    files = []
    for number, path in enumerate(paths):
        files.append(tmp_path / f"{number}.html")
        files[-1].write_text(context.request.get(path).text(), encoding="utf-8")
    context.close()
    keep_the_markup(files, node_modules)
