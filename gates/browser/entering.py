"""Signing in as a person does, with whatever the page that they were led from loads."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.accounts.casting import PASSWORD


def enter(context: BrowserContext, place: str, email: str) -> Page:
    """Go to a page that asks to sign in, sign in, and be led back to it; it is all there then.

    Keys do nothing and nothing is where it belongs before scripts and style sheets have come.
    """
    page = context.new_page()
    page.goto(place)
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("/sign-in"))
    page.wait_for_load_state()
    return page
