"""What search engines and other calendars read of an event's page: schema.org, as JSON-LD.

Our own importer reads it back (`tests/web/test_structured.py`). See https://schema.org/Event.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from netmentor.events.drafts import is_web_address
from netmentor.events.models import Event
from netmentor.events.rules import EventKind, EventStatus, Modality
from netmentor.events.words import KIND_WORDS, STATUS_WORDS

Thing = dict[str, Any]

_VOCABULARY = "https://schema.org"
_EDUCATION = frozenset(
    {
        EventKind.WEBINAR,
        EventKind.WORKSHOP,
        EventKind.COURSE,
        EventKind.EXAM_REVIEW,
        EventKind.INFO_SESSION,
    }
)
_STATUSES: dict[str, str] = {
    EventStatus.CANCELED: "EventCancelled",
    EventStatus.POSTPONED: "EventPostponed",
}
_MODES = {
    Modality.IN_PERSON: "OfflineEventAttendanceMode",
    Modality.ONLINE: "OnlineEventAttendanceMode",
    Modality.HYBRID: "MixedEventAttendanceMode",
}
_ESCAPES = str.maketrans({one: f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"})


def event_data(event: Event, base_url: str) -> Markup | None:
    """Return the event as JSON to stand in a script element, None where it has no day.

    An expected event has none: what is told to machines must not look like a date.
    """
    if event.status == EventStatus.EXPECTED or event.starts_on is None:
        return None
    told = json.dumps(_thing(event, base_url), ensure_ascii=False, separators=(",", ":"))
    return Markup(told.translate(_ESCAPES))  # noqa: S704 - no "<" is left that could end it


def _thing(event: Event, base_url: str) -> Thing:
    page = f"{base_url}/events/{event.slug}"
    told: Thing = {
        "@context": _VOCABULARY,
        "@type": _type(event),
        "@id": page,
        "url": page,
        "name": event.title,
        "description": event.description or _sentence(event),
        "startDate": _moment(event.starts_on, event.starts_time, event.timezone),
        "endDate": _end(event),
        "eventStatus": f"{_VOCABULARY}/{_STATUSES.get(event.status, 'EventScheduled')}",
        "eventAttendanceMode": f"{_VOCABULARY}/{_MODES[Modality(event.modality)]}",
        "location": _locations(event, page),
        "organizer": [_organizer(row.organization, base_url) for row in event.organizers],
        "offers": _offers(event, page),
        "keywords": [KIND_WORDS[event.kind], *sorted(row.topic.slug for row in event.topics)],
        "sameAs": _link(event.url),
    }
    if event.series:
        address = f"{base_url}/series/{event.series.slug}"
        told["superEvent"] = {"@type": "EventSeries", "name": event.series.name, "url": address}
    return _filled(told)


def _type(event: Event) -> str:
    if event.kind in _EDUCATION:
        return "EducationEvent"
    return "Event" if event.kind == EventKind.COMPETITION else "BusinessEvent"


def _sentence(event: Event) -> str:
    kind = KIND_WORDS[event.kind]
    by = ", ".join(row.organization.name for row in event.organizers)
    off = "" if event.status == EventStatus.CONFIRMED else f"{STATUS_WORDS[event.status]}. "
    return f"{off}{kind} by {by}."


def _end(event: Event) -> str:
    """The last day, or the moment on it; on one day, nothing where only its start is known."""
    if event.starts_on == event.ends_on and event.starts_time and not event.ends_time:
        return ""
    return _moment(event.ends_on, event.ends_time, event.timezone)


def _moment(day: date | None, clock: str, zone: str) -> str:
    """A day, or a wall time with the offset of its place; the first of two in an autumn fold."""
    if day is None:
        return ""
    if not clock:
        return day.isoformat()
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(zone)).isoformat()


def _locations(event: Event, page: str) -> list[Thing]:
    address = _filled(
        {
            "@type": "PostalAddress",
            "addressLocality": event.city,
            "addressRegion": event.state,
            "addressCountry": event.country or ("US" if event.state else ""),
        }
    )
    place = _filled({"@type": "Place", "name": event.venue})
    if len(address) > 1:
        place["address"] = address
    online = {
        "@type": "VirtualLocation",
        "url": _link(event.url) or _link(event.registration_url) or page,
    }
    return [
        *([place] if event.modality != Modality.ONLINE and len(place) > 1 else []),
        *([online] if event.modality != Modality.IN_PERSON else []),
    ]


def _organizer(organization: Any, base_url: str) -> Thing:
    page = f"{base_url}/organizations/{organization.slug}"
    same = _link(organization.url)
    return _filled(
        {"@type": "Organization", "name": organization.name, "url": page, "sameAs": same}
    )


def _offers(event: Event, page: str) -> list[Thing]:
    """Each price; one offer without a price where only being sold out is known."""
    sold_out = event.status == EventStatus.SOLD_OUT
    terms = {
        "url": _link(event.registration_url) or _link(event.url) or page,
        "availability": f"{_VOCABULARY}/SoldOut" if sold_out else "",
    }
    priced = [
        {
            "@type": "Offer",
            "name": tier.audience,
            "description": tier.step,
            "price": f"{tier.amount:.2f}",
            "priceCurrency": tier.currency,
            "validThrough": tier.until_on.isoformat() if tier.until_on else "",
            **terms,
        }
        for tier in event.prices
    ]
    if not priced and sold_out:
        priced = [{"@type": "Offer", **terms}]
    return [_filled(offer) for offer in priced]


def _link(address: str) -> str:
    return address if is_web_address(address) else ""


def _filled(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in ("", [], None)}
