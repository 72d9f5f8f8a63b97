"""From hours that a mentor publishes to a session that moved: by phone, keyboard, scriptless."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from gates.browser.bars import focus_under_the_bar, keep_the_bars, keep_the_markup, overflow, tab_to
from gates.browser.entering import enter
from gates.browser.mentoring import MENTEE, MENTOR, NAME
from gates.services import filled, run_on, serving_copy

FILLER = "gates.browser.mentoring"
PHONE = {"width": 390, "height": 844}
TOPIC = "A first job or a fellowship"


@pytest.fixture(scope="module")
def mentored(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a service with a mentor who has no hours yet, and somebody who looks for one."""
    return filled(stocked, tmp_path_factory.mktemp("mentored"), FILLER, "fill")


@pytest.fixture
def home(mentored: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a service where nobody has booked anything."""
    with serving_copy(mentored, tmp_path, "--no-jobs") as base:
        yield base


def person(browser: Browser, home: str, email: str, place: str, **more: Any) -> Page:
    told: dict[str, Any] = {"base_url": home, "viewport": PHONE, "reduced_motion": "reduce", **more}
    return enter(browser.new_context(**told), place, email)


def publish_hours(browser: Browser, home: str, **more: Any) -> None:
    """Weekdays from nine to five."""
    page = person(browser, home, MENTOR, "/mentoring/hours", **more)
    weekly = page.get_by_role("form", name="Add hours of every week")
    for weekday in weekly.get_by_role("checkbox").all()[:5]:
        weekday.check()
    weekly.get_by_label("From").first.fill("09:00")
    weekly.get_by_label("Until").first.fill("17:00")
    weekly.get_by_role("button", name="Add these hours").click()
    page.wait_for_load_state()
    page.context.close()


def book(page: Page) -> str:
    """From the directory to a session that is asked for; return the address of its page."""
    page.goto("/mentors")
    page.get_by_role("link", name=NAME).click()
    page.locator(".book-hours label").first.click()
    page.get_by_label("What it is about").fill(TOPIC)
    page.get_by_role("button", name="Request this time").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    expect(page.get_by_text("Waits for an answer").first).to_be_visible()
    return str(page.url)


@pytest.mark.parametrize("script", [True, False])
def test_hours_are_published_found_booked_approved_from_the_mail_moved_and_canceled(
    browser: Browser, home: str, tmp_path: Path, script: bool
) -> None:
    publish_hours(browser, home, java_script_enabled=script)
    page = person(browser, home, MENTEE, "/sessions", java_script_enabled=script)
    place = book(page)

    letter = json.loads(run_on(tmp_path / "data", FILLER, "links", MENTOR))
    assert set(letter) == {"Approve", "Other times", "Not a fit"}
    nobody = browser.new_context(viewport=PHONE, java_script_enabled=script).new_page()
    nobody.goto(letter["Approve"])
    expect(nobody.get_by_text(TOPIC).or_(nobody.get_by_text("Amara Reyes")).first).to_be_visible()
    nobody.locator("main").get_by_role("button").first.click()
    expect(nobody.locator(".notice.good")).to_be_visible()
    nobody.reload()
    nobody.context.close()

    page.goto(place)
    expect(page.get_by_text("Confirmed").first).to_be_visible()
    was = page.locator("h1 + p time").get_attribute("datetime")
    page.get_by_role("link", name="Move it").click()
    page.locator(".book-hours label").last.click()
    page.get_by_role("button", name="Move it to this time").click()
    expect(page).to_have_url(place)
    assert page.locator("h1 + p time").get_attribute("datetime") != was

    page.get_by_text("Cancel it", exact=True).click()
    page.get_by_label(re.compile("Why")).last.fill("A shift came up")
    page.get_by_role("button", name="Cancel the session").click()
    expect(page.get_by_text("You canceled it")).to_be_visible()
    page.context.close()


def test_other_times_are_proposed_from_the_mail_and_one_is_taken(
    browser: Browser, home: str, tmp_path: Path
) -> None:
    publish_hours(browser, home)
    page = person(browser, home, MENTEE, "/sessions")
    place = book(page)
    letter = json.loads(run_on(tmp_path / "data", FILLER, "links", MENTOR))
    nobody = browser.new_context(viewport=PHONE).new_page()
    nobody.goto(letter["Other times"])
    nobody.get_by_label("First time").select_option(index=3)
    nobody.locator("main").get_by_role("button").first.click()
    expect(nobody.locator(".notice.good")).to_be_visible()
    nobody.context.close()
    page.goto(place)
    page.locator(".book-hours label").first.click()
    page.get_by_role("button", name="Take this time").click()
    expect(page.get_by_text("Confirmed").first).to_be_visible()
    page.context.close()


def test_a_week_and_a_zone_are_changed_in_place(browser: Browser, home: str) -> None:
    publish_hours(browser, home)
    page = person(browser, home, MENTEE, "/sessions")
    page.goto("/mentors")
    page.get_by_role("link", name=NAME).click()
    page.wait_for_url(re.compile("/mentors/m-"))
    page.evaluate("document.body.dataset.stayed = 'yes'")
    page.get_by_role("link", name="Later week").click()
    expect(page.get_by_role("link", name="Earlier week")).to_be_visible()
    expect(page.get_by_role("heading", name="Can help with")).to_be_visible()
    page.get_by_text("Change the time zone").click()
    page.get_by_label("Time zone").select_option("Pacific/Honolulu")
    page.get_by_role("button", name="Show these times").click()
    expect(page.get_by_text("Your time: Hawaii time (HST).")).to_be_visible()
    page.get_by_role("link", name="Earlier week").click()
    expect(page.get_by_role("link", name="Later week")).to_be_visible()
    page.get_by_text("Change the time zone").click()
    expect(page.get_by_label("Time zone")).to_have_value("Pacific/Honolulu")
    expect(page.locator("body")).to_have_attribute("data-stayed", "yes")
    page.context.close()


def test_it_is_booked_by_keyboard_alone(browser: Browser, home: str) -> None:
    publish_hours(browser, home)
    page = person(browser, home, MENTEE, "/sessions")
    page.goto("/mentors")
    tab_to(page, 'a[href^="/mentors/m-"]')
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mentors/m-"))
    tab_to(page, ".book-week a:not([aria-current])")
    day = page.evaluate("document.activeElement.textContent.trim()")
    page.keyboard.press("Enter")
    expect(page.locator(".book-week a[aria-current]")).to_have_text(day)
    tab_to(page, ".book-hours input")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#topic")
    page.keyboard.type(TOPIC)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/sessions/"))
    expect(page.get_by_text("Waits for an answer").first).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_pages_keep_the_bars(
    browser: Browser, home: str, node_modules: Path, tmp_path: Path, width: int
) -> None:
    publish_hours(browser, home)
    more = {"viewport": {"width": width, "height": 860}, "bypass_csp": True}
    page = person(browser, home, MENTEE, "/sessions", **more)
    place = book(page)
    page.goto("/mentors")
    page.get_by_role("link", name=NAME).click()
    page.wait_for_url(re.compile("/mentors/m-"))
    slug = page.url.rpartition("/")[2].partition("?")[0]
    places = [place, f"{place}/move", f"{place}/propose", "/sessions", f"/mentors/{slug}"]
    places += [f"/mentors/{slug}/slots", f"/mentors/{slug}/slots?from=2026-01-01"]
    places += json.loads(run_on(tmp_path / "data", FILLER, "links", MENTOR)).values()
    files = []
    for number, each in enumerate(places):
        answer = page.goto(each)
        assert answer
        files.append(tmp_path / f"{number}.html")
        files[-1].write_bytes(answer.body())
        keep_the_bars(page, node_modules)
    page.context.close()
    keep_the_markup(files, node_modules)


def test_nothing_fixed_covers_what_has_the_focus_or_scrolls_sideways_when_enlarged(
    browser: Browser, home: str
) -> None:
    publish_hours(browser, home)
    page = person(browser, home, MENTEE, "/sessions", viewport={"width": 390, "height": 640})
    place = book(page)
    page.goto("/mentors")
    page.get_by_role("link", name=NAME).click()
    page.wait_for_url(re.compile("/mentors/m-"))
    for each in (page.url, place):
        page.goto(each)
        assert focus_under_the_bar(page) == []
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert overflow(page) <= 0, each
    page.context.close()
