"""Reminders in a browser: chosen and skipped by keyboard on a phone, with no script, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gates.browser.bars import keep_the_bars, keep_the_markup, tab_to
from gates.browser.entering import enter
from gates.browser.reminding import EMAIL, NEWCOMER, UID
from gates.services import filled, serving_copy

SETTINGS, REASONS = "/settings/reminders", f"/reminders?uid={UID}"


@pytest.fixture(scope="module")
def reminded(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a service with somebody who is reminded, and somebody new."""
    return filled(stocked, tmp_path_factory.mktemp("reminded"), "gates.browser.reminding")


@pytest.fixture
def home(reminded: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a service where nothing has happened to them yet."""
    with serving_copy(reminded, tmp_path, "--no-jobs") as base:
        yield base


def press_to_another_page(page: Page, key: str = "Enter") -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_on_a_phone_by_keyboard_alone(browser: Browser, home: str) -> None:
    context = browser.new_context(base_url=home, viewport={"width": 390, "height": 844})
    page = enter(context, "/today", EMAIL)
    tab_to(page, 'main a[href="/reminders"]')
    press_to_another_page(page)
    tab_to(page, 'form[action$="/skip"] button')
    press_to_another_page(page)
    expect(page.locator("#done")).to_contain_text("It is skipped.")
    tab_to(page, 'form[action$="/take-back"] button')
    press_to_another_page(page)
    expect(page.locator("#done")).to_contain_text("You are reminded of it after all.")

    tab_to(page, 'main a[href="/settings/reminders"]')
    press_to_another_page(page)
    tab_to(page, '[value="going:14d"]')
    page.keyboard.press("Space")
    tab_to(page, '[value="week"]')
    page.keyboard.press("Space")
    tab_to(page, "#morning")
    page.keyboard.press("ArrowUp")
    tab_to(page, "main form button.primary")
    press_to_another_page(page)
    expect(page.locator("#done")).to_contain_text("When you are reminded is saved.")
    expect(page.locator('[value="going:14d"]')).to_be_checked()
    expect(page.locator('[value="week"]')).not_to_be_checked()
    expect(page.locator("#morning")).to_have_value("07:00")

    tab_to(page, 'form[action$="/pause"] button')
    press_to_another_page(page)
    expect(page.get_by_text("All reminders are paused since")).to_be_visible()
    tab_to(page, 'form[action$="/resume"] button')
    press_to_another_page(page)
    expect(page.get_by_role("button", name="Pause all reminders")).to_be_visible()
    context.close()


def test_it_all_works_without_a_script(browser: Browser, home: str) -> None:
    context = browser.new_context(base_url=home, java_script_enabled=False)
    page = enter(context, "/reminders", EMAIL)
    page.get_by_text("What it told of (1)").first.click()
    with page.expect_navigation():
        page.get_by_role("link", name="Why did I get this").first.click()
    expect(page.get_by_role("heading", name="Why did I not")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Skip").first.click()
    expect(page).to_have_url(re.compile(r"/reminders\?uid=.*#reminder-"))
    with page.expect_navigation():
        page.get_by_role("button", name="Remind me after all").first.click()
    expect(page.locator("#done")).to_contain_text("You are reminded of it after all.")

    page.goto(SETTINGS)
    chosen = page.locator('[name="leads"]:checked')
    for _ in range(chosen.count()):
        chosen.first.uncheck()
    page.get_by_label("Quiet from").select_option("10:00 pm")
    with page.expect_navigation():
        page.get_by_role("button", name="Save when I am reminded").click()
    expect(chosen).to_have_count(0)
    expect(page.get_by_label("Quiet from")).to_have_value("22:00")
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_pages_of_reminders_keep_the_bars(
    browser: Browser, home: str, node_modules: Path, width: int
) -> None:
    size = {"width": width, "height": 860}
    context = browser.new_context(base_url=home, viewport=size, bypass_csp=True)
    page = enter(context, "/reminders", NEWCOMER)
    keep_the_bars(page, node_modules)
    context.close()

    context = browser.new_context(base_url=home, viewport=size, bypass_csp=True)
    page = enter(context, "/reminders", EMAIL)
    for fold in page.locator("details").all():
        fold.evaluate("one => { one.open = true }")
    keep_the_bars(page, node_modules)
    for path in (REASONS, SETTINGS):
        page.goto(path)
        keep_the_bars(page, node_modules)
    for lead in ("14d", "3d", "0d", "1h"):
        page.locator(f'[value="going:{lead}"]').check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save when I am reminded").click()
    expect(page.get_by_text("Going: Choose at most 6 times.").first).to_be_visible()
    keep_the_bars(page, node_modules)
    with page.expect_navigation():
        page.get_by_role("button", name="Pause all reminders").click()
    keep_the_bars(page, node_modules)
    context.close()


def test_the_markup_of_these_pages_is_valid(
    browser: Browser, home: str, node_modules: Path, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=home)
    page = enter(context, "/reminders", EMAIL)
    pages = [page.request.get(path).text() for path in ("/reminders", REASONS, SETTINGS)]
    token = page.locator("[name=form_token]").first.input_value()
    form = {"form_token": token, "leads": "going:never", "digests": "hourly", "morning": "x"}
    pages.append(page.request.post(SETTINGS, form=form).text())
    context.close()
    files = [tmp_path / f"{number}.html" for number in range(len(pages))]
    for file, text in zip(files, pages, strict=True):
        file.write_text(text, encoding="utf-8")
    # A list is sent as one name for each value.
    keep_the_markup(files, node_modules, "form-dup-name:off")
