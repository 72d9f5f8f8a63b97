"""Conditional requests: answering "nothing new" without building anything (RFC 9110, 13)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache

from starlette.types import Scope

_ASKED = {name.encode(): name for name in ("if-none-match", "if-modified-since", "accept-encoding")}
_BODY = frozenset({b"content-length", b"transfer-encoding"})
_TAG = re.compile(r'(?:W/)?"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Version:
    """What a feed is at one moment: its ETag without quotes, and when it changed last.

    Without that moment there is no Last-Modified, and only an ETag tells what is known.
    """

    tag: str
    changed_at: datetime | None = None

    def headers(self, coding: str) -> dict[str, str]:
        """The validators of the copy in `coding` ("" for the plain one), for a 200 or a 304."""
        tag = {"ETag": f'"{self.coded(coding)}"'}
        if self.changed_at is None:
            return tag
        return tag | {
            "Last-Modified": format_datetime(self.changed_at.astimezone(UTC), usegmt=True)
        }

    def coded(self, coding: str) -> str:
        """A strong ETag names bytes, so each content coding has its own (RFC 9110, 8.8.3.3)."""
        return f"{self.tag}-{coding}" if coding else self.tag

    def is_known_to(self, headers: Mapping[str, str]) -> bool:
        """True when the asker has this version already, in whichever coding.

        `headers` go by names in lower case. If-None-Match decides alone where it is
        given; If-Modified-Since is compared in whole seconds, since that is all it can say
        (RFC 9110, 13.1.3 and 13.2.2).
        """
        if (tags := headers.get("if-none-match")) is not None:
            given = {tag.removesuffix("-gzip") for tag in _TAG.findall(tags)}
            return tags.strip() == "*" or self.tag in given
        if self.changed_at is None or (since := headers.get("if-modified-since")) is None:
            return False
        try:
            moment = parsedate_to_datetime(since)
        except (ValueError, TypeError, OverflowError):
            return False
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return self.changed_at.replace(microsecond=0) <= moment


def asked_of(scope: Scope) -> dict[str, str] | None:
    """The headers that decide, the first of each name; None where a body comes along."""
    asked: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name in _ASKED:
            asked.setdefault(_ASKED[name], value.decode("latin-1"))
        elif name in _BODY:
            return None
    return asked


def accepts_gzip(headers: Mapping[str, str]) -> bool:
    """True when the asker takes gzip: it is named, or all are, and not with a weight of zero."""
    return _names_gzip(headers.get("accept-encoding", ""))


@lru_cache(maxsize=64)
def _names_gzip(codings: str) -> bool:
    weights: dict[str, float] = {}
    for part in codings.lower().split(","):
        coding, _, parameter = part.strip().partition(";")
        weight = re.fullmatch(r"\s*q\s*=\s*([\d.]+)\s*", parameter)
        try:
            weights[coding.strip()] = float(weight[1]) if weight else 1.0
        except ValueError:
            weights[coding.strip()] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0
