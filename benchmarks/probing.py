"""Asking a service on this machine for a page, and how long that takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPResponse
from types import MappingProxyType
from urllib.parse import urlsplit

SECONDS = 30.0  # for one answer
_NONE: Mapping[str, str] = MappingProxyType({})


class NoAnswer(Exception):
    """The service did not answer as it must."""


def tag(base: str, path: str) -> str:
    """The ETag of what lies at `path`."""
    answer, _ = _get(base, path)
    return answer.headers["ETag"] or ""


def answered(
    base: str,
    until: Callable[[int], bool],
    *,
    pause: float,
    path: str = "/events",
    headers: Mapping[str, str] = _NONE,
) -> list[float]:
    """Get `path` until `until` says so of how often it was; return the seconds of each."""
    took: list[float] = []
    while not until(len(took)):
        _, seconds = _get(base, path, headers)
        took.append(seconds)
        time.sleep(max(0.0, pause - seconds))
    return took


def _get(base: str, path: str, headers: Mapping[str, str] = _NONE) -> tuple[HTTPResponse, float]:
    connection = HTTPConnection(urlsplit(base).netloc, timeout=SECONDS)
    began = time.perf_counter()
    try:
        connection.request("GET", path, headers=dict(headers))
        answer = connection.getresponse()
        answer.read()
        took = time.perf_counter() - began
    finally:
        connection.close()
    if answer.status != 200:
        raise NoAnswer(f"{path} answers {answer.status}.")
    return answer, took
