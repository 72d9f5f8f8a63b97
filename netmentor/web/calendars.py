"""Links that put a list, or one event, into the calendar a visitor already has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from textwrap import shorten
from urllib.parse import quote, urlencode

from netmentor.calendars.entry import Days
from netmentor.events.entries import place_of, when_of
from netmentor.events.models import Event
from netmentor.settings import is_local

GOOGLE_BY_ADDRESS = "https://calendar.google.com/calendar/u/0/r/settings/addbyurl"
_MOST_TOLD = 1000  # letters of a description that go into an address
LONGEST_IN_A_CODE = 500  # bytes; beyond, the squares are too small for a phone at a screen


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where each calendar program takes a subscription: Apple webcal:, the others https:.

    `code` is the picture that a phone scans, "" where the address is too long for one.
    """

    address: str
    apple: str
    google: str
    outlook: str
    code: str
    is_local: bool  # no other computer can read it


@dataclass(frozen=True, slots=True)
class Keepsake:
    """One event for one calendar: a filled-in form at Google or Outlook, or a file."""

    google: str
    outlook: str
    file: str


def subscription(base_url: str, path: str, query: str, name: str) -> Subscription:
    """Return the ways to subscribe to the feed at `path` with `query`, "" or begun with "?"."""
    address = f"{base_url}{quote(path)}{query}"
    apple = f"webcal:{address.partition(':')[2]}"
    outlook = urlencode({"url": address, "name": name})
    return Subscription(
        address=address,
        apple=apple,
        google=GOOGLE_BY_ADDRESS,
        outlook=f"https://outlook.live.com/calendar/0/addfromweb?{outlook}",
        code=f"{quote(path.removesuffix('.ics'))}/qr.svg{query}" if fits_a_code(apple) else "",
        is_local=is_local(base_url),
    )


def fits_a_code(address: str) -> bool:
    """True for an address that a phone can still scan."""
    return len(address.encode()) <= LONGEST_IN_A_CODE


def keepsake(event: Event) -> Keepsake:
    """Return the ways to keep one dated event."""
    starts, ends, whole_days = _moments(event)
    about = shorten(event.description, _MOST_TOLD, placeholder="…")
    text = "\n\n".join(part for part in (about, event.url or event.source_url) if part)
    google = {
        "action": "TEMPLATE",
        "text": event.title,
        "dates": f"{starts}/{ends}".replace("-", "").replace(":", ""),
        "location": place_of(event),
        "details": text,
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": event.title,
        "startdt": starts,
        "enddt": ends,
        "location": place_of(event),
        "body": text,
    } | ({"allday": "true"} if whole_days else {})
    return Keepsake(
        google=f"https://calendar.google.com/calendar/render?{urlencode(google)}",
        outlook=f"https://outlook.live.com/calendar/0/deeplink/compose?{urlencode(outlook)}",
        file=f"/events/{event.slug}.ics",
    )


def _moments(event: Event) -> tuple[str, str, bool]:
    """The start and the end as both services read them: UTC, or days with the end exclusive."""
    when = when_of(event)
    if isinstance(when, Days):
        return when.first.isoformat(), (when.last + timedelta(days=1)).isoformat(), True
    starts, ends = (
        f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" for moment in (when.starts, when.ends)
    )
    return starts, ends, False
