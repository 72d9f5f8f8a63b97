"""What a visitor does: filter, subscribe, read, by mouse, by keyboard, and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect


def test_a_filter_swaps_the_results_and_leaves_the_page_standing(page: Page) -> None:
    page.goto("/events")
    page.evaluate("window.still = 'here'")

    page.get_by_role("link", name="Webinar", exact=True).click()

    expect(page).to_have_url("/events?kind=webinar")
    expect(_event(page, "HLA Texas Member Webinar, December 2026")).to_be_visible()
    expect(_event(page, "2027 Congress on Healthcare Leadership")).to_have_count(0)
    expect(page.locator("#feed")).to_have_value(f"{_origin(page)}/events.ics?kind=webinar")
    assert page.evaluate("window.still") == "here"


def test_filters_add_up_and_can_be_taken_out_again(page: Page) -> None:
    page.goto("/events")
    for chip in ("Webinar", "Competition", "Online"):
        page.get_by_role("link", name=chip, exact=True).click()
        expect(page.get_by_role("link", name=chip, exact=True)).to_have_attribute(
            "aria-current", "true"
        )
    expect(page).to_have_url("/events?kind=webinar&kind=competition&modality=online")
    expect(page.locator("a.chip[aria-current]")).to_have_count(3)

    page.get_by_role("link", name="Webinar", exact=True).click()
    expect(page).to_have_url("/events?kind=competition&modality=online")
    page.get_by_label("Search events").fill("penn state")
    expect(page).to_have_url("/events?q=penn+state&modality=online&kind=competition")

    expect(_event(page, "2027 Penn State Health Administration Case Competition")).to_be_visible()
    expect(page.locator(".event")).to_have_count(1)


def test_going_back_brings_the_former_list(page: Page) -> None:
    page.goto("/events")
    page.get_by_role("link", name="Webinar", exact=True).click()
    expect(page).to_have_url("/events?kind=webinar")

    page.go_back()

    expect(page).to_have_url("/events")
    expect(_event(page, "2027 Congress on Healthcare Leadership")).to_be_visible()


def test_without_a_script_the_same_form_gives_the_same_list(browser: Browser, service: str) -> None:
    context = browser.new_context(base_url=service, java_script_enabled=False)
    page = context.new_page()
    page.goto("/events")
    page.get_by_role("link", name="Webinar", exact=True).click()

    assert "kind=webinar" in page.url
    expect(_event(page, "HLA Texas Member Webinar, December 2026")).to_be_visible()
    expect(_event(page, "2027 Congress on Healthcare Leadership")).to_have_count(0)
    _event(page, "HLA Texas Member Webinar, December 2026").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "HLA Texas Member Webinar, December 2026"
    )
    context.close()


def test_by_keyboard_alone_from_the_list_to_an_event(page: Page) -> None:
    page.goto("/events")

    page.keyboard.press("/")
    page.keyboard.type("mackinac")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/events?q=mackinac")
    expect(_event(page, "2027 MHA Annual Membership Meeting")).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent").startswith("2027 MHA"):
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("2027 MHA Annual Membership Meeting")


def test_the_first_stop_of_the_keyboard_skips_to_the_content(page: Page) -> None:
    page.goto("/events")

    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to content")).to_be_focused()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_the_list_of_keys_opens_and_closes(page: Page) -> None:
    page.goto("/events")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_the_address_of_the_feed_is_copied(browser: Browser, service: str) -> None:
    context = browser.new_context(
        base_url=service, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto("/events?kind=webinar")
    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_role("status")).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == f"{service}/events.ics?kind=webinar"
    context.close()


@pytest.mark.parametrize(
    ("zone", "shown"),
    [("America/Los_Angeles", "10:00"), ("America/Chicago", ""), ("America/Mexico_City", "11:00")],
)
def test_a_time_is_told_in_the_visitors_zone_where_it_differs(
    browser: Browser, service: str, zone: str, shown: str
) -> None:
    context = browser.new_context(base_url=service, timezone_id=zone, locale="en-US")
    page = context.new_page()
    page.goto("/events/houston-methodist-session-2025-06")  # 12:00–1:00 pm Central, in June

    yours = page.locator("[data-yours]").first
    if shown:
        expect(yours).to_contain_text(shown)
        expect(yours).to_contain_text("your time")
    else:
        expect(yours).to_be_hidden()
    context.close()


def test_no_page_asks_for_anything_elsewhere(page: Page, service: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/events", "/events/ache-congress-2026", "/associations"):
        page.goto(path, wait_until="networkidle")

    assert [url for url in asked if not url.startswith((service, "data:"))] == []
    assert page.context.cookies() == []


def _event(page: Page, title: str) -> Locator:
    """The link to an event, wherever it is listed."""
    return page.get_by_role("link", name=title, exact=True)


def _origin(page: Page) -> str:
    return str(page.evaluate("location.origin"))
