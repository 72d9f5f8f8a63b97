"""What a facet of an opportunity is called, and what it says, for the people who decide."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from netmentor.events.curating.words import NOTHING
from netmentor.events.words import day_words
from netmentor.internships.drafts import Plain, WindowDraft, read_windows
from netmentor.internships.entries import deadline_words
from netmentor.internships.facets import FACETS
from netmentor.internships.words import (
    ACCREDITATION_WORDS,
    AUTHORIZATION_WORDS,
    DEGREE_WORDS,
    KIND_WORDS,
    PAID_WORDS,
    SETTING_WORDS,
    STATUS_WORDS,
    WINDOW_WORDS,
    YEAR_WORDS,
)

_FACETS = {"url": "web page", "places": "number of places"}
_CHOICES: Mapping[str, Mapping[Any, str]] = {
    "kind": KIND_WORDS,
    "setting_kind": SETTING_WORDS,
    "paid": PAID_WORDS,
    "status": STATUS_WORDS,
    "authorization": AUTHORIZATION_WORDS,
    "degrees": DEGREE_WORDS,
    "years": YEAR_WORDS,
    "accreditation": ACCREDITATION_WORDS,
}
_NAMES = {"gpa": "GPA"}
_BARE = frozenset(  # what needs no name before it
    "title kind organization_name setting city state compensation paid duration starts places"
    " eligibility how_to_apply apply_url description status cycle url".split()
)


def facet_name(facet: str) -> str:
    """Return a facet as people call it.

    >>> facet_name("url"), facet_name("how_to_apply")
    ('web page', 'how to apply')
    """
    return _FACETS.get(facet, facet.replace("_", " "))


def facets_words(facets: Collection[str]) -> str:
    """Name facets in a sentence; “all” where these are all there are."""
    return "all" if set(facets) == FACETS.keys() else ", ".join(facet_name(one) for one in facets)


def said(told: Plain) -> str:
    """Return what the fields of one facet say, a line each.

    >>> said({"city": "Columbus", "state": "OH", "is_remote": True})
    'Columbus\\nOH\\nIs remote'
    >>> said({"paid": "no", "compensation": ""}), said({"materials": []})
    ('Unpaid', 'Nothing')
    """
    lines = (_line(name, value) for name, value in told.items() if value)
    return "\n".join(line for line in lines if line) or NOTHING


def _line(name: str, value: Any) -> str:
    if name == "organization":
        return ""  # its name stands beside it
    if name == "windows":
        return "\n".join(map(window_words, read_windows(value)))
    if name == "materials":
        return "\n".join(value)
    called = _NAMES.get(name, name.replace("_", " ").capitalize())
    if value is True:
        return called
    if name.endswith("_on"):
        return f"{called.removesuffix(' on')}: {day_words(date.fromisoformat(value))}"
    words = _CHOICES.get(name, {})
    several = value if isinstance(value, list) else [value]
    says = ", ".join(str(words.get(one, one)) for one in several)
    return says if name in _BARE else f"{called}: {says}"


def window_words(window: WindowDraft) -> str:
    """Say one date of a cycle.

    >>> window_words(WindowDraft(kind="offers", note="Rolling"))
    'Offers: no day. Rolling'
    """
    note = f". {window.note}" if window.note else ""
    return f"{WINDOW_WORDS[window.kind]}: {when_words(window)}{note}"  # type: ignore[index]


def when_words(window: WindowDraft) -> str:
    """Say the day and hour of one date of a cycle, or between which days it is expected."""
    if window.on:
        return deadline_words(window.on, window.at, window.timezone)
    if window.not_before and window.not_after:
        return f"between {day_words(window.not_before)} and {day_words(window.not_after)}"
    return "no day"
