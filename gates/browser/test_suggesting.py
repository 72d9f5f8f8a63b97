"""An internship that a member suggests, decided by a curator, and listed: with a script and not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from gates.browser.bars import focus_under_the_bar, keep_the_bars, keep_the_markup, tab_to
from gates.browser.entering import enter
from gates.services import run_on, serving_copy
from tests.accounts.casting import PASSWORD

MEMBER, CURATOR = "member@example.org", "curator@example.org"
PHONE = {"width": 390, "height": 844}
WAITING = "/curate/opportunities"
LISTED = "/curate/opportunities/locks?opportunity=nafcas-2026-27"


@pytest.fixture(scope="module")
def peopled(stocked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a service with a member and a curator."""
    data = tmp_path_factory.mktemp("peopled") / "data"
    shutil.copytree(stocked, data)
    for email, role in ((MEMBER, "member"), (CURATOR, "curator")):
        more = ("--name", f"Sample {role}", "--role", role, "--password-stdin")
        run_on(data, "netmentor", "user", "add", email, *more, said=PASSWORD)
    return data


@pytest.fixture
def service(peopled: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a service where nobody suggested anything."""
    with serving_copy(peopled, tmp_path, "--no-jobs") as base:
        yield base


def suggest(page: Page, title: str) -> None:
    """Tell of an internship by hand, forgetting at first what it is."""
    page.goto("/internships")
    page.get_by_role("link", name="Suggest one").click()
    page.get_by_role("button", name="Tell of it by hand").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Who offers it").fill("Sample Clinic of Dayton")
    page.get_by_label("Kind").select_option("Internship")
    page.get_by_label("Applications close").fill("2027-03-01")
    page.get_by_label("By", exact=True).fill("17:00")
    page.get_by_label("On the clock of").select_option("America/New_York")
    page.get_by_text("Other dates, what it asks for").click()
    page.get_by_label("Other dates").fill("When it suits")
    page.get_by_role("button", name="Suggest to everyone").click()
    said = page.get_by_role("alert").filter(has_text="“When it suits” is no date we know")
    expect(said).to_be_visible()
    page.get_by_label("Other dates").fill("Applications open 2027-01-04")
    page.get_by_role("button", name="Suggest to everyone").click()
    expect(page.get_by_text(f"Sent: {title}. A curator looks at it.")).to_be_visible()
    expect(page.get_by_text("Waits for a curator").first).to_be_visible()


def on_a_phone(browser: Browser, base: str, scripted: bool) -> BrowserContext:
    return browser.new_context(base_url=base, viewport=PHONE, java_script_enabled=scripted)


@pytest.mark.parametrize("scripted", [True, False])
def test_from_a_suggestion_to_the_list(browser: Browser, service: str, scripted: bool) -> None:
    members = on_a_phone(browser, service, scripted)
    member = enter(members, "/internships/suggest", MEMBER)
    suggest(member, "Sample summer internship")
    curators = on_a_phone(browser, service, scripted)
    curator = enter(curators, WAITING, CURATOR)
    expect(curator.get_by_text("Mon, Mar 1, 2027, 5:00 pm EST")).to_be_visible()
    curator.get_by_role("button", name="Dismiss", exact=True).click()
    expect(curator.get_by_text("Say in a sentence why it is not listed")).to_be_visible()
    curator.get_by_label("Why it is not listed").fill("It is over by now.")
    curator.get_by_role("button", name="Dismiss", exact=True).click()
    expect(curator.get_by_text("Nothing waits.")).to_be_visible()
    member.goto("/internships/suggest")
    expect(member.get_by_text("It is over by now.")).to_be_visible()

    curator.get_by_role("button", name="Undo the last decision").click()
    curator.get_by_role("button", name="Accept", exact=True).click()
    expect(curator.get_by_text("Nothing waits.")).to_be_visible()
    member.goto("/internships?q=dayton")
    member.get_by_role("link", name="Sample summer internship").click()
    expect(member.get_by_text("Mon, Jan 4, 2027")).to_be_visible()

    curator.goto(member.url)
    curator.get_by_role("link", name="Set its fields by hand").click()
    curator.get_by_label("Applications close").fill("2027-03-15")
    curator.get_by_role("button", name="Set what I changed").click()
    expect(curator.get_by_role("button", name=re.compile("Release.*dates"))).to_be_visible()
    member.reload()
    expect(member.get_by_text("Mon, Mar 15, 2027").first).to_be_visible()
    members.close()
    curators.close()


def test_what_waits_is_decided_by_keys(browser: Browser, service: str) -> None:
    members = on_a_phone(browser, service, scripted=True)
    member = enter(members, "/internships/suggest", MEMBER)
    for title in ("Sample first", "Sample second"):
        suggest(member, title)
    members.close()
    curators = on_a_phone(browser, service, scripted=True)
    page = enter(curators, WAITING, CURATOR)
    page.keyboard.press("j")
    with page.expect_navigation(url=re.compile("#")):
        page.keyboard.press("y")
    expect(page.locator("[data-case]")).to_have_count(1)
    expect(page.get_by_role("button", name="The same as “Sample first”")).to_have_count(0)
    tab_to(page, "input[name=why]")
    page.keyboard.type("yn: no key of the page")
    expect(page.locator("[data-case]")).to_have_count(1)
    page.reload()
    assert focus_under_the_bar(page) == []
    curators.close()


def test_the_pages_keep_the_bars(
    browser: Browser, service: str, node_modules: Path, tmp_path: Path
) -> None:
    members = browser.new_context(base_url=service, bypass_csp=True, reduced_motion="reduce")
    member = enter(members, "/internships/suggest", MEMBER)
    suggest(member, "Sample summer internship")
    member.get_by_role("button", name="Tell of it by hand").click()
    expect(member.get_by_label("Title")).to_be_visible()
    form = member.url.removeprefix(service)
    curators = browser.new_context(base_url=service, bypass_csp=True, reduced_motion="reduce")
    curator = enter(curators, WAITING, CURATOR)
    files: list[Path] = []
    for page, paths in (
        (member, ("/internships/suggest", form)),
        (curator, (WAITING, LISTED, "/curate/opportunities/locks", "/curate")),
    ):
        for path in paths:
            for width in (320, 390, 1280):
                page.set_viewport_size({"width": width, "height": 860})
                page.goto(path)
                keep_the_bars(page, node_modules)
            files.append(tmp_path / f"{len(files)}.html")
            files[-1].write_text(page.context.request.get(path).text(), encoding="utf-8")
    members.close()
    curators.close()
    keep_the_markup(files, node_modules, "form-dup-name:off")
