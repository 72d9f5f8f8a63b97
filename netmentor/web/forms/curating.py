"""The forms of curators, read into values or into sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from netmentor.events.curating.rules import BY_HAND
from netmentor.events.importing.rules import why_not_every
from netmentor.events.importing.sources import Terms
from netmentor.events.rules import Authority
from netmentor.text import clean, one_line
from netmentor.web.forms.values import number

DECIDING = ("number", "deed", "next", "source", "page")
UNDOING = ("number", "back")
SOURCE = ("deed", "key", "address", "organization", "authority", "every_hours")
MISSING = ("address", "organization", "state")
LOCKING = ("deed", "event", "seen", "facet", *BY_HAND)
PLACES = (
    "", "/sources", "/duplicates", "/proposals", "/suggestions", "/locks", "/missing",
    "/opportunities", "/opportunities/locks",
)  # fmt: skip


def deed(told: str) -> tuple[str, list[str]]:
    """Return what is done, and to which facets alone.

    >>> deed("accept"), deed("dismiss place")
    (('accept', []), ('dismiss', ['place']))
    """
    name, _, facet = told.partition(" ")
    return name, [facet] if facet else []


def place(told: str) -> str:
    """Return the page of a curator to go back to, the first one for any other.

    >>> place("/curate/duplicates"), place("//evil.example")
    ('/curate/duplicates', '/curate')
    """
    return next((f"/curate{one}" for one in PLACES if told == f"/curate{one}"), "/curate")


def terms(told: Mapping[str, str]) -> tuple[Terms, dict[str, str]]:
    """Read how a source is read and what it may do, and what is amiss, by field."""
    complaints = {}
    every, authority = told["every_hours"].strip(), told["authority"]
    hours = number(every)
    if every and (reason := why_not_every(hours)):
        complaints["every_hours"] = reason
    if authority and authority not in list(Authority):
        complaints["authority"] = "Choose what the source may do."
    wanted = Terms(
        organization=told["organization"] or None,
        authority=authority if authority and not complaints else None,
        every_hours=hours if every and not complaints else None,
    )
    return wanted, complaints


def by_hand(told: Mapping[str, str]) -> dict[str, Any]:
    """Return every field that can be set by hand as it was typed, cleaned."""
    typed: dict[str, Any] = {name: one_line(told[name]) for name in BY_HAND}
    typed["description"] = clean(told["description"])
    typed["topics"] = words(typed["topics"])
    return typed


def words(told: str) -> list[str]:
    """Return the topics of a list with commas, each once.

    >>> words("finance, leadership ,, finance")
    ['finance', 'leadership']
    """
    return list(dict.fromkeys(word for one in told.split(",") if (word := one.strip())))
