"""What waits is its owner's: signing out asks, nobody else sends it; and how the pages look."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, expect

from gates.browser.bars import keep_the_bars
from gates.browser.linking import Link
from gates.browser.pocketing import (
    KEPT_PAGES,
    PASSWORD,
    PATIENCE,
    PHONE,
    QUEUED,
    meet,
    people,
    sign_in,
    sign_up,
    wait_for,
)


def test_signing_out_asks_while_somebody_waits_and_leaves_nothing(
    device: BrowserContext, link: Link, data: Path, tmp_path: Path
) -> None:
    page = device.new_page()
    email = sign_up(page)
    link.refuses_people = True
    meet(page, "Sample =Person")
    page.goto("/events")  # a page that is the same for everybody
    expect(page.get_by_role("link", name="1 waiting to send")).to_be_visible()
    page.goto("/settings")
    wait_for(page, 1)
    page.get_by_role("button", name="Sign out here").click()
    asked = page.get_by_role("dialog")
    expect(asked).to_contain_text("Signing out removes them from here.")
    with page.expect_download() as caught:
        asked.get_by_role("button", name="Export as a table").click()
    caught.value.save_as(tmp_path / "waiting.csv")
    assert '"Sample =Person"' in (tmp_path / "waiting.csv").read_text()
    asked.get_by_role("button", name="Stay").click()
    expect(page).to_have_url(f"{link.base}/settings")

    page.get_by_role("button", name="Sign out here").click()
    asked.get_by_role("button", name="Sign out anyway").click()

    expect(page).to_have_url(f"{link.base}/sign-in")
    assert page.evaluate(QUEUED) == []
    assert page.evaluate(KEPT_PAGES) == []
    assert people(data, email) == []


def test_what_one_owner_saved_is_sent_in_no_session_of_another(
    device: BrowserContext, link: Link, data: Path
) -> None:
    page = device.new_page()
    first = sign_up(page)
    link.refuses_people = True
    meet(page, "Sample Person")
    open_still = device.new_page()
    open_still.goto("/capture")
    device.clear_cookies()
    second = sign_up(page)
    link.refuses_people = False

    open_still.evaluate("dispatchEvent(new Event('online'))")
    expect(open_still.get_by_role("link", name="Sign in to send")).to_be_visible(timeout=PATIENCE)
    page.goto("/settings")
    expect(page.locator("#waiting")).to_be_hidden()
    link.is_up = False
    page.goto("/capture")
    assert len(page.evaluate(KEPT_PAGES)) == 1
    owner = "document.querySelector('meta[name=owner]').content"
    assert page.evaluate(owner) != open_still.evaluate(owner)
    meet(page, "Sample Other")
    wait_for(page, 1)
    link.is_up = True
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("#waiting")).to_be_hidden(timeout=PATIENCE)
    assert people(data, second) == [("Sample Other", "")]
    assert people(data, first) == []

    device.clear_cookies()
    page.goto("/sign-in?next=/capture")
    with page.expect_response("**/contacts"):
        sign_in(page, first)
    expect(page.locator("#waiting")).to_be_hidden(timeout=PATIENCE)
    assert people(data, first) == [("Sample Person", "")]


def test_without_javascript_a_person_is_kept_by_a_plain_form(
    browser: Browser, home: str, data: Path
) -> None:
    context = browser.new_context(base_url=home, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-up?next=/capture")
    page.get_by_label("Your name").fill("Sample Member")
    page.get_by_label("Email").fill("plain@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    page.get_by_label("Name", exact=True).fill("Sample Person")
    page.get_by_label("I owe them…").fill("the staffing model")
    page.get_by_label("On a date").check()
    page.get_by_label("Follow up on").fill("2030-03-04")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Sample Person is saved. Next one?")).to_be_visible()
    expect(page).to_have_url(f"{home}/capture")
    assert people(data, "plain@example.org") == [("Sample Person", "")]
    page.goto("/card")
    page.get_by_label("My 30 seconds").fill("I run front desks.")
    page.get_by_role("button", name="Save and turn the link on").click()
    page.get_by_role("link", name="See it as others do").click()
    expect(page.get_by_role("heading", name="Sample Member")).to_be_visible()
    context.close()


def test_capture_and_card_keep_the_bars(browser: Browser, link: Link, node_modules: Path) -> None:
    context = browser.new_context(
        base_url=link.base, bypass_csp=True, reduced_motion="reduce", viewport=PHONE
    )
    page = context.new_page()
    sign_up(page)
    page.goto("/card")
    page.get_by_label("My 30 seconds").fill("I run front desks, and look for a mentor.")
    page.get_by_label("Phone").fill("614 555-0101")
    page.get_by_role("button", name="Save and turn the link on").click()
    card = page.get_by_role("link", name="See it as others do").get_attribute("href") or ""
    link.refuses_people = True
    page.goto("/capture")
    page.get_by_text("Role, tags, a photo").click()
    page.get_by_label("On a date").check()
    meet(page, "Sample Person with a name that goes on and on, as some do, at the front desk")
    wait_for(page, 1)
    for size in (PHONE, {"width": 320, "height": 600}, {"width": 1280, "height": 860}):
        page.set_viewport_size(size)
        for place in ("/capture", "/card", card):
            page.goto(place)
            if place != card:
                wait_for(page, 1)
            keep_the_bars(page, node_modules)
    context.close()
