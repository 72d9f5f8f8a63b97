"""A week and a month of one's own: on every width, by keyboard, without a script, and on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from gates.browser.bars import keep_the_bars, keep_the_markup
from gates.browser.dating import EMAIL, ZONE, full_week
from gates.browser.entering import enter
from gates.services import SERVE, filled, serving
from netmentor import clock

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 860}


@pytest.fixture(scope="module")
def planned(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service with somebody whose week is full."""
    folder = tmp_path_factory.mktemp("planned")
    filled(stocked, folder, "gates.browser.dating")
    with serving(SERVE, folder) as base:
        yield base


@pytest.fixture
def path() -> str:
    return f"/my/calendar?day={full_week(clock.now().astimezone(ZoneInfo(ZONE)).date())}"


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_week_and_month_keep_the_bars(
    browser: Browser, planned: str, path: str, node_modules: Path, width: int
) -> None:
    context = browser.new_context(
        base_url=planned, viewport={"width": width, "height": 860}, bypass_csp=True
    )
    page = enter(context, f"{path}&view=week", EMAIL)
    keep_the_bars(page, node_modules)
    for more in ("&view=month", "&view=month&kind=going", "&view=week&kind=series"):
        page.goto(f"{path}{more}")
        keep_the_bars(page, node_modules)
    page.goto("/my/calendar?day=2031-01-01")
    keep_the_bars(page, node_modules)
    context.close()


@pytest.mark.parametrize("paper", ["Letter", "A4"])
@pytest.mark.parametrize("view", ["week", "month"])
def test_a_week_and_a_month_print_on_one_page_in_black_on_white(
    browser: Browser, planned: str, path: str, view: str, paper: str
) -> None:
    context = browser.new_context(base_url=planned, viewport=DESKTOP, color_scheme="dark")
    page = enter(context, f"{path}&view={view}", EMAIL)

    assert pages_of(page.pdf(format=paper, prefer_css_page_size=True)) == 1
    assert pages_of(page.pdf(format=paper)) == 1
    page.emulate_media(media="print", color_scheme="dark")
    for away in (".rail", ".chips", ".turn", ".views", ".calendar-ways", "#clashes", ".do-it"):
        expect(page.locator(away).first).to_be_hidden()
    expect(page.get_by_role("heading", level=2)).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    colors = (
        "[...document.querySelectorAll('.mine > a, .bar > a')].map(a => getComputedStyle(a).color)"
    )
    assert set(page.evaluate(colors)) == {"rgb(0, 0, 0)"}
    context.close()


@pytest.mark.parametrize("place", ["{path}&view=month", "/events?view=month"])
def test_a_narrow_sheet_of_paper_has_the_weeks_and_not_the_dots_of_a_phone(
    browser: Browser, planned: str, path: str, place: str
) -> None:
    context = browser.new_context(base_url=planned, viewport=PHONE)
    page = enter(context, f"{path}&view=month", EMAIL)
    page.goto(place.format(path=path))
    expect(page.locator(".date .on-narrow").first).to_be_visible()

    page.emulate_media(media="print")

    expect(page.locator(".date .on-narrow").first).to_be_hidden()
    expect(page.locator(".agenda")).to_be_hidden()
    context.close()


def test_nothing_in_the_week_covers_anything_else(
    browser: Browser, planned: str, path: str
) -> None:
    context = browser.new_context(base_url=planned, viewport=DESKTOP)
    page = enter(context, f"{path}&view=week", EMAIL)

    boxes = page.evaluate(
        """[...document.querySelectorAll('.my-week .mine')]
        .filter(one => getComputedStyle(one).visibility === 'visible')
        .map(one => { const {x, y, width, height} = one.getBoundingClientRect();
            return [x, y, x + width, y + height]; })"""
    )
    assert len(boxes) >= 20
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            over = one[0] < other[2] - 1 and other[0] < one[2] - 1
            assert not (over and one[1] < other[3] - 1 and other[1] < one[3] - 1), (one, other)
    context.close()


def test_what_has_an_hour_stands_at_it_on_the_ruler(
    browser: Browser, planned: str, path: str
) -> None:
    context = browser.new_context(base_url=planned, viewport=DESKTOP)
    page = enter(context, f"{path}&view=week", EMAIL)

    top = "one => one.getBoundingClientRect().top"
    nine, ten = (
        page.locator(".ruler li").filter(has_text=re.compile(f"^{hour}a$")).evaluate(top)
        for hour in (9, 10)
    )
    breakfast = page.locator(".piece").filter(has_text="Breakfast with chapter board")
    assert abs(breakfast.evaluate(top) - (nine + ten) / 2) <= 2
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_a_phone_turns_the_weeks_and_does_what_is_to_be_done(
    browser: Browser, planned: str, path: str, script: bool
) -> None:
    context = browser.new_context(base_url=planned, viewport=PHONE, java_script_enabled=script)
    page = enter(context, f"{path}&view=week", EMAIL)
    here = page.get_by_role("heading", level=2).inner_text()
    page.get_by_role("link", name="Next week").click()
    expect(page.get_by_role("heading", level=2)).not_to_have_text(here)
    page.get_by_role("link", name="Previous week").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(here)

    thanks = page.locator(".mine").filter(has_text="Thank the panel")
    thanks.get_by_role("button", name="Done: Thank the panel").click()
    expect(page.locator("#done")).to_contain_text("Done: Thank the panel.")
    expect(thanks.get_by_role("button")).to_have_count(0)
    page.locator("#done").get_by_role("button", name="Undo").click()
    expect(thanks.get_by_role("button")).to_have_count(1)
    context.close()


def test_kinds_views_and_what_is_more_are_reached_by_keyboard(
    browser: Browser, planned: str, path: str
) -> None:
    context = browser.new_context(base_url=planned, viewport=DESKTOP)
    page = enter(context, f"{path}&view=month", EMAIL)
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.parentElement.className")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.parentElement.className") != first
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.parentElement.className") == first

    page.get_by_role("link", name="Follow-ups").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".bar").filter(has_text="Breakfast")).to_have_count(0)
    page.get_by_role("link", name=re.compile(r"^\+\d more on Mon")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".my-day").filter(has_text="Send the slides")).to_be_visible()
    expect(page).to_have_url(re.compile(r"view=week&day=[0-9-]+&kind=follow_ups#d[0-9-]+$"))
    context.close()


def test_the_markup_of_these_pages_is_valid(
    browser: Browser, planned: str, path: str, node_modules: Path, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=planned)
    enter(context, path, EMAIL)
    places = (f"{path}&view=week", f"{path}&view=month", "/my/calendar?day=2031-01-01")
    files = []
    for number, place in enumerate(places):
        files.append(tmp_path / f"{number}.html")
        files[-1].write_text(context.request.get(place).text(), encoding="utf-8")
    context.close()
    keep_the_markup(files, node_modules)
