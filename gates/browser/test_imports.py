"""An address book becomes people in a browser, and goes again; its cards are read by others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gates.browser.bars import keep_the_bars, keep_the_markup
from gates.browser.test_applications import PHONE, join

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{}\r\n{}END:VCARD\r\n"
BOOK = "".join(
    (
        CARD.format("Sample Ada", "EMAIL:ada@example.org\r\nUID:a\r\n"),
        CARD.format("Sample Bo", "TEL:+1 614 555 0100\r\nBDAY:1990-01-02\r\nUID:b\r\n"),
        CARD.format("Board", "KIND:group\r\n"),
    )
)
TABLE = "Wer,Mail\r\nSample Cleo,cleo@example.org\r\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.vcf"
    path.write_text(BOOK, encoding="utf-8", newline="")
    return path


def send(page: Page, file: Path) -> None:
    page.goto("/contacts/import")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at what is in it").click()


def arrives(page: Page, words: str) -> None:
    """Wait until a worker has done its part; without a script somebody looks again."""
    for _ in range(30):
        if page.get_by_text(words).count():
            break
        page.wait_for_timeout(500)
        page.goto(page.url)
    expect(page.get_by_text(words)).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False])
def test_from_a_book_to_people_and_back(
    browser: Browser, home: str, book: Path, scripted: bool
) -> None:
    context = browser.new_context(base_url=home, viewport=PHONE)
    page = join(context)
    session = context.storage_state()
    context.close()
    context = browser.new_context(
        base_url=home, viewport=PHONE, java_script_enabled=scripted, storage_state=session
    )
    page = context.new_page()
    send(page, book)
    arrives(page, "New: 2")
    expect(page.get_by_text("It is a group, not a person.")).to_be_visible()
    page.get_by_role("button", name="Bring them in").click()
    arrives(page, "All of it is here.")
    page.get_by_role("link", name="Sample Ada").click()
    expect(page.get_by_role("heading", name="Sample Ada")).to_be_visible()
    told = context.request.get("/contacts.vcf").text()
    assert re.findall("FN:(.*)\r", told) == ["Sample Ada", "Sample Bo"]
    assert "BDAY:1990-01-02\r\n" in told
    page.goto("/contacts/import")
    page.get_by_role("link", name="book.vcf").click()
    page.get_by_role("button", name="Undo the whole import").click()
    arrives(page, "It is undone.")
    assert context.request.get("/contacts.vcf").text() == ""
    context.close()


def test_the_pages_keep_the_bars_and_the_markup(
    browser: Browser, home: str, node_modules: Path, book: Path, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=home, bypass_csp=True, reduced_motion="reduce")
    page = join(context)
    table = tmp_path / "table.csv"
    table.write_text(TABLE, encoding="utf-8", newline="")
    places = ["/contacts/import"]
    for file, words in ((book, "New: 2"), (table, "Which of its columns is what?")):
        send(page, file)
        arrives(page, words)
        places.append(page.url)
    files: list[Path] = []
    for number, place in enumerate(places):
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 860})
            page.goto(place)
            keep_the_bars(page, node_modules)
        files.append(tmp_path / f"{number}.html")
        files[-1].write_text(context.request.get(place).text(), encoding="utf-8")
    context.close()
    keep_the_markup(files, node_modules)
