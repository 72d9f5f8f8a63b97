"""Whoever was saved by a device can be let go of, sent or not; and how many went out is said."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from gates.browser.linking import Link
from gates.browser.pocketing import (
    IS_EMPTY,
    PATIENCE,
    meet,
    people,
    rows,
    sign_up,
    wait_for,
    wait_until,
)

BAR = "document.querySelector('.tabbar').getBoundingClientRect().top"


def undo(page: Page, name: str) -> None:
    page.locator(".saved").get_by_role("button", name="Undo").click()
    expect(page.locator("#saved")).to_have_text(f"{name} is removed.")
    expect(page.locator(".saved").get_by_role("button")).to_be_hidden()


def in_the_bin(data: Path, email: str) -> list[tuple[str]]:
    return rows(
        data,
        "SELECT contact.name FROM contact JOIN user_account ON user_id = user_account.id"
        " WHERE email = ? AND gone_at IS NOT NULL ORDER BY contact.id",
        email,
    )


def test_one_who_waits_is_never_sent_after_an_undo(
    device: BrowserContext, link: Link, data: Path
) -> None:
    page = device.new_page()
    email = sign_up(page)
    link.is_up = False
    for number in range(3):
        meet(page, f"Sample Person {number}")
    wait_for(page, 3)
    undo(page, "Sample Person 2")
    wait_for(page, 2)
    page.reload()
    wait_for(page, 2)

    link.is_up = True
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("#waiting")).to_be_hidden(timeout=PATIENCE)
    wait_until(page, IS_EMPTY)
    assert people(data, email) == [("Sample Person 0", ""), ("Sample Person 1", "")]


def test_one_who_was_sent_goes_into_the_bin_after_an_undo(
    device: BrowserContext, link: Link, data: Path
) -> None:
    page = device.new_page()
    email = sign_up(page)
    for name in ("Sample Right", "Sample Wrong"):
        with page.expect_response("**/contacts"):
            meet(page, name)
        wait_until(page, IS_EMPTY)
    undo(page, "Sample Wrong")
    wait_until(page, IS_EMPTY)

    assert in_the_bin(data, email) == [("Sample Wrong",)]
    page.goto("/contacts")
    expect(page.get_by_role("link", name="Sample Right")).to_be_visible()
    expect(page.locator("#done")).to_have_count(0)


def test_an_answer_that_was_lost_and_a_network_that_goes_away_undo_all_the_same(
    device: BrowserContext, link: Link, data: Path
) -> None:
    page = device.new_page()
    email = sign_up(page)
    link.loses_every_second_answer = True
    link.sent.append("one")  # so that the next answer is lost
    meet(page, "Sample Person")
    wait_for(page, 1)
    link.is_up = False
    undo(page, "Sample Person")
    expect(page.locator("#waiting")).to_be_hidden()

    link.is_up = True
    page.evaluate("dispatchEvent(new Event('online'))")

    wait_until(page, IS_EMPTY)
    assert in_the_bin(data, email) == [("Sample Person",)] == [(n,) for n, _ in people(data, email)]


def test_when_all_who_waited_are_sent_every_tab_says_how_many(
    device: BrowserContext, link: Link
) -> None:
    page = device.new_page()
    sign_up(page)
    other = device.new_page()
    other.goto("/settings")
    link.is_up = False
    for number in range(3):
        meet(page, f"Sample Person {number}")
    wait_for(page, 3)
    page.wait_for_timeout(3100)
    link.is_up = True
    page.evaluate("dispatchEvent(new Event('online'))")

    for tab in (page, other):
        expect(tab.locator("#sent")).to_have_text("3 sent.", timeout=PATIENCE)


def test_the_button_that_saves_is_on_the_first_screen_of_a_phone(
    device: BrowserContext, link: Link
) -> None:
    page = device.new_page()
    sign_up(page)
    link.is_up = False
    meet(page, "Sample Person")  # what is said of one who waits takes room, too
    wait_for(page, 1)
    for size in ({"width": 390, "height": 844}, {"width": 390, "height": 667}):
        page.set_viewport_size(size)
        page.get_by_label("Name", exact=True).fill("Sample Other")
        box = page.get_by_role("button", name="Save", exact=True).bounding_box()
        assert box
        assert page.evaluate("scrollY") == 0
        assert 0 < box["y"] + box["height"] <= page.evaluate(BAR)
