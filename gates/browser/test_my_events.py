"""Sign up, follow, going: on a phone, by keyboard alone, and without a script."""

from __future__ import annotations

from itertools import count

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

PASSWORD = "lantern copper violin meadow"
PHONE = {"width": 390, "height": 844}
EVENT = "/events/ache-congress-2027"
MOST_TABS = 80

_number = count(1)


def sign_up(page: Page, place: str) -> None:
    page.goto(f"/sign-up?next={place}")
    fill_in(page)


def fill_in(page: Page) -> None:
    page.get_by_label("Your name").fill("Sample Member")
    page.get_by_label("Email").fill(f"mine-{next(_number)}-{id(page)}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus, as somebody without a pointer does."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"{wanted} was not reached by {MOST_TABS} tabs")


@pytest.mark.parametrize("script", [True, False])
def test_a_phone_goes_from_sign_up_to_follow_and_going(
    browser: Browser, service: str, script: bool
) -> None:
    context = browser.new_context(base_url=service, viewport=PHONE, java_script_enabled=script)
    page = context.new_page()
    page.goto(EVENT)
    page.get_by_role("link", name="Going? Sign in to keep it").click()
    page.get_by_role("link", name="Sign up").click()
    fill_in(page)
    expect(page).to_have_url(f"{service}{EVENT}")
    page.goto("/welcome")
    page.get_by_label("Webinars, courses and exam reviews").check()
    page.get_by_role("button", name="Show my events").click()
    expect(page).to_have_url(
        f"{service}/events?kind=webinar&kind=workshop&kind=course&kind=exam_review"
    )

    page.goto("/series/ache-congress")
    page.get_by_role("button", name="Follow this series").click()
    expect(page.get_by_role("button", name="Stop following")).to_be_visible()
    page.goto(EVENT)
    page.get_by_role("button", name="Going").click()
    expect(page.get_by_role("button", name="Going")).to_have_attribute("aria-pressed", "true")
    page.get_by_text("My notes and goals").click()
    page.get_by_label("What I want from it").fill("Meet two community-clinic administrators")
    page.get_by_role("button", name="Save the notes").click()

    page.get_by_role("link", name="My events").last.click()
    item = page.locator("li.event").filter(has_text="Meet two community-clinic administrators")
    item.get_by_role("button", name="Interested").click()
    expect(page).to_have_url(f"{service}/my/events")
    expect(item.get_by_role("button", name="Interested")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Meet two community-clinic administrators")).to_be_visible()
    expect(page.get_by_text("no date yet:")).to_be_visible()
    context.close()


def test_the_same_by_keyboard_alone(browser: Browser, service: str) -> None:
    context = browser.new_context(base_url=service, viewport=PHONE)
    page = context.new_page()
    sign_up(page, EVENT)
    tab_to(page, page.get_by_role("button", name="Going"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Going")).to_have_attribute("aria-pressed", "true")

    page.goto("/series/ache-congress")
    tab_to(page, page.get_by_role("button", name="Follow this series"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Stop following")).to_be_visible()

    page.goto("/events/new")
    tab_to(page, page.get_by_label("Title"))
    page.keyboard.type("Sample class")
    tab_to(page, page.get_by_label("First day"))
    page.keyboard.type("03092027")
    tab_to(page, page.get_by_role("button", name="Add it"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Only you see it")).to_be_visible()
    context.close()


def test_a_theme_is_kept_on_public_pages_and_before_anything_is_drawn(
    browser: Browser, service: str
) -> None:
    context = browser.new_context(base_url=service, viewport=PHONE, color_scheme="light")
    page = context.new_page()
    sign_up(page, "/settings")
    page.get_by_label("Theme").select_option("dark")
    page.get_by_label("Single keys do something").uncheck()
    page.get_by_role("button", name="Save how pages look").click()
    page.goto("/events")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark == "rgb(16, 20, 18)"
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    context.close()
