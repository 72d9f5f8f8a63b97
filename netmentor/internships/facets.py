"""What several sources and a person's hand make of one opportunity, facet by facet.

As with events (`events.facets`), what only makes sense together is one facet: a deadline
without the status of its cycle is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from netmentor.events.facets import Voice, spoken
from netmentor.internships.drafts import Plain
from netmentor.internships.rules import Status

FACETS: Mapping[str, tuple[str, ...]] = {
    "title": ("title",),
    "kind": ("kind",),
    "organization": ("organization", "organization_name"),
    "program": ("program",),
    "setting": ("setting", "setting_kind", "department"),
    "place": ("city", "state", "is_remote"),
    "pay": ("paid", "compensation"),
    "length": ("duration", "hours_total", "hours_week", "hours_note", "starts_on", "starts"),
    "places": ("places",),
    "eligibility": (
        "eligibility",
        "degrees",
        "years",
        "accreditation",
        "accreditation_is_required",
        "graduates_from_on",
        "graduates_until_on",
        "gpa",
        "authorization",
        "affiliation_needed",
    ),
    "materials": ("materials",),
    "how_to_apply": ("how_to_apply", "apply_url", "contact_name", "contact_email"),
    "description": ("description",),
    "dates": ("status", "cycle", "windows"),
    "url": ("url",),
}
LISTING = "listing"  # in a change, beside the facets: whether any source lists it


def merged(voices: Iterable[Voice], locks: Mapping[str, Plain]) -> Plain:
    """Return the opportunity that `voices` and `locks` (facet → its fields) come to."""
    return spoken(voices, locks, FACETS)


def facet_of(opportunity: Plain, facet: str) -> Plain:
    """The fields of one facet."""
    return {name: opportunity[name] for name in FACETS[facet]}


def differences(before: Plain, after: Plain) -> dict[str, list[Plain]]:
    """Return facet → [before, after] of every facet in which the two differ."""
    return {
        facet: [facet_of(before, facet), facet_of(after, facet)]
        for facet in FACETS
        if facet_of(before, facet) != facet_of(after, facet)
    }


def is_over(opportunity: Plain) -> bool:
    """True of a cycle that its source calls past: that no source lists it says nothing then."""
    return bool(opportunity["status"] == Status.PAST)
