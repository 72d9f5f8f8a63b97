"""Pages as whoever reads them does."""

from __future__ import annotations

import re


def plain(page: str) -> str:
    """The words of a page, a space between."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())
