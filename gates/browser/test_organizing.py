"""An organizer from the invitation to the first event: on a phone, by keys, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gates.browser.bars import keep_the_bars
from gates.services import run_on, serving_copy

PASSWORD = "lantern copper violin meadow"
PHONE = {"width": 390, "height": 844}
OURS = "/organize/mgma"

_number = count(1)


@dataclass(frozen=True)
class Staffed:
    """A service with a curator: its address, the folder it runs in, and invitations made."""

    base: str
    folder: Path
    links: list[str]


@pytest.fixture(scope="module")
def staffed(
    browser: Browser, stocked: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Staffed]:
    folder = tmp_path_factory.mktemp("staffed")
    with serving_copy(stocked, folder) as base:
        add_user(folder, base, "curator@example.org", "curator")
        yield Staffed(base, folder, invitations(browser, base, 7))


def add_user(folder: Path, base: str, email: str, role: str) -> None:
    more = ("--name", "Sample Person", "--role", role, "--password-stdin")
    run_on(folder / "data", "netmentor", "user", "add", email, *more, said=PASSWORD, base=base)


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Events", level=1)).to_be_visible()


def invitations(browser: Browser, base: str, times: int) -> list[str]:
    """Have the curator make so many links; signing in is asked for once, for it is limited."""
    context = browser.new_context(base_url=base)
    page = context.new_page()
    sign_in(page, "curator@example.org")
    links = []
    for _ in range(times):
        page.goto("/curate/organizers")
        page.get_by_label("Organization").select_option("mgma")
        page.get_by_role("button", name="Make an invitation link").click()
        links.append(page.get_by_label("The link, shown this once").input_value())
    context.close()
    return links


def organizer(context: BrowserContext, staffed: Staffed) -> Page:
    """A page of somebody who opened an invitation a moment ago."""
    email = f"organizer-{next(_number)}@example.org"
    add_user(staffed.folder, staffed.base, email, "member")
    page = context.new_page()
    sign_in(page, email)
    page.goto(staffed.links.pop())
    return page


@pytest.mark.parametrize("script", [True, False])
def test_from_the_invitation_to_the_first_event_on_a_phone(
    browser: Browser, staffed: Staffed, script: bool
) -> None:
    context = browser.new_context(base_url=staffed.base, viewport=PHONE, java_script_enabled=script)
    page = organizer(context, staffed)
    title = f"Sample chapter lunch {script}"
    page.get_by_role("button", name="Become an organizer").click()
    page.get_by_role("link", name="New event").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("First day").fill("2027-03-09")
    page.get_by_label("Begins at").fill("12:00")
    page.get_by_role("button", name="Publish the event").click()
    expect(page.get_by_role("alert")).to_contain_text("Say in which city it is")
    expect(page.get_by_label("Title")).to_have_value(title)
    page.get_by_label("City").fill("Columbus")
    page.get_by_label("State").select_option("OH")
    page.get_by_role("button", name="Publish the event").click()
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()

    page.goto(OURS)
    page.get_by_role("link", name=f"Cancel {title}").click()
    page.get_by_role("button", name="Cancel this event").click()
    page.get_by_role("link", name=f"Hold it after all {title}").click()
    page.get_by_role("button", name="Hold this event after all").click()
    expect(page.get_by_role("link", name=f"Cancel {title}")).to_be_visible()
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_what_repeats_and_what_is_pasted_shows_before_it_is_kept(
    browser: Browser, staffed: Staffed, script: bool
) -> None:
    context = browser.new_context(base_url=staffed.base, viewport=PHONE, java_script_enabled=script)
    page = organizer(context, staffed)
    title = f"Sample talk {script}"
    page.get_by_role("button", name="Become an organizer").click()
    page.get_by_role("link", name="New event").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("First day").fill("2027-03-09")
    page.get_by_label("In person or online").select_option("online")
    page.get_by_text("It repeats").click()
    page.get_by_label("How often").select_option("monthly")
    page.get_by_label("Or how many times").fill("3")
    page.get_by_role("button", name="Publish the event").click()
    page.get_by_label("Tue, Apr 13, 2027").uncheck()
    page.get_by_role("button", name="Publish these events").click()
    expect(page.get_by_role("link", name=title, exact=True)).to_have_count(2)

    page.get_by_role("link", name="Paste a list").click()
    page.get_by_label("The list").fill(f"Title,Date\n{title} pasted,2027-03-10\nNo date,\n")
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_text("1 of 2 rows become events.")).to_be_visible()
    page.get_by_role("button", name="Save 1 event").click()
    page.get_by_role("button", name="Undo: take back its events").click()
    page.goto(OURS)
    expect(page.get_by_role("link", name=f"{title} pasted", exact=True)).to_have_count(0)
    context.close()


def test_by_keyboard_alone(browser: Browser, staffed: Staffed) -> None:
    context = browser.new_context(base_url=staffed.base)
    page = organizer(context, staffed)
    tab_to(page, "Become an organizer")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="New event")).to_be_visible()
    tab_to(page, "New event")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_be_visible()
    page.get_by_label("Title").focus()
    page.keyboard.type("Sample talk by keys")
    page.keyboard.press("Tab")
    page.keyboard.type("03092027")
    page.get_by_label("In person or online").focus()
    page.keyboard.type("Online")
    tab_to(page, "Publish the event")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Sample talk by keys", exact=True)).to_be_visible()
    context.close()


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what is called so has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").startswith(name):
            return
    pytest.fail(f"Tab never reached “{name}”.")


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_of_organizers_keep_the_bars(
    browser: Browser, staffed: Staffed, node_modules: Path, width: int
) -> None:
    context = browser.new_context(
        base_url=staffed.base,
        viewport={"width": width, "height": 860},
        bypass_csp=True,
    )
    page = organizer(context, staffed)
    keep_the_bars(page, node_modules)
    page.get_by_role("button", name="Become an organizer").click()
    event = "/events/mgma-leaders-2027"
    for path in ("", "/new", event, f"{event}/off", "/list", "/calendar"):
        page.goto(OURS + path)
        keep_the_bars(page, node_modules)
    page.goto(f"{OURS}/list")
    page.get_by_label("The list").fill("Title,Date\nSample row,2027-03-10\nNo date,\n")
    with page.expect_navigation():
        page.get_by_role("button", name="Check the list").click()
    keep_the_bars(page, node_modules)
    page.goto("/organize")
    keep_the_bars(page, node_modules)
    page.context.clear_cookies()
    sign_in(page, "curator@example.org")
    page.goto("/curate/organizers")
    keep_the_bars(page, node_modules)
    context.close()
