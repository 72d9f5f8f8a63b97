"""One event of schema.org into an item (https://schema.org/Event)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from netmentor.events.drafts import PriceDraft
from netmentor.events.importing.items import Item, Skipped
from netmentor.events.importing.jsonld_values import (
    LINE,
    Page,
    Thing,
    first_address,
    last_words,
    listed,
    text,
    texts,
    things,
    words,
)
from netmentor.events.importing.keys import short_key, slug_key
from netmentor.events.importing.moments import Told, told_day, whole_days, without_offset, zones_of
from netmentor.events.importing.normalize import (
    kind_of,
    modality_of,
    place_of,
    status_in_title,
    topics_of,
    web_address,
)
from netmentor.events.importing.places import LONGEST_CITY, region_of
from netmentor.events.importing.plaintext import cut
from netmentor.events.importing.prices import MOST_PRICES, amount_of, audience_of, currency_of
from netmentor.events.rules import EventStatus, Modality

LONGEST_TITLE = 200
MOST_ORGANIZERS = 10

_KINDS = {  # of types, as words that a title would have
    "CourseInstance": "course",
    "Hackathon": "hackathon",
    "SocialEvent": "networking",
    "ConferenceEvent": "conference",
}
_MODES = {
    "OnlineEventAttendanceMode": Modality.ONLINE.value,
    "OfflineEventAttendanceMode": Modality.IN_PERSON.value,
    "MixedEventAttendanceMode": Modality.HYBRID.value,
    "Online": Modality.ONLINE.value,  # of a course, by https://schema.org/courseMode
    "Onsite": Modality.IN_PERSON.value,
    "Blended": Modality.HYBRID.value,
}
_STATUSES = {
    "EventCancelled": EventStatus.CANCELED.value,
    "EventCanceled": EventStatus.CANCELED.value,
    "EventPostponed": EventStatus.POSTPONED.value,
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where it is: the columns, and the words they came from."""

    venue: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    told: str = ""
    online: bool = False


@dataclass(frozen=True, slots=True)
class _When:
    starts: Told
    ends: Told
    zone: str


def item_of(thing: Thing, page: Page) -> Item | Skipped:
    """Return the item that an event makes, its key without what tells two of one key apart."""
    notes: list[str] = []
    title, told_status = status_in_title(words(thing.get("name"), page))
    if not title:
        return Skipped(thing[LINE], "It has no name.", words(thing.get("url"), page)[:120])
    place = _place(thing, page)
    when = _when(thing, page, place.state, notes)
    if isinstance(when, str):
        return Skipped(thing[LINE], when, title[:120])
    if len(title) > LONGEST_TITLE:
        notes.append(f"Its title was cut to {LONGEST_TITLE} characters.")
    url = first_address(thing.get("url"), page)
    description = text(thing.get("description"), page)
    keywords = [word for told in texts(thing.get("keywords"), page) for word in told.split(",")]
    offers = list(_offers(thing, page))
    return Item(
        key=_key(thing, page, title),
        line=thing[LINE],
        title=cut(title, LONGEST_TITLE),
        kind=_kind(thing, title, keywords),
        status=_status(thing, told_status, offers),
        modality=_modality(thing, title, place, description),
        starts_on=when.starts.day,
        ends_on=when.ends.day,
        starts_time=when.starts.clock,
        ends_time=when.ends.clock,
        timezone=when.zone if when.starts.clock or when.ends.clock else "",
        venue=place.venue,
        city=place.city,
        state=place.state,
        country=place.country,
        url=url,
        registration_url=_registration(offers, page, url),
        description=description,
        organizers=_organizers(thing, page),
        topics=topics_of(keywords),
        prices=_prices(offers, page),
        notes=tuple(notes),
    )


def _kind(thing: Thing, title: str, keywords: list[str]) -> str:
    types = last_words(thing.get("@type"))
    return kind_of(title, [*(_KINDS.get(kind, "") for kind in types), *keywords])


def _key(thing: Thing, page: Page, title: str) -> str:
    """Its name for good: never a date, which changes when it moves."""
    name = thing.get("@id")
    if isinstance(name, str) and (address := web_address(name)):
        return short_key(address)
    if address := first_address(thing.get("url"), page):
        return short_key(address)
    identifier = next(iter(listed(thing.get("identifier"))), None)
    if isinstance(identifier, dict):
        identifier = identifier.get("value")
    if told := words(identifier, page):
        return short_key(told)
    return short_key(f"{page.address}#{slug_key(title)}")


def _when(thing: Thing, page: Page, state: str, notes: list[str]) -> _When | str:
    """Return when it is on the clock of its place, or why that cannot be told."""
    told = words(thing.get("startDate"), page)
    if not told:
        return "It has no start date."
    zones = zones_of(state) or (page.zone,)
    starts = told_day(told, zones)
    if starts is None:
        return f"Its start date “{told[:40]}” cannot be read, or lies outside 1970 to 2100."
    told_end = words(thing.get("endDate"), page)
    ends = told_day(told_end, zones) if told_end else Told(starts.day)
    if days := _days_as_written(told, told_end):
        starts, ends = days
    if ends is None or ends.day < starts.day:
        notes.append(f"Its end date “{told_end[:40]}” cannot be right; it ends with its first day.")
        ends = Told(starts.day)
    starts, ends = whole_days(starts, ends)
    if starts.day == ends.day and ends.clock and ends.clock < starts.clock:
        notes.append("Its end lies before its start and was left out.")
        ends = Told(ends.day)
    notes.extend(one.note for one in (starts, ends) if one.note)
    return _When(starts, ends, starts.zone or ends.zone or page.zone)


def _days_as_written(told: str, told_end: str) -> tuple[Told, Told] | None:
    """Days that a program wrote as midnight, with whatever offset it runs at, are no times."""
    starts = told_day(without_offset(told), ())
    ends = told_day(without_offset(told_end), ()) if told_end else starts
    if not starts or not ends or starts.clock != "00:00":
        return None
    days = whole_days(starts, ends if told_end else Told(starts.day))
    return None if days[0].clock else days


def _status(thing: Thing, told: str, offers: list[Thing]) -> str:
    for word in last_words(thing.get("eventStatus")):
        if status := _STATUSES.get(word):
            return status
    kinds = [last_words(offer.get("availability")) for offer in offers]
    sold_out = bool(kinds) and all("SoldOut" in kind for kind in kinds)
    return told or (EventStatus.SOLD_OUT.value if sold_out else EventStatus.CONFIRMED.value)


def _modality(thing: Thing, title: str, place: _Place, description: str) -> str:
    modes = listed(thing.get("eventAttendanceMode")) + listed(thing.get("courseMode"))
    for word in last_words(modes):
        if mode := _MODES.get(word[:1].upper() + word[1:]):
            return mode
    if "EventMovedOnline" in last_words(thing.get("eventStatus")):
        return Modality.ONLINE.value
    if place.online:
        return Modality.HYBRID.value if place.venue or place.city else Modality.ONLINE.value
    return modality_of(title, place.told, description)


def _place(thing: Thing, page: Page) -> _Place:
    """The first place of its locations, and whether another is online."""
    online, found = False, _Place()
    for location in listed(thing.get("location")):
        named = next(things(location, page), {})
        if "VirtualLocation" in last_words(named.get("@type")):
            online = True
        elif not (found.venue or found.city or found.state):
            found = _place_named(named, page) if named else _place_told(words(location, page))
    return _Place(found.venue, found.city, found.state, found.country, found.told, online)


def _place_told(told: str) -> _Place:
    return _Place(*place_of(told), told)


def _place_named(named: Thing, page: Page) -> _Place:
    name = words(named.get("name"), page)
    address = next(things(named.get("address"), page), None)
    if address is None:
        return _place_told(", ".join(filter(None, (name, words(named.get("address"), page)))))
    street, city, region, country = (
        words(address.get(part), page)
        for part in ("streetAddress", "addressLocality", "addressRegion", "addressCountry")
    )
    told = ", ".join(dict.fromkeys(filter(None, (name, street))))
    venue = place_of(told)[0] if told else ""
    return _Place(
        venue, cut(city, LONGEST_CITY), *region_of(region, country), f"{told}, {city}, {region}"
    )


def _organizers(thing: Thing, page: Page) -> tuple[str, ...]:
    told = texts(listed(thing.get("organizer")) or thing.get("provider"), page)
    names = (cut(" ".join(name.split()), LONGEST_TITLE) for name in told)
    return tuple(dict.fromkeys(names))[:MOST_ORGANIZERS]


def _offers(thing: Thing, page: Page) -> Iterator[Thing]:
    """Yield its offers; those within an aggregate instead of it, each price within one apart."""
    for offer in things(thing.get("offers"), page):
        inner = list(things(offer.get("offers"), page)) or [offer]
        for one in inner:
            tiers = [] if "price" in one else things(one.get("priceSpecification"), page)
            yield from [{**one, **tier} for tier in tiers] or [one]


def _registration(offers: list[Thing], page: Page, url: str) -> str:
    addresses = (first_address(offer.get("url"), page) for offer in offers)
    return next((address for address in addresses if address and address != url), "")


def _prices(offers: list[Thing], page: Page) -> tuple[PriceDraft, ...]:
    told = (_price(offer, page) for offer in offers)
    return tuple(dict.fromkeys(price for price in told if price))[:MOST_PRICES]


def _price(offer: Thing, page: Page) -> PriceDraft | None:
    value = offer.get("price", offer.get("lowPrice"))
    told = _number(value) if isinstance(value, Decimal) else words(value, page)
    amount = amount_of(told)
    if amount is None:
        return None
    currency = words(offer.get("priceCurrency"), page).upper()
    return PriceDraft(
        audience=audience_of(words(offer.get("name"), page)),
        amount=amount,
        currency=currency if re.fullmatch(r"[A-Z]{3}", currency) else currency_of(told),
        until_on=_until(offer.get("validThrough"), page),
    )


def _number(value: Decimal) -> str:
    return f"{value:.2f}" if 0 <= value < Decimal(10) ** 7 else ""


def _until(value: Any, page: Page) -> date | None:
    """The last day of a price; it says nothing of when registration closes."""
    written = words(value, page)
    told = told_day(written if written.endswith("Z") else without_offset(written), (page.zone,))
    return told.day if told else None
