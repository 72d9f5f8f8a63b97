"""Who is here twice is one, and two again, in a browser: with a script or none, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gates.browser.bars import keep_the_bars, keep_the_markup
from gates.browser.test_applications import PHONE, join

BOOK = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Sample Ada\r\nEMAIL:ada@example.org\r\nUID:a\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dr. Sample Ada\r\nTITLE:Dean\r\nUID:b\r\nEND:VCARD\r\n"
)
