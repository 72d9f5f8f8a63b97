"""Pages as whoever reads them does."""

from __future__ import annotations

import re

import httpx2


def plain(page: str) -> str:
    """The words of a page, a space between."""
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def without(answer: httpx2.Response, *words: str) -> tuple[int, str, list[tuple[str, str]]]:
    """An answer, but for the address that was typed and the secrets that are drawn by lot."""
    text = f"{answer.text}"
    for word in words:
        text = text.replace(word, "…")
    headers = [
        (name, re.sub("nmc_[^;]+", "…", value))
        for name, value in answer.headers.items()
        if name != "content-length"
    ]
    return answer.status_code, text, headers
