"""When two events look like one, and what a person may settle."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

ALIKE = 0.6  # of the words of both titles; "Spring conference" and "2027 spring conference" are

EVENT = "event"  # what decisions are about
BY_HAND = (  # what a person sets with one value
    "title kind status modality starts_on ends_on starts_time ends_time timezone venue city"
    " state country url registration_url description topics"
).split()
_DAYS = ("starts_on", "ends_on")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # PostgreSQL refuses some
_SAYS_LITTLE = frozenset("a an and annual at by for in of on online the to with".split())


class Verdict(StrEnum):
    """What a person said of two events that look like one; OPEN until somebody does."""

    OPEN = ""
    SAME = "same"
    DIFFERENT = "different"


class Kind(StrEnum):
    """What a person can decide."""

    ACCEPT = "accept"
    DISMISS = "dismiss"
    SAME = "same"
    DIFFERENT = "different"
    LOCK = "lock"
    RELEASE = "release"


def titles_resemble(one: str, other: str) -> bool:
    """True when two folded titles have most of their words in common, or one has all.

    >>> titles_resemble("spring conference", "annual spring conference 2027")
    True
    >>> titles_resemble("spring conference", "fall conference")
    False
    """
    words, others = _words(one), _words(other)
    if not words or not others:
        return one == other
    shared = len(words & others)
    return shared == min(len(words), len(others)) or shared / len(words | others) >= ALIKE


def _words(title: str) -> set[str]:
    return set(re.findall(r"[a-z]+", title)) - _SAYS_LITTLE


def why_not_lockable(fields: Mapping[str, object]) -> str | None:
    """Say why these fields cannot be set by hand, or None if they can; days are 2026-03-09."""
    if not fields:
        return "Name at least one field, as title=…"
    for name, value in fields.items():
        if name not in BY_HAND:
            return f"“{name[:40]}” cannot be set by hand; these can: {', '.join(BY_HAND)}."
        if reason := _why_not_settable(name, value):
            return reason
    return None


def _why_not_settable(name: str, value: object) -> str | None:
    if name == "topics":
        words = value if isinstance(value, list) else [None]
        if not all(isinstance(word, str) for word in words) or len(set(words)) < len(words):
            return "Topics are a list of words, each named once."
        return None
    if not isinstance(value, str):
        return f"“{name}” is set to text."
    if name in _DAYS and not _is_day(value):
        return f"“{value[:40]}” is no day; write it as 2026-03-09."
    if _UNSEEN.search(value) or (name != "description" and re.search(r"[\n\t]", value)):
        return f"The new {name.replace('_', ' ')} holds characters that nobody can see."
    return None


def _is_day(text: str) -> bool:
    try:
        return _DAY.fullmatch(text) is not None and bool(date.fromisoformat(text))
    except ValueError:
        return False
