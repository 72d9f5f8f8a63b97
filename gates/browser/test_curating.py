"""What waits for a curator, settled by keys alone on a phone, and by buttons without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gates.browser.bars import keep_the_bars, keep_the_markup
from gates.browser.entering import enter
from gates.browser.waiting import PAIRS, PROPOSALS
from gates.services import filled, run_on, serving_copy
from tests.accounts.casting import PASSWORD

CURATOR = "curator@example.org"
PHONE = {"width": 390, "height": 844}
PAGES = (
    "/curate",
    "/curate/sources",
    "/curate/duplicates",
    "/curate/proposals",
    "/curate/suggestions",
    "/curate/locks",
    "/curate/missing?state=TX",
)
ONE_EVENT = "/curate/locks?event=sample-lunch-2026"


@pytest.fixture(scope="module")
def piled(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a service with a curator, and with proposals and pairs that wait for one."""
    data = filled(stocked, tmp_path_factory.mktemp("piled"), "gates.browser.waiting")
    more = ("--name", "Sample Curator", "--role", "curator", "--password-stdin")
    run_on(data, "netmentor", "user", "add", CURATOR, *more, said=PASSWORD)
    return data


@pytest.fixture
def waiting(piled: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a service where proposals and pairs wait for a curator."""
    with serving_copy(piled, tmp_path, "--no-jobs") as base:
        yield base


def decide(page: Page, key: str) -> None:
    """Press a key, and wait until the next page is there."""
    with page.expect_navigation(url=re.compile("#")):
        page.keyboard.press(key)


def test_ten_proposals_and_four_pairs_are_settled_by_keys_on_a_phone(
    browser: Browser, waiting: str
) -> None:
    context = browser.new_context(base_url=waiting, viewport=PHONE)
    page = enter(context, "/curate", CURATOR)
    page.goto("/curate/proposals")
    expect(page.locator("[data-case]")).to_have_count(PROPOSALS)

    page.keyboard.press("j")
    expect(page.locator("[data-case]").nth(0)).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator("[data-case]").nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("[data-case]").nth(0)).to_be_focused()

    for left in range(PROPOSALS - 1, 1, -1):
        decide(page, "y" if left % 2 else "n")
        expect(page.locator("[data-case]")).to_have_count(left)
        expect(page.locator("[data-case]").nth(0)).to_be_focused()
    expect(page.locator("#decided")).to_be_in_viewport()
    decide(page, "z")
    expect(page.locator("[data-case]")).to_have_count(3)
    expect(page.locator("[data-case]").nth(0)).to_be_focused()
    for left in (2, 1, 0):
        decide(page, "y")
        expect(page.locator("[data-case]")).to_have_count(left)
    expect(page.get_by_text("No proposal waits.")).to_be_visible()

    page.goto("/curate/duplicates")
    for left, key in enumerate("ynyn"):
        decide(page, key)
        expect(page.locator("[data-case]")).to_have_count(PAIRS - 1 - left)
    expect(page.get_by_text("No pair waits.")).to_be_visible()
    page.goto("/curate")
    expect(page.get_by_role("button", name="Undo")).to_have_count(PROPOSALS + PAIRS)
    context.close()


def test_what_waits_is_settled_without_a_script(browser: Browser, waiting: str) -> None:
    context = browser.new_context(base_url=waiting, viewport=PHONE, java_script_enabled=False)
    page = enter(context, "/curate", CURATOR)
    page.get_by_role("link", name="Proposals").click()
    for left in range(PROPOSALS - 1, -1, -1):
        name = "Accept" if left % 2 else "Dismiss"
        page.get_by_role("button", name=name, exact=True).first.click()
        expect(page.locator("[data-case]")).to_have_count(left)
    page.get_by_role("button", name="Undo the last decision").click()
    expect(page.locator("[data-case]")).to_have_count(1)

    page.goto("/curate/duplicates")
    page.get_by_role("link", name="Skip", exact=True).first.click()
    page.keyboard.press("Tab")  # into the case that comes next
    page.get_by_role("button", name="The same event").first.click()
    page.get_by_role("button", name="Two events").first.click()
    expect(page.locator("[data-case]")).to_have_count(2)
    page.get_by_role("button", name="Undo the last decision").click()
    page.get_by_role("button", name="Undo the last decision").click()
    expect(page.locator("[data-case]")).to_have_count(PAIRS)
    context.close()


def test_fields_are_set_by_hand_and_a_key_typed_into_one_decides_nothing(
    browser: Browser, waiting: str
) -> None:
    context = browser.new_context(base_url=waiting, viewport=PHONE)
    page = enter(context, "/curate", CURATOR)
    page.goto("/curate/locks")
    page.get_by_label("An event, by the address of its page").fill("/events/sample-lunch-2026")
    page.get_by_role("button", name="Show its fields").click()
    page.get_by_label("Title", exact=True).fill("")
    page.get_by_label("Title", exact=True).press_sequentially("synz by hand")
    page.get_by_role("button", name="Set what I changed").click()
    expect(page.get_by_role("heading", name="synz by hand", level=1)).to_be_visible()
    page.get_by_role("button", name="Release the title of synz by hand").click()
    expect(page.get_by_role("heading", name="Sample lunch", level=1)).to_be_visible()
    context.close()


def test_the_markup_of_a_curators_pages_is_valid(
    browser: Browser, waiting: str, node_modules: Path, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=waiting)
    page = enter(context, "/curate", CURATOR)
    page.goto("/curate/proposals")
    decide(page, "y")
    files = []
    for number, path in enumerate((*PAGES, ONE_EVENT)):
        files.append(tmp_path / f"{number}.html")
        files[-1].write_text(context.request.get(path).text(), encoding="utf-8")
    context.close()
    keep_the_markup(files, node_modules)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pages_of_a_curator_keep_the_bars(
    browser: Browser, waiting: str, node_modules: Path, width: int
) -> None:
    context = browser.new_context(
        base_url=waiting, viewport={"width": width, "height": 860}, bypass_csp=True
    )
    page = enter(context, "/curate", CURATOR)
    page.goto("/curate/proposals")
    decide(page, "y")
    for path in (*PAGES, ONE_EVENT):
        page.goto(path)
        keep_the_bars(page, node_modules)
    context.close()
