"""From finding a fellowship to an offer: on a phone, with a script and without one."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gates.browser.bars import focus_under_the_bar, keep_the_bars, keep_the_markup, tab_to
from tests.accounts.casting import PASSWORD

PHONE = {"width": 390, "height": 844}
_number = count(1)


def join(context: BrowserContext) -> Page:
    """Sign up on the way to the list of opportunities."""
    page = context.new_page()
    page.goto("/sign-up?next=/internships")
    page.get_by_label("Your name").fill("Sample Student")
    page.get_by_label("Email").fill(f"student-{next(_number)}-{id(page)}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Your time zone").select_option("Pacific/Honolulu")
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", name="Internships and fellowships")).to_be_visible()
    page.wait_for_load_state()
    return page


def begin(page: Page) -> None:
    """Find a fellowship of a practice, begin, and give it a day, for none is published."""
    page.get_by_label("Search opportunities").fill("mayo clinic")
    page.get_by_text("More filters").click()
    page.get_by_label("Kind").select_option("Fellowship")
    page.get_by_role("button", name="Show", exact=True).click()
    page.get_by_role("link", name="Administrative Fellowship Program").first.click()
    page.get_by_role("button", name="Start an application").click()
    expect(page.get_by_text("It is among your applications now.")).to_be_visible()
    page.get_by_label("Due on", exact=True).fill("2027-09-24")
    page.get_by_label("By", exact=True).fill("17:00")
    page.get_by_label("On the clock of").select_option("America/New_York")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Fri, Sep 24, 2027, 11:00 am for you")).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False])
def test_from_a_fellowship_to_its_offer(browser: Browser, home: str, scripted: bool) -> None:
    context = browser.new_context(
        base_url=home,
        viewport=PHONE,
        java_script_enabled=scripted,
    )
    page = join(context)
    begin(page)
    page.get_by_role("button", name="Plan back from the deadline").click()
    expect(page.get_by_text("5 steps are planned.")).to_be_visible()
    expect(page.get_by_text("Thu, Jun 24, 2027")).to_be_visible()
    for name in ("Sample Professor", "Sample Manager"):
        page.get_by_label("Or a name").fill(name)
        page.get_by_role("button", name="Add a recommender").click()
        page.get_by_role("button", name=re.compile(f"Asked.*{name}")).click()
        expect(page.get_by_text("Asked: noted.")).to_be_visible()
    page.get_by_role("button", name=re.compile("Done.*Ask recommenders")).click()
    here = page.url
    page.goto("/applications")
    expect(page.get_by_text("Next: Finish résumé and statement")).to_be_visible()
    page.goto(here)
    for stage in ("Preparing", "Submitted", "Interview", "Offer", "Held"):
        page.get_by_role("button", name=stage, exact=True).click()
        expect(page.get_by_text(f"{stage} since today.")).to_be_visible()
    expect(page.get_by_text("Not asked for any more", exact=True)).to_have_count(4)
    page.goto("/applications")
    expect(page.get_by_text("Next:")).to_have_count(0)  # it is sent
    context.close()


def test_what_is_listed_stands_on_the_first_screen_of_a_phone(browser: Browser, home: str) -> None:
    context = browser.new_context(base_url=home, viewport=PHONE)
    page = context.new_page()
    for path in ("/internships", "/internships?kind=fellowship"):
        page.goto(path)
        first = page.locator(".mentors > li").first.bounding_box()
        bar = page.locator(".tabbar").bounding_box()
        assert first
        assert bar
        assert first["y"] + first["height"] <= bar["y"], path
    context.close()


def test_a_second_offer_is_not_held(browser: Browser, home: str) -> None:
    context = browser.new_context(base_url=home, viewport=PHONE)
    page = join(context)
    for title in ("Sample first", "Sample second"):
        page.goto("/applications")
        page.get_by_label("What you apply for").fill(title)
        page.get_by_role("button", name="Add it").click()
        page.get_by_text("Another stage").click()
        page.get_by_label("Stage", exact=True).select_option("Held")
        page.get_by_role("button", name="Set it").click()
        page.wait_for_load_state()
    expect(page.get_by_text("You hold the offer of “Sample first”.")).to_be_visible()
    context.close()


def test_the_pages_keep_the_bars(browser: Browser, home: str, node_modules: Path) -> None:
    context = browser.new_context(base_url=home, bypass_csp=True, reduced_motion="reduce")
    page = join(context)
    begin(page)
    page.get_by_role("button", name="Plan back from the deadline").click()
    expect(page.get_by_text("5 steps are planned.")).to_be_visible()
    here = page.url
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 860})
        for path in (here, "/applications", "/applications?view=board", "/internships/fits"):
            page.goto(path)
            keep_the_bars(page, node_modules)
    context.close()


def test_by_keyboard_alone_and_nothing_covers_the_focus(browser: Browser, home: str) -> None:
    context = browser.new_context(base_url=home, viewport=PHONE)
    page = join(context)
    page.goto("/applications")
    tab_to(page, "#title")
    page.keyboard.type("Sample practicum")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sample practicum")).to_be_visible()
    tab_to(page, "#takes-name")
    page.keyboard.type("Resume")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Added.")).to_be_visible()
    page.reload()
    assert focus_under_the_bar(page) == []
    context.close()


def to_the_board(page: Page) -> None:
    """Begin one application, and open the board."""
    page.goto("/applications")
    page.get_by_label("What you apply for").fill("Sample practicum")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Sample practicum")).to_be_visible()
    page.goto("/applications?view=board")


@pytest.mark.parametrize("scripted", [True, False])
def test_on_the_board_a_button_does_what_dragging_does(
    browser: Browser, home: str, scripted: bool
) -> None:
    context = browser.new_context(base_url=home, viewport=PHONE, java_script_enabled=scripted)
    page = join(context)
    page.goto("/applications")
    page.get_by_text("Stages of your own").click()
    page.get_by_label("Its name").fill("Phone screen")
    page.get_by_label("After").select_option("Verified")
    page.get_by_role("button", name="Add the stage").click()
    to_the_board(page)
    page.get_by_label("Move Sample practicum to").select_option("Phone screen")
    page.get_by_role("button", name="Move Sample practicum").click()
    expect(page.get_by_text("Sample practicum: Phone screen since today.")).to_be_visible()
    here = page.get_by_role("region", name=re.compile("Phone screen"))
    here.get_by_role("link", name="Sample practicum").click()
    page.get_by_role("button", name="Take that back").click()
    expect(page.get_by_text("It stands where it stood before.")).to_be_visible()
    expect(page.get_by_role("button", name="Take that back")).to_have_count(0)
    context.close()


def test_a_card_is_dragged_with_a_mouse_and_let_go_by_escape(browser: Browser, home: str) -> None:
    context = browser.new_context(base_url=home, viewport={"width": 1280, "height": 860})
    page = join(context)
    to_the_board(page)
    card = page.locator("[data-drag]")
    column = page.locator("[data-place=asked]")
    for ends in ("Escape", "drop"):
        start, goal = card.bounding_box(), column.bounding_box()
        assert start
        assert goal
        page.mouse.move(start["x"] + 20, start["y"] + 10)
        page.mouse.down()
        page.mouse.move(goal["x"] + 20, goal["y"] + 60, steps=8)
        if ends == "Escape":
            page.keyboard.press("Escape")
        page.mouse.up()
        if ends == "Escape":
            expect(page.locator("[data-place=researching] [data-drag]")).to_have_count(1)
    expect(page.get_by_text("Sample practicum: Asked since today.")).to_be_visible()
    expect(column.locator("[data-drag]")).to_have_count(1)
    context.close()


def test_a_card_is_dragged_with_a_finger_by_its_handle(browser: Browser, home: str) -> None:
    context = browser.new_context(base_url=home, viewport=PHONE, has_touch=True, is_mobile=True)
    page = join(context)
    to_the_board(page)
    touch = context.new_cdp_session(page)
    handle = page.locator(".handle").bounding_box()
    assert handle
    at = {"x": handle["x"] + handle["width"] / 2, "y": handle["y"] + handle["height"] / 2}

    def put(kind: str, *points: dict[str, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    put("touchStart", at)
    put("touchMove", at | {"y": at["y"] + 30})
    column = page.locator("[data-place=preparing]")
    expect(column).to_be_visible()  # as long as something is dragged
    goal = column.bounding_box()
    assert goal
    put("touchMove", at | {"y": goal["y"] + 10})
    expect(column).to_have_attribute("data-over", "")
    put("touchEnd")
    expect(page.get_by_text("Sample practicum: Preparing since today.")).to_be_visible()
    context.close()


def test_the_markup_of_list_and_board_is_valid(
    browser: Browser, home: str, node_modules: Path, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=home)
    page = join(context)
    to_the_board(page)
    page.get_by_label("Move Sample practicum to").select_option("Interview")
    page.get_by_role("button", name="Move Sample practicum").click()
    page.get_by_role("link", name="Sample practicum").click()
    expect(page.get_by_role("heading", name="Sample practicum")).to_be_visible()
    files = []
    for number, path in enumerate((page.url, "/applications", "/applications?view=board")):
        files.append(tmp_path / f"{number}.html")
        files[-1].write_text(context.request.get(path).text(), encoding="utf-8")
    context.close()
    keep_the_markup(files, node_modules)
