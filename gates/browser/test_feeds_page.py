"""Calendars of one's own in a browser: made, copied, scanned, replaced, revoked, with no script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gates.browser.bars import keep_the_bars, keep_the_markup
from gates.browser.entering import enter
from gates.browser.subscriber import EMAIL, IPHONE, NEWCOMER
from gates.services import answer, filled, serving_copy

TOKEN = re.compile(r"nmf_[\w-]{43}")


@pytest.fixture(scope="module")
def subscribed(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a service with somebody whose calendars are read, and somebody new."""
    return filled(stocked, tmp_path_factory.mktemp("subscribed"), "gates.browser.subscriber")


@pytest.fixture
def home(subscribed: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a service where nothing has happened to them yet."""
    with serving_copy(subscribed, tmp_path, "--no-jobs") as base:
        yield base


def address_on(page: Page) -> str:
    return str(page.get_by_label("The address, for anything else").input_value())


def test_an_address_is_made_copied_read_replaced_and_revoked(browser: Browser, home: str) -> None:
    context = browser.new_context(base_url=home)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = enter(context, "/feeds", NEWCOMER)
    page.get_by_role("checkbox", name="Interested").check()
    page.get_by_label("Going: alarm").select_option("1 hour before")
    page.get_by_role("button", name="Make the address").click()
    expect(page.get_by_text("You see this address once.")).to_be_visible()
    first = address_on(page)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == first
    assert answer(first)[0] == 200

    page.reload()  # the same post again
    expect(page.get_by_role("heading", name="Its address was shown once")).to_be_visible()
    assert not TOKEN.search(page.content())
    page.get_by_role("button", name="Replace the address").click()
    second = address_on(page)
    assert second != first
    assert [answer(one)[0] for one in (first, second)] == [404, 200]

    page.get_by_role("link", name="Done: see who reads it").click()
    page.get_by_role("button", name="Revoke NetMentor").click()
    expect(page.locator("#done")).to_contain_text("“NetMentor” is revoked")
    assert answer(second)[0] == 404
    context.close()


def test_it_all_works_without_a_script(browser: Browser, home: str) -> None:
    context = browser.new_context(base_url=home, java_script_enabled=False)
    page = enter(context, "/feeds", EMAIL)
    expect(page.get_by_text(f"{IPHONE} has not asked for it since")).to_be_visible()
    page.get_by_role("button", name=f"Forget {IPHONE}").click()
    expect(page.locator("#done")).to_contain_text(f"{IPHONE} is forgotten.")
    page.get_by_role("link", name="Change what it holds").first.click()
    page.get_by_role("radio", name="Titles What, when and where.").check()
    page.get_by_role("button", name="Save what it holds").click()
    expect(page.locator("section", has_text="My phone").first).to_contain_text("; titles; rings")
    page.get_by_text("Make another calendar").click()
    page.get_by_label("Name").fill("Second")
    page.get_by_role("button", name="Make the address").click()
    assert TOKEN.search(address_on(page))
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pages_of_calendars_keep_the_bars(
    browser: Browser, home: str, node_modules: Path, width: int
) -> None:
    size = {"width": width, "height": 860}
    context = browser.new_context(base_url=home, viewport=size, bypass_csp=True)
    page = enter(context, "/feeds", NEWCOMER)
    keep_the_bars(page, node_modules)
    for kind in ("Going", "Deadlines", "Follow-ups", "Mentoring sessions", "Applications"):
        page.get_by_role("checkbox", name=kind).uncheck()
    page.get_by_role("button", name="Make the address").click()
    expect(page.get_by_text("Choose at least one thing").first).to_be_visible()
    keep_the_bars(page, node_modules)
    page.get_by_role("checkbox", name="Going").check()
    page.get_by_role("button", name="Make the address").click()
    expect(page.get_by_text("You see this address once.")).to_be_visible()
    keep_the_bars(page, node_modules)
    page.reload()
    expect(page.get_by_role("heading", name="Its address was shown once")).to_be_visible()
    keep_the_bars(page, node_modules)
    context.close()

    context = browser.new_context(base_url=home, viewport=size, bypass_csp=True)
    page = enter(context, "/feeds", EMAIL)
    page.get_by_text("Make another calendar").click()
    page.get_by_text("Revoked in the last 30 days").click()
    keep_the_bars(page, node_modules)
    with page.expect_navigation():
        page.get_by_role("link", name="Change what it holds").first.click()
    keep_the_bars(page, node_modules)
    page.goto("/today")
    expect(page.get_by_text(f"{IPHONE} has not asked for “My phone”")).to_be_visible()
    keep_the_bars(page, node_modules)
    context.close()


def test_the_markup_of_these_pages_is_valid(
    browser: Browser, home: str, node_modules: Path, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=home)
    page = enter(context, "/feeds", EMAIL)
    pages = [page.request.get(path).text() for path in ("/feeds", "/feeds/1")]
    page.get_by_role("button", name="Replace the address of My phone").click()
    with page.expect_response(lambda one: one.request.method == "POST") as reloaded:
        page.reload()
    pages.append(reloaded.value.text())
    token = page.locator("[name=form_token]").first.input_value()
    form = {"form_token": token, "name": "Shell", "kinds": "going"}
    for wrong in ({}, {"kinds": "weddings", "alarms": "x"}):
        pages.append(page.request.post("/feeds", form=form | wrong).text())
    context.close()
    files = [tmp_path / f"{number}.html" for number in range(len(pages))]
    for file, text in zip(files, pages, strict=True):
        file.write_text(text, encoding="utf-8")
    # A list is sent as one name for each value.
    keep_the_markup(files, node_modules, "form-dup-name:off")
