"""What leaves our own pages: frames on another site, codes for a phone, data for programs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect


@contextmanager
def site_of_a_chapter(*snippets: str) -> Iterator[str]:
    """The address of another site on this machine, whose one page holds `snippets`."""
    body = "\n".join(snippets)
    page = f"<!DOCTYPE html><html lang=en><title>A chapter</title><h1>A chapter</h1>{body}"

    class Chapter(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Chapter)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("script", [True, False])
def test_what_was_copied_shows_the_events_on_another_site(
    browser: Browser, service: str, script: bool
) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{service}/organizations/mgma")
    snippet = page.locator("#frame-code").input_value()

    with site_of_a_chapter(snippet) as chapter:
        page.goto(chapter)
        frame = page.frame_locator("iframe")
        expect(frame.get_by_role("heading", level=1)).to_have_text(
            "Events of Medical Group Management Association"
        )
        event = frame.get_by_role("link", name="2027 MGMA Leaders Conference")
        expect(event).to_be_visible()
        with context.expect_page() as opened:
            event.click()
        expect(opened.value.get_by_role("heading", level=1)).to_have_text(
            "2027 MGMA Leaders Conference"
        )
        assert opened.value.evaluate("window.opener") is None
        assert page.url == chapter
    assert context.cookies() == []
    assert faults == []
    context.close()


def test_a_refusal_is_told_in_the_frame_and_the_page_around_it_stands(
    browser: Browser, service: str
) -> None:
    context = browser.new_context()
    page = context.new_page()
    address = escape(f"{service}/events/embed?knd=webinar")

    with site_of_a_chapter(f'<iframe src="{address}" title="Events"></iframe>') as chapter:
        page.goto(chapter)
        alert = page.frame_locator("iframe").get_by_role("alert")
        expect(alert).to_contain_text("There is no filter “knd”.")
        expect(page.get_by_role("heading", name="A chapter")).to_be_visible()
    context.close()


def test_no_other_page_can_be_framed(browser: Browser, service: str) -> None:
    context = browser.new_context()
    page = context.new_page()

    with site_of_a_chapter(f'<iframe src="{service}/events" title="Events"></iframe>') as chapter:
        page.goto(chapter)
        page.wait_for_load_state("networkidle")
        expect(page.frame_locator("iframe").get_by_role("heading", name="Events")).to_have_count(0)
    context.close()


def test_a_framed_list_follows_the_system_into_the_dark(browser: Browser, service: str) -> None:
    papers = set()
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{service}/events/embed")
        papers.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        context.close()
    assert len(papers) == 2


def test_the_code_comes_when_it_is_looked_at(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/events?kind=webinar", wait_until="networkidle")
    assert [url for url in asked if "qr.svg" in url] == []

    page.get_by_text("Scan with your phone").click()

    picture = page.get_by_role("img", name="QR code")
    expect(picture).to_be_visible()
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    assert len([url for url in asked if "qr.svg?kind=webinar" in url]) == 1


def test_the_data_for_programs_breaks_no_policy(page: Page) -> None:
    page.add_init_script(
        "addEventListener('securitypolicyviolation', e => console.error(e.violatedDirective))"
    )

    page.goto("/events/ache-congress-2026", wait_until="networkidle")

    assert page.locator("script[type='application/ld+json']").count() == 1


def test_snippets_are_copied_whole(browser: Browser, service: str) -> None:
    context = browser.new_context(
        base_url=service, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto("/events?kind=webinar&state=TX")
    page.get_by_text("Copy for your website").click()

    page.get_by_role("button", name="Copy a frame with the events").click()

    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#frame-code").input_value()
    assert f'src="{service}/events/embed?kind=webinar&amp;state=TX"' in copied
    context.close()
