"""What a visitor does: filter, subscribe, read, by mouse, by keyboard, and without a script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect


def test_a_filter_swaps_the_results_and_leaves_the_page_standing(page: Page) -> None:
    page.goto("/events")
    page.evaluate("window.still = 'here'")

    _chip(page, "Webinar").click()

    expect(page).to_have_url("/events?kind=webinar")
    expect(_event(page, "HLA Texas Member Webinar, December 2026")).to_be_visible()
    expect(_event(page, "2027 Congress on Healthcare Leadership")).to_have_count(0)
    expect(page.locator("#feed")).to_have_value(f"{_origin(page)}/events.ics?kind=webinar")
    assert page.evaluate("window.still") == "here"


def test_filters_add_up_and_can_be_taken_out_again(page: Page) -> None:
    page.goto("/events")
    for chip in ("Webinar", "Competition", "Online"):
        _chip(page, chip).click()
        expect(_chip(page, chip)).to_have_attribute("aria-current", "true")
    expect(page).to_have_url("/events?kind=webinar&kind=competition&modality=online")
    expect(page.locator("a.chip[aria-current]")).to_have_count(3)

    _chip(page, "Webinar").click()
    expect(page).to_have_url("/events?kind=competition&modality=online")
    page.get_by_label("Search events").fill("penn state")
    expect(page).to_have_url("/events?q=penn+state&modality=online&kind=competition")

    expect(_event(page, "2027 Penn State Health Administration Case Competition")).to_be_visible()
    expect(page.locator(".event")).to_have_count(1)


def test_going_back_brings_the_former_list(page: Page) -> None:
    page.goto("/events")
    _chip(page, "Webinar").click()
    expect(page).to_have_url("/events?kind=webinar")

    page.go_back()

    expect(page).to_have_url("/events")
    expect(_event(page, "2027 Congress on Healthcare Leadership")).to_be_visible()


def test_counts_beside_choices_follow_the_words_that_are_typed(page: Page) -> None:
    page.goto("/events")
    page.get_by_label("Search events").press_sequentially("fellowshp")

    found = page.locator("#results").get_by_text("Shown is what was found for “fellowship”")
    expect(found).to_be_visible()
    expect(_chip(page, "Information session")).to_have_text("Information session 1")
    expect(_chip(page, "Webinar")).to_have_text("Webinar 0")
    expect(page.get_by_label("Search events")).to_be_focused()


def test_where_nothing_is_found_one_filter_less_finds_something(page: Page) -> None:
    page.goto("/events?kind=competition&state=NY")

    page.get_by_role("link", name="show them").click()

    expect(page).to_have_url(re.compile(r"/events\?(kind=competition|state=NY)$"))
    assert page.locator(".event").count() > 0


def test_months_turn_and_keep_the_filters(page: Page) -> None:
    page.goto("/events?view=month&month=2026-03")
    expect(page.locator(".bar a").filter(has_text="2026 Congress on Healthcare")).to_be_visible()
    _chip(page, "Conference").click()
    expect(page).to_have_url("/events?kind=conference&view=month&month=2026-03")

    page.get_by_role("link", name="Next month, April 2026").click()
    expect(page.get_by_role("heading", level=2, name="April 2026")).to_be_visible()
    page.get_by_role("link", name="List").click()

    expect(page).to_have_url("/events?kind=conference")


def test_a_phone_shows_dots_and_the_days_below(browser: Browser, service: str) -> None:
    context = browser.new_context(base_url=service, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto("/events?view=month&month=2026-03")
    expect(page.locator(".bar").first).to_be_hidden()

    page.get_by_role("link", name=re.compile("^Mon, Mar 2, 2026, ")).click()

    expect(page.locator("#d2026-03-02")).to_be_in_viewport()
    context.close()


def test_without_a_script_the_same_form_gives_the_same_list(browser: Browser, service: str) -> None:
    context = browser.new_context(base_url=service, java_script_enabled=False)
    page = context.new_page()
    page.goto("/events")
    _chip(page, "Webinar").click()

    expect(page).to_have_url(re.compile("kind=webinar"))
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

    expect(page.locator("#main")).to_be_focused()


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
    page.get_by_role("button", name="Copy", exact=True).click()

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


def _chip(page: Page, label: str) -> Locator:
    """The link that sets a filter; behind its label stands how many events it leaves."""
    return page.get_by_role("link", name=re.compile(rf"^{label} \d+$"))


def _event(page: Page, title: str) -> Locator:
    """The link to an event, wherever it is listed."""
    return page.get_by_role("link", name=title, exact=True)


def _origin(page: Page) -> str:
    return str(page.evaluate("location.origin"))
