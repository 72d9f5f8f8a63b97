"""`Draft`, an event as somebody describes it: the coin that every way in pays with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlsplit

from netmentor.calendars.zones import is_zone
from netmentor.events.rules import STATES, YEARS, EventKind, EventStatus, Modality, SourceKind
from netmentor.text import is_slug

LONGEST_LABEL = 80  # characters: an audience, a step of a price, a bucket of credit
DEAREST = 1_000_000
MOST_CREDIT = 10_000

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_KNOWN: dict[str, frozenset[str]] = {
    "kind": frozenset(EventKind),
    "status": frozenset(EventStatus),
    "modality": frozenset(Modality),
    "source_kind": frozenset(SourceKind),
}
_LIMITS = {  # characters each column holds
    "external_id": 255,
    "title": 200,
    "timezone": 64,
    "state": 2,
    "country": 2,
    "venue": 200,
    "city": 100,
    "url": 500,
    "registration_url": 500,
    "source_url": 500,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineDraft:
    kind: str
    due_on: date
    due_time: str = ""
    timezone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceDraft:
    """What one audience pays at one step; `until_on` is the last day of the step."""

    audience: str
    step: str = ""
    amount: Decimal
    currency: str = "USD"
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditDraft:
    """Credit towards the credential with this acronym; `amount` None: not stated."""

    credential: str
    bucket: str = ""
    amount: Decimal | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One event as its source tells it. Series and organizers are named by slug."""

    external_id: str
    title: str
    kind: str
    status: str
    modality: str
    organizers: tuple[str, ...]
    series: str = ""
    slug: str = ""  # the address it would like; made of title and year if empty
    starts_on: date | None = None
    ends_on: date | None = None
    starts_time: str = ""
    ends_time: str = ""
    timezone: str = ""
    window_from_on: date | None = None
    window_to_on: date | None = None
    grounds: str = ""
    venue: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    url: str = ""
    registration_url: str = ""
    description: str = ""
    topics: tuple[str, ...] = ()
    deadlines: tuple[DeadlineDraft, ...] = ()
    prices: tuple[PriceDraft, ...] = ()
    credits: tuple[CreditDraft, ...] = ()
    source_url: str = ""
    source_kind: str = SourceKind.ORGANIZER
    verified_on: date


def why_not_listable(draft: Draft) -> str | None:
    """Say why `draft` cannot be listed as it stands, or None if it can.

    An expected event must not carry a date: a guess that looks like a date is one
    that somebody books a flight for.
    """
    if draft.title and draft.external_id and not draft.organizers:
        return "Nobody organizes it."
    return why_not_keepable(draft)


def why_not_keepable(draft: Draft) -> str | None:
    """Say why nobody could keep `draft` even for themselves, or None; nobody need organize it."""
    return next(_complaints(draft), None)


def _complaints(draft: Draft) -> Iterator[str]:
    yield from _complaints_of_words(draft)
    yield from _complaints_of_days(draft)
    yield from _complaints_of_clocks(draft)
    yield from _complaints_of_parts(draft)


def _complaints_of_words(draft: Draft) -> Iterator[str]:
    if not draft.title or not draft.external_id:
        yield "It has no title, or no name of its own in its source."
    for name, longest in _LIMITS.items():
        if len(getattr(draft, name)) > longest:
            yield f"Its {name.replace('_', ' ')} is longer than {longest} characters."
    for name, known in _KNOWN.items():
        if getattr(draft, name) not in known:
            yield f"{getattr(draft, name)!r} is no {name.replace('_', ' ')} we know."
    if draft.state and draft.country in ("", "US") and draft.state not in STATES:
        yield f"{draft.state!r} is no state of the United States."
    for address in (draft.url, draft.registration_url, draft.source_url):
        if address and not is_web_address(address):
            yield f"{address[:80]!r} is no address of a web page."


def _complaints_of_days(draft: Draft) -> Iterator[str]:
    days = (draft.starts_on, draft.ends_on, draft.window_from_on, draft.window_to_on)
    if any(day.year not in YEARS for day in days if day):
        yield "It lies outside the years 1970 to 2100."
    if bool(draft.starts_on) != bool(draft.ends_on):
        yield "It has a first day or a last day, but not both."
    for first, last in ((draft.starts_on, draft.ends_on), days[2:]):
        if first and last and last < first:
            yield "It ends before it starts."
    if draft.status == EventStatus.EXPECTED:
        if draft.starts_on or draft.starts_time or draft.deadlines:
            yield "An expected event has no date, no time and no deadlines yet."
        if not (draft.window_from_on and draft.window_to_on and draft.grounds):
            yield "An expected event needs its months and the grounds for expecting it."
    elif draft.status in (EventStatus.CONFIRMED, EventStatus.SOLD_OUT) and not draft.starts_on:
        yield "A confirmed event needs its first and last day."


def _complaints_of_clocks(draft: Draft) -> Iterator[str]:
    clocks = (draft.starts_time, draft.ends_time)
    for clock in (*clocks, *(deadline.due_time for deadline in draft.deadlines)):
        if clock and not _CLOCK.fullmatch(clock):
            yield f"{clock!r} is no time of day; write it as 09:30."
    if any(clocks) and not draft.timezone:
        yield "It has a time of day, but no time zone."
    for zone in (draft.timezone, *(deadline.timezone for deadline in draft.deadlines)):
        if zone and not is_zone(zone):
            yield f"{zone[:40]!r} is no time zone we know."
    if draft.starts_on == draft.ends_on and all(clocks) and clocks[1] < clocks[0]:
        yield "It ends before it starts."


def _complaints_of_parts(draft: Draft) -> Iterator[str]:
    for topic in draft.topics:
        if not is_slug(topic):
            yield f"{topic[:40]!r} is no topic; write it as practice-management."
    for due in draft.deadlines:
        if not re.fullmatch(r"[a-z_]{1,40}", due.kind) or due.due_on.year not in YEARS:
            yield f"{due.kind[:40]!r} on {due.due_on} is no deadline we can keep."
    for price in draft.prices:
        fits = 0 <= price.amount < DEAREST and re.fullmatch(r"[A-Z]{3}", price.currency)
        if not fits or max(len(price.audience), len(price.step)) > LONGEST_LABEL:
            yield f"{price.amount} {price.currency[:3]} is no price we can keep."
    for credit in draft.credits:
        too_much = credit.amount is not None and not 0 <= credit.amount < MOST_CREDIT
        if too_much or len(credit.bucket) > LONGEST_LABEL:
            yield f"{credit.amount} is no amount of credit we can keep."


@lru_cache(maxsize=1024)
def is_web_address(text: str) -> bool:
    """True for an absolute http or https address without spaces or credentials.

    >>> is_web_address("https://www.ache.org/"), is_web_address("javascript:alert(1)")
    (True, False)
    """
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    plain = not re.search(r"[\s<>\"\\]", text) and parts.username is None
    return plain and parts.scheme in ("http", "https") and "." in host
