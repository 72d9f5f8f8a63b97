"""Dates, times, places and figures as people read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from netmentor.events.attending.coming import Plans
from netmentor.events.briefs import Brief
from netmentor.events.drafts import is_web_address
from netmentor.events.entries import place_of
from netmentor.events.models import Event
from netmentor.events.rules import OFF
from netmentor.events.words import (
    clock_words,
    day_words,
    days_words,
    deadline_words,
    money_words,
    months_words,
)
from netmentor.text import how_long

_BROWSERS = (  # the later ones are named by the earlier, too
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
_ZONES = {
    "America/New_York": "Eastern",
    "America/Detroit": "Eastern",
    "America/Chicago": "Central",
    "America/Denver": "Mountain",
    "America/Phoenix": "Arizona",
    "America/Los_Angeles": "Pacific",
    "America/Anchorage": "Alaska",
    "Pacific/Honolulu": "Hawaii",
}


def local_day(moment: datetime, zone: str) -> str:
    """Return the day of a moment as it is called in `zone`.

    >>> local_day(datetime.fromisoformat("2026-11-24T03:00:00+00:00"), "America/New_York")
    'Mon, Nov 23, 2026'
    """
    return day_words(moment.astimezone(ZoneInfo(zone)).date())


def local_moment(moment: datetime, zone: str) -> str:
    """Return a moment as the clock shows it in `zone`.

    >>> local_moment(datetime.fromisoformat("2026-11-24T03:05:00+00:00"), "America/New_York")
    'Mon, Nov 23, 2026, 10:05 pm'
    """
    there = moment.astimezone(ZoneInfo(zone))
    return f"{day_words(there.date())}, {clock_words(f'{there:%H:%M}')}"


def browser(told: str) -> str:
    """Return what a browser says of itself (RFC 9110, 10.1.5) as people call it.

    >>> browser("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1")
    'Safari on iPhone'
    >>> browser("curl/8.5.0"), browser("")
    ('curl', 'A browser that does not name itself')
    """
    name = next((called for part, called in _BROWSERS if part in told), "")
    system = next((called for part, called in _SYSTEMS if part in told), "")
    if not name:
        return told.partition("/")[0][:40].strip() or "A browser that does not name itself"
    return f"{name} on {system}" if system else name


def relative(day: date, today: date) -> str:
    """Return how far off a day is, within a week; "" beyond, where a date says it better.

    >>> relative(date(2026, 11, 26), date(2026, 11, 24))
    'in 2 days'
    """
    distance = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if distance in near:
        return near[distance]
    if 1 < distance <= 7:
        return f"in {distance} days"
    return f"{-distance} days ago" if -7 <= distance < -1 else ""


def nearness(event: Event | Brief, today: date) -> str:
    """Return how far off an event is, within a week, or that it goes on; "" beyond, or undated."""
    first, last = event.starts_on, event.ends_on
    if first and last and first < today <= last:
        return "on now"
    return relative(first, today) if first else ""


def age(day: date, today: date) -> str:
    """Return the day something was checked, and how long ago that was where it is near.

    >>> age(date(2026, 11, 22), date(2026, 11, 24))
    '2 days ago (Sun, Nov 22, 2026)'
    >>> age(date(2026, 1, 5), date(2026, 11, 24))
    'Mon, Jan 5, 2026'
    >>> age(date(2026, 11, 25), date(2026, 11, 24))  # it is that day already where it was checked
    'today (Wed, Nov 25, 2026)'
    """
    near = relative(min(day, today), today)
    return f"{near} ({day_words(day)})" if near else day_words(day)


def times(starts: str, ends: str) -> str:
    """Return wall times on one day; the half of the day once if both have the same.

    >>> times("17:30", "19:30"), times("11:00", "13:00"), times("12:00", "")
    ('5:30–7:30 pm', '11:00 am – 1:00 pm', '12:00 pm')
    """
    if not ends:
        return clock_words(starts)
    first, second = clock_words(starts), clock_words(ends)
    if first[-2:] == second[-2:]:
        return f"{first[:-3]}–{second}"
    return f"{first} – {second}"


def brief_clock(wall_time: str) -> str:
    """Return a time of day as short as it can be told.

    >>> brief_clock("09:00"), brief_clock("17:30")
    ('9a', '5:30p')
    """
    told = clock_words(wall_time)
    return told[:-3].removesuffix(":00") + told[-2]


def zone(name: str) -> str:
    """Return a zone as people call it.

    >>> zone("America/Chicago"), zone("America/Argentina/Buenos_Aires")
    ('Central time', 'Buenos Aires time')
    """
    return f"{_ZONES.get(name) or name.rpartition('/')[2].replace('_', ' ')} time"


def hours(event: Event | Brief | Plans) -> str:
    """Return the time of day of an event, or that none was published.

    Over several days the opening hour belongs to the first and the closing hour to the last.
    """
    if event.starts_on == event.ends_on and event.starts_time:
        return times(event.starts_time, event.ends_time)
    told = [
        *([f"begins {clock_words(event.starts_time)}"] if event.starts_time else []),
        *([f"ends {clock_words(event.ends_time)}"] if event.ends_time else []),
    ]
    return ", ".join(told)


def when(event: Event | Brief) -> str:
    """Return the days of an event, or the months it is expected in, or that it has neither."""
    if event.starts_on and event.ends_on:
        return days_words(event.starts_on, event.ends_on)
    if event.window_from_on and event.window_to_on:
        return months_words(event.window_from_on, event.window_to_on)
    return "No date"


def place(event: Event | Brief) -> str:
    """Return where an event is, or that its source did not say."""
    return place_of(event) or "Place not announced"


def organizers(event: Event) -> str:
    return ", ".join(row.organization.name for row in event.organizers)


def is_off(event: Event) -> bool:
    return event.status in OFF


def is_over(event: Event, today: date) -> bool:
    last = event.ends_on or event.window_to_on
    return last is not None and last < today


def link(address: str) -> str:
    """Return `address` if it may stand in a link, else "": never javascript: or data:."""
    return address if is_web_address(address) else ""


def host(address: str) -> str:
    """Return the site of an address, as link text.

    >>> host("https://www.ache.org/fache/")
    'ache.org'
    """
    return (urlsplit(address).hostname or address).removeprefix("www.")


def amount(value: Any) -> str:
    """Return a decimal without idle zeros.

    >>> from decimal import Decimal
    >>> amount(Decimal("1.50")), amount(Decimal("12.00"))
    ('1.5', '12')
    """
    return f"{value.normalize():f}"


FILTERS: dict[str, Callable[..., object]] = {
    "age": age,
    "amount": amount,
    "brief_clock": brief_clock,
    "browser": browser,
    "clock": clock_words,
    "day": day_words,
    "days": days_words,
    "deadline": deadline_words,
    "host": host,
    "hours": hours,
    "how_long": how_long,
    "is_off": is_off,
    "is_over": is_over,
    "link": link,
    "local_day": local_day,
    "local_moment": local_moment,
    "money": money_words,
    "months": months_words,
    "nearness": nearness,
    "organizers": organizers,
    "place": place,
    "relative": relative,
    "times": times,
    "when": when,
    "zone": zone,
}
