"""From signing up to hours behind a private link: by keyboard, by phone, and with no script."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gates.browser.bars import focus_under_the_bar, keep_the_bars, overflow, tab_to
from tests.accounts.casting import PASSWORD

PHONE = {"width": 390, "height": 844}
HOURS = "/mentoring/hours"
HIGHER_THAN_THE_BAR = """() => {
  scrollTo(0, document.documentElement.scrollHeight);
  const end = document.querySelector('main').getBoundingClientRect();
  return end.bottom <= document.querySelector('.tabbar').getBoundingClientRect().top;
}"""
_number = count(1)


def join(context: BrowserContext, name: str = "Sample Mentor") -> Page:
    """Sign up on the way to a profile, with all that its page loads."""
    page = context.new_page()
    page.goto("/sign-up?next=/mentoring")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email").fill(f"hours-{next(_number)}-{id(page)}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Your time zone").select_option("America/New_York")
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", name="Mentoring", level=1)).to_be_visible()
    page.wait_for_load_state()
    return page


def begin(page: Page) -> str:
    """Give the three answers of a profile; return the private link."""
    page.get_by_role("checkbox", name="Operations and patient flow").check()
    page.get_by_role("button", name="Save and get my private link").click()
    return str(page.get_by_label("The link", exact=True).input_value())


def open_mornings(page: Page) -> None:
    """Every day from nine to noon, so that one of a week ahead is always open."""
    weekly = page.get_by_role("form", name="Add hours of every week")
    for weekday in weekly.get_by_role("checkbox").all():
        weekday.check()
    weekly.get_by_label("From").first.fill("09:00")
    weekly.get_by_label("Until").first.fill("12:00")
    weekly.get_by_role("button", name="Add these hours").click()
    expect(page.get_by_text("These hours stand every week from now on.")).to_be_visible()


def test_whoever_has_the_private_link_sees_the_hours_of_somebody_who_just_signed_up(
    browser: Browser, service: str
) -> None:
    """Without a script, on a phone: hours are changed in their place, and a day is closed."""
    more = {"base_url": service, "viewport": PHONE}
    context = browser.new_context(**more, java_script_enabled=False)
    page = join(context)
    link = begin(page)
    page.get_by_role("link", name="say when you are free").click()
    open_mornings(page)
    page.get_by_role("link", name="Monday 9:00 am to 12:00 pm").click()
    page.get_by_label("From").first.fill("10:00")
    page.get_by_role("button", name="Save these hours").click()
    expect(page.get_by_role("link", name="Monday 10:00 am to 12:00 pm")).to_be_visible()
    expect(page.get_by_role("link", name="Tuesday 9:00 am to 12:00 pm")).to_be_visible()
    closing = page.get_by_role("form", name="Close some days")
    closing.get_by_label("First day closed").fill("2027-07-01")
    closing.get_by_role("button", name="Close").click()
    expect(page.get_by_text("Thu, Jul 1, 2027").first).to_be_visible()

    anybody = browser.new_context(**more, java_script_enabled=False).new_page()
    anybody.goto(link)
    expect(anybody.get_by_role("heading", name="Sample Mentor")).to_be_visible()
    expect(anybody.locator(".book-hours label").first).to_be_visible()
    anybody.goto(link.partition("?")[0])
    expect(anybody.get_by_text("There is no mentor at this address.")).to_be_visible()
    anybody.context.close()
    context.close()


def test_hours_are_published_by_keyboard_alone(browser: Browser, service: str) -> None:
    context = browser.new_context(base_url=service, viewport={"width": 1280, "height": 860})
    page = join(context)
    tab_to(page, 'input[name="topics"][value="operations"]')
    page.keyboard.press("Space")
    tab_to(page, 'button[value="save"]')
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your private link is ready")).to_be_visible()
    tab_to(page, f'main a[href="{HOURS}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(HOURS))
    page.wait_for_load_state()
    for weekday in ("1", "3"):
        tab_to(page, f'input[name="weekday"][value="{weekday}"]')
        page.keyboard.press("Space")
    tab_to(page, "#starts")
    page.keyboard.type("0900AM")
    tab_to(page, "#ends")
    page.keyboard.type("0500PM")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Tuesday 9:00 am to 5:00 pm")).to_be_visible()
    expect(page.get_by_role("link", name="Thursday 9:00 am to 5:00 pm")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_pages_of_a_mentor_keep_the_bars(
    browser: Browser, service: str, node_modules: Path, width: int
) -> None:
    context = browser.new_context(
        base_url=service,
        viewport={"width": width, "height": 860},
        bypass_csp=True,
        reduced_motion="reduce",
    )
    page = join(context)
    keep_the_bars(page, node_modules)
    begin(page)
    keep_the_bars(page, node_modules)
    page.goto(HOURS)
    keep_the_bars(page, node_modules)
    page.get_by_role("button", name="Add these hours").click()
    expect(page.get_by_text("Choose at least one day of the week.")).to_be_visible()
    keep_the_bars(page, node_modules)
    open_mornings(page)
    keep_the_bars(page, node_modules)
    places = [page.get_by_role("link", name="Monday 9:00 am to 12:00 pm").get_attribute("href")]
    places += [page.get_by_role("link", name="Conversation").get_attribute("href")]
    for each in (*places, f"{HOURS}/types", "/mentoring"):
        page.goto(str(each))
        keep_the_bars(page, node_modules)
    context.close()


def test_nothing_fixed_covers_a_mentors_pages(browser: Browser, service: str) -> None:
    """Neither what has the focus nor the last line; nor does a page scroll sideways enlarged."""
    context = browser.new_context(base_url=service, viewport={"width": 390, "height": 640})
    page = join(context)
    begin(page)
    page.goto(HOURS)
    open_mornings(page)
    for each in ("/mentoring", HOURS):
        page.goto(each)
        assert focus_under_the_bar(page) == []
        assert page.evaluate(HIGHER_THAN_THE_BAR), each
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert overflow(page) <= 0, each
    context.close()
