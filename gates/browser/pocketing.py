"""What tests of the pocket share: people met on a device, and the rows the service made of them."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import TimeoutError as NotInTime

from gates.browser.conftest import QUIET

PASSWORD = "lantern copper violin meadow"
PHONE = {"width": 390, "height": 844}
PATIENCE = 60_000  # milliseconds
KEPT_PAGES = "async () => (await caches.keys()).filter(name => name.startsWith('pages-'))"
# Not whether the worker controls this page: one on its way while the worker takes over is
# claimed by nobody, and opens without a network all the same.
IS_KEPT = """async () => (await navigator.serviceWorker.getRegistration())?.active?.state
    === 'activated' && !!await caches.match('/capture') && !!await caches.match('/card')"""
QUEUED = """() => new Promise((go) => {
  indexedDB.open('pocket', 1).onsuccess = ({ target }) => {
    const asked = target.result.transaction('queue').objectStore('queue').getAll();
    asked.onsuccess = () => go(asked.result.map((one) => one.body.name));
  };
})"""
IS_EMPTY = f"async () => !(await ({QUEUED})()).length"
TAKES_ID = """(id) => new Promise((go) => {
  indexedDB.open('pocket', 1).onsuccess = ({ target }) => {
    const queue = target.result.transaction('queue', 'readwrite').objectStore('queue');
    queue.getAll().onsuccess = ({ target: { result: [one] } }) => {
      queue.put({ ...one, id }).onsuccess = () => go();
    };
  };
})"""

_number = count(1)


def rows(data: Path, asked: str, *values: str) -> list[tuple[Any, ...]]:
    """What the service's database answers."""
    (file,) = (data / "data").glob("*.sqlite3")
    with closing(sqlite3.connect(file)) as opened:
        return opened.execute(asked, values).fetchall()


def people(data: Path, whose: str) -> list[tuple[str, str]]:
    """Names and notes of those whom this address of mail met, in the order they came."""
    return rows(
        data,
        "SELECT contact.name, note FROM contact JOIN user_account ON user_id = user_account.id"
        " WHERE email = ? ORDER BY contact.id",
        whose,
    )


def sign_up(page: Page, base: str = "") -> str:
    """Make an account, wait until the device keeps its pages, and return its address of mail."""
    email = f"pocket-{next(_number)}@example.org"
    page.goto(f"{base}/sign-up")
    page.get_by_label("Your name").fill("Sample Member")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Make my account").click()
    page.goto(f"{base}/capture")
    wait_until(page, IS_KEPT)
    return email


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def go_to_an_event(page: Page, base: str = "") -> None:
    """Keep an event of one's own that goes on by now, and say that one goes."""
    page.goto(f"{base}/events/new")
    page.get_by_label("Title").fill("Sample summit")
    page.get_by_label("First day").fill(str(date.today() - timedelta(days=1)))  # noqa: DTZ011
    page.get_by_label("Last day").fill(str(date.today() + timedelta(days=1)))  # noqa: DTZ011
    page.get_by_role("button", name="Add it").click()
    going = page.get_by_role("button", name="Going")
    if going.get_attribute("aria-pressed") != "true":
        going.click()


def meet(page: Page, name: str, note: str = "") -> None:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("One thing to remember").fill(note)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#saved")).to_have_text(f"{name} is saved. Next one?")


def wait_until(page: Page, asked: str) -> None:
    """Wait until an async function says true; `wait_for_function` takes its promise for that."""
    last_moment = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(asked):
        assert time.monotonic() < last_moment
        page.wait_for_timeout(50)


def wait_for(page: Page, number: int) -> None:
    expect(page.locator("#waiting")).to_contain_text(f"{number} waiting to send")


@contextmanager
def chromium(
    browser: Browser, folder: Path
) -> Iterator[tuple[BrowserContext, subprocess.Popen[bytes]]]:
    """A browser that keeps its profile in `folder`, as a process that can be killed."""
    process, opened = _started(browser, folder)
    try:
        yield opened.contexts[0], process
        if process.poll() is None:
            opened.new_browser_cdp_session().send("Browser.close")
            process.wait(timeout=30)
    finally:
        process.kill()
        process.wait(timeout=30)


def _started(browser: Browser, folder: Path) -> tuple[subprocess.Popen[bytes], Browser]:
    """Start the browser and take hold of it; now and then it does not let itself be taken hold of.

    Then it is killed and started again on the same profile, as a phone would be.
    """
    executable = shutil.which("chromium") or ""
    options = [*QUIET, "--headless", "--remote-debugging-port=0", f"--user-data-dir={folder}"]
    for is_last in (False, False, True):
        told = folder / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        process = subprocess.Popen([executable, *options, "about:blank"], stderr=subprocess.DEVNULL)
        try:
            last_moment = time.monotonic() + 60
            while not told.exists() or not told.read_text().strip():
                assert time.monotonic() < last_moment
                time.sleep(0.05)
            address = f"http://127.0.0.1:{told.read_text().split()[0]}"
            return process, browser.browser_type.connect_over_cdp(address, timeout=PATIENCE / 2)
        except BaseException as exc:
            process.kill()
            process.wait(timeout=30)
            if is_last or not isinstance(exc, NotInTime):
                raise
    raise AssertionError
