"""Whoever is met where there is no network is kept, sent once and in order, and to nobody else."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, expect

from gates.browser.linking import Link
from gates.browser.pocketing import (
    IS_EMPTY,
    PATIENCE,
    TAKES_ID,
    chromium,
    go_to_an_event,
    meet,
    people,
    rows,
    sign_in,
    sign_up,
    wait_for,
    wait_until,
)


def test_thirty_people_outlast_a_dead_network_and_a_browser_killed_twice(
    browser: Browser, link: Link, data: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    with chromium(browser, profile) as (context, _):
        page = context.new_page()
        email = sign_up(page, link.base)
        go_to_an_event(page, link.base)
        page.goto(f"{link.base}/capture")
        expect(page.get_by_label("Met at")).to_contain_text("Sample summit")
    met = [(f"Sample Person {number}", f"Note {number}") for number in range(30)]
    link.is_up = False
    for last in (10, 20, 30):
        with chromium(browser, profile) as (context, process):
            context.set_offline(True)
            page = context.new_page()
            page.goto(f"{link.base}/capture")
            assert page.get_by_label("Met at").locator("option:checked").inner_text() == (
                "Sample summit"
            )
            for name, note in met[last - 10 : last]:
                meet(page, name, note)
            if last < 30:
                process.kill()
                process.wait()
                continue
            wait_for(page, 30)
            assert people(data, email) == []
            link.loses_every_second_answer = link.is_up = True
            context.set_offline(False)
            expect(page.locator("#waiting")).to_be_hidden(timeout=PATIENCE)
    assert people(data, email) == met
    assert len(link.sent) > len(set(link.sent)) == 30


def test_two_tabs_that_flush_at_once_send_each_person_once(
    device: BrowserContext, link: Link, data: Path
) -> None:
    page = device.new_page()
    email = sign_up(page)
    other = device.new_page()
    other.goto("/capture")
    link.is_up = False
    device.set_offline(True)
    met = [(f"Sample Person {number}", "") for number in range(8)]
    for number, (name, _) in enumerate(met):
        meet((page, other)[number % 2], name)

    for tab in (page, other):
        wait_for(tab, 8)
    link.is_up = True
    device.set_offline(False)

    for tab in (page, other):
        tab.evaluate("dispatchEvent(new Event('online'))")
    for tab in (page, other):
        expect(tab.locator("#waiting")).to_be_hidden(timeout=PATIENCE)
    assert people(data, email) == met
    assert len(link.sent) == len(set(link.sent)) == 8


def test_a_queue_met_by_401_and_422_loses_nobody(
    device: BrowserContext, link: Link, data: Path
) -> None:
    page = device.new_page()
    email = sign_up(page)
    link.is_up = False
    device.set_offline(True)
    page.get_by_text("Role, tags, a photo").click()
    page.get_by_label("Tags").fill("x" * 70)
    meet(page, "Sample Wrong", "Of the clinic")
    meet(page, "Sample Right")
    device.clear_cookies()
    link.is_up = True
    device.set_offline(False)

    page.get_by_role("link", name="Sign in to send").click()
    sign_in(page, email)

    expect(page.get_by_text("Sample Wrong: Use at most")).to_be_visible(timeout=PATIENCE)
    assert people(data, email) == [("Sample Right", "")]
    page.get_by_role("link", name="Open to fix").click()
    expect(page.get_by_label("One thing to remember")).to_have_value("Of the clinic")
    page.get_by_label("Tags").fill("Ohio")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#waiting")).to_be_hidden(timeout=PATIENCE)
    assert people(data, email) == [("Sample Right", ""), ("Sample Wrong", "Of the clinic")]


def test_a_photo_waits_with_its_person_and_arrives_small_and_once(
    device: BrowserContext, link: Link, data: Path, tmp_path: Path
) -> None:
    page = device.new_page()
    sign_up(page)
    page.screenshot(path=tmp_path / "photo.png")
    link.is_up = False
    page.get_by_text("Role, tags, a photo").click()
    page.get_by_label("Photo of them").set_input_files(tmp_path / "photo.png")
    meet(page, "Sample Person")
    wait_for(page, 1)
    page.reload()
    wait_for(page, 1)

    link.is_up = True
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("#waiting")).to_be_hidden(timeout=PATIENCE)
    pictures = rows(data, "SELECT jpeg FROM contact_picture")
    assert [bytes(jpeg)[:3] for (jpeg,) in pictures] == [b"\xff\xd8\xff"]


def test_whose_id_is_taken_by_somebody_else_is_put_right_under_a_new_one(
    device: BrowserContext, link: Link, data: Path
) -> None:
    page = device.new_page()
    email = sign_up(page)
    meet(page, "Sample First")
    wait_until(page, IS_EMPTY)
    link.is_up = False
    device.set_offline(True)
    meet(page, "Sample Second", "Of the clinic")
    ((key,),) = rows(data, "SELECT key FROM contact ORDER BY id DESC LIMIT 1")
    page.evaluate(TAKES_ID, key)
    link.is_up = True
    device.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.get_by_text("Sample Second: Something else")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name="Open to fix").click()
    expect(page.get_by_label("One thing to remember")).to_have_value("Of the clinic")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("#waiting")).to_be_hidden(timeout=PATIENCE)
    assert people(data, email) == [("Sample First", ""), ("Sample Second", "Of the clinic")]
