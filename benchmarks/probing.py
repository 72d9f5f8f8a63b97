"""Asking a service on this machine for a page, and how long that takes."""

from __future__ import annotations

import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

SECONDS = 30.0  # for one answer


class NoAnswer(Exception):
    """The service did not answer as it must."""


def tag(base: str, path: str) -> str:
    """The ETag of what lies at `path`."""
    answer, _ = _get(base, path)
    return answer.headers["ETag"] or ""


def answered(
    base: str, until: Callable[[int], bool], *, pause: float, path: str = "/events"
) -> list[float]:
    """Get `path` until `until` says so of how often it was; return the seconds of each."""
    took: list[float] = []
    while not until(len(took)):
        _, seconds = _get(base, path)
        took.append(seconds)
        time.sleep(max(0.0, pause - seconds))
    return took


def _get(base: str, path: str) -> tuple[HTTPResponse, float]:
    connection = HTTPConnection(urlsplit(base).netloc, timeout=SECONDS)
    began = time.perf_counter()
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        took = time.perf_counter() - began
    finally:
        connection.close()
    if answer.status != 200:
        raise NoAnswer(f"{path} answers {answer.status}.")
    return answer, took
