"""What the event pages show beyond the rows themselves, worked out before the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from netmentor.calendars.sheets import Bar
from netmentor.events.briefs import Brief
from netmentor.events.listing import Listing
from netmentor.events.models import Deadline, Event, PriceTier
from netmentor.events.rules import OFF, EventStatus
from netmentor.web.page import piece


@dataclass(frozen=True, slots=True)
class Registration:
    """Where to register, with whom or "", from what price on, and until when."""

    url: str
    organizer: str
    price: PriceTier | None
    closes: Deadline | None


@dataclass(frozen=True, slots=True)
class PriceTable:
    """Prices by audience (rows) and step (columns); None where none was published."""

    steps: tuple[str, ...]
    rows: tuple[tuple[str, tuple[PriceTier | None, ...]], ...]


@lru_cache(maxsize=1000)
def card(event: Brief, zone: str, today: date) -> Markup:
    """Return the card of an event on a list; the same event makes the same card, once."""
    return piece("macros/events.html", "card", event, zone, today)


@lru_cache(maxsize=1000)
def day_head(day: date, today: date, mark: str) -> Markup:
    """Return the head of a day on a list, with `mark` as its id."""
    return piece("macros/events.html", "day_head", day, today, mark)


@lru_cache(maxsize=200)
def expected_item(event: Brief, earlier: tuple[Brief, ...], today: date) -> Markup:
    """Return an expected event on a list, with the `earlier` editions it is expected for."""
    return piece("macros/events.html", "expected_item", event, earlier, today)


@lru_cache(maxsize=1000)
def bar_item(bar: Bar[Brief]) -> Markup:
    """Return a bar of the month."""
    return piece("macros/events.html", "bar_item", bar)


@lru_cache(maxsize=1000)
def agenda_line(event: Brief) -> Markup:
    """Return the line of an event in the days below a month."""
    return piece("macros/events.html", "agenda_line", event)


def registration(event: Event, today: date) -> Registration | None:
    """Return how to register, or None where nobody can: unknown, over, called off or sold out."""
    closed = event.status in OFF or event.status in (EventStatus.SOLD_OUT, EventStatus.EXPECTED)
    over = event.ends_on is None or event.ends_on < today
    closes = next((due for due in event.deadlines if due.kind == "registration_close"), None)
    if not event.registration_url or closed or over or (closes and closes.due_on < today):
        return None
    current = [tier for tier in event.prices if not tier.until_on or tier.until_on >= today]
    # An event of one's own has no organizer.
    first = next((one.organization for one in event.organizers), None)
    return Registration(
        url=event.registration_url,
        organizer=(first.acronym or first.name) if first else "",
        price=min(current, key=lambda tier: tier.amount, default=None),
        closes=closes,
    )


def price_table(prices: Sequence[PriceTier]) -> PriceTable | None:
    """Return the prices as a table, audiences and steps in the order of the source."""
    if not prices:
        return None
    steps = tuple(dict.fromkeys(tier.step for tier in prices))
    by_place = {(tier.audience, tier.step): tier for tier in prices}
    audiences = dict.fromkeys(tier.audience for tier in prices)
    return PriceTable(
        steps,
        tuple((who, tuple(by_place.get((who, step)) for step in steps)) for who in audiences),
    )


def shared_zone(found: Listing) -> str:
    """Return the zone that every timed event of the list is in, or "" if they differ."""
    zones = {event.timezone for event in found.events if event.starts_time}
    return zones.pop() if len(zones) == 1 else ""
