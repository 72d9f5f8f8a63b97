"""What a facet is called, and what it says, for the people who decide about it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from netmentor.events.facets import FACETS
from netmentor.events.words import (
    KIND_WORDS,
    MODALITY_WORDS,
    STATUS_WORDS,
    clock_words,
    day_words,
    days_words,
    deadline_words,
    money_words,
    months_words,
    topic_words,
)
from netmentor.events.written import Plain, value

NOTHING = "Nothing"

_FACETS = {
    "when": "date and time",
    "modality": "way to attend",
    "url": "web page",
    "registration_url": "registration page",
    "credits": "credit",
}
_CHOICES = {"kind": KIND_WORDS, "status": STATUS_WORDS, "modality": MODALITY_WORDS}


def facet_name(facet: str) -> str:
    """Return a facet as people call it.

    >>> facet_name("when"), facet_name("title")
    ('date and time', 'title')
    """
    return _FACETS.get(facet, facet.replace("_", " "))


def facets_words(facets: Collection[str]) -> str:
    """Name facets in a sentence; “all” where these are all there are.

    >>> facets_words(["title", "when"]), facets_words(FACETS)
    ('title, date and time', 'all')
    """
    return "all" if set(facets) == FACETS.keys() else ", ".join(facet_name(one) for one in facets)


def said(facet: str, told: Plain, names: Mapping[str, str]) -> str:
    """Return what one facet says, on as many lines as it takes; `names` are organizations' by slug.

    >>> said("place", {"venue": "", "city": "Columbus", "state": "OH", "country": "US"}, {})
    'Columbus, OH, US'
    >>> said("title", {}, {})
    'Nothing'
    """
    if not any(told.values()):
        return NOTHING
    match facet:
        case "when":
            return _when({name: value(name, one) for name, one in told.items()})
        case "place":
            return ", ".join(part for part in told.values() if part)
        case "organizers":
            return ", ".join(names.get(slug, slug) for slug in told["organizers"])
        case "topics":
            return ", ".join(topic_words(word) for word in sorted(told["topics"]))
        case "series":
            return str(told["series"]).replace("-", " ")
        case "deadlines" | "prices" | "credits":
            parts = {"deadlines": _deadline, "prices": _price, "credits": _credit}
            return "\n".join(parts[facet](one) for one in value(facet, told[facet]))
        case _:
            return _CHOICES.get(facet, {}).get(told[facet]) or str(told[facet])


def _when(told: Mapping[str, Any]) -> str:
    if told["starts_on"] and told["ends_on"]:
        days = days_words(told["starts_on"], told["ends_on"])
        clocks = " to ".join(
            clock_words(told[one]) for one in ("starts_time", "ends_time") if told[one]
        )
        return "\n".join(part for part in (days, f"{clocks} {told['timezone']}".strip()) if part)
    if told["window_from_on"] and told["window_to_on"]:
        months = months_words(told["window_from_on"], told["window_to_on"])
        return f"Expected in {months}\n{told['grounds']}".strip()
    return "No date"


def _deadline(due: Any) -> str:
    clock = f", {clock_words(due.due_time)} {due.timezone}".rstrip() if due.due_time else ""
    return f"{deadline_words(due.kind)} {day_words(due.due_on)}{clock}. {due.note}".strip()


def _price(tier: Any) -> str:
    who = ", ".join(part for part in (tier.audience, tier.step) if part)
    until = f", until {day_words(tier.until_on)}" if tier.until_on else ""
    return f"{who}: {money_words(tier.amount, tier.currency)}{until}"


def _credit(credit: Any) -> str:
    amount = "not stated" if credit.amount is None else f"{credit.amount:f}"
    bucket = f" ({credit.bucket})" if credit.bucket else ""
    return f"{credit.credential}: {amount}{bucket}"
