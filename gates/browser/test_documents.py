"""Documents in a browser: chosen, kept in versions, saved again byte for byte, on a phone too."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gates.browser.bars import focus_under_the_bar, keep_the_bars, keep_the_markup
from gates.browser.test_applications import PHONE, join
from tests.internships.applying.files import DOCX, PDF


def keep(page: Page, folder: Path) -> None:
    """Keep a résumé in two versions."""
    for name, body in (("Résumé – fall.pdf", PDF), ("other.docx", DOCX)):
        (folder / name).write_bytes(body)
    page.goto("/documents")
    page.get_by_label("File", exact=True).set_input_files(folder / "Résumé – fall.pdf")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", name="Résumé – fall")).to_be_visible()
    page.get_by_label("A new version").set_input_files(folder / "other.docx")
    page.get_by_role("button", name="Keep this version").click()
    expect(page.get_by_text("Version 2 is kept.")).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False])
def test_a_resume_goes_in_is_sent_and_comes_out_as_it_was(
    browser: Browser, home: str, tmp_path: Path, scripted: bool
) -> None:
    context = browser.new_context(base_url=home, viewport=PHONE, java_script_enabled=scripted)
    page = join(context)
    keep(page, tmp_path)
    with page.expect_download() as saving:
        page.get_by_role("link", name="Version 1").click()
    assert saving.value.suggested_filename == "Résumé – fall.pdf"
    assert Path(saving.value.path()).read_bytes() == PDF
    page.goto("/applications")
    page.get_by_label("What you apply for").fill("Sample practicum")
    page.get_by_role("button", name="Add it").click()
    page.get_by_label("Document", exact=True).select_option("Résumé – fall, version 1")
    page.get_by_role("button", name="Note that it was sent").click()
    expect(page.get_by_text("Résumé – fall, version 1: noted as sent.")).to_be_visible()
    with page.expect_download() as saving:
        page.get_by_role("link", name="Résumé – fall, version 1").click()
    assert Path(saving.value.path()).read_bytes() == PDF
    context.close()


def test_a_page_that_is_called_a_document_opens_in_no_tab(
    browser: Browser, home: str, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=home)
    page = join(context)
    (tmp_path / "resume.html").write_text("<script>document.title = 'run'</script>")
    page.goto("/documents")
    page.get_by_label("File", exact=True).set_input_files(tmp_path / "resume.html")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", name="resume")).to_be_visible()
    here = page.url
    with page.expect_download() as saving:
        page.evaluate("location.href = location.pathname + '/1'")
    assert saving.value.suggested_filename == "resume.txt"
    assert (page.url, page.title()) == (here, "resume · NetMentor")
    context.close()


def test_the_pages_keep_the_bars_and_the_markup(
    browser: Browser, home: str, node_modules: Path, tmp_path: Path
) -> None:
    context = browser.new_context(base_url=home, bypass_csp=True, reduced_motion="reduce")
    page = join(context)
    keep(page, tmp_path)
    here = page.url
    files: list[Path] = []
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 860})
        for path in (here, "/documents"):
            answer = page.goto(path)
            assert answer
            files.append(tmp_path / f"{len(files)}.html")
            files[-1].write_bytes(answer.body())
            keep_the_bars(page, node_modules)
    keep_the_markup(files[:2], node_modules)
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto(here)
    assert focus_under_the_bar(page) == []
    context.close()
