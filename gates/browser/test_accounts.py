"""An account from its making to its end: on a phone, by keyboard alone, and without a script."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gates.browser.bars import keep_the_bars

PASSWORD = "lantern copper violin meadow"
PHONE = {"width": 390, "height": 844}
OWN_PAGES = (
    "/settings",
    "/settings/sessions",
    "/settings/email",
    "/settings/erase",
    "/reset?code=none",
    "/confirm",
    "/welcome",
    "/my/events",
    "/events/new",
    "/events/suggest",
    "/events/ache-congress-2027",
    "/series/ache-congress",
)

_number = count(1)


def fill_in(page: Page) -> str:
    """Fill in the form of a new account; return its address."""
    email = f"sample-{next(_number)}-{id(page)}@example.org"
    page.get_by_label("Your name").fill("Sample Member")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    return email


@pytest.mark.parametrize("script", [True, False])
def test_an_account_is_made_used_and_erased_on_a_phone(
    browser: Browser, service: str, script: bool
) -> None:
    context = browser.new_context(base_url=service, viewport=PHONE, java_script_enabled=script)
    page = context.new_page()
    page.goto("/settings")
    page.get_by_role("link", name="Sign up").click()
    email = fill_in(page)
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_text(f"Signed in as {email}.")).to_be_visible()
    page.goto("/events")
    page.get_by_role("link", name="Account").last.click()
    expect(page.get_by_text(f"Signed in as {email}.")).to_be_visible()
    page.get_by_role("button", name="Sign out here").click()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    page.goto("/settings/sessions")
    expect(page.get_by_text("This one")).to_have_count(1)
    page.goto("/settings/erase")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Erase everything of mine").click()
    page.goto("/settings")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    context.close()


def test_the_form_knows_the_zone_of_the_browser(browser: Browser, service: str) -> None:
    context = browser.new_context(base_url=service, timezone_id="America/Denver")
    page = context.new_page()
    page.goto("/sign-up")
    expect(page.get_by_label("Your time zone")).to_have_value("America/Denver")

    page.get_by_label("Your time zone").select_option("America/Chicago")
    fill_in(page)
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_label("Your time zone")).to_have_value("America/Chicago")
    expect(page.get_by_role("alert")).to_contain_text("Use at least 15 characters.")
    context.close()


def test_an_account_is_made_by_keyboard_alone(page: Page) -> None:
    page.goto("/sign-up")
    page.get_by_label("Your name").focus()
    for typed in ("Sample Member", f"keys-{id(page)}@example.org", PASSWORD):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")  # past the zone, which is right already
    expect(page.get_by_role("button", name="Make my account")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Welcome, Sample Member", level=1)).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_of_ones_own_keep_the_bars(
    browser: Browser, service: str, node_modules: Path, width: int
) -> None:
    context = browser.new_context(
        base_url=service,
        viewport={"width": width, "height": 860},
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto("/sign-up")
    fill_in(page)
    page.get_by_role("button", name="Make my account").click()
    for path in OWN_PAGES:
        page.goto(path)
        keep_the_bars(page, node_modules)
    context.close()
